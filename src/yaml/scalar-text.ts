/**
 * Scalars mapped to their characters. js-yaml decodes the value (`getScalarValue`); here its pieces are matched with
 * the event's source range: copied pieces, and replaced ones.
 */
import { CHOMPING_MODE, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { Range, Text } from '../text/source.ts'

/**
 * Records in `runs` that the value continues at offset `at` of the text; omitted if the previous run simply continues.
 */
function addRun(runs: number[], value: number, at: number): void {
  const last = runs.length - 2
  if (last < 0 || runs[last + 1]! + value - runs[last]! !== at) runs.push(value, at)
}

/** The value of a scalar at `range`, which includes quotes and block header. */
export function scalarText(text: string, event: ScalarEvent, range: Range): Text {
  const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK
  if (!isBlock) {
    const isDouble = event.style === SCALAR_STYLE.DOUBLE_QUOTED
    const value = isDouble && !event.fast ? doubleValue(text, event) : getScalarValue(text, event)
    const runs = value === '' ? [] : event.fast ? [0, event.valueStart] : flowRuns(text, event)
    return { value, range, runs }
  }
  const decoded = getScalarValue(text, event)
  // js-yaml adds a final line break even if the text has none there; go-yaml does not.
  const isOpen = decoded.endsWith('\n') && !/[\r\n]/.test(text[event.valueEnd - 1] ?? '')
  const value = isOpen ? decoded.slice(0, -1) : decoded
  return blockText(text, event, range, value)
}

/**
 * Decodes a double-quoted value with two escapes that js-yaml does not handle: `\\'`, which YAML 1.1 has, and the empty
 * lines after an escaped line break.
 */
function doubleValue(text: string, event: ScalarEvent): string {
  const source = text.slice(event.valueStart, event.valueEnd)
  const readable = source.replace(/\\(?:(?:\r\n?|\n)[ \t\r\n]*|[^\r\n])/g, (written) => {
    if (written === "\\'") return '\\x27'
    return /^\\[\r\n]/.test(written) ? '\\n'.repeat(breaksIn(written).length - 1) : written
  })
  return getScalarValue(readable, { ...event, valueStart: 0, valueEnd: readable.length })
}

/** Offsets of line breaks. */
function breaksIn(text: string): number[] {
  return Array.from(text.matchAll(/\r\n?|\n/g), ({ index }) => index)
}

/** The parts of a plain or quoted scalar that are not copied verbatim. */
const CHANGES: Readonly<Record<number, RegExp>> = {
  [SCALAR_STYLE.PLAIN]: /(?:\r\n?|\n)[ \t\r\n]*/g,
  [SCALAR_STYLE.SINGLE_QUOTED]: /''|(?:\r\n?|\n)[ \t\r\n]*/g,
  [SCALAR_STYLE.DOUBLE_QUOTED]:
    /\\(?:\r\n?|\n)[ \t\r\n]*|\\(?:x..|u....|U.{8}|[^\r\n])|(?:\r\n?|\n)[ \t\r\n]*/g,
}

function flowRuns(text: string, { style, valueStart, valueEnd }: ScalarEvent): number[] {
  const runs: number[] = []
  const source = text.slice(valueStart, valueEnd)
  let length = 0
  let from = 0
  const copyTo = (end: number): void => {
    if (end > from) addRun(runs, length, valueStart + from)
    length += Math.max(end - from, 0)
  }
  for (const { 0: change, index } of source.matchAll(CHANGES[style]!)) {
    const isFold = /^[\r\n]/.test(change)
    let end = index
    while (isFold && end > from && /[ \t]/.test(source[end - 1]!)) end--
    copyTo(end)
    from = index + change.length
    const at = valueStart + index
    if (/^\\?[\r\n]/.test(change)) {
      // One line break becomes a space; of several, the first is dropped; an escaped one disappears.
      const breaks = breaksIn(change)
      const kept = isFold && breaks.length === 1 ? breaks : breaks.slice(1)
      for (const place of kept) addRun(runs, length++, at + place)
    } else {
      addRun(runs, length, at)
      length += change.startsWith('\\U') && Number.parseInt(change.slice(2), 16) > 0xffff ? 2 : 1
    }
  }
  copyTo(source.length)
  return runs
}

/** The text of a block scalar; its range ends with its last non-blank line. */
function blockText(text: string, event: ScalarEvent, range: Range, value: string): Text {
  const runs: number[] = []
  const folds = event.style === SCALAR_STYLE.FOLDED_BLOCK
  let length = 0
  let end = range.end
  /** Line breaks since the last line with content. */
  let breaks: number[] = []
  for (const { 0: line, index } of text
    .slice(event.valueStart, event.valueEnd)
    .matchAll(/[^\r\n]+|\r\n?|\n/g)) {
    const at = event.valueStart + index
    if (line.startsWith('\r') || line.startsWith('\n')) {
      breaks.push(at)
      continue
    }
    if (event.indent < 0 || (line.length <= event.indent && /^ *$/.test(line))) continue
    const content = line.slice(event.indent)
    if (folds && value[length] === ' ' && !/^[ \t]/.test(content)) addRun(runs, length++, breaks[0]!)
    else {
      let count = 0
      while (value[length + count] === '\n') count++
      for (const place of count === 0 ? [] : breaks.slice(-count)) addRun(runs, length++, place)
    }
    addRun(runs, length, at + event.indent)
    length += content.length
    end = at + line.length
    breaks = []
  }
  for (const place of breaks.slice(0, value.length - length)) addRun(runs, length++, place)
  if (event.chomping === CHOMPING_MODE.KEEP) end = Math.max(end, breaks.at(-1) ?? 0)
  return { value, range: { start: range.start, end }, runs }
}
