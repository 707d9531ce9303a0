/** The short cuts of the Markdown parser change nothing: the law is that they agree with the long way. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMarkdown, parseMarkdownFully } from '../../src/parse/markdown.ts'

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
