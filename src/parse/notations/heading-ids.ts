/** Headings with an anchor of their own, `## Text {#anchor}`, as in Hugo, Docusaurus, MkDocs and Pandoc. */
import type { Heading, Nodes, Root } from 'mdast'
import type { Diagnostic, Heading as Outlined } from '../../model.ts'
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

/** An anchor that another heading above has already: links to it lead there. */
export function takenIds(
  ids: ReadonlyMap<Heading, string>,
  headings: readonly Outlined[],
  file: string,
): Diagnostic[] {
  if (ids.size === 0) return []
  const byStart = new Map(headings.map((heading) => [heading.range.start, heading]))
  return [...ids].flatMap(([node, id]): Diagnostic[] => {
    const heading = byStart.get(node.position!.start.offset!)
    if (!heading || heading.slug.toLowerCase() === id.toLowerCase()) return []
    const other = headings.find(({ slug }) => slug.toLowerCase() === id.toLowerCase())
    if (!other) return []
    return [
      {
        file,
        range: heading.range,
        code: 'runbook-html',
        severity: 'warning',
        message: `Another heading has the anchor \`#${id}\`: this one gets \`#${heading.slug}\`, and links to \`#${id}\` lead to the other one`,
        hint: 'give it another anchor',
        related: [{ file, range: other.range, message: 'the heading with this anchor' }],
      },
    ]
  })
}
