/** Links of rules that name a file of the repository. */
import { describe, expect, test } from 'vitest'
import { fileAtPath, fileInView } from '../../src/bind/repository-path.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Config } from '../../src/model.ts'
import { compiled, found, URL_BASE } from '../project.ts'

const site = (repo: string, folder = '', branch = 'main'): Config => {
  const base = defaultConfig()
  return { ...base, site: { ...base.site, repo, folder, branch } }
}

describe('a path', () => {
  test.each([
    ['docs/kube/README.md', 'docs/kube/README.md'],
    ['./docs/kube.md#mitigation', 'docs/kube.md'],
    ['/docs/kube.md?plain=1', 'docs/kube.md'],
    ['docs/../runbooks/a%20b.markdown', 'runbooks/a b.markdown'],
    ['docs/{{ $labels.type }}.md', undefined],
    ['docs/kube/', undefined],
    ['https://wiki.corp/a.md', undefined],
    ['//wiki.corp/a.md', undefined],
    ['see the wiki', undefined],
  ])('%s → %s', (written, file) => expect(fileAtPath(written, site(''))).toBe(file))

  test('may begin at the top of the repository', () => {
    expect(fileAtPath('ops/docs/a.md', site('', 'ops/'))).toBe('docs/a.md')
    expect(fileAtPath('docs/a.md', site('', 'ops'))).toBe('docs/a.md')
    expect(fileAtPath('opsdocs/a.md', site('', 'ops'))).toBe('opsdocs/a.md')
  })
})

describe('an address in the view of a repository', () => {
  const repo = 'https://git.corp/team/book'
  test.each([
    [`${repo}/blob/main/docs/a.md`, 'docs/a.md'],
    [`${repo}/blob/v1.2/docs/a.md#x`, 'docs/a.md'],
    [`${repo}/-/blob/main/docs/a.md?ref_type=heads`, 'docs/a.md'],
    [`${repo}/src/branch/main/docs/a.md`, 'docs/a.md'],
    [`${repo}/src/main/docs/a.md`, 'docs/a.md'],
    [`${repo.toUpperCase()}/raw/main/docs/a.md`, 'docs/a.md'],
    [`${repo}-other/blob/main/docs/a.md`, undefined],
    [`${repo}/wiki/a.md`, undefined],
    [`${repo}/blob/main/docs/`, undefined],
  ])('%s → %s', (written, file) => expect(fileInView(written, site(repo))).toBe(file))

  test('the name of the project’s branch may have slashes', () =>
    expect(fileInView(`${repo}/blob/release/1.0/docs/a.md`, site(repo, '', 'release/1.0'))).toBe('docs/a.md'))
  test('without a repository there is none', () =>
    expect(fileInView('https://git.corp/a/b/blob/main/a.md', site(''))).toBeUndefined())
})

describe('an alert whose link is a path', () => {
  const rules = (link: string): string =>
    `groups:\n- name: g\n  rules:\n  - alert: HostDown\n    expr: up == 0\n    for: 5m\n    annotations:\n      runbook: ${link}\n`
  const book = (link: string): ReturnType<typeof compiled> =>
    compiled({
      'rules/a.yml': rules(link),
      'runbooks/host.md': '# The host\n\n## Mitigation\n\nStart it.\n',
      'runbooks/other.md': '# Other\n',
    })
  const links = ['link-missing', 'link-anchor', 'link-base', 'link-invalid', 'alert-without-runbook']

  test('is explained by that runbook, and is deployed with its address', () => {
    const made = book('runbooks/host.md#mitigation')
    expect(found(made, ...links)).toEqual([])
    expect(made.program.rules[0]!.page).toBe('host/')
    expect(made.program.rules[0]!.link).toBe(`${URL_BASE}host/?alertname=HostDown#mitigation`)
  })

  test('that has no such heading is told', () =>
    expect(found(book('runbooks/host.md#nothing'), ...links)).toEqual([
      'link-anchor rules/a.yml: Alert `HostDown` links to `#nothing`, which its page does not have',
    ]))

  test('where no runbook is, is told once', () =>
    expect(found(book('docs/host.md'), ...links)).toEqual([
      'link-invalid rules/a.yml: The runbook link `docs/host.md` of alert `HostDown` is a path of the repository, where the site has no runbook',
    ]))

  test('is not judged where rule files are checked alone', () =>
    expect(found(compiled({ 'rules/a.yml': rules('docs/host.md') }), ...links)).toEqual([]))

  describe('an address in the repository’s own view', () => {
    const viewed = (file: string): ReturnType<typeof compiled> =>
      compiled(
        {
          'rules/a.yml': rules(`https://git.corp/a/b/blob/main/${file}`),
          'runbooks/host.md': '# The host\n\n## Mitigation\n\nStart it.\n',
          'runbooks/host-down.md': '# Another page of that name\n',
        },
        {},
        (config) => ({ ...config, site: { ...config.site, repo: 'https://git.corp/a/b' } }),
      )

    test('is as good as the path', () => {
      const made = viewed('runbooks/host.md#mitigation')
      expect(found(made, ...links)).toEqual([])
      expect(made.program.rules[0]!.link).toBe(`${URL_BASE}host/?alertname=HostDown#mitigation`)
    })

    test('whose anchor has capitals means the heading, as on GitHub', () => {
      const made = viewed('runbooks/host.md#Mitigation')
      expect(found(made, ...links)).toEqual([])
      expect(made.program.rules[0]!.link).toBe(`${URL_BASE}host/?alertname=HostDown#mitigation`)
    })

    test('with a heading that is not there is told', () =>
      expect(found(viewed('runbooks/host.md#nothing'), ...links)).toEqual([
        'link-anchor rules/a.yml: Alert `HostDown` links to `#nothing`, which its page does not have',
      ]))

    test('of a runbook that is gone is told once', () =>
      expect(found(viewed('runbooks/gone.md'), ...links)).toEqual([
        'link-invalid rules/a.yml: The runbook link `https://git.corp/a/b/blob/main/runbooks/gone.md` of alert `HostDown` leads to `runbooks/gone.md`, where the site has no runbook',
      ]))

    test('of a file that is no runbook is an address elsewhere', () =>
      expect(found(viewed('docs/host.md'), ...links)).toEqual([
        `link-base rules/a.yml: Alert \`HostDown\` links to \`https://git.corp/a/b/blob/main/docs/host.md\` instead of its page under \`${URL_BASE}\``,
      ]))
  })
})

test('a link that is a label is told as such', () => {
  const rules = (labels: string): string =>
    `groups:\n- name: g\n  rules:\n  - alert: HostDown\n    expr: up == 0\n    for: 5m\n    labels: { severity: page${labels} }\n`
  const said = (labels: string): string[] =>
    found(compiled({ 'rules/a.yml': rules(labels), 'runbooks/x.md': '# X\n' }), 'alert-without-runbook')
  expect(said('')).toEqual(['alert-without-runbook rules/a.yml: Alert `HostDown` has no runbook'])
  expect(said(', runbook_url: "https://wiki.corp/a"')).toEqual([
    'alert-without-runbook rules/a.yml: Alert `HostDown` has no runbook: its `runbook_url` is a label, and links are read from annotations',
  ])
})
