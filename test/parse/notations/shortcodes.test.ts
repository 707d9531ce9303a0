/** Hugo's shortcodes on pages. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../../src/disk/theme.ts'
import { compiled, found } from '../../project.ts'

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
    const { html, problems } = shown(`# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n`)
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

describe('figure', () => {
  test.each<[string, string]>([
    ['{{< figure src="/img/a.png" >}}', '<p><img src="/img/a.png" alt="" loading="lazy"></p>'],
    [
      '{{< figure caption="What *it* is" alt="A disk" src="https://example.org/a.png" width="300" >}}',
      '<p><img src="https://example.org/a.png" alt="A disk" loading="lazy"> What <em>it</em> is</p>',
    ],
    [
      '{{% img "https://example.org/a.png" %}}',
      '<p><img src="https://example.org/a.png" alt="" loading="lazy"></p>',
    ],
  ])('%s is an image', (text, html) => {
    const page = shown(`# X\n\n## Y\n\n${text}\n`)
    expect(page.html).toContain(html)
    expect(page.problems).toEqual([])
  })

  test('its address has its place', () => {
    const text = '# X\n\n{{< figure src="no.png" alt="A" >}}\n'
    const made = compiled({ 'runbooks/x.md': text }, { exists: () => false })
    const { range } = made.diagnostics.find(({ code }) => code === 'link-file')!
    expect(text.slice(range.start, range.end)).toBe('no.png')
    expect(found(made, 'runbook-shortcode')).toEqual([])
  })

  test('one that is no image is shown as it is written', () => {
    const { html } = shown('# X\n\n## Y\n\n{{< figure src="a b.png" >}}\n')
    expect(html).toContain('{{&lt; figure src="a b.png" >}}')
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

/** The text of the page's article, without tags, and its findings. */
function read(text: string): { html: string; words: string; problems: string[] } {
  const compilation = compiled(
    { 'rules/a.yml': RULES, 'runbooks/x.md': `# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n` },
    { theme: loadTheme() },
  )
  const page = compilation.outputs.find(({ path }) => path === 'site/x/index.html')
  const html = /<p>Before\.<\/p>([\s\S]*)<p>After\./.exec(String(page?.make() ?? ''))?.[1] ?? ''
  const words = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { html, words, problems: found(compilation, 'runbook-shortcode') }
}

describe('shortcodes that nobody knows', () => {
  test('alone: shown as written, and told once for each name', () => {
    const { words, problems } = read('{{< gallery "a" >}}\n\n{{% gallery "b" %}}\n\n{{< video id=1 >}}')
    expect(words).toBe('{{&lt; gallery "a" >}} {{% gallery "b" %}} {{&lt; video id=1 >}}')
    expect(problems).toHaveLength(2)
    expect(problems[0]).toContain('`gallery`, 2 times on this page: it is shown as it is written')
    expect(problems[1]).toContain('`video`: it is shown as it is written')
  })

  test('around text: the text is shown', () => {
    const { words, problems } = read('{{< spoiler >}}\nBeware of **this**.\n{{< /spoiler >}}')
    expect(words).toBe('Beware of this .')
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('`spoiler`: only the text inside it is shown')
  })

  test.each<[string, string, string]>([
    ['details', '{{< details title="SQL" open=false >}}\nRun it.\n{{< /details >}}', 'SQL Run it.'],
    [
      'tabs without blank lines',
      '{{< tabs >}}\n{{% tab "Linux" %}}\nUse apt.\n{{% /tab %}}\n{{% tab name="Mac" %}}\nUse brew.\n{{% /tab %}}\n{{< /tabs >}}',
      'Linux Use apt. Mac Use brew.',
    ],
    [
      'in a list',
      '1. One\n\n   {{< expand "More" >}}\n   Two\n   {{< /expand >}}\n\n2. Three',
      'One More Two Three',
    ],
    ['a title that is Markdown', '{{< tab "a *b* <i>" >}}\nText.\n{{< /tab >}}', 'Text.'],
  ])('boxes: %s', (_, text, words) => {
    const page = read(text)
    expect(page.words).toBe(words)
    expect(page.problems).toEqual([])
  })

  test.each<[string, string, string]>([
    [
      '{{% alert color="warning" title="Stop" %}}\nBeware.\n{{% /alert %}}',
      'warning',
      'Warning Stop Beware.',
    ],
    ['{{< notice danger >}}\nBeware.\n\n- of this\n\n{{< /notice >}}', 'caution', 'Caution Beware. of this'],
    ['{{< tip >}}\nBeware.\n{{< /tip >}}', 'tip', 'Tip Beware.'],
  ])('notes: %s', (text, kind, words) => {
    const page = read(text)
    expect(page.html).toContain(`class="callout callout-${kind}"`)
    expect(page.words).toBe(words)
    expect(page.problems).toEqual([])
  })

  test('code: nothing in it is Markdown', () => {
    const { html, words, problems } = read(
      '{{< highlight bash "linenos=table" >}}\necho __init__ <name> *x* {{< y >}}\n\n# not a heading\n{{< /highlight >}}',
    )
    expect(html).toMatch(/<pre[^>]*>/)
    expect(html.replace(/<[^>]*>/g, '')).toContain('echo __init__ &lt;name> *x* {{&lt; y >}}')
    expect(words).toContain('# not a heading')
    expect(problems).toEqual([])
  })

  test('code that has a fence itself, or shares its line, stays text', () => {
    expect(read('{{< highlight md >}}\n```\na\n```\n{{< /highlight >}}').words).toContain('```')
    expect(read('a {{< highlight sh >}}b{{< /highlight >}} c').problems).toHaveLength(1)
  })

  test.each(['{{< note >}}\nBeware.', 'Beware.\n{{< /tabs >}}'])('half of a pair: %s', (text) => {
    const { words, problems } = read(text)
    expect(words).toBe('Beware.')
    expect(problems).toHaveLength(1)
  })

  test('a rule in code is compiled, as in a fence', () => {
    const compilation = compiled({
      'runbooks/x.md': '# X\n\n{{< highlight yaml >}}\nalert: A\nexpr: up == 0\n{{< /highlight >}}\n',
    })
    const rules = compilation.outputs.find(({ path }) => path === 'rules.yml')
    expect(String(rules?.make() ?? '')).toContain('alert: A')
  })
})
