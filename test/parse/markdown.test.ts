/** The short cuts around the Markdown parser change nothing: by law, they agree with the long way. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankLines, sayNothing } from '../../src/parse/cuts.ts'
import { parseMarkdown, parseMarkdownFully } from '../../src/parse/markdown.ts'
import type { Range } from '../../src/text/source.ts'

const BODY = '# a\n\n- b `c`\n- [x] d\n\n```\ne\n```\n\nwww.example.org | ~~f~~\n'

test.each([
  ['lines', '---\ntitle: a\ntags: [b]\n---\n'],
  ['an empty line, a tab, the end of a mark', '---\n\n\ta\n----\n--- b\n---\n'],
  ['blanks behind the markers', '---\na: 1\n---  \t\n'],
  ['blanks behind the first marker', '---  \na: 1\n---\n'],
  ['an earlier end', '---\na: 1\n--- \nb: 2\n---\n'],
  ['nothing in it', '---\n---\na\n---\n'],
  ['no end', '---\na: 1\n'],
  ['another marker', '---\na: 1\n...\n'],
  ['DOS line ends', '---\r\na: 1\r\n---\r\n'],
  ['a DOS line end within', '---\na: 1\r\nb: 2\n---\n'],
  ['a null', '---\na: \0\n---\n'],
  ['a byte-order mark', '\uFEFF---\na: 1\n---\n'],
  ['something before it', '\n---\na: 1\n---\n'],
])('frontmatter with %s', (_, text) => {
  for (const source of [text, text.trimEnd(), text + BODY]) {
    expect(parseMarkdown(source)).toEqual(parseMarkdownFully(source))
  }
})

test('frontmatter of any lines', () => {
  const line = fc.constantFrom(
    '',
    ' ',
    '---',
    '--- ',
    ' ---',
    '----',
    '---x',
    'a: 1',
    '\t- b',
    '# c',
    '~~~',
    '\r',
    '...',
    '\u2028',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.array(line, { maxLength: 4 }), (lines, rest) => {
      const source = ['---', ...lines, '---', ...rest].join('\n')
      expect(parseMarkdown(source)).toEqual(parseMarkdownFully(source))
    }),
    { numRuns: 1000 },
  )
})

/** A text with parts known to be blank. */
function withBlanks(parts: readonly (string | { blank: string })[]): { text: string; blank: Range[] } {
  const blank: Range[] = []
  let text = ''
  for (const part of parts) {
    const written = typeof part === 'string' ? part : part.blank
    if (typeof part !== 'string') blank.push({ start: text.length, end: text.length + written.length })
    text += written
  }
  return { text, blank }
}

const LINES = { blank: `   \n\n${' '.repeat(20)}\n     \n  \n  ` }

test.each([
  ['a paragraph', 'a\n\n', true],
  ['a paragraph on the same line', 'a', true],
  ['frontmatter and a paragraph', '---\na: 1\n---\n\nb\n', true],
  ['indented code', 'a\n\n    b\n\n', false],
  ['a fence that is open', 'a\n\n```\nb\n', false],
  ['HTML that is open', 'a\n\n<pre>\nb\n', false],
  ['a list', '- a\n\n', false],
  ['a quote', '> a\n', false],
  ['a footnote', 'a[^1]\n\n[^1]: b\n', false],
  ['nothing', '', false],
])('blank lines below %s', (_, above, isCut) => {
  for (const below of ['', '\n', '\nc\n', '\n    c\n', '\n\n  - c\n']) {
    const { text, blank } = withBlanks([above, LINES, below])
    const root = parseMarkdown(text, blank)
    expect(root).toEqual(parseMarkdownFully(text))
    const [cut] = blankLines(text, blank[0]!)
    expect(sayNothing(root, cut!)).toBe(isCut)
  }
})

test('blank lines anywhere', () => {
  const part = fc.constantFrom(
    ...[
      'a',
      'b\n',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '> ',
      '    ',
      '\t',
      '# c\n',
      '```\n',
      '~~~',
      '<pre>',
      '</pre>',
      '<!--',
      '-->',
      '<div>\n',
    ],
    ...[
      '[^1]',
      '[^1]: ',
      '[d]: ',
      '|e|f|\n|-|-|\n',
      '---\n',
      '===\n',
      '`',
      '**',
      '\\',
      '{{',
      '}}',
      '\r',
      '\r\n',
      '---\ng: 1\n---\n',
    ],
  )
  const blank = fc.array(fc.constantFrom(' ', '\n', '       ', '\r\n', '\r', '\n\n'), {
    minLength: 1,
    maxLength: 9,
  })
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: part },
          blank.map((made) => ({ blank: made.join('') })),
        ),
        { maxLength: 20 },
      ),
      (parts) => {
        const made = withBlanks(parts)
        expect(parseMarkdown(made.text, made.blank)).toEqual(parseMarkdownFully(made.text))
      },
    ),
    { numRuns: 3000 },
  )
})
