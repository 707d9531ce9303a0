/** The text of a code node with the way back to the file, through lists, quotes and tabs. */
import type { Code } from 'mdast'
import type { Range, Text } from '../text/source.ts'

export interface FenceText {
  readonly text: Text
  /** The lines' own characters in the file, container prefixes excluded: what a YAML parser may see. */
  readonly lines: readonly Range[]
  readonly fenced: boolean
}

/** `starts` are the line starts of `source` (see `lineStarts`). */
export function fenceText(source: string, starts: readonly number[], node: Code): FenceText {
  const { start, end } = node.position!
  const fenced = /[`~]/.test(source[start.offset!] ?? '')
  const runs: number[] = []
  const lines: Range[] = []
  let valueAt = 0
  // Every line of the value ends a line of the file: what precedes it there belongs to containers.
  const values = node.value.split(/(?<=\r\n|\n|\r(?!\n))/)
  for (const [index, line] of values.entries()) {
    const number = start.line - 1 + (fenced ? 1 : 0) + index
    const lineStart = starts[number] ?? end.offset!
    const lineEnd = starts[number + 1] ?? source.length
    const written = source.slice(lineStart, lineEnd).replace(/[\r\n]+$/, '')
    const content = line.replace(/[\r\n]+$/, '')
    // A tab that a container consumed in part comes back as spaces the file does not have.
    const shared = written.endsWith(content) ? content : content.trimStart()
    const from = lineStart + written.length - shared.length
    const virtual = content.length - shared.length
    runs.push(valueAt + virtual, from)
    lines.push({ start: from, end: Math.min(lineEnd, end.offset!) })
    valueAt += line.length
  }
  if (runs[0] !== 0) runs.unshift(0, start.offset!)
  const first = lines[0]?.start ?? start.offset!
  const last = lines.at(-1)?.end ?? first
  return { text: { value: node.value, range: { start: first, end: last }, runs }, lines, fenced }
}
