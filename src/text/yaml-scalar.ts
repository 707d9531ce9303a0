/**
 * Scalars: from the characters of the five styles to a value with the way back to each of its characters.
 * The rules, quirks included, are those of `scannerc.go` in go-yaml v3 (`yaml_parser_scan_plain_scalar`,
 * `…_flow_scalar`, `…_block_scalar`).
 */
import type { Text } from './source.ts'
import {
  atDocumentMarker,
  BACKSLASH,
  COLON,
  type Cursor,
  characterAt,
  column,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isBreakOrEnd,
  isEnd,
  isFlowIndicator,
  peek,
  QUESTION,
  QUOTE,
  readBreak,
  refuseTemplate,
  restOfLine,
  SPACE,
  skipComment,
  stop,
  TAB,
} from './yaml-cursor.ts'

/** A value under construction. */
interface Builder {
  value: string
  readonly runs: number[]
}

/** Appends characters that were written otherwise, at `at`. */
function put(builder: Builder, characters: string, at: number): void {
  if (characters === '') return
  const { runs, value } = builder
  const last = runs.length - 2
  const goesOn = last >= 0 && runs[last + 1]! + value.length - runs[last]! === at
  if (!goesOn) runs.push(value.length, at)
  builder.value += characters
}

function textOf(builder: Builder, start: number, end: number): Text {
  return { value: builder.value, range: { start, end }, runs: builder.runs }
}

/** A line break as YAML reads it, and where it stands. */
interface LineBreak {
  readonly text: string
  readonly at: number
}

function putBreaks(builder: Builder, breaks: readonly LineBreak[]): void {
  for (const { text, at } of breaks) put(builder, text, at)
}

/** White space and line breaks between two stretches of a plain or quoted scalar, not yet part of it. */
interface Gap {
  /** Offset of the white space, or of the first line break. */
  at: number
  blanks: string
  /** The first line break, `''` when it was escaped; undefined when there is none. */
  first: string | undefined
  /** The further line breaks. */
  readonly more: LineBreak[]
}

function readGap(cursor: Cursor, gap: Gap, onTab?: () => void): void {
  while (true) {
    const code = peek(cursor)
    if (isBlank(code)) {
      if (code === TAB && gap.first !== undefined) onTab?.()
      if (gap.first === undefined) gap.blanks += String.fromCharCode(code)
      cursor.at++
    } else if (isBreak(code)) {
      const at = cursor.at
      const text = readBreak(cursor)
      if (gap.first === undefined) {
        gap.first = text
        gap.at = at
      } else gap.more.push({ text, at })
    } else return
  }
}

/** Appends a gap the way YAML folds it: one line break is a space, more lose the first. */
function putGap(builder: Builder, gap: Gap): void {
  if (gap.first === undefined) put(builder, gap.blanks, gap.at)
  else {
    if (gap.first !== '\n') put(builder, gap.first, gap.at)
    else if (gap.more.length === 0) put(builder, ' ', gap.at)
    putBreaks(builder, gap.more)
  }
}

function gapAt(at: number): Gap {
  return { at, blanks: '', first: undefined, more: [] }
}

/**
 * Reads a plain scalar. `indent` is the smallest column its further lines may begin at; `flow` tells that
 * it stands between brackets. `ended` tells that the scalar was followed by a line break.
 */
export function readPlain(cursor: Cursor, indent: number, flow: boolean): { text: Text; ended: boolean } {
  const start = cursor.at
  const builder: Builder = { value: '', runs: [] }
  let end = start
  let gap: Gap | undefined
  const onTab = (): void => {
    if (column(cursor) >= indent) return
    stop(
      'yaml-syntax',
      characterAt(cursor.text, cursor.at),
      'Unexpected tab in the indentation, expected spaces',
      'indent with spaces',
    )
  }
  while (!atDocumentMarker(cursor) && peek(cursor) !== HASH) {
    const from = cursor.at
    while (!isBlankOrEnd(peek(cursor))) {
      const code = peek(cursor)
      if (code === COLON && isBlankOrEnd(peek(cursor, 1))) break
      if (flow && (isFlowIndicator(code) || code === QUESTION)) break
      cursor.at++
    }
    if (cursor.at > from) {
      if (gap !== undefined) putGap(builder, gap)
      gap = undefined
      put(builder, cursor.text.slice(from, cursor.at), from)
      end = cursor.at
    }
    const code = peek(cursor)
    if (!isBlank(code) && !isBreak(code)) break
    gap ??= gapAt(cursor.at)
    readGap(cursor, gap, onTab)
    if (!flow && column(cursor) < indent) break
  }
  return { text: textOf(builder, start, end), ended: gap?.first !== undefined }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Reads one escape of a double-quoted scalar, a line break excepted. */
function readEscape(cursor: Cursor): string {
  const start = cursor.at
  const letter = cursor.text[start + 1] ?? ''
  const length = HEX_LENGTH[letter]
  if (length === undefined) {
    const plain = ESCAPES[letter]
    if (plain === undefined) {
      stop(
        'yaml-syntax',
        { start, end: characterAt(cursor.text, start + 1).end },
        `Unexpected escape \`\\${letter}\`, which YAML does not have in double quotes`,
        'double the backslash, or use single quotes or a block scalar',
      )
    }
    cursor.at += 2
    return plain
  }
  const digits = cursor.text.slice(start + 2, start + 2 + length)
  const code = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    const range = { start, end: Math.min(start + 2 + length, cursor.text.length) }
    stop(
      'yaml-syntax',
      range,
      code < 0
        ? `Expected ${length} hexadecimal digits after \`\\${letter}\``
        : `\`\\${letter}${digits}\` is no character of Unicode`,
    )
  }
  cursor.at += 2 + length
  return String.fromCodePoint(code)
}

/** Reads a single- or double-quoted scalar, from its opening quote. */
export function readQuoted(cursor: Cursor, quote: number): Text {
  const start = cursor.at
  const builder: Builder = { value: '', runs: [] }
  cursor.at++
  while (true) {
    if (atDocumentMarker(cursor) || isEnd(peek(cursor))) {
      const found = isEnd(peek(cursor)) ? 'end of the text' : 'document marker'
      const message = `Unexpected ${found} inside a quoted value, expected a closing \`${String.fromCharCode(quote)}\``
      stop('yaml-syntax', { start, end: start + 1 }, message, 'close the quote')
    }
    let gap: Gap | undefined
    let from = cursor.at
    const flush = (): void => put(builder, cursor.text.slice(from, cursor.at), from)
    while (!isBlankOrEnd(peek(cursor))) {
      const code = peek(cursor)
      if (code === quote && (quote === QUOTE || peek(cursor, 1) !== quote)) break
      if (code === quote) {
        flush()
        put(builder, "'", cursor.at)
        cursor.at += 2
        from = cursor.at
      } else if (code === BACKSLASH && quote === QUOTE) {
        flush()
        const at = cursor.at
        if (isBreak(peek(cursor, 1))) {
          cursor.at++
          readBreak(cursor)
          gap = { ...gapAt(at), first: '' }
          from = cursor.at
          break
        }
        put(builder, readEscape(cursor), at)
        from = cursor.at
      } else cursor.at++
    }
    flush()
    if (gap === undefined && peek(cursor) === quote) break
    gap ??= gapAt(cursor.at)
    readGap(cursor, gap)
    putGap(builder, gap)
  }
  cursor.at++
  return textOf(builder, start, cursor.at)
}

/** Skips indentation and collects line breaks; finds the indentation where it is not known yet (0). */
function readBlockBreaks(
  cursor: Cursor,
  indent: number,
  least: number,
): { indent: number; breaks: LineBreak[] } {
  const breaks: LineBreak[] = []
  let deepest = 0
  while (true) {
    while ((indent === 0 || column(cursor) < indent) && peek(cursor) === SPACE) cursor.at++
    deepest = Math.max(deepest, column(cursor))
    if ((indent === 0 || column(cursor) < indent) && peek(cursor) === TAB) {
      const message = 'Unexpected tab in the indentation of a block value, expected spaces'
      stop('yaml-syntax', characterAt(cursor.text, cursor.at), message, 'indent with spaces')
    }
    if (!isBreak(peek(cursor))) break
    const at = cursor.at
    breaks.push({ text: readBreak(cursor), at })
  }
  return { indent: indent === 0 ? Math.max(deepest, least, 1) : indent, breaks }
}

interface BlockHeader {
  readonly chomp: 'clip' | 'strip' | 'keep'
  /** The stated indentation, 0 when it is left to the first line. */
  readonly increment: number
  readonly end: number
}

/** Reads the header of a block scalar, and its line to the end. */
function readBlockHeader(cursor: Cursor): BlockHeader {
  const start = cursor.at
  cursor.at++
  const match = /^(?:([+-])(\d)?|(\d)([+-])?)/.exec(cursor.text.slice(cursor.at, cursor.at + 2))
  cursor.at += match?.[0].length ?? 0
  const sign = match?.[1] ?? match?.[4]
  const digit = match?.[2] ?? match?.[3]
  if (digit === '0')
    stop(
      'yaml-syntax',
      { start, end: cursor.at },
      'Unexpected indentation of 0, expected a digit from 1 to 9',
    )
  const end = cursor.at
  while (isBlank(peek(cursor))) cursor.at++
  if (peek(cursor) === HASH) skipComment(cursor)
  if (!isBreakOrEnd(peek(cursor))) {
    refuseTemplate(cursor.text, start)
    const message = `Expected the end of the line after the block indicator \`${cursor.text.slice(start, start + 1)}\``
    stop(
      'yaml-syntax',
      restOfLine(cursor.text, cursor.at),
      message,
      'begin the value in the next line, or quote it',
    )
  }
  readBreak(cursor)
  const chomp = sign === '-' ? 'strip' : sign === '+' ? 'keep' : 'clip'
  return { chomp, increment: Number(digit ?? 0), end }
}

/** Reads a literal (`|`) or folded (`>`) scalar; `parent` is the column of the collection around it, or -1. */
export function readBlock(cursor: Cursor, parent: number, folded: boolean): Text {
  const start = cursor.at
  const { chomp, increment, end: headerEnd } = readBlockHeader(cursor)
  const builder: Builder = { value: '', runs: [] }
  let end = headerEnd
  let rest = readBlockBreaks(cursor, increment > 0 ? Math.max(parent, 0) + increment : 0, parent + 1)
  const { indent } = rest
  let lineBreak = ''
  let lineBreakAt = cursor.at
  let wasBlank = false
  while (column(cursor) === indent && !isEnd(peek(cursor))) {
    const blank = isBlank(peek(cursor))
    if (folded && !wasBlank && !blank && lineBreak === '\n') {
      if (rest.breaks.length === 0) put(builder, ' ', lineBreakAt)
    } else put(builder, lineBreak, lineBreakAt)
    putBreaks(builder, rest.breaks)
    wasBlank = blank
    const from = cursor.at
    while (!isBreakOrEnd(peek(cursor))) cursor.at++
    put(builder, cursor.text.slice(from, cursor.at), from)
    end = cursor.at
    lineBreakAt = cursor.at
    lineBreak = readBreak(cursor)
    rest = readBlockBreaks(cursor, indent, parent + 1)
  }
  if (chomp !== 'strip') put(builder, lineBreak, lineBreakAt)
  if (chomp === 'keep') {
    putBreaks(builder, rest.breaks)
    end = Math.max(end, rest.breaks.at(-1)?.at ?? 0)
  }
  return textOf(builder, start, end)
}
