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

test.each([
  'The [TOC] is above.',
  '- [TOC]\n- More',
  '> [TOC]',
  '[toc]: https://x.acme.io/\n\n[toc] is a link',
  '{:toc} and text',
  '`[TOC]`',
])('%s stays', (text) => expect(shown(text).html).toMatch(/toc/i))
