/** Formerly published addresses as the program knows them: redirects, tombstones, anchors. */
import type { Addresses, Redirect } from '../../model.ts'
import { groupBy } from '../../text/group-by.ts'
import { once } from '../../text/once.ts'
import type { Context } from './context.ts'
import { type Html, html } from './html.ts'

/** Redirects, each straight to the end of its chain: every step would cost a responder a page load. */
export function redirectsToTheEnd({ redirects }: Addresses): Pick<Redirect, 'from' | 'to'>[] {
  const targets = new Map(redirects.map(({ from, to }) => [from, to]))
  return redirects
    .filter(({ from }) => from !== '')
    .map(({ from, to: first }) => {
      const seen = new Set([from])
      let to = first
      for (let next = targets.get(to); next !== undefined && !seen.has(to); next = targets.get(to)) {
        seen.add(to)
        to = next
      }
      return { from, to }
    })
}

/** Anchors that a page no longer has. */
export const anchorsThatWereAt = ({ anchors }: Addresses, path: string): Addresses['anchors'] =>
  anchorsByPage(anchors).get(path) ?? []

const anchorsByPage = once((anchors: Addresses['anchors']) => groupBy(anchors, ({ page }) => page))

/** Anchors of alerts that were renamed, moved or removed; they still say so. */
export function formerAnchors(context: Context, path: string, base: string): Html | undefined {
  const here = anchorsThatWereAt(context.program.addresses, path)
  if (here.length === 0) return undefined
  const lines = here.map(({ anchor, to, alert }) =>
    to === undefined
      ? html`<p class="former" id="${anchor}">The alert that was explained here was removed.</p>`
      : html`<p class="former" id="${anchor}" data-now="${alert ?? ''}">The alert that was explained here is now <a href="${base}${to}">${alert ?? to}</a>.</p>`,
  )
  return html`${lines}`
}
