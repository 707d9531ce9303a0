/** Notes between lines of colons, `:::note` and `:::`, wherever they begin and end. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../src/disk/theme.ts'
import { withBreaks } from '../../src/parse/notations/fenced-notes.ts'
import { compiled, found } from '../project.ts'

function read(text: string): { html: string; problems: string[] } {
  const made = compiled(
    { 'runbooks/x.md': `# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n` },
    { theme: loadTheme() },
  )
  const page = String(made.outputs.find(({ path }) => path === 'site/x/index.html')?.make() ?? '')
  return {
    html: (/<p>Before\.<\/p>([\s\S]*?)<p>After\./.exec(page)?.[1] ?? '').replace(/>\s+</g, '><').trim(),
    problems: found(made, 'runbook-html', 'runbook-literal'),
  }
}

const tip = (body: string): string =>
  `<aside class="callout callout-tip"><p class="callout-title">Tip</p>${body}</aside>`

describe('a note', () => {
  test.each<[string, string, string]>([
    ['of one paragraph', ':::tip\nOne.\n:::', tip('<p>One.</p>')],
    ['that ends behind a list', ':::tip\n- a\n- b\n:::', tip('<ul><li>a</li><li>b</li></ul>')],
    [
      'that ends behind a list of a paragraph',
      ':::tip\nOne:\n\n* a\n* b\n:::',
      tip('<p>One:</p><ul><li>a</li><li>b</li></ul>'),
    ],
    ['with text right behind it', ':::tip\nOne.\n:::\nMore.', `${tip('<p>One.</p>')}<p>More.</p>`],
    ['with text right above it', 'More:\n:::tip\nOne.\n:::', `<p>More:</p>${tip('<p>One.</p>')}`],
    [
      'with markup above it',
      'More **x**:\n:::tip\nOne.\n:::',
      `<p>More <strong>x</strong>:</p>${tip('<p>One.</p>')}`,
    ],
    ['in a note', '::::tip\nOne.\n\n:::tip\nTwo.\n:::\n::::', tip(`<p>One.</p>${tip('<p>Two.</p>')}`)],
    [
      'of the same length in a note',
      ':::tip\nOne.\n\n:::tip\nTwo.\n:::\n\nThree.\n:::',
      tip(`<p>One.</p>${tip('<p>Two.</p>')}<p>Three.</p>`),
    ],
    ['in a list', '- a\n\n  :::tip\n  - b\n  :::', `<ul><li><p>a</p>${tip('<ul><li>b</li></ul>')}</li></ul>`],
    ['in a quote', '> :::tip\n> - b\n> :::', `<blockquote>${tip('<ul><li>b</li></ul>')}</blockquote>`],
    [
      'with a title',
      ':::tip Take care\n- a\n:::',
      tip('<p><strong>Take care</strong></p><ul><li>a</li></ul>'),
    ],
    ['after another', ':::tip\na\n:::\n:::tip\nb\n:::', tip('<p>a</p>') + tip('<p>b</p>')],
  ])('%s', (_, text, html) => {
    const page = read(text)
    expect(page.html).toBe(html)
    expect(page.problems).toEqual([])
  })

  test('has a break of its own', () => {
    expect(read(':::tip\nOne.\n\n***\n\nTwo.\n:::').html).toBe(tip('<p>One.</p><hr><p>Two.</p>'))
  })

  test('without an end is told, and stays', () => {
    const { html, problems } = read(':::tip\nOne.')
    expect(html).toContain(':::tip')
    expect(problems).toHaveLength(1)
  })
})

test.each([
  ['a fence', '```\n:::tip\na\n:::\n```'],
  ['a fence in a note', ':::tip\n```\n:::\n:::tip\n```\n:::'],
  ['indented code', '    :::tip\n    a\n    :::'],
  ['HTML', '<div>\n:::tip\na\n:::\n</div>'],
])('%s keeps every character', (_, text) => {
  const { html } = read(text)
  expect(html).not.toContain('***')
  expect(html).toMatch(/:::(?!\w)/)
})

test('an end without a beginning stays', () => {
  expect(read(':::\n\nText.').html).toContain(':::')
  expect(withBreaks(':::\n- a\n')).toBe(':::\n- a\n')
})

test('the text keeps its length', () => {
  const text = '> :::tip\r\n> a\r\n> ::::\r\n\r\n:::note\n```\n:::\n```\n :::\n:::\n'
  expect(withBreaks(text)).toBe('> :::tip\r\n> a\r\n> ****\r\n\r\n:::note\n```\n:::\n```\n ***\n:::\n')
})
