/** Which Mermaid fences are small enough to draw: layout time grows faster than the square of the number of edges. */
import type { Code, Nodes, Root } from 'mdast'
import type { Diagnostic } from '../model.ts'
import { rangeOf } from './outline.ts'
import { walk } from './walk.ts'

const MAX_EDGES = 150
const MAX_LINES = 250
const MAX_LENGTH = 10_000
/** For all diagrams of a page together. */
const MAX_PAGE_EDGES = 600

export interface Diagrams {
  readonly drawn: ReadonlySet<Code>
  readonly diagnostics: readonly Diagnostic[]
}

export function readDiagrams(root: Root, file: string): Diagrams {
  const drawn = new Set<Code>()
  const diagnostics: Diagnostic[] = []
  let total = 0
  walk<Nodes>(root, (node) => {
    if (node.type !== 'code' || node.lang?.toLowerCase() !== 'mermaid') return undefined
    const edges = node.value.length > MAX_LENGTH ? MAX_EDGES + 1 : edgesOf(node.value)
    const isLarge = edges > MAX_EDGES
    if (!isLarge) total += edges
    if (!isLarge && total <= MAX_PAGE_EDGES) drawn.add(node)
    else
      diagnostics.push({
        file,
        range: rangeOf(node),
        code: 'diagram-size',
        severity: 'warning',
        message: isLarge
          ? `The diagram has more than ${MAX_EDGES} edges, ${MAX_LINES} lines or ${MAX_LENGTH} characters: the site shows it as text`
          : `The diagrams of the page have more than ${MAX_PAGE_EDGES} edges in all: the site shows this one as text`,
        hint: isLarge ? 'simplify it, or split it into several diagrams' : 'split it into several pages',
      })
    return undefined
  })
  return { drawn, diagnostics }
}

const ARROW = /(?:--+|==+|-\.+-|~~~+)(?:[>ox-])?(?:\|[^|]*\|)?/

/** Upper bound of a diagram's edges: `A & B --> C & D` counts four, and a line without arrows counts one. */
function edgesOf(source: string): number {
  const lines = source.split(/[\n;]/).filter((line) => line.trim() !== '')
  if (lines.length > MAX_LINES) return MAX_EDGES + 1
  let edges = 0
  for (const line of lines) {
    const ends = line.split(ARROW).map((part) => part.split('&').length)
    const crossing = ends.slice(1).reduce((sum, count, i) => sum + count * ends[i]!, 0)
    edges += line.includes('&') ? Math.max(crossing, line.split('&').length) : crossing
  }
  return edges
}
