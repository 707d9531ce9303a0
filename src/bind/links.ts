/** Resolves each link of a runbook to a page, a file of the repository, or nothing. */
import type { BoundLink, Config, Link, Page, Runbook } from '../model.ts'
import { decoded } from '../text/address.ts'
import { INDEX_FILES, MARKDOWN } from '../text/path.ts'
import { withoutEnd } from '../text/without-end.ts'
import { pathOf } from './addresses.ts'

export type UnlinkedPage = Omit<Page, 'links' | 'refs'>

export interface Book {
  readonly byFile: ReadonlyMap<string, UnlinkedPage>
  readonly byPath: ReadonlyMap<string, UnlinkedPage>
  /** Whether the repository has a file or folder at a path, besides the sources; undefined if unknown. */
  readonly exists: ((path: string) => boolean) | undefined
}

const EXTERNAL = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i

/**
 * Resolves a link as written in a runbook. A relative target is tried first as a file of the repository, then as an
 * address.
 */
export function bindLink(link: Link, from: UnlinkedPage, book: Book, config: Config): BoundLink {
  const target = link.target.trim()
  if (EXTERNAL.test(target)) {
    const path = pathOf(config, target)
    if (path === undefined) return { link, kind: 'external' }
    return toPage(link, book.byPath.get(path), decoded(/#(.*)$/s.exec(target)?.[1] ?? ''))
  }
  const [, path, , fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(target)!
  const anchor = decoded(fragment ?? '')
  if (path === '') return toPage(link, from, anchor)
  const file = join(from.runbook.source.path, decoded(path!))
  const page = pageAt(file, path!, from, book, config) ?? (link.ref ? pageByName(path!, book) : undefined)
  if (page) return toPage(link, page, anchor)
  // Other files (an image, a script) are not ours to judge.
  const isFile = /\.[a-z0-9]+$/i.test(file) && !/\.(?:md|markdown|html?)$/i.test(file)
  const isRelative = !path!.startsWith('/')
  if (isFile || (isRelative && book.exists?.(file))) {
    // Files above the project, and addresses at the host's root, cannot be checked here.
    const isKnown = book.exists && isRelative && !leadsOut(from.runbook.source.path, decoded(path!))
    const isAbsent = isKnown && !/[{}<>*]/.test(file) && !book.exists!(file)
    return { link, kind: 'file', file, ...(isAbsent && { isAbsent }) }
  }
  // From the root, the target is an address on the host, which may have other pages too; a Markdown file is a runbook.
  const isOfHost = path!.startsWith('/') && link.ref !== true && !MARKDOWN.test(file)
  return isOfHost ? { link, kind: 'external' } : { link, kind: 'missing' }
}

function toPage(link: Link, page: UnlinkedPage | undefined, anchor: string): BoundLink {
  if (!page) return { link, kind: 'missing' }
  // `#top` is the top of every page.
  const found =
    anchor === '' || isOfBrowser(anchor)
      ? ''
      : (anchorOn(page, anchor) ?? (/^top$/i.test(anchor) ? '' : undefined))
  return found === undefined
    ? { link, kind: 'page', path: page.path, anchor, missingAnchor: true }
    : { link, kind: 'page', path: page.path, anchor: found }
}

/** The element id for an anchor: headings and alerts keep theirs; ids from raw HTML get the sanitiser's prefix. */
function anchorOn({ runbook, rules }: UnlinkedPage, anchor: string): string | undefined {
  if (runbook.headings.some(({ slug }) => slug === anchor)) return anchor
  if (rules.some((rule) => rule.anchor === anchor)) return anchor
  if (runbook.anchors.includes(anchor)) return `user-content-${anchor}`
  // Browsers do not find `#Meaning`, but the author means the heading.
  const lower = anchor.toLowerCase()
  return runbook.headings.find(({ slug }) => slug === lower)?.slug ?? alike(runbook, anchor)
}

/** `#:~:text=…` searches for a text. */
const isOfBrowser = (anchor: string): boolean => anchor.startsWith(':~:')

/** Letters and digits, which is what the anchors of all tools keep of a heading. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** The anchor of the only heading with the same letters: MkDocs writes `#a-b` for `A & B`, Obsidian `#A & B`, GitHub `#a--b`. */
function alike({ headings }: Runbook, anchor: string): string | undefined {
  const letters = lettersOf(anchor.replace(/:~:.*$/s, ''))
  const found = letters === '' ? [] : headings.filter(({ slug }) => lettersOf(slug) === letters)
  return found.length === 1 ? found[0]!.slug : undefined
}

function pageAt(
  file: string,
  written: string,
  from: UnlinkedPage,
  { byFile, byPath }: Book,
  config: Config,
): UnlinkedPage | undefined {
  // Other tools resolve a leading `/` from the folder of the runbooks.
  const folders = written.startsWith('/')
    ? config.runbooks.map((folder) => `${withoutEnd(folder, '/')}/`)
    : []
  for (const folder of ['', ...folders]) {
    const bare = folder + file.replace(/\/$/, '')
    const names = [bare, `${bare}.md`, ...INDEX_FILES.map((name) => `${bare}/${name}.md`)]
    const found = names.find((name) => byFile.has(name))
    if (found !== undefined) return byFile.get(found)
  }
  const address = written.startsWith('/') ? written.slice(1) : join(`${from.path}x`, written)
  const path = address.replace(/(?:\/?index\.html|\.html|\/)$/, '').toLowerCase()
  return byPath.get(path === '' ? '' : `${path}/`)
}

/** The only page with that file name, in any folder: Hugo resolves a `ref` without a path like this. */
function pageByName(written: string, { byFile }: Book): UnlinkedPage | undefined {
  const name = written.replace(/\.md$/i, '').toLowerCase()
  const found = [...byFile].filter(([file]) => file.toLowerCase().endsWith(`/${name}.md`))
  return name !== '' && !name.includes('/') && found.length === 1 ? found[0]![1] : undefined
}

/** Resolves a path relative to the folder of `from`; a leading `/` means the root, and `..` stops there. */
function join(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/') + (target.endsWith('/') ? '/' : '')
}

/** Whether a relative path leads above the root. */
function leadsOut(from: string, target: string): boolean {
  let depth = from.split('/').length - 1
  for (const part of target.split('/')) {
    if (part === '..') depth--
    else if (part !== '.' && part !== '') depth++
    if (depth < 0) return true
  }
  return false
}
