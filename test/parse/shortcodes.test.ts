/** Hugo's shortcodes on pages: none is ever shown as text. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../src/disk/theme.ts'
import { compiled, found } from '../project.ts'

const RULES =
  'groups:\n  - name: g\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n'

/** The page of a runbook, and its findings. */
function shown(text: string, more: Record<string, string> = {}): { html: string; problems: string[] } {
  const compilation = compiled(
    { 'rules/a.yml': RULES, 'runbooks/x.md': text, ...more },
    { theme: loadTheme() },
    (config) => ({
      ...config,
      params: { repo: 'https://example.org/repo?a=1&b=<2>' },
    }),
  )
  const page = compilation.outputs.find(({ path }) => path === 'site/x/index.html')
  return {
    html: String(page?.make() ?? ''),
    problems: found(compilation, 'shortcode-unknown', 'link-target'),
  }
}

describe('hint', () => {
  test.each<[string, string, string]>([
    ['around a paragraph', '{{< hint warning >}}\nBeware of **this**.\n{{< /hint >}}', 'warning'],
    ['around several blocks', '{{< hint danger >}}\n\nBeware.\n\n- of this\n\n{{< /hint >}}', 'caution'],
    ['as Markdown', '{{% hint info %}}\nBeware.\n{{% /hint %}}', 'note'],
    ['without a kind', '{{< hint >}}\nBeware.\n{{< /hint >}}', 'note'],
    ['of a kind we do not know', '{{< hint purple >}}\nBeware.\n{{< /hint >}}', 'note'],
    ['in a list', '- One\n\n  {{< hint tip >}}\n  Beware.\n  {{< /hint >}}\n', 'tip'],
  ])('%s', (_, text, kind) => {
    const { html, problems } = shown(`# X\n\nBefore.\n\n${text}\n\nAfter.\n`)
    expect(problems).toEqual([])
    const [, aside] =
      new RegExp(`<aside class="callout callout-${kind}">([\\s\\S]*?)</aside>`).exec(html) ?? []
    expect(aside).toContain('Beware')
    expect(aside).not.toContain('After')
    expect(html).not.toMatch(/hint|\{\{[<%]|\uFDD0|\[!/)
  })

  test('one that never ends hides nothing', () => {
    const { html } = shown('# X\n\n{{< hint warning >}}\nBeware.\n\nAfter.\n')
    expect(html).toContain('Beware.')
    expect(html).not.toMatch(/\{\{<|\uFDD0/)
  })
})

describe('param', () => {
  test('of the page before that of the site', () => {
    const { html, problems } = shown(
      '---\nrepo: mine\nparams:\n  deep: { er: value }\n---\n\n# X\n\nA {{< param "repo" >}} b {{< param deep.er >}} c.\n',
    )
    expect(problems).toEqual([])
    expect(html).toContain('A mine b value c.')
  })

  test('of the site, as text', () => {
    expect(shown('# X\n\nA {{% param "repo" %}} b.\n').html).toContain(
      'A https://example.org/repo?a=1&amp;b=&lt;2&gt; b.',
    )
  })

  test('one that nobody knows is an error', () => {
    expect(shown('# X\n\n{{< param "other" >}}\n').problems[0]).toContain('`other`')
  })
})

test.each<[string, string]>([
  ['[y]({{< ref "y.md" >}})', '../y/'],
  ['[y]({{< ref "/deep/z.md#part" >}})', '../deep/z/#part'],
  ['[y]({{< relref "z" >}})', '../deep/z/'],
])('ref: %s', (text, href) => {
  const { html, problems } = shown(`# X\n\n${text}\n`, {
    'runbooks/y.md': '# Y\n',
    'runbooks/deep/z.md': '# Z\n\n## Part\n',
  })
  expect(problems).toEqual([])
  expect(html).toContain(`href="${href}"`)
})

test('a shortcode that nobody knows is an error, and never text', () => {
  const { problems } = shown('# X\n\n{{< gallery "a" >}}\n')
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain('`gallery`')
})
