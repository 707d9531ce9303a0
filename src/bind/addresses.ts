/** Published addresses of runbooks and alerts: runbook → path → URL, alert → anchor and link. */
import type { Config, Runbook } from '../model.ts'
import { decoded, encodePath, fragment, withoutQuery } from '../text/address.ts'
import { pathIn, slug } from '../text/page-path.ts'

export { pagePath, slug } from '../text/page-path.ts'

/** The page path of a runbook. */
export type PathOf = (runbook: Runbook) => string

/** Default group of a runbook's rules: its path, as written, without its file ending. */
export const groupName: (file: string, roots: readonly string[]) => string = pathIn

/** Absolute address of a page; `''` if the configuration has no `site.url`. */
export function pageUrl({ site }: Config, path: string): string {
  if (site.url === '') return ''
  return site.url + encodePath(path)
}

/** Anchor of an alert on a page that explains several: the slug that its heading would have. */
export function anchorOf(alert: string): string {
  return slug(alert)
}

/**
 * One query parameter of a link: a value known at build time, or the template pipeline that prints it when the alert
 * fires.
 */
export type LinkPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly pipeline: string }

/**
 * The link on an alert: the page, a query that says what fired, the anchor. Prometheus itself encodes the values that
 * it fills in: `urlquery` is a built-in of Go's templates, so every version has it.
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

/** The path of an absolute address below the base, without query and fragment; undefined outside the base. */
export function pathOf(config: Config, address: string): string | undefined {
  if (config.site.url === '') return undefined
  const bare = withoutQuery(address).toLowerCase()
  const base = config.site.url.toLowerCase()
  if (!`${bare}/`.startsWith(base)) return undefined
  const rest = decoded(bare.slice(base.length))
    .toLowerCase()
    .replace(/(?:index\.html)?$/, '')
  return rest === '' || rest.endsWith('/') ? rest : `${rest}/`
}
