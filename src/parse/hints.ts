/** `{{< hint warning >}}` … `{{< /hint >}}` → a callout. */
import type { Blockquote, Nodes, Parents, Root, Text } from 'mdast'
import { firstText } from './admonitions.ts'
import { HOLE, HOLE_OPEN, type Shortcode, withoutFiller } from './shortcodes.ts'
import { walk } from './walk.ts'

/** Kinds of Hugo's themes → GitHub's callouts. */
const KINDS: Readonly<Record<string, string>> = {
  warning: 'WARNING',
  danger: 'CAUTION',
  caution: 'CAUTION',
  important: 'IMPORTANT',
  tip: 'TIP',
  success: 'TIP',
}

/** Wraps the blocks between the markers in a quote that begins like a callout. Changes the tree in place. */
export function addHints(root: Root, shortcodes: readonly Shortcode[]): void {
  if (!shortcodes.some(({ name }) => name === 'hint')) return
  walk<Nodes>(root, (node) => {
    if (!('children' in node)) return
    const children = node.children as Nodes[]
    for (let at = 0; at < children.length; at++) {
      const opening = openingOf(children[at]!, shortcodes)
      if (!opening) continue
      const end = children.findIndex((child, index) => index >= at && closes(child, shortcodes))
      if (end < 0) continue
      opening.text.value = `[!${opening.kind}]\n${withoutFiller(opening.text.value).replace(HOLE, '').trimStart()}`
      const quote = { type: 'blockquote', children: children.slice(at, end + 1) } as Blockquote
      children.splice(at, end + 1 - at, quote as (typeof children)[number])
    }
  })
}

/** The text of a paragraph that begins with an opening marker. */
function openingOf(node: Nodes, shortcodes: readonly Shortcode[]): { text: Text; kind: string } | undefined {
  const text = firstText(node)
  if (!text) return undefined
  const index = new RegExp(`^\\s*${HOLE_OPEN}(\\d+)`).exec(text.value)?.[1]
  const shortcode = index === undefined ? undefined : shortcodes[Number(index)]
  if (shortcode?.name !== 'hint' || shortcode.closing) return undefined
  const kind = shortcode.args[0]?.value.replace(/^.*=/, '').toLowerCase() ?? ''
  return { text, kind: KINDS[kind] ?? 'NOTE' }
}

function closes(node: Nodes, shortcodes: readonly Shortcode[]): boolean {
  if (node.type === 'text') {
    return [...node.value.matchAll(HOLE)].some(([, index]) => {
      const shortcode = shortcodes[Number(index)]
      return shortcode?.name === 'hint' && shortcode.closing
    })
  }
  return (
    node.type === 'paragraph' &&
    (node as Parents).children.some((child) => closes(child as Nodes, shortcodes))
  )
}
