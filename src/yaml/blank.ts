/**
 * The text between js-yaml's events: white space, comments and indicators. It tells where collections end, where empty
 * values are, what the comments are, and where a tab is not allowed.
 */
import type { Range } from '../text/source.ts'
import { refuseTab } from './explain.ts'
import { checkComment } from './go.ts'

/** A position between the events of a document. */
export interface Walk {
  readonly text: string
  /** End of the document. */
  end: number
  at: number
  /** End of the last text other than white space and comments. */
  lastEnd: number
  /** Kind of the last skipped text, which decides whether a tab may follow. */
  after: 'indicator' | 'plain' | 'other'
  /** Column that a line must exceed to continue the last plain scalar. */
  plainIndent: number
  /** Number of open brackets. */
  flow: number
  /** Column of the innermost block collection, -1 outside all. */
  indent: number
  readonly comments: Range[]
  /** Whether the text has line separators, or tabs: if not, no scalar is searched for them. */
  readonly hasSeparators: boolean
  readonly hasTabs: boolean
}

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32
const HASH = 35

/** Skips non-blank text up to `to`. */
export function passTo(walk: Walk, to: number, after: Walk['after'] = 'other'): void {
  walk.at = to
  walk.lastEnd = to
  walk.after = after
  if (after === 'plain') walk.plainIndent = walk.indent
}

/**
 * Skips white space and comments. go-yaml refuses tabs where a key may begin outside brackets: before the first token
 * of a line, and after `-` and `?`. js-yaml refuses them only before a key. Like go-yaml, this allows tabs between two
 * comments, and after a plain scalar that could continue there.
 */
export function passBlank(walk: Walk): void {
  const { text, end } = walk
  let leading = walk.after === 'indicator' || isLineStart(walk)
  let lineStart = walk.at
  let plain = walk.after === 'plain'
  let tab = -1
  let commented = false
  for (; walk.at < end; walk.at++) {
    const code = text.charCodeAt(walk.at)
    if (code === LF || code === CR) {
      leading = true
      lineStart = walk.at + 1
    } else if (code === TAB) {
      const allowed = plain ? walk.at - lineStart > walk.plainIndent : walk.flow > 0
      if (leading && !allowed && tab < 0) tab = walk.at
    } else if (code === HASH) {
      if (tab >= 0 && !commented) break
      tab = -1
      commented = true
      plain = false
      walk.at = passComment(walk) - 1
    } else if (code !== SPACE) break
  }
  if (tab >= 0) refuseTab(text, tab)
  if (commented || leading) walk.after = 'other'
}

/** Records the comment that begins here; returns its end, the end of the line. */
function passComment({ text, at, end, comments, hasSeparators }: Walk): number {
  let to = at
  while (to < end && text.charCodeAt(to) !== LF && text.charCodeAt(to) !== CR) to++
  if (hasSeparators) checkComment(text, { start: at, end: to })
  comments.push({ start: at, end: to })
  return to
}

/** Records a comment in a block scalar's header, which begins here; the scalar's value begins at `end`. */
export function passHeader(walk: Walk, end: number): void {
  const mark = walk.text.slice(walk.at, end).indexOf('#')
  if (mark < 0) return
  walk.at += mark
  walk.at = passComment(walk)
}

export function isLineStart({ text, at }: Walk): boolean {
  return at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r'
}

/** Skips an indicator if it is here; `-`, `?` and (outside brackets) `:` must be followed by a blank. */
export function pass(walk: Walk, indicator: string, after: Walk['after'] = 'other'): boolean {
  const { text, at } = walk
  if (at >= walk.end || text[at] !== indicator) return false
  const glues = indicator === '-' || indicator === '?' || (indicator === ':' && walk.flow === 0)
  if (glues && at + 1 < walk.end && !/[ \t\r\n]/.test(text[at + 1]!)) return false
  passTo(walk, at + 1, after)
  return true
}
