/** Rewrites the links of a page that moves, along with the pages and files that move too. */
import { posix } from 'node:path'
import { decoded, encodePath } from '../../../text/address.ts'
import { applyEdits, type TextEdit } from '../../../text/edits.ts'
import { fences } from '../../../text/fences.ts'
import type { Range } from '../../../text/source.ts'
import type { WikiPage } from './wiki.ts'

/**
 * The file of an export that a link refers to, as a path in it; undefined for an address, an anchor, or a missing file.
 */
export function fileOf(
  { source }: WikiPage,
  target: string,
  paths: ReadonlyMap<string, string>,
): string | undefined {
  const [bare = ''] = target.trim().split(/[?#]/)
  if (bare === '' || /^(?:[a-z][a-z\d+.-]*:|\/)/i.test(bare)) return undefined
  for (const form of [decoded(bare), bare]) {
    const path = posix.join(posix.dirname(source.path), form)
    const found = [path, `${path}.md`].map((one) => paths.get(one.toLowerCase())).find((one) => one)
    if (found !== undefined) return found
  }
  return undefined
}

/** A link, or what a wiki meant as one: with a space in its target, which Markdown takes for text. */
interface Target {
  readonly target: string
  readonly range: Range
}

const WITH_SPACE = /\]\(([^()<>\r\n]*\S [^()<>\r\n]*)\)/g

/** The links of a page to files, those with spaces included. */
export function targetsOf({ source, runbook }: WikiPage): Target[] {
  const links = runbook.links.map(({ target, targetRange }) => ({ target, range: targetRange }))
  const known = new Set(links.map(({ range }) => range.start))
  const shown = fences(source.text)
  const loose = [...source.text.matchAll(WITH_SPACE)].map((match) => {
    const start = match.index + 2
    return { target: match[1]!, range: { start, end: start + match[1]!.length } }
  })
  return [
    ...links,
    ...loose.filter(
      ({ range: { start } }) =>
        !known.has(start) && !shown.some(({ range }) => range.start <= start && start < range.end),
    ),
  ]
}

/** The text of a page at its new place. `places`: new paths of the export's files; `paths`: its paths by lower case. */
export function relocated(
  page: WikiPage,
  to: string,
  places: ReadonlyMap<string, string>,
  paths: ReadonlyMap<string, string>,
): string {
  const edits = new Map<number, TextEdit>()
  for (const { target, range } of targetsOf(page)) {
    const file = fileOf(page, target, paths)
    const place = file === undefined ? undefined : places.get(file)
    if (place === undefined) continue
    const rest = /[?#].*$/s.exec(target.trim())?.[0] ?? ''
    const way = encodePath(posix.relative(posix.dirname(to), place))
    const text = way.replace(/[()]/g, (one) => (one === '(' ? '%28' : '%29')) + rest
    if (text !== target) edits.set(range.start, { range, text })
  }
  return applyEdits(page.source.text, [...edits.values()]).text
}
