/** Addresses within the site, seen from its root or from a page. */
import type { BoundRule, Page } from '../../model.ts'
import { encodePath, fragment } from '../../text/address.ts'
import { baseOf, type Context, inRepository } from './context.ts'

/** Where files of the repository lie that pages show. */
export const FILES = 'files/'

/** The address of the page that explains a rule, from the site's root. */
export function addressOf(rule: BoundRule): string {
  return encodePath(rule.page ?? '') + fragment(rule.anchor)
}

/**
 * The address of a link's target as written in a runbook, from its page. Other files of the repository become
 * links into it; what leads nowhere stays as written (a check reports it). A query is kept.
 */
export function targetOf(context: Context, page: Page, target: string): string {
  const bound = page.links.find(({ link }) => link.target === target || link.target.trim() === target.trim())
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
  // An image that was not found here may still be there (in large-file storage, say).
  const view = bound.link.image ? 'raw' : 'blob'
  return `${repo}/${view}/${encodePath(inRepository(context, bound.file))}`
}
