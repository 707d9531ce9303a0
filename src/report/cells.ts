/**
 * Text as a terminal shows it: a list of cells, each a user-perceived character with its width in columns. Tabs become
 * spaces. Characters that a terminal would obey or hide (control characters, bidirectional overrides, zero-width
 * spaces) become visible. What the runner of GitHub Actions would obey gets a space: `##[error]` anywhere in a line, and
 * `::error::` at its beginning (`ActionCommand.cs` of actions/runner).
 */
import stringWidth from 'fast-string-width'
import { unicodeName } from '../text/strange.ts'

export interface Cell {
  /** Half-open range in the text the cells were made from. */
  readonly start: number
  readonly end: number
  readonly shown: string
  readonly width: number
}

const tabStop = 4
/** Characters one column wide that never combine with a neighbour: ASCII, Latin letters, dashes, quotes, `…`. */
const simple = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*$/
/** Invisible on its own: controls, format characters, lone surrogates, line and paragraph separators. */
const hidden = /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]$/u
/** Characters that may need replacing or combine with neighbours: all but letters, digits, signs and plain spaces. */
const suspicious = /[\p{C}\p{M}\p{Zl}\p{Zp}]/u
/** Begins a command of GitHub's runner, anywhere in a line. */
const COMMAND = '##['
/** Created on first use: that takes longer than a short report. */
let graphemes: Intl.Segmenter | undefined

/** Cells of a text without line breaks. `offset`: start of the first cell; tab stops count from there. */
export function cells(text: string, offset = 0): Cell[] {
  const list: Cell[] = []
  if (simple.test(text)) {
    for (let i = 0; i < text.length; i++) list.push(plain(text, i, offset))
    return list
  }
  let column = 0
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (const { segment, index } of graphemes.segment(text)) {
    if (segment.length === 1 && segment >= ' ' && segment <= '~') {
      const cell = plain(text, index, offset)
      list.push(cell)
      column += cell.width
      continue
    }
    const shown = segment === '\t' ? ' '.repeat(tabStop - (column % tabStop)) : visible(segment)
    const width = shown === segment ? stringWidth(segment) : shown.length
    list.push({ start: offset + index, end: offset + index + segment.length, shown, width })
    column += width
  }
  return list
}

/** The cell of a simple character. */
function plain(text: string, index: number, offset: number): Cell {
  const isCommand = text[index] === '[' && index > 1 && text.startsWith(COMMAND, index - 2)
  const shown = isCommand ? ' [' : text[index]!
  return { start: offset + index, end: offset + index + 1, shown, width: shown.length }
}

/** A visible form of a grapheme: itself, a control picture (`␛`), or its code points (`<U+202E>`). */
function visible(grapheme: string): string {
  const code = grapheme.codePointAt(0)!
  if (code < 0x20 && grapheme.length === 1) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  if (!hidden.test(grapheme) && stringWidth(grapheme) > 0) return grapheme
  return [...grapheme].map((character) => `<${unicodeName(character)}>`).join('')
}

/** One line of text that is safe on a terminal: line breaks become `⏎`, at most `limit` cells. */
export function safe(text: string, limit = 2_000): string {
  if (text.length <= limit && !suspicious.test(text) && !text.includes(COMMAND)) return text
  const list = cells(text.slice(0, limit * 2).replace(/\r\n|\r|\n/g, '⏎'))
  const shown = list.slice(0, limit).map((cell) => cell.shown)
  return shown.join('') + (list.length > limit || text.length > limit * 2 ? '…' : '')
}

/** What a terminal obeys, or shows in another order: all of it but tabs and line breaks. */
const OBEYED = /\r(?!\n)|[^\P{Cc}\t\n\r]|[\u2028-\u202e\u2066-\u2069]|\p{Cs}/gu

/** Lines that stay lines, with their tabs: safe on a terminal, and to GitHub's runner also at their beginnings. */
export const safeLines = (text: string): string =>
  text
    .replace(OBEYED, visible)
    .replaceAll(COMMAND, '## [')
    .replace(/^[^\S\n]*:(?=:)/gm, '$& ')
