/** Where runbooks and alerts are published: runbook → path → URL, alert → anchor and link. */
import type { Config, Runbook } from '../model.ts'
import { decoded, encodePath, fragment } from '../text/address.ts'
import { pathIn, slug } from '../text/page-path.ts'

export { pagePath, slug } from '../text/page-path.ts'

/** The page path of a runbook. */
export type PathOf = (runbook: Runbook) => string

/** The rule group of a runbook's rules that name none: its path, as written, without its ending. */
export const groupName: (file: string, roots: readonly string[]) => string = pathIn

/** The absolute address of a page; `''` while the configuration has no `site.url`. */
export function pageUrl({ site }: Config, path: string): string {
  if (site.url === '') return ''
  return site.url + encodePath(path)
}

/** An alert's anchor on a page that explains several: the slug its heading would have. */
export function anchorOf(alert: string): string {
  return slug(alert)
}

/**
 * What a link carries to its page under a name: a value that is known beforehand, or the template pipeline that
 * prints it when the alert fires.
 */
export type LinkPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly pipeline: string }

/**
 * The link an alert carries: the page, a query that tells the page what fired, the anchor. Prometheus itself
 * encodes what it fills in: `urlquery` is a built-in of Go's templates, known to every version.
 */
export function alertLink(url: string, parts: readonly LinkPart[], anchor: string): string {
  const query = parts
    .map((part) =>
      'value' in part
        ? `${part.name}=${encodeURIComponent(part.value)}`
        : `${part.name}={{ ${part.pipeline} | urlquery }}`,
    )
    .join('&')
  return url + (query && `?${query}`) + fragment(anchor)
}

/** The path under the base that an absolute address names, without query and fragment; undefined when outside. */
export function pathOf(config: Config, address: string): string | undefined {
  if (config.site.url === '') return undefined
  const bare = address.replace(/[?#].*$/s, '').toLowerCase()
  const base = config.site.url.toLowerCase()
  if (!`${bare}/`.startsWith(base)) return undefined
  const rest = decoded(bare.slice(base.length))
    .toLowerCase()
    .replace(/(?:index\.html)?$/, '')
  return rest === '' || rest.endsWith('/') ? rest : `${rest}/`
}
