/** Helpers for the tests of this folder: problems as people see them, and the law of offset maps. */
import { lineColumn, lineStarts, locate, type Range, type Text } from '../../src/text/source.ts'
import type { YamlDocument, YamlNode } from '../../src/yaml/index.ts'

/** The lines of a text with carets under a range. */
export function frame(text: string, range: Range): string {
  const starts = lineStarts(text)
  const { line, column } = lineColumn(starts, range.start)
  const source = text.slice(starts[line - 1], starts[line]).replace(/[\r\n]+$/, '')
  const width = Math.max(1, Math.min(range.end - range.start, source.length - column + 1))
  return `${source.replaceAll('\t', '→')}\n${' '.repeat(column - 1)}${'^'.repeat(width)}`
}

/** Every problem of a document with its place. */
export function report(text: string, document: YamlDocument): string {
  return document.problems
    .map(({ range, message, hint, related }) => {
      const second = related ? `\n${frame(text, related.range)} ${related.message}` : ''
      return `${frame(text, range)} ${message}${hint ? `\n  hint: ${hint}` : ''}${second}`
    })
    .join('\n')
}

/** All nodes of a tree, aliased ones once. */
export function nodesOf(root: YamlNode | null): YamlNode[] {
  const found = new Set<YamlNode>()
  const visit = (node: YamlNode): void => {
    if (found.has(node)) return
    found.add(node)
    if (node.kind === 'seq') node.items.forEach(visit)
    if (node.kind === 'map') for (const { key, value } of node.entries) [key, value].forEach(visit)
  }
  if (root !== null) visit(root)
  return [...found]
}

/** The source character of each character of the value, as pairs `[value, source]`. */
export function characterPairs(source: string, text: Text): [string, string][] {
  return [...text.value].map((character, index): [string, string] => {
    const at = [...text.value].slice(0, index).join('').length
    const { start } = locate(text, at, at + 1)
    return [character, source.slice(start, start + character.length)]
  })
}
