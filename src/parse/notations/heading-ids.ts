/** Headings with an anchor of their own, `## Text {#anchor}`, as in Hugo, Docusaurus, MkDocs and Pandoc. */
import type { Heading, Nodes, Root } from 'mdast'
import { walk } from '../walk.ts'

const OWN = /[ \t]*\{:?[ \t]*#([\p{L}\p{N}_.:-]+)(?:[ \t]+[^{}]*)?\}[ \t]*$/u

/** The anchors of such headings, whose texts lose them: changes the tree in place. */
export function takeHeadingIds(root: Root): ReadonlyMap<Heading, string> {
  const ids = new Map<Heading, string>()
  walk<Nodes>(root, (node) => {
    if (node.type !== 'heading') return undefined
    const last = node.children.at(-1)
    const found = last?.type === 'text' ? OWN.exec(last.value.slice(-300)) : null
    if (last?.type !== 'text' || !found) return undefined
    last.value = last.value.slice(0, last.value.length - found[0].length)
    ids.set(node, found[1]!)
    return undefined
  })
  return ids
}
