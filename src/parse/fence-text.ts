/** The text of a code node, mapped to the file through lists, quotes and tabs. */
import type { Code } from 'mdast'
import type { Range, Text } from '../text/source.ts'

export interface FenceText {
  readonly text: Text
  /** Ranges of the lines in the file, without container prefixes: the text for a YAML parser. */
  readonly lines: readonly Range[]
  readonly fenced: boolean
}

/** Fences, and the shortcodes that are read as such. */
const FENCED = /^(?:[`~]|\{\{[<%][ \t]*(?:highlight|mermaid))/

/** `starts`: the line starts of `source` (see `lineStarts`). */
export function fenceText(source: string, starts: readonly number[], node: Code): FenceText {
  const { start, end } = node.position!
  const fenced = FENCED.test(source.slice(start.offset!, start.offset! + 20))
  const runs: number[] = []
  const lines: Range[] = []
  let valueAt = 0
  // Every line of the value is the end of a line of the file: containers own the text before it.
  const values = node.value.split(/(?<=\r\n|\n|\r(?!\n))/)
  for (const [index, line] of values.entries()) {
    const number = start.line - 1 + (fenced ? 1 : 0) + index
    const lineStart = starts[number] ?? end.offset!
    const lineEnd = starts[number + 1] ?? source.length
    const written = source.slice(lineStart, lineEnd).replace(/[\r\n]+$/, '')
    const content = line.replace(/[\r\n]+$/, '')
    // A tab that a container consumed partly comes back as spaces that are not in the file.
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
