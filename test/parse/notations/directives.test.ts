/** Directives and labels of MyST: notes, tabs, code, images; what is inside keeps its place. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../../src/disk/theme.ts'
import { withTildes } from '../../../src/parse/notations/directives.ts'
import { compiled, found } from '../../project.ts'

function read(text: string, files: Record<string, string> = {}): { html: string; problems: string[] } {
  const made = compiled(
    { 'runbooks/x.md': `# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n`, ...files },
    { theme: loadTheme() },
  )
  const page = String(made.outputs.find(({ path }) => path === 'site/x/index.html')?.make() ?? '')
  return {
    html: (/<p>Before\.<\/p>([\s\S]*?)<p>After\./.exec(page)?.[1] ?? '').replace(/>\s+</g, '><').trim(),
    problems: found(made, 'runbook-html', 'runbook-literal', 'link-target', 'link-file').map((one) =>
      one.replace(/ runbooks.*?: /, ': '),
    ),
  }
}

const aside = (kind: string, body: string): string =>
  `<aside class="callout callout-${kind}"><p class="callout-title">${kind[0]!.toUpperCase()}${kind.slice(1)}</p>${body}</aside>`

describe('is shown as', () => {
  test.each<[text: string, html: string]>([
    ['```{note}\nOne **two**.\n```', aside('note', '<p>One <strong>two</strong>.</p>')],
    ['```{warning} At once\n```', aside('warning', '<p>At once</p>')],
    ['````{danger}\n- a\n- b\n````', aside('caution', '<ul><li>a</li><li>b</li></ul>')],
    [
      '```{admonition} A title\n:class: tip\n\nText.\n```',
      aside('tip', '<p><strong>A title</strong></p><p>Text.</p>'),
    ],
    [':::{important}\n- a\n:::', aside('important', '<ul><li>a</li></ul>')],
    ['- item\n\n  ```{tip}\n  Text.\n  ```', `<ul><li><p>item</p>${aside('tip', '<p>Text.</p>')}</li></ul>`],
    ['> ```{tip}\n> Text.\n> ```', `<blockquote>${aside('tip', '<p>Text.</p>')}</blockquote>`],
    [
      '`````{tab-set}\n````{tab-item} Linux\n```{note}\na\n```\n````\n````{tab-item} Mac\nb\n````\n`````',
      `<p><strong>Linux</strong></p>${aside('note', '<p>a</p>')}<p><strong>Mac</strong></p><p>b</p>`,
    ],
    ['::::{tab-set}\n:::{tab-item} Linux\na\n:::\n::::', '<p><strong>Linux</strong></p><p>a</p>'],
    ['```{contents}\n:depth: 2\n```', ''],
    ['(here)=\nText.', '<p><a id="user-content-here"></a>Text.</p>'],
  ])('%s', (text, html) => {
    const page = read(text)
    expect(page.html).toBe(html)
    expect(page.problems).toEqual([])
  })
})

test('code keeps its language and every character, without its options', () => {
  const { html } = read('```{code-block} bash\n:linenos:\n\nls <name> *x*\n```')
  expect(html).toContain('data-language="shell"')
  expect(html.replace(/<[^>]*>/g, '')).toContain('ls&lt;name> *x*')
  expect(html).not.toContain('linenos')
})

test('links lead to labels of all pages', () => {
  const other = '(setup:aws)=\n# Other\n\n(quick-start)=\n\n## Quick\n'
  const page = read('[a](#setup:aws) [b](quick-start) [c](#mine)\n\n(mine)=\n### Z', {
    'runbooks/other.md': other,
  })
  expect(page.html).toContain(
    '<p><a href="../other/#user-content-setup%3Aaws">a</a><a href="../other/#user-content-quick-start">b</a><a href="#user-content-mine">c</a>',
  )
  expect(page.problems).toEqual([])
  expect(read('[d](#nowhere)').problems).toHaveLength(1)
})

test.each([
  ['[](#setup)', '<a href="../other/#user-content-setup">Set up</a>'],
  ['[](setup)', '<a href="../other/#user-content-setup">Set up</a>'],
  ['[](#second)', '<a href="../other/#user-content-second">Set up</a>'],
  ['[](#free)', '<a href="../other/#user-content-free">Other</a>'],
  ['{ref}`setup`', '<a href="../other/#user-content-setup">Set up</a>'],
  ['See {ref}`this <setup>`.', 'See <a href="../other/#user-content-setup">this</a>.'],
  ['{doc}`other`', '<a href="../other/">Other</a>'],
  ['{doc}`the other <other>`', '<a href="../other/">the other</a>'],
  ['{doc}`/other`', '<a href="../other/">/other</a>'],
  ['{term}`Pod`, {guilabel}`Save`', 'Pod, Save'],
  ['{kbd}`x`', '<code>x</code>'],
  ['{unknown}`x`', '{unknown}<code>x</code>'],
])('%s', (text, html) => {
  const files = {
    'runbooks/other.md': '# Other\n\n(setup)=\n(second)=\n## Set up\n\nText.\n\n(free)=\n\nMore.\n',
  }
  const page = read(text, files)
  expect(page.html).toBe(`<p>${html}</p>`)
  expect(page.problems).toEqual([])
})

test('a list of pages is a list of links', () => {
  const files = { 'runbooks/other.md': '# Other\n' }
  const page = read('```{toctree}\n:caption: More\n\nother\nThe other <other.md>\nself\n```', files)
  expect(page.html).toBe(
    '<p><strong>More</strong></p><ul><li><a href="../other/">Other</a></li><li><a href="../other/">The other</a></li></ul>',
  )
  expect(page.problems).toEqual([])
  expect(read('```{toctree}\nnowhere\n```').problems).toHaveLength(1)
  for (const none of [':hidden:\n\nother', ':glob:\n\n*'])
    expect(read(`\`\`\`{toctree}\n${none}\n\`\`\``, files)).toEqual({ html: '', problems: [] })
})

test('a heading of the page comes before a label of another', () => {
  const page = read('[a](#y)', { 'runbooks/other.md': '(y)=\n# Other\n' })
  expect(page.html).toBe('<p><a href="#y">a</a></p>')
})

test('a block has the label that its options name', () => {
  const page = read('[a](#values)\n\n```{code-block} yaml\n:name: values\n\na: 1\n```')
  expect(page.html).toContain('<a href="#user-content-values">a</a>')
  expect(page.html).toContain('id="user-content-values"')
  expect(page.problems).toEqual([])
})

test('what is inside has its place, and is a rule, a heading, a link', () => {
  const text =
    '# A\n\n1. x\n\n   ````{note}\n   :class: x\n   [y](no.md)\n\n   ```yaml\n   alert: Up\n   expr: up == 0 +\n   ```\n   ````\n'
  const made = compiled({ 'runbooks/a.md': text })
  const at = made.diagnostics.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`)
  expect(at).toContain('link-target no.md')
  expect(at.some((one) => one.startsWith('promql-syntax'))).toBe(true)
})

test('a directive that shows another file is told, and stays', () => {
  const page = read('```{literalinclude} a.py\n```')
  expect(page.problems).toEqual([
    'runbook-html: This is the notation of another tool: the site shows it as text',
  ])
})

test('fences of colons become fences of tildes, and nothing else changes', () => {
  expect(withTildes('a\n:::{note}\n```\n:::\n```\n:::\n::: x\n')).toBe(
    'a\n~~~{note}\n```\n~~~\n```\n:::\n::: x\n',
  )
  expect(withTildes('::::{a}\n:::{b}\n:::\n::::\n')).toBe('~~~~{a}\n:::{b}\n:::\n~~~~\n')
})
