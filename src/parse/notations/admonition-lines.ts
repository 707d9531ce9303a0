/**
 * The lines of the notes and tabs of MkDocs. It marks them by indentation, which Markdown reads as code: they become
 * quoted lines of the same length.
 */
import type { Nodes, Root } from 'mdast'
import { type Fence, fences } from '../../text/fences.ts'
import type { Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'

/** Replaces the marker of an opening line. A Unicode noncharacter, so no text may use it. */
export const MARK = '\uFDD4'

// `!!!note` and `===+ "Tab"` are as good to MkDocs.
const OPENING =
  /^(?:(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+\S[^\r\n]*|!!![\w-]+(?: +[\w-]+)*(?: +"[^"\r\n]*")?[ \t]*)$/
/** In a list, where text is indented anyway, a tab has its title in quotes. */
const IN_LIST = /^(?:!!!|\?\?\?\+?|===[!+]?(?=[ \t]+"))/
const ITEM = /^ {0,40}(?:[-*+]|\d{1,9}[.)])(?= )/

export interface Admonitions {
  /** Text for the Markdown parser, of unchanged length. */
  readonly text: string
  /** Range of each admonition or tab, from its marker. */
  readonly ranges: readonly Range[]
}

/** Finds the admonitions and tabs of MkDocs, at the beginning of a line or in a list. */
export function readAdmonitions(text: string): Admonitions {
  if (!/^ *(?:!!!|\?\?\?|===)/m.test(text)) return { text, ranges: [] }
  const shown = fences(text)
  const ranges: Range[] = []
  /** Columns at which the items of the open lists begin. */
  const items: number[] = []
  let fence = 0
  let around: Fence | undefined
  let out = ''
  let open: { start: number; column: number } | undefined
  let at = 0
  const close = (): void => {
    if (open) ranges.push({ start: open.start, end: at })
    open = undefined
  }
  for (const line of text.split(/(?<=\n)/)) {
    const end = at + line.length
    const bare = line.replace(/[\r\n]+$/, '')
    const isBlank = bare.trim() === ''
    if (open && !isBlank && !isBody(bare, open.column)) close()
    while (fence < shown.length && shown[fence]!.range.end <= at) fence++
    const current = shown[fence]
    // What looks like a fence in the body of a note is one of the note's own.
    if (current?.range.start === at && !open) around = current
    const isFence = around === current && around !== undefined && around.range.start <= at
    const column = bare.length - bare.trimStart().length
    if (!isFence && !open && !isBlank) enter(items, bare, column)
    const marker = isFence || (open && column > open.column) ? undefined : markerOf(bare, column, items)
    if (marker !== undefined) {
      close()
      open = { start: at + column, column }
      out += `${line.slice(0, column)}>${MARK.repeat(marker - 1)}${line.slice(column + marker)}`
    } else if (open && !isBlank) out += `${line.slice(0, open.column)}>${line.slice(open.column + 1)}`
    else out += line
    at = end
  }
  close()
  return { text: out, ranges }
}

const isBody = (line: string, column: number): boolean =>
  column === 0 ? /^(?: {4}|\t)/.test(line) : line.slice(0, column + 4).trim() === ''

/** Keeps the list items that a line with text is in, or opens. */
function enter(items: number[], line: string, column: number): void {
  while (items.length > 0 && items.at(-1)! > column) items.pop()
  const item = ITEM.exec(line)?.[0]
  if (item === undefined) return
  const rest = line.slice(item.length)
  const blanks = rest.length - rest.trimStart().length
  items.push(item.length + (blanks > 4 ? 1 : blanks))
}

/** The length of the marker that opens a note; undefined where none does, or where Markdown would read code. */
function markerOf(line: string, column: number, items: readonly number[]): number | undefined {
  if (column > 0) {
    const item = items.at(-1)
    if (item === undefined || column - item > 3 || line.slice(0, column).includes('\t')) return undefined
    if (!IN_LIST.test(line.slice(column))) return undefined
  }
  const bare = line.slice(column)
  return OPENING.test(bare) ? /^[!?+=]+/.exec(bare)![0].length : undefined
}

/** Gives the lines that Markdown took for anything but a quote their characters back. Changes the tree in place. */
export function restoreLines(root: Root, source: string, ranges: readonly Range[]): void {
  walk<Nodes>(root, (node) => {
    if (!('value' in node) || !node.value.includes(MARK)) return undefined
    const { start, end } = rangeOf(node)
    const within = ranges.filter((range) => range.start >= start && range.start < end).values()
    const lines = node.value.split('\n')
    let bodyEnd = 0
    for (let index = 0; index < lines.length; index++) {
      const marks = new RegExp(`>?${MARK}+`).exec(lines[index]!)
      const range = marks ? within.next().value : undefined
      if (marks && range) {
        const length = marks[0].replace('>', '').length + 1
        lines[index] = lines[index]!.replace(marks[0], () => source.slice(range.start, range.start + length))
        bodyEnd = index + source.slice(range.start, range.end).trimEnd().split('\n').length
      } else if (index < bodyEnd && node.type !== 'text') lines[index] = lines[index]!.replace('>', ' ')
    }
    node.value = lines.join('\n')
    return undefined
  })
}
