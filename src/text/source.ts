/**
 * Sources and places. Every place in Alertbook is a half-open range of UTF-16 units in the text of one file as its
 * author wrote it; line and column are computed only for display (`report/`).
 */

/** A file as read: its path relative to the project root with `/`, its text without a byte-order mark. */
export interface Source {
  readonly path: string
  readonly text: string
  /** A fingerprint of the text, if its reader computed one. */
  readonly hash?: string
  /** Markdown that the site shows as it is: nothing in it is compiled. */
  readonly document?: true
}

/** Texts of sources by path. */
export interface Texts {
  get(path: string): string | undefined
  has(path: string): boolean
  keys(): Iterable<string>
}

/** The texts of sources; each is read on first use and then kept. */
export function textsOf(sources: readonly Source[]): Texts {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  return {
    get: (path) => byPath.get(path)?.text,
    has: (path) => byPath.has(path),
    keys: () => byPath.keys(),
  }
}

/** Half-open range `[start, end)` in UTF-16 units of one text. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A range in a named file. */
export interface Place {
  readonly file: string
  readonly range: Range
}

/**
 * A string from a file, with a map from its characters to their positions.
 *
 * A YAML scalar's value differs from its source (quotes, escapes, folded lines). `runs` lists where parts of the value
 * are written, as a flat list of pairs `[valueStart, sourceStart, …]`, ascending by `valueStart`: character `i` of the
 * value is at `sourceStart + (i - valueStart)` for the last pair with `valueStart <= i`. A part that is not copied
 * verbatim (an escape, a folded line break) is a run of its own.
 */
export interface Text {
  readonly value: string
  /** The whole scalar in the file, including quotes and block header. */
  readonly range: Range
  readonly runs: readonly number[]
  /** The values filled in for parameters, in order. */
  readonly standIns?: readonly StandIn[]
}

/** Whether a value is a text among other plain data. */
export const isText = (value: unknown): value is Text =>
  typeof value === 'object' && value !== null && 'runs' in value && 'value' in value

/** A part of a value, `[start, end)`, that replaces a parameter; `range`: the parameter's notation in the file. */
export interface StandIn extends Range {
  readonly range: Range
  readonly name: string
}

/** A `Text` that is verbatim in the file from `start`. */
export function plainText(value: string, start: number): Text {
  return { value, range: { start, end: start + value.length }, runs: [0, start] }
}

/** Position in the file of character `index` of the value. */
function placeOf(text: Text, index: number): number {
  const { runs } = text
  let low = 0
  let high = runs.length / 2 - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (runs[middle * 2]! <= index) low = middle
    else high = middle - 1
  }
  return runs[low * 2 + 1]! + (index - runs[low * 2]!)
}

/**
 * Range in the file of the value's characters `[start, end)`. An empty range maps to an empty range before the
 * character at `start`, or at the end of the scalar. A filled-in value maps to its whole notation. Never leaves
 * `text.range`.
 */
export function locate(text: Text, start: number, end: number = start): Range {
  if (text.standIns) return locateFilled(text, text.standIns, start, end)
  const { range, value, runs } = text
  if (runs.length === 0) return range
  const clamp = (n: number): number => Math.min(Math.max(n, range.start), range.end)
  const last = value.length
  const from = Math.min(Math.max(start, 0), last)
  const to = Math.min(Math.max(end, from), last)
  const first = from < last ? placeOf(text, from) : last > 0 ? placeOf(text, last - 1) + 1 : range.start
  const beyond = to > from ? placeOf(text, to - 1) + 1 : first
  const fileStart = clamp(first)
  return { start: fileStart, end: Math.max(fileStart, clamp(beyond)) }
}

/** `locate` for a text with filled-in values: a position inside one maps to its whole notation. */
function locateFilled(text: Text, standIns: readonly StandIn[], start: number, end: number): Range {
  const { standIns: _, ...plain } = text
  const near = locate(plain, start, end)
  const last = Math.max(start, Math.min(end, text.value.length) - 1)
  const within = (index: number): StandIn | undefined =>
    standIns.find((one) => one.start <= index && index < one.end)
  // A position after the last character maps to after the notation.
  const behind =
    start >= text.value.length ? standIns.find((one) => one.end === text.value.length) : undefined
  if (behind) return { start: behind.range.end, end: behind.range.end }
  const first = within(start)?.range.start ?? near.start
  if (end <= start) return { start: first, end: first }
  return { start: first, end: Math.max(first, within(last)?.range.end ?? near.end) }
}

/** Offsets of the first character of every line; `\r\n`, `\n` and lone `\r` end a line. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    return starts
  }
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 13 && text.charCodeAt(i + 1) === 10) i++
    if (unit === 10 || unit === 13) starts.push(i + 1)
  }
  return starts
}

/** The lines of a text, without their ends. */
export const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/)

/** 1-based line and column (in UTF-16 units) of an offset. */
export function lineColumn(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: offset - starts[low]! + 1 }
}

/** The text with something else in place of some of its parts, which are in order and do not overlap. */
export function replaced<R extends Range>(
  text: string,
  parts: Iterable<R>,
  write: (written: string, part: R) => string,
): string {
  let out = ''
  let at = 0
  for (const part of parts) {
    out += text.slice(at, part.start) + write(text.slice(part.start, part.end), part)
    at = part.end
  }
  return out + text.slice(at)
}

/** Spaces in place of everything but line breaks. */
export const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ')

/**
 * Replaces everything outside the ranges by spaces and keeps line breaks, so that a parser of the result reports
 * positions in the author's file.
 */
export function mask(text: string, keep: readonly Range[]): string {
  let out = ''
  let at = 0
  for (const { start, end } of keep) {
    out += blank(text.slice(at, start)) + text.slice(start, end)
    at = end
  }
  return out + blank(text.slice(at))
}
