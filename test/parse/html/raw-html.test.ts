/** The short way through raw HTML gives the same pages as an HTML parser. */
import fc from 'fast-check'
import type { Root } from 'hast'
import { raw } from 'hast-util-raw'
import { sanitize } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import { toHast } from 'mdast-util-to-hast'
import { expect, test } from 'vitest'
import { nestDetails } from '../../../src/parse/html/raw.ts'
import { parseMarkdown } from '../../../src/parse/markdown.ts'

const treeOf = (text: string): Root => toHast(parseMarkdown(text), { allowDangerousHtml: true }) as Root
const shown = (tree: Root): string => toHtml(sanitize(tree))

test.each([
  [
    'nested',
    '<details>\n  <summary>A</summary>\n\ntext\n\n<details>\n\n- a\n- b\n\n</details>\n\n</details>\n',
  ],
  ['left open', '<details><summary></summary>\n\ntext\n'],
  ['closed twice', '<details>\n\ntext\n\n</details>\n\n</details>\n\nmore\n'],
  [
    'comments',
    'a\n\n<!-- one -->\n\n<!-- alertbook-ignore alert-for: why -->\n\n| a | b |\n|:--|---|\n| `c` | d |\n',
  ],
  ['texts side by side', '<details>\n\na {{ $b }} c {{ $d }}\n\n</details>\n'],
])('details and comments: %s', (_, text) => {
  const nested = nestDetails(treeOf(text))
  expect(nested).toBeDefined()
  expect(shown(nested!)).toBe(shown(raw(treeOf(text)) as Root))
})

test.each([
  ['another element', '<b>a</b>\n'],
  ['an attribute', '<details open>\n\na\n\n</details>\n'],
  ['what ends a comment early', '<!--> a -->\n'],
  ['HTML within a line', '<details>\n\na <br> b\n\n</details>\n'],
  ['HTML in a list', '<details>\n\n- <details>\n\n</details>\n'],
  ['footnotes', '<!-- a -->\n\n[a[^1]](b.md)\n\n[^1]: c\n'],
])('an HTML parser is asked about %s', (_, text) => {
  expect(nestDetails(treeOf(text))).toBeUndefined()
})

test('both ways agree', () => {
  const part = fc.constantFrom(
    ...[
      '<details>',
      '<details>\n\n',
      '<details>\n<summary>A b</summary>\n\n',
      '<summary>',
      '</details>',
      '\n\n</details>\n\n',
    ],
    ...[
      '<!-- a -->',
      '\n\n<!-- a\nb -->\n\n',
      '<!---->',
      '-->',
      'a',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '> ',
      '# ',
      '   ',
      '`b`',
      '**c**',
    ],
    ...[
      '[d](e.md "f")',
      '![g](h.png)',
      '\n|a|b|\n|-|:-|\n|c|\n',
      '- [x] i\n',
      '{{ $j }}',
      '&lt;',
      '&#0;',
      '\\\n',
      '---\n',
      '<k>',
    ],
  )
  let nestings = 0
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const nested = nestDetails(treeOf(parts.join('')))
      if (!nested) return
      nestings++
      expect(shown(nested)).toBe(shown(raw(treeOf(parts.join(''))) as Root))
    }),
    { numRuns: 2000 },
  )
  expect(nestings).toBeGreaterThan(500)
})
