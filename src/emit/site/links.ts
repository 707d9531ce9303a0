/** Addresses within the site, relative to its root or to a page. */
import type { BoundLink, BoundRule, Page } from '../../model.ts'
import { encodePath, fragment } from '../../text/address.ts'
import { once } from '../../text/once.ts'
import { baseOf, type Context, inRepository } from './context.ts'

/** Folder of repository files that pages show. */
export const FILES = 'files/'

/** Address of the page that explains a rule, from the site's root. */
export function addressOf(rule: BoundRule): string {
  return encodePath(rule.page ?? '') + fragment(rule.anchor)
}

/** The first link of each target, blanks around it aside: a page may have thousands. */
const firstByTarget = (links: readonly BoundLink[]): ReadonlyMap<string, BoundLink> =>
  new Map(links.map((bound) => [bound.link.target.trim(), bound] as const).toReversed())

const byTarget = once(firstByTarget)
const namingByTarget = once((links: readonly BoundLink[]) =>
  firstByTarget(links.filter(({ link }) => link.names || link.bare)),
)

/** The link of a page that shows what its target is called. */
export const namingLink = (page: Page, target: string): BoundLink | undefined =>
  namingByTarget(page.links).get(target.trim())

/**
 * Address of a link's target in a runbook, relative to its page. Other files become links into the repository; broken
 * links stay as written (a check reports them). Queries are kept.
 */
export function targetOf(context: Context, page: Page, target: string): string {
  const bound = byTarget(page.links).get(target.trim())
  const query = /^[^?#]*(\?[^#]*)?/.exec(target)?.[1] ?? ''
  if (bound?.kind === 'page') {
    const anchor = fragment(bound.anchor)
    if (bound.path === page.path) return query + anchor || './'
    return baseOf(page.path) + encodePath(bound.path) + query + anchor
  }
  if (bound?.kind === 'file' && context.facts.files?.has(bound.file)) {
    return `${baseOf(page.path)}${FILES}${encodePath(bound.file)}`
  }
  const { repo } = context.config.site
  if (bound?.kind !== 'file' || repo === '') return target
  // An image not found here may still exist there (in large-file storage, say).
  const view = bound.link.image ? 'raw' : 'blob'
  return `${repo}/${view}/${encodePath(inRepository(context, bound.file))}`
}
