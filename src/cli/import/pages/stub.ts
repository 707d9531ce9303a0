/** A page that an import of rules wrote, and nobody has touched since: a page of the wiki takes the place of its stubs. */
import type { Page, Runbook, Source } from '../../../model.ts'

/** The three sections that are still to be written, as `import` leaves them. */
const STUBS =
  /\n## Meaning\n[^#]*\n## Impact\n\n<!-- todo: [^\n]* -->\n\n## Diagnosis\n\n<!-- todo: [^\n]* -->\n\n## Mitigation\n\n<!-- todo: [^\n]* -->\n$/

/** The page with the wiki's text in the place of its stubs; undefined where somebody wrote something already. */
export function fillStub(
  { text }: Source,
  { promise }: Page,
  wiki: string,
  { frontmatter, headings }: Runbook,
): string | undefined {
  const stubs = STUBS.exec(text)
  if (!promise || !stubs) return undefined
  const head = text
    .slice(0, stubs.index)
    .replace(/^runbook: todo [^\n]*\n/m, '')
    .replace(/\nUntil this is written: [^\n]*\n(?=\n)/, '')
  const [first] = headings
  const from = frontmatter.range?.end ?? 0
  // The page has a title; the wiki's own is left out where it is the first thing there.
  const isTitled = first?.depth === 1 && wiki.slice(from, first.range.start).trim() === ''
  const body = wiki.slice(isTitled ? first.range.end : from).trim()
  return `${head.trimEnd()}\n\n${body}\n`
}
