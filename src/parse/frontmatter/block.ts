/** Finds a runbook's frontmatter. Text that only looks like one is an error, because all that it says would be lost. */
import type { Root } from 'mdast'
import { FRONTMATTER_KEYS } from '../../frontmatter-keys.ts'
import type { Diagnostic } from '../../model.ts'
import { linesOf, type Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'

export interface FrontmatterBlock {
  readonly format: 'yaml' | 'toml'
  /** From the first marker through the last. */
  readonly block: Range
  /** The text between the markers. */
  readonly content: Range
}

/** The block found by the Markdown parser. */
export function frontmatterBlock(root: Root, text: string): FrontmatterBlock | undefined {
  const node = root.children.find(({ type }) => type === 'yaml' || (type as string) === 'toml')
  if (!node) return undefined
  const format = node.type === 'yaml' ? 'yaml' : 'toml'
  const block = rangeOf(node)
  const opening = /[^\r\n]*(?:\r\n|\n|\r)/y
  opening.lastIndex = block.start
  const begin = Math.min(block.start + (opening.exec(text)?.[0].length ?? text.length), block.end)
  const marker = format === 'yaml' ? '---' : '+++'
  return {
    format,
    block,
    content: { start: begin, end: Math.max(begin, text.lastIndexOf(marker, block.end - 1)) },
  }
}

/** A key line as in frontmatter. */
const KEY = /^[ \t]*["']?[\p{L}_][\p{L}\p{N}_.-]*["']?[ \t]*(:(?=[ \t\r\n]|$)|=)/u

/** Neither white space nor an invisible character. */
const SEEN = /[^\s\u200B\uFEFF]/g
const LINE_END = /\r\n|\n|\r|$/g

/**
 * The first line that shows something, comments aside: where it starts, its text, and where the next one starts. By
 * searches alone, because a pattern for many megabytes of blanks overflows the stack of V8's regular expressions.
 */
function firstLine(text: string): { start: number; opening: string; end: number } {
  const search = (pattern: RegExp, from: number): RegExpExecArray | null => {
    pattern.lastIndex = from
    return pattern.exec(text)
  }
  let start = 0
  for (let close = 0; close >= 0; ) {
    start = search(SEEN, start)?.index ?? text.length
    close = text.startsWith('<!--', start) ? text.indexOf('-->', start + 4) : -1
    if (close >= 0) start = close + 3
  }
  const { index, 0: ending } = search(LINE_END, start)!
  return { start, opening: text.slice(start, index), end: index + ending.length }
}

const wrongShape = (file: string, range: Range, message: string, hint: string): Diagnostic[] => [
  { file, range, code: 'frontmatter-shape', severity: 'error', message, hint },
]

/** Finds frontmatter that the Markdown parser missed; used only on pages without any. */
export function droppedFrontmatter(text: string, file: string): Diagnostic[] {
  const { start, opening, end: behind } = firstLine(text)
  const range = { start, end: start + opening.length }
  const report = (message: string, hint: string): Diagnostic[] => wrongShape(file, range, message, hint)
  const rest = text.slice(behind)
  const key = /^\s*(?:\{\s*)?"([^"\r\n]+)"[ \t]*:/
  const inLine = opening.startsWith('{') && Object.hasOwn(FRONTMATTER_KEYS, key.exec(opening)?.[1] ?? '')
  if (inLine || (/^[{;][ \t]*$/.test(opening) && key.test(rest)))
    return report('This frontmatter is JSON: it is not read', 'write it as YAML between two `---` lines')
  const marker = /^([-–—]{3,}|\+{3,}|–+|—+)(?:\s*|[ \t]+#.*|[ \t]*(?:yaml|yml|toml))$/i.exec(opening)?.[1]
  if (marker === undefined) return below(text, file)
  const lines = linesOf(rest)
  // After a blank line, `#` starts a heading, not a comment.
  const isBlank = lines[0]?.trim() === ''
  const first = lines.findIndex((line) => line.trim() !== '' && (isBlank || !line.startsWith('#')))
  const sign = KEY.exec(lines[first] ?? '')?.[1]
  if (sign === undefined || (sign === '=') !== (marker.startsWith('+') || /toml$/i.test(opening))) return []
  const wanted = sign === '=' ? '+++' : '---'
  if (opening.trimEnd() !== wanted && start === 0)
    return report(`The frontmatter opens with \`${opening.trim()}\`: it is not read`, `write \`${wanted}\``)
  const isClosed = lines.some((line) => line.trimEnd() === wanted)
  if (isClosed && start > 0)
    return report(
      'The frontmatter does not begin on the first line: it is not read',
      'remove what is above it',
    )
  if (isClosed)
    return report(
      `An invisible character after \`${wanted}\` keeps the frontmatter from being read`,
      `write \`${wanted}\` alone`,
    )
  const end = lines.findIndex((line, index) => index > first && !isHead(line, sign))
  const from = linesOf(text.slice(0, start)).length
  const last = from + (end < 0 ? lines.length : end)
  const closing = lines.findIndex((line) => /^(?:\s*[-+]{3,}|\.\.\.|[–—]+)\s*(?:#.*)?$/.test(line))
  return report(
    `The frontmatter is never closed: \`${wanted}\` on a line of its own is missing`,
    closing >= 0
      ? `write \`${wanted}\` on line ${from + closing + 1}`
      : `add \`${wanted}\` after line ${last}`,
  )
}

/** One that is below the title: keys of ours alone between two lines, which Markdown takes for a heading. */
function below(text: string, file: string): Diagnostic[] {
  const [, title, block] =
    /^(\s*#[^\r\n]*(?:\r\n|\n|\r)\s*)(---[ \t]*(?:\r\n|\n|\r)(?:[^\r\n]+(?:\r\n|\n|\r)){1,40}?---)[ \t]*(?:[\r\n]|$)/.exec(
      text,
    ) ?? []
  if (title === undefined || block === undefined) return []
  const lines = linesOf(block).slice(1, -1)
  const isOurs = lines.some((line) => Object.hasOwn(FRONTMATTER_KEYS, /^\w+(?=:)/.exec(line)?.[0] ?? ''))
  if (!isOurs || !lines.every((line) => isHead(line, ':'))) return []
  const range = { start: title.length, end: title.length + 3 }
  const message = 'The frontmatter does not begin on the first line: it is not read'
  return wrongShape(file, range, message, 'move it above the title')
}

/** Code in what the Markdown parser took for frontmatter: it is closed somewhere on the page, and not where it ends. */
export function lateClosing(text: string, file: string, { block, content }: FrontmatterBlock): Diagnostic[] {
  const inside = text.slice(content.start, content.end)
  const code = /^(?:```|~~~)/m.exec(inside)
  if (!code) return []
  const lineOf = (at: number): number => linesOf(text.slice(0, at)).length
  const range = { start: block.start, end: block.start + 3 }
  const message = `The frontmatter goes on to line ${lineOf(block.end)}, and what is in it is no frontmatter from line ${lineOf(content.start + code.index)} on`
  return wrongShape(file, range, message, 'close it below its last key')
}

/** A line that continues frontmatter: a key, a list entry, a comment, or a line indented below one. */
export const isHead = (line: string, sign: string): boolean =>
  line.trim() !== '' && (KEY.exec(line)?.[1] === sign || /^(?:[ \t]+\S|- |#|\[)/.test(line))
