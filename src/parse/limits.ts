/**
 * Limits on the size of a source, checked before the Markdown parser sees it: that parser compares some things
 * pairwise, and nests without bound. No readable page comes near these limits.
 */
import type { Diagnostic } from '../model.ts'
import { MAX_DEPTH } from './depth.ts'
import { PlainFences } from './plain-fences.ts'

/** Characters of a source; parsing a megabyte takes seconds. */
const MAX_LENGTH = 2_000_000
/** All lines, and those outside code. */
const MAX_ALL_LINES = 60_000
const MAX_LINES = 20_000
/** Marks of links, emphasis, code, HTML and references: between two blank lines, and in total. */
const MAX_BLOCK_MARKS = 4_000
const MAX_MARKS = 40_000
/** Sum over all blocks of the squared number of marks: the cost of links and emphasis. */
const MAX_PAIRS = 40_000_000
/**
 * Lines that begin a quote, an item or a heading, and the ends of quotes and lists, times everything on the page: each
 * of them moves what the parser has noted so far. The longest changelogs reach 40 million.
 */
const MAX_MOVES = 60_000_000
/** An end moves that more often than a beginning: 5,400 lines of `> a`, a blank line between them, took 12 s in place of 5. */
const END = 1.5
/** Rows times columns, including the empty cells that the page gets. */
const MAX_CELLS = 50_000

export interface Limited {
  /** The part of the text within the limits. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Cuts the text before the first line beyond a limit. `from`: end of the frontmatter. */
export function limitSource(text: string, file: string, from = 0): Limited {
  const found = firstExcess(text, from)
  if (!found) return { text, diagnostics: [] }
  const end = text.indexOf('\n', found.at)
  const range = { start: found.at, end: Math.min(end < 0 ? text.length : end, found.at + 200) }
  const isDepth = found.what === 'depth'
  return {
    text: text.slice(0, found.at),
    diagnostics: [
      {
        file,
        range,
        code: isDepth ? 'markdown-depth' : 'markdown-size',
        severity: 'error',
        message: isDepth
          ? `Lists and quotes nest more than ${MAX_DEPTH} levels deep; nothing after this point is read`
          : `The page has ${found.what}; nothing after this point is read`,
        hint: isDepth ? 'nest lists and quotes less deeply' : 'split it into several pages',
      },
    ],
  }
}

interface Excess {
  readonly at: number
  readonly what: string
}

const number = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')

function firstExcess(text: string, from: number): Excess | undefined {
  const code = new PlainFences()
  let all = 0
  let lines = 0
  let marks = 0
  let pairs = 0
  let cells = 0
  let edges = 0
  let open: Container
  let block = { marks: 0, lines: 0, columns: 0 }
  const endBlock = (): void => {
    pairs += block.marks ** 2
    if (block.columns > 1) cells += block.columns * block.lines
    block = { marks: 0, lines: 0, columns: 0 }
  }
  for (let at = from; at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next < 0 ? text.length : next
    if (end > MAX_LENGTH) return { at, what: `more than ${number(MAX_LENGTH)} characters` }
    const line = text.slice(at, end)
    if (++all > MAX_ALL_LINES) return { at, what: `more than ${number(MAX_ALL_LINES)} lines` }
    if (line.trim() === '') endBlock()
    if (!code.isCode(line)) {
      if (line.length > MAX_DEPTH && depthOf(line) > MAX_DEPTH) return { at, what: 'depth' }
      const found = count(line)
      // A lone carriage return ends a line too.
      lines += found.returns + 1
      marks += found.marks
      block.marks += found.marks
      block.lines += found.returns + 1
      block.columns = Math.max(block.columns, found.pipes + 1)
      if (EDGE.test(line)) edges += UNDERLINE.test(line) ? 4 : 1
      const now = containerAt(line, open)
      if (open !== undefined && now !== open) edges += END
      open = now
      if (edges * (lines + marks) > MAX_MOVES)
        return { at, what: 'more lists, quotes and headings than can be read' }
      if (lines > MAX_LINES) return { at, what: `more than ${number(MAX_LINES)} lines` }
      if (block.marks > MAX_BLOCK_MARKS)
        return { at, what: `more than ${number(MAX_BLOCK_MARKS)} marks in one paragraph` }
      if (marks > MAX_MARKS || pairs + block.marks ** 2 > MAX_PAIRS)
        return { at, what: `more than ${number(MAX_MARKS)} links, marks and tags` }
      if (block.columns > 1 && cells + block.columns * block.lines > MAX_CELLS)
        return { at, what: `tables of more than ${number(MAX_CELLS)} cells` }
    }
    at = end + 1
  }
  return undefined
}

/** Counts pipes, line ends within the line, and every character that can begin or end a Markdown construct. */
function count(line: string): { marks: number; pipes: number; returns: number } {
  let marks = 0
  let pipes = 0
  let returns = 0
  for (let at = 0; at < line.length; at++) {
    switch (line.charCodeAt(at)) {
      case 0x7c: // |
        pipes++
        break
      case 0x0d: // a lone carriage return
        if (at < line.length - 1) returns++
        break
      case 0x3a: // the : of an address
        if (line.charCodeAt(at + 1) === 0x2f) marks++
        break
      case 0x7b: // {{
        if (line.charCodeAt(at + 1) === 0x7b) marks++
        break
      case 0x77: // www.
      case 0x57:
        if (line.charCodeAt(at + 1) === 0x2e) marks++
        break
      case 0xfdd0: // placeholder of a shortcode
      case 0x21: // !
      case 0x26: // &
      case 0x2a: // *
      case 0x3c: // <
      case 0x40: // @
      case 0x5b: // [
      case 0x5c: // \
      case 0x5d: // ]
      case 0x5f: // _
      case 0x7e: // ~
        marks++
        break
      case 0x60: // a run of `
        if (line.charCodeAt(at - 1) !== 0x60) marks++
    }
  }
  return { marks, pipes, returns }
}

/** A list item, a quote, or a heading's underline: the most expensive lines. */
const EDGE = /^[ \t]*(?:[>*+=-]|\d{1,9}[.)])/
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t\r]*$/

type Container = 'quote' | 'list' | undefined

const QUOTE = /^[ \t]*>/
const ITEM = /^[ \t]*(?:[*+-]|\d{1,9}[.)])[ \t]/
const INSIDE = /^(?:[ \t]*$| {2}|\t)/

/** The container that a line belongs to, where the line before it belongs to `open`; lines that go on lazily end it. */
function containerAt(line: string, open: Container): Container {
  if (QUOTE.test(line)) return 'quote'
  if (ITEM.test(line)) return 'list'
  return open === 'list' && INSIDE.test(line) ? open : undefined
}

/** A thematic break, which is not a list. */
const BREAK = /^[ \t]*(?:-[ \t]*|\*[ \t]*)*$/

const MARKER = /[ \t]*(?:>|[*+-](?=[ \t\r]|$)|\d{1,9}[.)](?=[ \t\r]|$))/y

/**
 * Deepest nesting that the marks at a line's start can mean: a quote or list for each mark, and a list for each two
 * columns of indent.
 */
function depthOf(line: string): number {
  let deep = 0
  let at = 0
  let columns = 0
  for (;;) {
    MARKER.lastIndex = at
    const mark = MARKER.exec(line)?.[0]
    if (mark === undefined) break
    for (const char of mark) columns += char === '\t' ? 4 : char === ' ' ? 1 : 0
    deep++
    at += mark.length
  }
  // A line of blanks alone is code, or belongs to lists opened above.
  if (deep === 0 || BREAK.test(line)) return 0
  return deep + Math.max(0, (columns - deep) >> 1)
}
