/** `{{< hint warning >}}` … `{{< /hint >}}`, and the notes of other themes → a callout. */
import type { Blockquote, Nodes, Paragraph, Parents, Root, Text } from 'mdast'
import { own } from '../../text/own.ts'
import { walk } from '../walk.ts'
import { firstText } from './note-blocks.ts'
import { argumentsByName, isNote } from './shortcode-pairs.ts'
import { HOLE, HOLE_OPEN, type Shortcode, type Shortcodes, withoutFiller } from './shortcodes.ts'

/** Kinds of Hugo's themes → GitHub's callouts. */
const KINDS: Readonly<Record<string, string>> = {
  warning: 'WARNING',
  danger: 'CAUTION',
  error: 'CAUTION',
  caution: 'CAUTION',
  important: 'IMPORTANT',
  tip: 'TIP',
  success: 'TIP',
}

interface Opening {
  readonly text: Text
  readonly kind: string
  readonly title: string | undefined
  /** The number of the closing marker. */
  readonly last: number
}

/** Wraps the blocks between the markers in a quote that begins like a callout. Changes the tree in place. */
export function addHints(root: Root, { found, pairs }: Shortcodes): void {
  if (!found.some(isNote)) return
  walk<Nodes>(root, (node) => {
    if (!('children' in node)) return
    const children = node.children as Nodes[]
    for (let at = 0; at < children.length; at++) {
      const opening = openingOf(children[at]!, found, pairs)
      if (!opening) continue
      const end = children.findIndex((child, index) => index >= at && closes(child, opening.last))
      if (end < 0) continue
      const { text, kind, title } = opening
      text.value = withoutFiller(text.value).replace(HOLE, '').trimStart()
      const head: Nodes[] = [paragraph({ type: 'text', value: `[!${kind}]` })]
      if (title !== undefined)
        head.push(paragraph({ type: 'strong', children: [{ type: 'text', value: title }] }))
      const quote = { type: 'blockquote', children: [...head, ...children.slice(at, end + 1)] } as Blockquote
      children.splice(at, end + 1 - at, quote as (typeof children)[number])
    }
  })
}

const paragraph = (child: Paragraph['children'][number]): Paragraph => ({
  type: 'paragraph',
  children: [child],
})

/** A hole at the beginning, with its number. */
const FIRST = new RegExp(`^\\s*${HOLE_OPEN}(\\d+)`)

/** The text of a paragraph that begins with an opening marker. */
function openingOf(
  node: Nodes,
  shortcodes: readonly Shortcode[],
  pairs: ReadonlyMap<number, number>,
): Opening | undefined {
  const text = firstText(node)
  if (!text) return undefined
  const index = FIRST.exec(text.value)?.[1]
  const shortcode = index === undefined ? undefined : shortcodes[Number(index)]
  const last = pairs.get(Number(index))
  if (shortcode === undefined || last === undefined || shortcode.closing || !isNote(shortcode))
    return undefined
  const named = argumentsByName(shortcode)
  const kinds = [
    shortcode.name,
    ...['', 'type', 'color', 'style', 'level', 'kind'].map((key) => named.get(key)),
  ]
  const kind = kinds.map((one) => own(KINDS, one?.toLowerCase() ?? '')).find((one) => one !== undefined)
  return { text, kind: kind ?? 'NOTE', title: named.get('title'), last }
}

function closes(node: Nodes, last: number): boolean {
  if (node.type === 'text') return [...node.value.matchAll(HOLE)].some(([, index]) => Number(index) === last)
  return node.type === 'paragraph' && (node as Parents).children.some((child) => closes(child as Nodes, last))
}
