/** Runbook links of rules, as written → their targets. */
import type { Config, Field, Rule, WrittenLink } from '../model.ts'
import { LINK_ANNOTATIONS } from '../rule-fields.ts'
import { decoded, isWebAddress, withoutQuery } from '../text/address.ts'
import { isWithin, plainPath } from '../text/folder.ts'
import { once } from '../text/once.ts'
import { standsForAddress } from '../text/placeholder.ts'
import { pagePath, pathOf, slug } from './addresses.ts'
import { fileAtPath, fileInView } from './repository-path.ts'

/** The keys of the link annotation in a project's rules. */
export const linkKeys: (config: Config) => ReadonlySet<string> = once(
  (config: Config): ReadonlySet<string> => new Set([...LINK_ANNOTATIONS, ...config.links.annotations]),
)

/** Facts about pages that links need: whether a path is a page, and whether it has an anchor. */
export interface Paths {
  hasPage(path: string): boolean
  hasAnchor(path: string, anchor: string): boolean
}

/** Reads every runbook link of a rule; an empty field does not count. */
export function readWritten(rule: Rule, paths: Paths, config: Config): WrittenLink[] {
  const keys = linkKeys(config)
  return rule.annotations
    .filter(({ key, value }) => keys.has(key.value) && value.value.trim() !== '')
    .map((field) => ({ field, ...parseLink(field, paths, config) }))
}

type ParsedLink<L = WrittenLink> = L extends unknown ? Omit<L, 'field'> : never

function parseLink({ value }: Field, paths: Paths, config: Config): ParsedLink {
  const written = value.value.trim()
  const todo = todoOf(written)
  if (todo) return { kind: 'todo', until: todo.until }
  // A template in the query or the fragment does not affect the page.
  const address = written.replace(/\{\{[\s\S]*?\}\}/g, 'x')
  const bare = withoutQuery(written)
  if (bare.includes('{{')) return { kind: leadsElsewhere(bare, config) ? 'elsewhere' : 'template' }
  const file = fileAtPath(written, config)
  if (file !== undefined) {
    const page = pagePath(file, config)
    return paths.hasPage(page) ? onSite(address, page, paths) : { kind: 'file', file }
  }
  const reason = problemOf(address)
  const path = sitePath(bare, paths, config)
  if (path !== undefined && reason === undefined) return onSite(address, path, paths)
  if (reason !== undefined) return { kind: 'invalid', reason }
  const viewed = fileInView(written, config)
  const page = viewed === undefined ? undefined : pagePath(viewed, config)
  if (page !== undefined && paths.hasPage(page)) return onSite(address, page, paths)
  // Any other file in the view is an address like any other, unless it would have to be one of these runbooks.
  if (viewed !== undefined && isOwnRunbook(written, viewed, config)) return { kind: 'file', file: viewed }
  // Nobody reads a page there, unless the project says so.
  const isAccepted = config.links.elsewhere.some((base) => written.startsWith(base))
  return standsForAddress(written) && !isAccepted ? { kind: 'invalid' } : { kind: 'elsewhere' }
}

/** Whether an address in the repository's view is of the project's own branch, and of its runbooks. */
const isOwnRunbook = (written: string, file: string, { runbooks, site }: Config): boolean =>
  written.includes(`/${site.branch}/`) && runbooks.some((folder) => isWithin(file, plainPath(folder)))

/** Whether the host, which no template takes part in, is another than the site's, or the path another from its beginning. */
function leadsElsewhere(written: string, config: Config): boolean {
  const [known = ''] = written.split('{{')
  const base = config.site.url
  return (
    base !== '' && /^https?:\/\/[^/]+\//i.test(known) && !known.startsWith(base) && !base.startsWith(known)
  )
}

/** The path under the site. If the site is a repository's own view of its files, their endings are removed. */
function sitePath(address: string, paths: Paths, config: Config): string | undefined {
  const path = pathOf(config, address)
  const file = path?.replace(/\.(?:md|markdown)\/$/i, '/')
  const isView = /\/(?:blob|tree|src)\//.test(config.site.url)
  return isView && file !== undefined && paths.hasPage(file) ? file : path
}

function onSite(address: string, path: string, paths: Paths): ParsedLink {
  if (!paths.hasPage(path)) return { kind: 'missing', path }
  const written = decoded(/#([\s\S]*)$/.exec(address)?.[1] ?? '')
  const lower = written.toLowerCase()
  // GitHub finds `#HostDown`, and the author means the heading.
  const anchor = !paths.hasAnchor(path, written) && paths.hasAnchor(path, lower) ? lower : written
  const found = anchor === '' || paths.hasAnchor(path, anchor)
  return { kind: 'page', path, anchor, ...(!found && { missingAnchor: true as const }) }
}

/**
 * The page that a link refers to: the file of a runbook in the repository, or an address of the site, even if it does not
 * lead there exactly: segments are slugged like page paths, so `/HostDown(>80%)` means `/hostdown-80/`. Undefined
 * outside the site.
 */
export function meantPath(written: string, config: Config): string | undefined {
  const file = fileAtPath(written, config) ?? fileInView(written, config)
  if (file !== undefined) return pagePath(file, config)
  const path = pathOf(config, written.trim())
  if (path === undefined || path.includes('{{')) return undefined
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => `${slug(decoded(segment).replace(/\.(?:md|markdown|html?)$/i, ''))}/`)
    .join('')
}

/** `todo`, `TODO: 2026-12-31`, `todo until 2026-12-31`: a promised runbook, and its due date. */
export function todoOf(written: string): { readonly until: string | undefined } | undefined {
  if (!/^todo\b/i.test(written.trim())) return undefined
  return { until: /\b\d{4}-\d{2}-\d{2}\b/.exec(written)?.[0] }
}

/** What RFC 3986 forbids in an address; undefined for a valid absolute web address. */
function problemOf(address: string): string | undefined {
  if (!isWebAddress(address)) return 'it does not begin with `https://` or `http://`'
  const character = /[\s<>"{}|\\^`]/.exec(address)?.[0]
  if (character !== undefined)
    return `\`${character === '`' ? '\\`' : character}\` must be written as \`${encodeURIComponent(character)}\``
  if (/%(?![0-9a-f]{2})/i.test(address)) return '`%` must be followed by two hexadecimal digits'
  return URL.canParse(address) ? undefined : 'it has no host'
}
