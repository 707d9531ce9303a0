/**
 * What the YAML scanner reads with: a position in the text, the character classes of YAML 1.1 as go-yaml's
 * `yamlprivateh.go` has them, and the way out of a document that cannot be read.
 */
import type { Range } from './source.ts'
import type { YamlProblem } from './yaml.ts'

/** A position in a text. `line` counts line breaks, `lineStart` is the offset at which the line begins. */
export interface Cursor {
  readonly text: string
  at: number
  line: number
  lineStart: number
  /** Comments passed so far, from `#` to the end of their line. */
  readonly comments: Range[]
}

/** Thrown inside the YAML reader alone, where a document cannot be read any further. */
export interface YamlStop {
  readonly stop: YamlProblem
}

/** Gives up on the document. */
export function stop(
  code: YamlProblem['code'],
  range: Range,
  message: string,
  hint?: string,
  related?: YamlProblem['related'],
): never {
  const problem: YamlProblem = {
    code,
    range: { start: range.start, end: range.end },
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : { related: { ...related, range: { start: related.range.start, end: related.range.end } } }),
  }
  const thrown: YamlStop = { stop: problem }
  throw thrown
}

/** Character codes by name, where the character alone would not say it. */
export const TAB = 9
export const LF = 10
export const CR = 13
export const SPACE = 32
export const QUOTE = 34
export const HASH = 35
export const PERCENT = 37
export const APOSTROPHE = 39
export const COMMA = 44
export const DASH = 45
export const COLON = 58
export const QUESTION = 63
export const BACKSLASH = 92
const NEL = 0x85
const LS = 0x2028
const PS = 0x2029

/** Code of the character `ahead` of the cursor; NaN, which equals nothing, beyond the end. */
export function peek(cursor: Cursor, ahead = 0): number {
  return cursor.text.charCodeAt(cursor.at + ahead)
}

export function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}

/** Line breaks as YAML 1.1 counts them. */
export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === NEL || code === LS || code === PS
}

export function isEnd(code: number): boolean {
  return Number.isNaN(code)
}

export function isBreakOrEnd(code: number): boolean {
  return isBreak(code) || isEnd(code)
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code)
}

/** The characters of anchors, tag handles and directive names. */
export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45
  )
}

export function isFlowIndicator(code: number): boolean {
  return code === COMMA || code === 91 || code === 93 || code === 123 || code === 125
}

export function column(cursor: Cursor): number {
  return cursor.at - cursor.lineStart
}

/** Steps over one line break (`\r\n` is one) and returns what YAML makes of it. */
export function readBreak(cursor: Cursor): string {
  const code = peek(cursor)
  if (!isBreak(code)) return ''
  cursor.at += code === CR && peek(cursor, 1) === LF ? 2 : 1
  cursor.line++
  cursor.lineStart = cursor.at
  return code === LS || code === PS ? String.fromCharCode(code) : '\n'
}

/** Steps over a comment, to the end of its line. */
export function skipComment(cursor: Cursor): void {
  const start = cursor.at
  while (!isBreakOrEnd(peek(cursor))) cursor.at++
  cursor.comments.push({ start, end: cursor.at })
}

/** Whether `---` or `...` stands here, at the beginning of a line. */
export function atDocumentMarker(cursor: Cursor): boolean {
  if (cursor.at !== cursor.lineStart) return false
  const code = peek(cursor)
  if (code !== DASH && code !== 46) return false
  return peek(cursor, 1) === code && peek(cursor, 2) === code && isBlankOrEnd(peek(cursor, 3))
}

/** From `start` to the end of its line, white space at the end not counted: what an error in that line shows. */
export function restOfLine(text: string, start: number): Range {
  let end = start
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return { start, end }
}

/** The character at an offset (a whole code point); a caret at the end of the text. */
export function characterAt(text: string, start: number): Range {
  const code = text.codePointAt(start)
  return { start, end: code === undefined ? start : start + (code > 0xffff ? 2 : 1) }
}

/** Gives up where an unquoted value that begins with `{{` stands before an offset in its line. */
export function refuseTemplate(text: string, at: number): void {
  const from = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1
  const match = /^\s*(?:- +)*(?:[\w-]+: +)?(?=\{\{)/.exec(text.slice(from, at))
  if (match === null) return
  const message = 'A value that begins with `{{` is a mapping to YAML, expected quotes around it'
  stop('yaml-syntax', restOfLine(text, from + match[0].length), message, 'put the value in quotes')
}
