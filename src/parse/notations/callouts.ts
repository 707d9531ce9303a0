/** GitHub's callouts: a quote whose first line is `[!WARNING]` becomes an aside. */
import type { Element, Nodes, Root, Text } from 'hast'
import { walk } from '../walk.ts'

const MARK = /^\s*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i

/** Changes the tree in place; runs after sanitising. */
export function addCallouts(tree: Root): void {
  walk<Nodes>(tree, (node) => {
    if (node.type !== 'element' || node.tagName !== 'blockquote') return
    const paragraph = node.children.find((child): child is Element => child.type === 'element')
    const first = paragraph?.tagName === 'p' ? paragraph.children[0] : undefined
    const match = first?.type === 'text' ? MARK.exec(first.value) : null
    if (!paragraph || !match) return
    const kind = match[1]!.toLowerCase()
    const text = first as Text
    text.value = text.value.slice(match[0].length)
    if (text.value === '' && paragraph.children.length === 1)
      node.children.splice(node.children.indexOf(paragraph), 1)
    node.tagName = 'aside'
    node.properties = { className: ['callout', `callout-${kind}`] }
    node.children.unshift({
      type: 'element',
      tagName: 'p',
      properties: { className: ['callout-title'] },
      children: [{ type: 'text', value: kind[0]!.toUpperCase() + kind.slice(1) }],
    })
  })
}
