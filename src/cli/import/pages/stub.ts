/** A page written by an import of rules and unchanged since: a page of the wiki replaces its stubs. */
import type { Page, Runbook, Source } from '../../../model.ts'

/** The three unwritten sections, as `import` leaves them. */
const STUBS =
  /\n## Meaning\n[^#]*\n## Impact\n\n<!-- todo: [^\n]* -->\n\n## Diagnosis\n\n<!-- todo: [^\n]* -->\n\n## Mitigation\n\n<!-- todo: [^\n]* -->\n$/

/** The page with the wiki's text in place of its stubs; undefined if somebody has written there already. */
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
  // The page has a title; the wiki's own is dropped if it comes first.
  const isTitled = first?.depth === 1 && wiki.slice(from, first.range.start).trim() === ''
  const body = wiki.slice(isTitled ? first.range.end : from).trim()
  return `${head.trimEnd()}\n\n${body}\n`
}
