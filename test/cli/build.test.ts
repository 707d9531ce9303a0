/** A build with memory: it prints and writes the same as a fresh one. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alertbook, temporaryFolder, temporaryProject } from '../setup.ts'

const PAGE = (name: string, more = ''): string =>
  `# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up{job="${name}"} == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\nx ${more}\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n`

/** A rule file; they all contribute to one group. */
const RULES = (...names: string[]): string => {
  const rules = names.map(
    (name) =>
      `      - alert: ${name}\n        expr: up{job="${name}"} == 0\n        for: 5m\n        annotations:\n          summary: "${name} on {{ $labels.instance }}"\n`,
  )
  return `groups:\n  - name: host\n    labels: {team: a}\n    rules:\n${rules.join('')}`
}

const edit = (path: string, from: string, to: string): void => {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`no ${from} in ${path}`)
  writeFileSync(path, text.replace(from, to))
}

const PROJECT = {
  'package.json': '{}\n',
  'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
  'runbooks/one.md': PAGE('One'),
  'runbooks/two.md': PAGE('Two', '[one](one.md)\n\n```console\n$ ssh {{ $labels.instance }}\n```\n'),
  'runbooks/HostDown.md': '---\nowner: me\n---\n# HostDown\n\n## Meaning\n\nx\n',
  'rules/host.yml': RULES('HostDown', 'HostSlow'),
  'rules/more.yml': RULES('MoreDown'),
}

/** Every file in a folder, except what builds store there. */
function filesOf(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = names.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort()
  return Object.fromEntries(
    paths
      .filter((path) => path !== '.alertbook.json')
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

const build = (root: string, ...args: string[]): ReturnType<typeof alertbook> =>
  alertbook(['build', '--root', root, ...args])

describe('a build after a build', () => {
  const changes: [string, (root: string) => void][] = [
    ['nothing', () => {}],
    ['the text of a page', (root) => writeFileSync(join(root, 'runbooks/one.md'), PAGE('One', 'changed'))],
    [
      'one letter of a page, its time put back',
      (root) => {
        const path = join(root, 'runbooks/two.md')
        const { atime, mtime } = statSync(path)
        writeFileSync(path, readFileSync(path, 'utf8').replace('[one]', '[One]'))
        utimesSync(path, atime, mtime)
      },
    ],
    ['an alert', (root) => writeFileSync(join(root, 'runbooks/one.md'), PAGE('Renamed'))],
    ['how long an alert waits', (root) => edit(join(root, 'rules/host.yml'), 'for: 5m', 'for: 6m')],
    ['a text of an alert', (root) => edit(join(root, 'rules/host.yml'), 'HostSlow on', 'HostSlow at')],
    [
      'the place of a rule',
      (root) => edit(join(root, 'rules/host.yml'), '    rules:', '    # more\n    rules:'),
    ],
    // The labels of the group's other parts move into their rules.
    ['a label of a part of a group', (root) => edit(join(root, 'rules/more.yml'), 'team: a', 'team: b')],
    ['the name of a heading', (root) => edit(join(root, 'runbooks/two.md'), '## Meaning', '## Its meaning')],
    ['an owner', (root) => edit(join(root, 'runbooks/one.md'), '# One', '---\nowner: me\n---\n# One')],
    ['the key of a value', (root) => edit(join(root, 'runbooks/HostDown.md'), 'owner: me', 'channel: me')],
    ['a page is gone', (root) => rmSync(join(root, 'runbooks/two.md'))],
    ['a page is new', (root) => writeFileSync(join(root, 'runbooks/three.md'), PAGE('Three'))],
    [
      'the configuration',
      (root) => writeFileSync(join(root, 'alertbook.yml'), 'site:\n  url: https://runbooks.corp/b/\n'),
    ],
    [
      'which labels links carry',
      (root) =>
        writeFileSync(
          join(root, 'alertbook.yml'),
          'site:\n  url: https://runbooks.corp/\nlinks:\n  labels: off\n',
        ),
    ],
    [
      'what is written: a manifest, and a file for each group',
      (root) =>
        writeFileSync(
          join(root, 'alertbook.yml'),
          'site:\n  url: https://runbooks.corp/\noutput:\n  prometheusrule: true\n  split: group\n',
        ),
    ],
    ['an output was deleted', (root) => rmSync(join(root, 'dist/site/one/index.html'))],
    ['an output was edited', (root) => writeFileSync(join(root, 'dist/site/two/index.html'), 'edited')],
    ['the rule file was emptied', (root) => writeFileSync(join(root, 'dist/rules.yml'), '')],
    [
      'what is remembered was cut off',
      (root) => {
        for (const name of ['memory', 'last-build']) {
          const path = join(root, 'node_modules/.cache/alertbook', name)
          writeFileSync(path, readFileSync(path, 'utf8').slice(0, -40))
        }
      },
    ],
  ]

  test.each(changes)('%s: the outputs are those of a fresh build', async (_, change) => {
    const root = temporaryProject(PROJECT)
    expect((await build(root)).code).toBe(0)
    change(root)
    const again = await build(root)
    expect(again).toMatchObject({ code: 0, err: '' })
    const fresh = temporaryFolder()
    expect((await build(root, '--out', fresh, '--no-cache')).code).toBe(0)
    expect(filesOf(join(root, 'dist'))).toEqual(filesOf(fresh))
  })

  test('the program loads a theme and a diagram, also when its code was kept', async () => {
    const root = temporaryProject({
      ...PROJECT,
      'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n  theme: look\n',
      'look/layouts.js': 'export default ({ html }) => ({ footer: () => html`<p>our own foot</p>` })\n',
      'runbooks/four.md': PAGE(
        'Four',
        '\n\n```console\n$ ssh {{ $labels.instance }}\n```\n\n```mermaid\nflowchart LR\n  a --> b\n```\n',
      ),
    })
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(join(root, 'runbooks/one.md'), PAGE('One', text))
      expect(await build(root)).toMatchObject({ code: 0, err: '' })
      const page = readFileSync(join(root, 'dist/site/one/index.html'), 'utf8')
      expect(page).toContain(text)
      expect(page).toContain('our own foot')
      const other = readFileSync(join(root, 'dist/site/four/index.html'), 'utf8')
      expect(other).toContain('<svg')
      expect(other, 'the program is read as UTF-8').toContain('<span class="chip-value">…<')
    }
  })

  test('rules of rule files alone: another name for their link is a change', async () => {
    const root = temporaryProject({
      'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n',
      'runbooks/HostDown.md': '# HostDown\n\n## Meaning\n\nx\n',
      'rules/host.yml': RULES('HostDown'),
    })
    expect((await build(root)).code).toBe(0)
    edit(join(root, 'alertbook.yml'), 'site:', 'links:\n  annotations: [runbook_url]\nsite:')
    expect((await build(root)).code).toBe(0)
    expect(readFileSync(join(root, 'dist/rules.yml'), 'utf8')).toContain(
      'runbook_url: https://runbooks.corp/',
    )
  })

  test('rules in the root of the project: our own files are none of them', async () => {
    const root = temporaryProject({
      'alertbook.yml': 'rules: .\nsite:\n  url: https://runbooks.corp/\n',
      'runbooks/one.md': PAGE('One'),
      'two.yml': 'groups:\n  - name: two\n    rules:\n      - alert: Two\n        expr: up == 0\n',
    })
    for (const time of ['first', 'second']) {
      const { code, out, err } = await build(root)
      expect({ code, err }, time).toEqual({ code: 0, err: '' })
      expect(out).toContain('2 rules in 2 groups')
      writeFileSync(join(root, 'runbooks/one.md'), PAGE('One', time))
    }
  })

  test('an output that was only touched is looked at once more, not in every build', async () => {
    const root = temporaryProject(PROJECT)
    await build(root)
    utimesSync(join(root, 'dist/site/one/index.html'), new Date(2020, 1), new Date(2020, 1))
    await build(root)
    const manifest = JSON.parse(readFileSync(join(root, 'dist/.alertbook.json'), 'utf8'))
    const entry = manifest.files.find(([path]: [string]) => path === 'site/one/index.html')
    expect(entry.at(-1)).toBe(statSync(join(root, 'dist/site/one/index.html')).mtimeMs)
  })

  test.each([
    ['of pages', {}, 'runbook-sections'],
    ['of the configuration', { 'alertbook.yml': 'site:\n  url: https://example.org/\n' }, 'config-value'],
  ])('says the same findings again: %s', async (_, files, code) => {
    const root = temporaryProject({
      ...PROJECT,
      ...files,
      'runbooks/three.md': '# Three\n\n```yaml\nalert: Three\nexpr: up == 0\n```\n',
    })
    await build(root)
    const second = await build(root)
    expect(second.out).toContain('nothing changed')
    expect(second.out).toContain(code)
    expect((await build(root)).out).toBe(second.out)
    expect(existsSync(join(root, 'node_modules/.cache/alertbook/last-build'))).toBe(true)
  })

  test('a link leads nothing out of the project', async () => {
    const root = temporaryProject({ ...PROJECT, 'package.json': '{}' })
    const away = temporaryFolder()
    rmSync(join(root, 'node_modules'), { recursive: true, force: true })
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(away, join(root, 'node_modules/.cache'))
    expect((await build(root)).code).toBe(0)
    expect((await build(root)).out).toContain('nothing changed')
    expect(readdirSync(away)).toEqual([])
  })
})
