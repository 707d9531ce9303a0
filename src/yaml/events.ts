/**
 * From text to js-yaml's events. Where go-yaml accepts a text that js-yaml refuses, js-yaml parses an equivalent one,
 * and its offsets are mapped back: see `equivalent`.
 */
import { COLLECTION_STYLE, type Event, parseEvents, YAMLException } from 'js-yaml'
import type { Range } from '../text/source.ts'
import { explain } from './explain.ts'
import { columnOf, lineStartOf, restOfLine, stop } from './problem.ts'

/** Deepest nesting; rule files and frontmatter need fewer than ten levels. */
const MAX_DEPTH = 500
/** The largest rule file seen has 13,000 lines, and a value takes half a kilobyte as a node of a tree. */
const MAX_LINES = 150_000
/** Events of values, keys among them. */
const MAX_EVENTS = 400_000
/** Most characters that are parsed again for equivalent texts of one document. */
const MAX_REPARSED = 5_000_000

/** A text to parse instead of another; `inserted`: offsets of the inserted spaces in its own text, ascending. */
interface Variant {
  readonly source: string
  readonly inserted: readonly { readonly at: number; readonly count: number }[]
}

/** The events of a document, and its end: before the end of the range if its content stops earlier. */
export interface DocumentEvents {
  readonly events: Event[]
  readonly end: number
}

/** Reads the document at `range`; offsets are those of `text`. Stops where it is invalid. */
export function readEvents(text: string, range: Range): DocumentEvents {
  // Elsewhere a byte-order mark is a character to go-yaml, but may begin a document for js-yaml.
  const source = text.slice(range.start, range.end).replaceAll('\ufeff', '\ufffd')
  let variant: Variant = { source, inserted: [] }
  for (let budget = MAX_REPARSED; ; budget -= source.length + 1000) {
    try {
      const events = parseEvents(variant.source, { maxDepth: MAX_DEPTH })
      if (events.length > MAX_EVENTS) refuseSize(range.start, 'values')
      const isMoved = range.start > 0 || variant.inserted.length > 0
      if (isMoved) for (const event of events) moveBack(event, variant, range.start)
      return { events, end: range.end }
    } catch (thrown) {
      if (!(thrown instanceof YAMLException)) throw thrown
      const position = thrown.mark?.position ?? 0
      const cut = range.start + original(variant, position)
      if (isAbandoned(text, cut, thrown.reason)) return readUpTo(text, range, cut)
      const next = budget > 0 ? equivalent(variant, thrown.reason, position) : undefined
      if (next === undefined) {
        const at = Math.min(cut, range.end)
        const tooDeep = thrown.reason.startsWith('nesting exceeded')
        if (tooDeep) stop('yaml-syntax', { start: at, end: at }, `Nested deeper than ${MAX_DEPTH} levels`)
        explain(text, range, at, thrown.reason)
      }
      variant = next
    }
  }
}

/** Counts before anything is parsed: the events alone would take more memory than there is. */
export function refuseLines(text: string, { start, end }: Range): void {
  if (end - start <= MAX_LINES) return
  let lines = 0
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
    if (++lines > MAX_LINES) refuseSize(at, 'lines')
}

function refuseSize(at: number, what: 'lines' | 'values'): never {
  const message = `This YAML has more than ${what === 'lines' ? '150,000 lines' : '400,000 keys and values'}: nothing of it is read`
  stop('yaml-syntax', { start: at, end: at }, message, 'make several files of it')
}

/** Whether js-yaml found the root closed, with a line after it that is not a document marker. */
function isAbandoned(text: string, at: number, reason: string): boolean {
  return reason.startsWith('end of the stream') && text.slice(lineStartOf(text, at), at).trim() === ''
}

/**
 * go-yaml ends a document at a line indented less than its root, and Prometheus never reads the rest; js-yaml reports
 * an error there.
 */
function readUpTo(text: string, range: Range, cut: number): DocumentEvents {
  const { events } = readEvents(text, { start: range.start, end: cut })
  const root = events[1]
  const isBlock = root !== undefined && 'start' in root && root.style === COLLECTION_STYLE.BLOCK
  const isNothing = root === undefined || ('valueStart' in root && root.valueStart < 0)
  const isRefused = isNothing || (isBlock && columnOf(text, cut) >= columnOf(text, root.start))
  if (isRefused) explain(text, range, cut, 'bad indentation')
  return { events, end: cut }
}

/**
 * A text that go-yaml reads like the one that js-yaml has just refused; undefined if there is none. In go-yaml:
 * - Lines inside quotes and brackets may have any indentation; js-yaml requires more than the parent's column.
 * - Tabs between brackets are white space; js-yaml counts them as missing indentation.
 * - A comment may directly follow a quote, a bracket or a block header; js-yaml requires a blank between.
 * - `\'` in double quotes is `'` (YAML 1.1's JSON leniency); js-yaml does not support it.
 */
function equivalent({ source, inserted }: Variant, reason: string, position: number): Variant | undefined {
  if (reason === 'unknown escape sequence' && source[position] === "'") {
    return { source: `${source.slice(0, position)}/${source.slice(position + 1)}`, inserted }
  }
  if (reason !== 'deficient indentation') {
    if (source[position] === '#') {
      const { end } = restOfLine(source, position)
      return { source: source.slice(0, position) + ' '.repeat(end - position) + source.slice(end), inserted }
    }
    return undefined
  }
  const start = lineStartOf(source, position)
  const line = source.slice(start, position)
  if (line.includes('\t')) {
    return { source: source.slice(0, start) + line.replaceAll('\t', ' ') + source.slice(position), inserted }
  }
  const at = inserted.findIndex((insertion) => insertion.at === start)
  if (at >= 0) return undefined
  const marks = source.slice(0, start).match(/^[ ?-]+/gm) ?? []
  const count = 1 + marks.reduce((longest, { length }) => Math.max(longest, Math.min(length, 1000)), 0)
  const indented = source.slice(0, start) + ' '.repeat(count) + source.slice(start)
  return { source: indented, inserted: [...inserted, { at: start, count }] }
}

/** Maps an offset in a variant to an offset in the document. */
function original({ inserted }: Variant, offset: number): number {
  let spaces = 0
  for (const { at, count } of inserted) if (offset > at) spaces += Math.min(count, offset - at)
  return offset - spaces
}

/** Maps the offsets of a new event back to the text. */
function moveBack(event: Event, variant: Variant, by: number): void {
  const move = (offset: number): number => (offset < 0 ? offset : by + original(variant, offset))
  if (!('anchorStart' in event)) return
  event.anchorStart = move(event.anchorStart)
  event.anchorEnd = move(event.anchorEnd)
  if (!('tagStart' in event)) return
  event.tagStart = move(event.tagStart)
  event.tagEnd = move(event.tagEnd)
  if ('start' in event) event.start = move(event.start)
  else {
    event.valueStart = move(event.valueStart)
    event.valueEnd = move(event.valueEnd)
  }
}
