/**
 * Raw HTML in a page's tree → elements. An HTML parser would read the whole page again, which takes longer than
 * everything else done to the tree. So the most common HTML, `<details>` around blocks and comments between them, is
 * nested here. Both ways give the same tree, apart from comments, which are not shown.
 */
import type { Element, ElementContent, Nodes, Root, RootContent } from 'hast'
import { raw } from 'hast-util-raw'
import type { Raw } from 'mdast-util-to-hast'

/** Nothing in these can end early or mean something else, however HTML is parsed. */
const COMMENT = /^<!--[^>]*-->$/
const OPENING = /^<details>([ \t\n]*)(?:<summary>([^<>&\r]*)<\/summary>)?$/
const CLOSING = '</details>'

/** Parses the raw nodes of a tree. */
export function parseRawHtml(tree: Root): Root {
  return nestDetails(tree) ?? (raw(tree) as Root)
}

/** The tree without its raw nodes; undefined where only an HTML parser can tell what they are. */
export function nestDetails(tree: Root): Root | undefined {
  if (!tree.children.every((node) => (node.type === 'raw' ? isKnown(node) : isSettled(node))))
    return undefined
  const root: Root = { type: 'root', children: [] }
  const open: (Root | Element)[] = [root]
  for (const node of tree.children) {
    const parent = open.at(-1)!
    const opening = node.type === 'raw' && OPENING.exec(node.value)
    if (opening) {
      const [, blank, summary] = opening
      const details = element('details', text(blank!))
      if (summary !== undefined) details.children.push(element('summary', text(summary)))
      parent.children.push(details)
      open.push(details)
    } else if (node.type !== 'raw') append(parent, node)
    else if (node.value === CLOSING && open.length > 1) open.pop()
  }
  return root
}

const isKnown = ({ value }: Raw): boolean => value === CLOSING || COMMENT.test(value) || OPENING.test(value)

/** Whether an HTML parser would leave the node as it is: no raw HTML, and no footnotes, which put links into links. */
function isSettled(node: Nodes): boolean {
  if (node.type !== 'element') return node.type !== 'raw'
  return node.tagName !== 'section' && node.children.every(isSettled)
}

const text = (value: string): ElementContent => ({ type: 'text', value })

function element(tagName: string, ...children: ElementContent[]): Element {
  const made: Element = { type: 'element', tagName, properties: {}, children: [] }
  for (const child of children) append(made, child)
  return made
}

/** Appends as an HTML parser does, also inside `node`: merges adjacent texts and drops empty ones. */
function append(parent: Root | Element, node: RootContent): void {
  const last = parent.children.at(-1)
  if (node.type === 'text') {
    if (last?.type === 'text') last.value += node.value
    else if (node.value !== '') parent.children.push(node)
  } else {
    parent.children.push(node as ElementContent)
    if (node.type !== 'element') return
    const { children } = node
    node.children = []
    for (const child of children) append(node, child)
  }
}
