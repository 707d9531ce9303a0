/** Marks for a list of contents leave the page; nothing else does. */
import { expect, test } from 'vitest'
import { parseRunbook } from '../../src/parse/runbook.ts'

const shown = (text: string): { html: string; codes: string[] } => {
  const { body, diagnostics } = parseRunbook({
    path: 'runbooks/a.md',
    text: `# A\n\n${text}\n\n## B\n\nLast.\n`,
  })
  return { html: JSON.stringify(body()), codes: diagnostics.map(({ code }) => code) }
}

test.each([
  '[TOC]',
  '[[TOC]]',
  '[[_TOC_]]',
  `\${toc}`,
  '{{< toc >}}',
  '{{% toc %}}',
  '{:toc}',
  '* TOC\n{:toc}',
  '1. Contents\n{:toc .no_toc}',
])('%s is no text of the page', (mark) => {
  const { html, codes } = shown(mark)
  expect(codes).toEqual([])
  expect(html).not.toMatch(/toc|contents/i)
  expect(html).toContain('Last.')
})

const LIST = '- [A](#a)\n  - [B](#b)\n'
test.each([
  `<!-- START doctoc generated TOC please keep comment here -->\n<!-- DON'T EDIT -->\n**Contents** *by toc*\n\n${LIST}\n<!-- END doctoc generated TOC -->`,
  `<!-- toc -->\n\n${LIST}\n<!-- tocstop -->`,
  `<!-- TOC -->\n${LIST}<!-- /TOC -->`,
])('a written list leaves the page: %s', (list) => {
  const { html, codes } = shown(list)
  expect(codes).toEqual([])
  expect(html).not.toMatch(/toc|contents|#b/i)
  expect(html).toContain('Last.')
})

test.each([
  ['a list with text', `<!-- toc -->\n\n- [A](#a): toc\n\n<!-- tocstop -->`],
  ['a list with other links', `<!-- toc -->\n\n- [toc](other.md)\n\n<!-- tocstop -->`],
  ['code', `<!-- toc -->\n\n${LIST}\n\`\`\`sh\ntoc\n\`\`\`\n\n<!-- tocstop -->`],
  ['text below the list', `<!-- toc -->\n\n${LIST}\ntoc\n\n<!-- tocstop -->`],
  ['what has no end', `<!-- toc -->\n\n- [toc](#a)\n`],
])('%s stays', (_, text) => expect(shown(text).html).toMatch(/toc/i))

test.each([
  'The [TOC] is above.',
  '- [TOC]\n- More',
  '> [TOC]',
  '[toc]: https://x.acme.io/\n\n[toc] is a link',
  '{:toc} and text',
  '`[TOC]`',
])('%s stays', (text) => expect(shown(text).html).toMatch(/toc/i))
