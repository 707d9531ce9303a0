import type { ElementContent } from 'hast'

/** The text of nodes, as a reader sees it. */
export function toText(nodes: readonly ElementContent[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? node.value : node.type === 'element' ? toText(node.children) : ''))
    .join('')
}
