/** A text as YAML documents: where each begins and ends, what precedes its content, and how it is read. */
import { mask, type Range } from '../text/source.ts'
import { failsAhead } from './ahead.ts'
import { isLineStart, passBlank, passTo } from './blank.ts'
import { readEvents, refuseLines } from './events.ts'
import { readDirective, rejectUnreadable, SEPARATOR } from './go.ts'
import { lineStartOf, problemOf, restOfLine, stop } from './problem.ts'
import { type Reading, readRoot } from './read-tree.ts'
import { conflictIn } from './slips.ts'
import type { YamlDocument, YamlProblem } from './tree.ts'

/** Reads the documents within the ranges of a text, up to a given number and up to the first invalid one. */
export function readDocuments(
  text: string,
  within: readonly Range[] | undefined,
  limit: number,
): YamlDocument[] {
  const range = { start: within?.[0]?.start ?? 0, end: within?.at(-1)?.end ?? text.length }
  const lineStart = within === undefined ? 0 : lineStartOf(text, range.start)
  const shown = within === undefined ? text : visiblePart(text, within, lineStart, range.end)
  // An initial byte-order mark is not content; replacing it by a line break keeps all offsets.
  const visible = shown.startsWith('\ufeff') ? `\n${shown.slice(1)}` : shown
  const documents: YamlDocument[] = []
  let extent = extentOf(visible, lineStart)
  while (documents.length < limit) {
    const isFirst = documents.length === 0
    if (!isFirst && extent.opening === undefined && beginOfContent(visible, extent) === undefined) break
    const { next, root, problems, comments } = readDocument(visible, range, extent, isFirst)
    const more = isFirst ? furtherDocuments(visible, next) : []
    const ahead =
      isFirst && next < visible.length
        ? failsAhead(visible, visible.startsWith('---', next) ? next + 3 : next)
        : undefined
    documents.push({ text: visible, range, more, ahead, root, problems, comments })
    if ((root === null && problems.length > 0) || next >= visible.length) break
    extent = extentOf(visible, next)
  }
  return documents
}

/** The text, masked from the start of the line where the ranges begin; nothing reads the text before. */
function visiblePart(text: string, within: readonly Range[], lineStart: number, end: number): string {
  const shifted = within.map(({ start, end }) => ({ start: start - lineStart, end: end - lineStart }))
  const masked = mask(text.slice(lineStart, end), shifted)
  // The block begins with `---` inside a list or quote: the marker is indented with the block.
  return text.slice(0, lineStart) + masked.replace(INDENTED_MARKER, (marker) => ' '.repeat(marker.length))
}

/** js-yaml reads an indented `---` on the first line as a marker; go-yaml reads a value. */
const INDENTED_MARKER = /^[ \t]+---(?=[ \t\r\n]|$)/

/** Extent of a document: its `---` and what precedes it, and its content, but not the marker that ends it. */
interface Extent extends Range {
  /** Its own `---`, if it has one. */
  readonly opening: number | undefined
  /** Where the next document may begin. */
  readonly next: number
}

/** The document that begins at `start`. Markers count at the start of any line. */
function extentOf(text: string, start: number): Extent {
  const markers = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm
  markers.lastIndex = start
  let opening: number | undefined
  for (let found = markers.exec(text); found !== null; found = markers.exec(text)) {
    const { index: end } = found
    if (found[0] === '...') return { start, opening, end, next: end + 3 }
    const isOpening = opening === undefined && beginOfContent(text, { start, end }) === undefined
    if (!isOpening) return { start, opening, end, next: end }
    opening = end
  }
  return { start, opening, end: text.length, next: text.length }
}

/** The first line that is neither blank nor a comment nor a directive. */
function beginOfContent(text: string, { start, end }: Range): number | undefined {
  const found = text.slice(start, end).search(/^(?:[^%#\s]|[ \t]+[^#\s])/m)
  return found < 0 ? undefined : start + found
}

/** Starts of the documents after the first. */
function furtherDocuments(text: string, next: number): Range[] {
  if (next >= text.length) return []
  const markers = text.slice(next).matchAll(/^---(?=\s|$)/gm)
  const more = Array.from(markers, ({ index }) => ({ start: next + index, end: next + index + 3 }))
  const first = text.slice(next).search(/^[ \t]*[^#\s]/m)
  const start = first < 0 ? undefined : next + first
  if (start === undefined || start === more[0]?.start) return more
  return [restOfLine(text, start), ...more]
}

/** Reads the document in an extent. */
function readDocument(
  text: string,
  range: Range,
  extent: Extent,
  isFirst: boolean,
): Pick<YamlDocument, 'root' | 'problems' | 'comments'> & { next: number } {
  const problems: YamlProblem[] = []
  const comments: Range[] = []
  try {
    refuseLines(text, extent)
    rejectUnreadable(text, extent, range.end)
    const tagHandles = new Map([
      ['!', '!'],
      ['!!', 'tag:yaml.org,2002:'],
    ])
    const { start, end } = extent
    const content = text.slice(start, end)
    const reading: Reading = {
      text,
      end,
      at: start,
      lastEnd: start,
      after: 'other',
      flow: 0,
      indent: -1,
      plainIndent: -1,
      comments,
      hasSeparators: SEPARATOR.test(content),
      hasTabs: content.includes('\t'),
      problems,
      merged: 0,
      events: [],
      next: 0,
      anchors: new Map(),
      tagHandles,
      aliases: 0,
    }
    passPreamble(reading, extent, tagHandles)
    if (extent.opening === undefined && (!isFirst || isEndedFirst(text, extent))) {
      const message = isFirst ? 'Unexpected `...` before any document' : 'Expected `---` before the document'
      stop('yaml-syntax', { start: reading.at, end: reading.at + (isFirst ? 3 : 0) }, message)
    }
    if (INDENTED_MARKER.test(content)) {
      const at = text.indexOf('---', start)
      stop(
        'yaml-syntax',
        { start: at, end: at + 3 },
        'Unexpected indentation of `---`',
        'remove the spaces before it',
      )
    }
    const { events, end: to } = readEvents(text, extent)
    reading.events = events
    reading.end = to
    const root = readRoot(reading)
    return { root, problems, comments, next: to < end ? to : extent.next }
  } catch (thrown) {
    const problem = problemOf(thrown)
    const conflict = conflictIn(text, range)
    return {
      root: null,
      problems: conflict ? [conflict] : [...problems, problem],
      comments,
      next: extent.next,
    }
  }
}

/** Whether the document is only a `...`. */
function isEndedFirst(text: string, extent: Extent): boolean {
  return text.startsWith('...', extent.end) && beginOfContent(text, extent) === undefined
}

/** Skips a byte-order mark, comments, directives and the `---` before the content. */
function passPreamble(reading: Reading, { opening }: Extent, tagHandles: Map<string, string>): void {
  if (reading.text[reading.at] === '\ufeff') reading.at++
  passBlank(reading)
  while (reading.text[reading.at] === '%' && isLineStart(reading)) {
    passTo(reading, readDirective(reading.text, reading.at, tagHandles))
    passBlank(reading)
  }
  if (opening !== undefined) passTo(reading, opening + 3)
}
