/** Finds a runbook's frontmatter. Text that only looks like one is an error, because all that it says would be lost. */
import type { Root } from 'mdast'
import type { Diagnostic } from '../model.ts'
import type { Range } from '../text/source.ts'
import { rangeOf } from './outline.ts'

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
  const start = text.indexOf('\n', block.start)
  const begin = start < 0 || start >= block.end ? block.end : start + 1
  const marker = format === 'yaml' ? '---' : '+++'
  return {
    format,
    block,
    content: { start: begin, end: Math.max(begin, text.lastIndexOf(marker, block.end - 1)) },
  }
}

/** A key line as in frontmatter. */
const KEY = /^[ \t]*["']?[A-Za-z_][\w.-]*["']?[ \t]*(:(?=[ \t\r\n]|$)|=)/

/** Finds frontmatter that the Markdown parser missed; used only on pages without any. */
export function droppedFrontmatter(text: string, file: string): Diagnostic[] {
  const head = /^\uFEFF?((?:\s|<!--[\s\S]*?-->)*)([^\r\n]*)(?:\r\n|\n|\r|$)/.exec(text)
  if (!head) return []
  const [whole, before, opening] = head as unknown as [string, string, string]
  const start = whole.lastIndexOf(opening)
  const range = { start, end: start + opening.length }
  const report = (message: string, hint: string): Diagnostic[] => [
    { file, range, code: 'frontmatter-shape', severity: 'error', message, hint },
  ]
  const rest = text.slice(whole.length)
  if (/^[{;][ \t]*$/.test(opening) && /^\s*"[^"\r\n]+"[ \t]*:/.test(rest))
    return report(
      'This frontmatter is JSON: nothing of it is read',
      'write it as YAML between two `---` lines',
    )
  const marker = /^(-{3,}|\+{3,}|–+|—+)[ \t]*$/.exec(opening)?.[1]
  if (marker === undefined) return []
  const lines = rest.split(/\r\n|\n|\r/)
  // After a blank line, `#` starts a heading, not a comment.
  const isBlank = lines[0]?.trim() === ''
  const first = lines.findIndex((line) => line.trim() !== '' && (isBlank || !line.startsWith('#')))
  const sign = KEY.exec(lines[first] ?? '')?.[1]
  if (sign === undefined || (sign === '=') !== marker.startsWith('+')) return []
  const wanted = sign === '=' ? '+++' : '---'
  if (marker !== wanted)
    return report(
      `The frontmatter opens with \`${opening.trim()}\`: nothing of it is read`,
      `write \`${wanted}\``,
    )
  const isClosed = lines.some((line) => line.trimEnd() === wanted)
  if (isClosed && before !== '')
    return report(
      'The frontmatter does not begin in the first line: nothing of it is read',
      'remove what stands above it',
    )
  const end = lines.findIndex((line, index) => index > first && !isHead(line, sign))
  const from = text.slice(0, start).split(/\r\n|\n|\r/).length
  const last = from + (end < 0 ? lines.length : end)
  const closing = lines.findIndex((line) => /^(?:\s*[-+]{3,}|\.\.\.|[–—]+)\s*$/.test(line))
  return report(
    `The frontmatter is never closed: \`${wanted}\` in a line of its own is missing`,
    closing >= 0
      ? `write \`${wanted}\` in line ${from + closing + 1}`
      : `add \`${wanted}\` after line ${last}`,
  )
}

/** A line that continues frontmatter: a key, a list entry, a comment, or a line indented below one. */
const isHead = (line: string, sign: string): boolean =>
  line.trim() !== '' && (KEY.exec(line)?.[1] === sign || /^(?:[ \t]+\S|- |#|\[)/.test(line))
