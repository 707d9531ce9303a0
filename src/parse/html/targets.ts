/** `{{< param "x" >}}` in a link's target: the page's own value, or a marker for the site's. */
import type { Nodes, Root } from 'mdast'
import { HOLE, HOLE_OPEN, type Shortcode, withoutFiller } from '../notations/shortcodes.ts'
import { walk } from '../walk.ts'

/** Marker for a parameter of the site in a target; Markdown and HTML leave it unchanged. */
const siteMark = (name: string): string =>
  `alertbook-param-${[...new TextEncoder().encode(name)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}-end`

/** Whether a target contains a parameter of the site: only the whole program can resolve it. */
export const takesSiteParam = (target: string): boolean => /alertbook-param-[0-9a-f]*-end/.test(target)

/** Fills the targets of a tree, in place. */
export function fillTargets(root: Root, found: readonly Shortcode[], own: ReadonlyMap<string, string>): void {
  if (!found.some(({ name }) => name === 'param')) return
  const filled = (text: string): string =>
    withoutFiller(text).replace(HOLE, (token, index: string) => {
      const { name, args } = found[Number(index)] ?? {}
      const asked = name === 'param' ? args?.[0]?.value : undefined
      return asked === undefined ? token : (own.get(asked) ?? siteMark(asked))
    })
  walk<Nodes>(root, (node) => {
    if (
      (node.type === 'link' || node.type === 'image' || node.type === 'definition') &&
      node.url.includes(HOLE_OPEN)
    )
      node.url = filled(node.url)
    if (node.type === 'html' && node.value.includes(HOLE_OPEN))
      node.value = node.value.replace(
        /(["'])([^"']*\uFDD0[^"']*)\1/g,
        (_, quote: string, value: string) =>
          `${quote}${filled(value).replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')}${quote}`,
      )
    return undefined
  })
}
