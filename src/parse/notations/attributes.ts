/**
 * Lists of attributes and icons of other tools, which only decorate: `{: .wide }`, `{ #id .class }`, `![](a.png){ loading=lazy }`, `:material-alert:`.
 * A page is shown without them; those of Wiki.js below a quote say what kind of note it is. Changes the tree in place.
 */
import type { Blockquote, Nodes, Paragraph, Parents, Root, Text } from 'mdast'
import { walk } from '../walk.ts'

const VALUE = /(?:"[^"\n]*"|'[^'\n]*'|[^\s{}"']+)/.source
/** Names that can only be attributes: a selector of PromQL has others. */
const KEYS =
  '(?:class|id|style|width|height|align|loading|target|rel|title|alt|data-[\\w-]+|markdown|linenums|hl_lines)'
const ONE = `(?:[.#][A-Za-z][\\w:-]*|${KEYS}=${VALUE})`
const LIST = `\\{:?[ \\t]*${ONE}(?:[ \\t]+${ONE})*[ \\t]*\\}`

/** Behind an image, a link, code. */
const BEHIND = new RegExp(`^${LIST}`)
/** The last line of a paragraph. */
const LAST = new RegExp(`(?:^|\\n)[ \\t]*(${LIST})[ \\t]*$`)
const ICON = /:(?:material|octicons|fontawesome|simple)-[a-z0-9]+(?:-[a-z0-9]+)*:(?:\{[^{}\n]*\})?[ \t]?/g

/** Lists of Wiki.js → GitHub's callouts. */
const NOTES: Readonly<Record<string, string>> = {
  'is-info': 'NOTE',
  'is-success': 'TIP',
  'is-warning': 'WARNING',
  'is-danger': 'CAUTION',
}

/** Longer texts are not searched for a list at their end. */
const LONGEST = 500

export function dropAttributes(root: Root, source: string): void {
  if (!/\{:?[ \t]*[.#A-Za-z]|:(?:material|octicons|fontawesome|simple)-/.test(source)) return
  walk<Nodes>(root, (node, index, parent) => {
    if (node.type === 'text') {
      const before = parent && index > 0 ? (parent as Parents).children[index - 1] : undefined
      if (before && /^(?:image|link|inlineCode|strong|emphasis)$/.test(before.type))
        node.value = node.value.replace(BEHIND, '')
      node.value = node.value.replace(ICON, '')
    }
    if (node.type === 'blockquote') noteOf(node)
    else if (node.type === 'paragraph' && dropLast(node) !== undefined && parent && isEmpty(node)) {
      ;(parent as Parents).children.splice(index, 1)
      return index
    }
    return undefined
  })
}

const isEmpty = ({ children }: Paragraph): boolean =>
  children.every((child) => child.type === 'text' && child.value === '')

/** Takes the list that is the last line of a paragraph; returns it. */
function dropLast(node: Nodes | undefined): string | undefined {
  const last = node?.type === 'paragraph' ? node.children.at(-1) : undefined
  if (last?.type !== 'text') return undefined
  const tail = last.value.slice(-LONGEST)
  const found = LAST.exec(tail)
  if (!found) return undefined
  last.value = last.value.slice(0, last.value.length - found[0].length)
  return found[1]
}

/** `> Text` with `{.is-warning}` below it. */
function noteOf(node: Blockquote): void {
  const [, name = ''] = /\.(is-\w+)/.exec(dropLast(node.children.at(-1)) ?? '') ?? []
  const first = node.children[0]
  if (!Object.hasOwn(NOTES, name) || first?.type !== 'paragraph') return
  const mark: Text = { type: 'text', value: `[!${NOTES[name]}]\n`, position: first.position }
  first.children.unshift(mark as Paragraph['children'][number])
}
