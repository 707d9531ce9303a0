/** A limit on nesting: trees are walked recursively, and no readable runbook comes near it. */
import type { Nodes, Root } from 'mdast'
import type { Diagnostic } from '../model.ts'
import { rangeOf } from './outline.ts'

/** Lists in quotes in lists …: the deepest real runbook seen has 8. */
export const MAX_DEPTH = 100

/** Cuts off deeper nodes, in place, and reports the first. Does not recurse. */
export function limitDepth(root: Root, file: string): Diagnostic[] {
  const found: Diagnostic[] = []
  let level: Nodes[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    const next: Nodes[] = []
    for (const node of level) {
      if (!('children' in node)) continue
      if (depth < MAX_DEPTH) {
        for (const child of node.children) next.push(child)
        continue
      }
      if (node.children.length > 0 && found.length === 0) {
        found.push({
          file,
          range: rangeOf(node.children[0]!),
          code: 'markdown-depth',
          severity: 'error',
          message: `Unexpected nesting of more than ${MAX_DEPTH} levels`,
          hint: 'nest lists and quotes less deeply',
        })
      }
      node.children = []
    }
    level = next
  }
  return found
}
