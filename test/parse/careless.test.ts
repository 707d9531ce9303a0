/** What careless authors lost without a word: each case names its cause, at its characters. */
import { describe, expect, test } from 'vitest'
import type { Diagnostic, Runbook } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'

const read = (text: string): Runbook => parse({ path: 'runbooks/page.md', text }) as Runbook

const found = (text: string): string[] =>
  read(text).diagnostics.map(({ code, range, message }: Diagnostic) => {
    const at = text.slice(range.start, range.end).split('\n')[0]
    return `${code} «${at}» ${message}`
  })

const fence = (content: string, info = 'yaml'): string => `# Page\n\n\`\`\`${info}\n${content}\n\`\`\`\n`

const RULE = '- alert: Down\n  expr: up == 0\n  for: 5m'
const deeper = (by: number): string => RULE.replace(/^/gm, ' '.repeat(by))

describe('a rule that nothing compiles', () => {
  test.each([
    [
      'groups as one mapping',
      `groups:\n  name: g\n  rules:\n${deeper(4)}`,
      '«groups» `groups` is not a list',
    ],
    ['groups by name', `groups:\n  g:\n    rules:\n${deeper(6)}`, '«groups» `groups` is not a list'],
    [
      'values of Helm',
      `extra:\n  r:\n    groups:\n    - name: g\n      rules:\n${deeper(6)}`,
      'YAML of another tool',
    ],
    [
      'a patch',
      '- op: add\n  path: /spec\n  value:\n    alert: Down\n    expr: up == 0',
      '«alert» This rule is inside',
    ],
    ['a list in a list', `-\n${deeper(2)}`, '«alert» This rule is inside'],
    [
      'a ConfigMap',
      `kind: ConfigMap\napiVersion: v1\ndata:\n  r.yml: |\n    groups:\n    - rules:\n${deeper(6)}`,
      'YAML of another tool',
    ],
    [
      'a name below `alert:`',
      'alert:\n  name: Down\n  expr: up == 0\n  for: 5m',
      '«name» This rule is inside',
    ],
    ['wide colons', 'alert：Down\nexpr：up == 0', '`alert` is not a key'],
    ['an invisible character', '\u200balert: Down\nexpr: up == 0', 'the invisible character U+200B'],
    ['a Cyrillic letter', '\u0430lert: Down\nexpr: up == 0', 'the lookalike character U+0430'],
    ['a blank that is none', 'alert:\u00a0Down\nexpr: up == 0', 'found the invisible character U+00A0'],
    ['one wide colon', 'alert：Down\nexpr: up == 0', 'not the one of YAML'],
    ['a dash without its blank', '-alert: Down\n expr: up == 0', '«-» Expected a space after the `-`'],
    [
      'a second rule in the first',
      'alert: A\nexpr: up\nfor: 1m\nalert: B\nexpr: up\nfor: 1m',
      '«alert» A second rule begins here',
    ],
    [
      'an end of the document',
      'alert: A\nexpr: up\n...\nannotations:\n  a: b',
      'A `...` cuts this rule block in two',
    ],
    [
      'a conflict of git',
      '<<<<<<< a\nalert: A\n=======\nalert: B\n>>>>>>> b\nexpr: up',
      '«<<<<<<<» Unresolved Git conflict',
    ],
    [
      'a conflict in three parts',
      'alert: A\n<<<<<<< a\nexpr: a\n||||||| c\nexpr: c\n=======\nexpr: b\n>>>>>>> b',
      '«<<<<<<<» Unresolved',
    ],
  ])('%s', (_, content, said) => {
    const all = found(fence(content))
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(said)
    expect(read(fence(content)).diagnostics[0]!.severity).toBe('error')
  })

  test('a word that is nearly `example` is told, because the rule is compiled', () => {
    for (const word of ['examples', 'exmaple', 'Exampl'])
      expect(found(fence('alert: A\nexpr: up', `yaml ${word}`))[0]).toContain(
        `\`${word}\` after the language`,
      )
    for (const info of ['yaml example', 'yaml title="a.yml"', 'yaml linenums', 'yaml'])
      expect(found(fence('alert: A\nexpr: up', info))).toEqual([])
  })

  test('YAML of others is theirs', () => {
    for (const content of [
      'panels:\n- title: A\n  targets:\n  - expr: up\n    legendFormat: x',
      'slos:\n- name: a\n  expr: up',
      'route:\n  receiver: x\n  alert: true',
      'data:\n  note: |\n    an alert: and an expr: in prose',
    ])
      expect(found(fence(content))).toEqual([])
  })
})

describe('what YAML means by it', () => {
  test.each([
    ['text behind a quote', 'summary: "Queue" is long', '«"» This `"` closes the value'],
    ['an apostrophe', "summary: 'it's down'", "«'» This `'` closes the value"],
    ['emphasis', 'summary: *bold* x', '«*bold* x» A value that begins with `*` is an alias'],
    ['brackets', 'summary: [a] b', '«[a] b» A value that begins with `[` is a list'],
    ['a line that continues', 'summary: a\n> 100', '«>» A line cannot begin with `>`'],
    ['an open brace', 'labels: {a: b\nsummary: x', '«{» This `{` is not closed'],
    ['a key too far left', '  summary: a\n for: 5m', '«for»'],
  ])('%s', (_, lines, said) => {
    const all = found(fence(`alert: A\nexpr: up\nannotations:\n${lines.replace(/^(?=summary)/gm, '  ')}`))
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(said)
  })
})

describe('keys of a frontmatter that nothing reads', () => {
  test.each([
    ['JSON between dashes', '---json\n{"severity": "critical"}\n---\n\n# A\n', '«---json»'],
    [
      'dashes of two kinds',
      '–--\nseverity: critical\n---\n\n# A\n',
      '«–--» The frontmatter opens with `–--`',
    ],
    [
      'below a line of text',
      'Hello\n---\nseverity: critical\n---\n\n# A\n',
      '«severity: critical» These look like',
    ],
    ['a second one', '---\ntitle: A\n---\n---\nseverity: critical\n---\n\n# A\n', 'below the frontmatter'],
    [
      'behind a value with dashes',
      '---\ntitle: |\n  a\n---\nowner: b\n---\n\n# A\n',
      '«owner: b» These keys are below',
    ],
    ['at the end', '# A\n\ntext\n\n---\nseverity: critical\n---\n', '«severity: critical»'],
    ['between stars', '***\nseverity: critical\n***\n\n# A\n', '«severity: critical»'],
    ['between semicolons', ';;;\nseverity: critical\n;;;\n\n# A\n', '«;;;»'],
    ['between per cent signs', '%%%\nowner = "a"\n%%%\n\n# A\n', '«%%%»'],
    ['without marks', 'title: A\nseverity: critical\n\n# A\n', '«title: A»'],
    ['in a fence', '```yaml\n---\nowner: a\n---\n```\n\n# A\n', '«```yaml»'],
    ['in a quote', '> ---\n> severity: critical\n> ---\n\n# A\n', '«severity: critical»'],
  ])('%s', (_, text, said) => {
    const all = found(text)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain('frontmatter-shape')
    expect(all[0]).toContain(said)
  })

  test('prose with a colon is prose', () => {
    for (const text of [
      '# A\n\nOwner: the platform team\n\n## Severity: critical\n',
      'Owner: me\nSeverity: high\n\n# A\n',
      'title: what this is about\n\n# A\n',
      '# A\n\nNote: this\n---\n\ntext\n',
    ])
      expect(found(text)).toEqual([])
  })
})

describe('marks of git', () => {
  test('one that is left over is an error', () => {
    expect(found('# A\n\nx\n>>>>>>> feature\n')[0]).toContain('«>>>>>>>» A Git conflict marker is left')
    expect(found('# A\n\n<<<<<<< HEAD\nx\n')[0]).toContain('«<<<<<<<» A Git conflict marker is left')
    expect(found('# A\n\n```\n>>>>>>> b\n```\n\n> > > > > > > quoted\n')).toEqual([])
  })
  test('in a frontmatter it is one error', () => {
    const text = '---\n<<<<<<< HEAD\nowner: a\n=======\nowner: b\n>>>>>>> x\n---\n# A\n'
    expect(found(text).map((one) => one.split(' ')[0])).toEqual(['markdown-conflict'])
  })
})

describe('notations of other tools', () => {
  const isTold = (text: string): boolean =>
    found(`# A\n\n${text}\n`).some((one) => one.startsWith('runbook-html'))
  test.each([
    'h2. Heading',
    '{code:bash}\nls\n{code}',
    '[text|https://example.net/x]',
    '||a||b||\n|1|2|',
    '.. code-block:: bash',
    'see :ref:`x`',
    '[source,bash]\n----\nls\n----',
    'xref:a.adoc[A]',
    'import Tabs from "@theme/Tabs"',
    '{/* comment */}',
    '<<< @/a.ts',
    '$$\nx\n$$',
    '*[HTML]: Hyper',
    'text {% link a.md %} text',
    'a [page](My Page.md) with blanks',
    '<ac:x><![CDATA[ls]]></ac:x>',
  ])('%s is told', (text) => expect(isTold(text)).toBe(true))
  test.each([
    'an array[0][1]',
    'if [ -f x ]: then',
    '[a](b.md)',
    '`[[ -f x ]]`',
    'the importance of "x"',
    '{ a: 1 }',
    '## One {#one}',
  ])('%s is not', (text) => expect(isTold(text)).toBe(false))
})

describe('a text that YAML takes in part for something else', () => {
  const rule = (lines: string): string => fence(`alert: Down\nexpr: up == 0\nfor: 5m\n${lines}`)
  test.each([
    [
      'a number sign',
      'annotations:\n  summary: Queue #1 is long',
      'rule-shape «#1 is long» YAML reads `#1 is long` as a comment: `summary` is only `Queue`',
    ],
    [
      'a channel',
      'labels:\n  channel: #alerts',
      'rule-shape «#alerts» YAML reads `#alerts` as a comment: `channel` is empty',
    ],
    [
      'an exclamation mark',
      'annotations:\n  summary: !important',
      'rule-shape «!important» YAML reads `!important` as a tag: `summary` is empty',
    ],
    [
      'one with a text',
      'annotations:\n  summary: !now disk full',
      'rule-shape «!now» YAML reads `!now` as a tag: `summary` is only `disk full`',
    ],
  ])('%s', (_, lines, finding) => expect(found(rule(lines))).toEqual([finding]))

  test.each([
    ['a comment', 'annotations:\n  summary: Queue # is long'],
    ['a comment behind quotes', 'annotations:\n  summary: "Queue" #1'],
    ['a text in quotes', 'annotations:\n  summary: "Queue #1 is long"'],
    ['a block', 'annotations:\n  summary: |\n    Queue #1 is long'],
    ['no blank before it', 'annotations:\n  summary: Queue#1'],
  ])('but not %s', (_, lines) => expect(found(rule(lines))).toEqual([]))
})

describe('an address or a table that does not arrive', () => {
  test.each([
    ['a path of Windows', '[a](C:\\\\x.md)', '«[a](C:\\\\x.md)» The address of this link is left out'],
    [
      'a host with a port',
      '[a](localhost:9090)',
      '«[a](localhost:9090)» The address of this link is left out',
    ],
    ['another scheme', '[a](slack://channel?id=1)', '«[a](slack://channel?id=1)» The address'],
    ['a definition', '[a][d]\n\n[d]: vscode://x', '«[d]: vscode://x» The address'],
    ['too few dashes', '| a | b |\n| --- |\n| c | d |', '«| a | b |» This is not a table'],
  ])('%s', (_, text, said) => {
    expect(found(`# Page\n\n${text}\n`).filter((one) => one.startsWith('runbook-html'))).toEqual([
      expect.stringContaining(said),
    ])
  })

  test('what arrives is not reported', () => {
    const right =
      '[a](HTTPS://a.b) [b](mailto:a@b.c) <tel:+1> [c](../x.md) [d](#e) [e](//a.b)\n\n| a | b |\n| - | - |\n| c | d |\n\n| a text\n'
    expect(found(`# Page\n\n${right}`)).toEqual([])
  })
})

describe('text that is nearly right', () => {
  test.each([
    [
      'a cell too many',
      '| a | b |\n|---|---|\n| x | y | z |',
      '«| z |» This is left out of the page: the table has 2 columns',
    ],
    ['a bar in code', '| a | b |\n|---|---|\n| `x | y` | z |', '«| z |» This is left out of the page'],
    ['an endless comment', 'Text.\n\n<!-- todo\n\n## Impact', '«<!--» This comment is never closed'],
    [
      'endless details',
      '<details>\n<summary>a</summary>\n\nText.',
      '«<details>» `<details>` is never closed',
    ],
    [
      'details closed once of two',
      '<details><summary>a</summary>\n\n<details open><summary>b</summary>\n\nText.\n\n</details>',
      '«<details>» `<details>` is never closed',
    ],
    [
      'an exchanged link',
      'See (the page)[../x.md].',
      '«(the page)[../x.md]» This is not a link: the brackets',
    ],
    [
      'a link with a space',
      'See [the page] (../x.md).',
      '«[the page] (../x.md)» This is not a link: there is a space',
    ],
    [
      'a reference to nothing',
      'See [the other page][other].',
      '«[the other page][other]» This is not a link: its reference',
    ],
    ['a footnote without its text', 'It is full[^1] by noon.', '«[^1]» This is not a footnote'],
    ['a link without an address', 'See [the page]().', '«[the page]()» This link has no address'],
    ['an open shortcode', 'Less than {{< param a > and more.', '«{{< param» This shortcode is never closed'],
    ['a heading without a space', '##Impact', '«##» This is not a heading'],
  ])('%s', (_, text, said) => {
    const all = found(`# Page\n\n${text}\n`)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(`runbook-html ${said}`)
  })

  test.each([
    ['a footnote with its text', 'It is full[^1] by noon.\n\n[^1]: Mostly.'],
    ['a set of characters', 'The set [^a-z], and x[^2](y).'],
    ['empty cells too many', '| a | b |\n|---|---|\n| x | y | |'],
    ['cells too few', '| a | b |\n|---|---|\n| x |'],
    ['an escaped bar', '| a | b |\n|---|---|\n| `x \\| y` | z |'],
    ['comments', '<!-- a -->\n\nText <!-- b --> text.\n\n<!--\n\nc\n\n-->'],
    [
      'details',
      '<details><summary>a</summary>\n\n<details>\n\nText.\n\n</details></details>\n\n<!-- <details> -->',
    ],
    ['details in code', '`<details>`\n\n```html\n<details>\n```'],
    ['brackets of code and logs', 'See (note)[1], a[0][1], [ERROR][kafka] and [x] (y).'],
    ['a reference', 'See [the other page][other].\n\n[other]: https://grafana.com/d/1'],
    ['a hash', '#oncall is the channel, `##x` is code, and issue #5 too.'],
  ])('nothing about %s', (_, text) => expect(found(`# Page\n\n${text}\n`)).toEqual([]))
})

test('the hint for a template without quotes in the frontmatter is to quote it', () => {
  const [problem] = read('---\ntitle: {{ x }}\n---\n\n# Page\n').diagnostics
  expect(problem).toMatchObject({ code: 'frontmatter-shape', hint: "put it in quotes: `title: '{{ x }}'`" })
})

test('what is wrong many times on a page is told once, with its number', () => {
  const links = (count: number): string[] =>
    found(`# A\n\n${Array.from({ length: count }, (_, n) => `[x](file:///C:/${n})`).join('\n\n')}\n`)
  expect(links(5)).toHaveLength(5)
  expect(links(12)).toEqual([expect.stringContaining('(12 times on this page)')])
})
