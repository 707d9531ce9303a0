/** Resolves each link of a runbook to a page, a file of the repository, or nothing. */
import type { BoundLink, Config, Link, Page, Runbook } from '../model.ts'
import { decoded } from '../text/address.ts'
import { filePlaces } from '../text/file-places.ts'
import { groupBy } from '../text/group-by.ts'
import { plainName } from '../text/likeness.ts'
import { once, within } from '../text/once.ts'
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
  if (link.names) return bindWikiLink(link, link.names, from, book, config)
  const target = link.target.trim()
  if (EXTERNAL.test(target)) {
    const path = pathOf(config, target)
    if (path === undefined) return { link, kind: 'external' }
    return toPage(link, book.byPath.get(path), decoded(/#(.*)$/s.exec(target)?.[1] ?? ''))
  }
  const [, path, , fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(target)!
  const anchor = decoded(fragment ?? '')
  if (path === '') {
    const here = toPage(link, from, anchor)
    const labelled = here.kind === 'page' && here.missingAnchor ? pageOfLabel(anchor, from, book) : undefined
    return labelled ? toPage(link, labelled, anchor) : here
  }
  const file = join(from.runbook.source.path, decoded(path!))
  const page = pageAt(file, path!, from, book, config) ?? (link.ref ? pageByName(path!, book) : undefined)
  if (page) return toPage(link, page, anchor)
  const labelled = /[./]/.test(path!) ? undefined : pageOfLabel(path!, from, book)
  if (labelled) return toPage(link, labelled, path!)
  const other = otherFile(file, path!, from, book, config)
  if (other !== undefined) return { link, kind: 'file', file: other }
  // Other files (an image, a script) are not ours to judge.
  const isFile = /\.[a-z0-9]+$/i.test(file) && !/\.(?:md|markdown|html?)$/i.test(file)
  const isRelative = !path!.startsWith('/')
  if (isFile || (isRelative && book.exists?.(file))) {
    // Files above the project, and addresses at the host's root, cannot be checked here; no host has images of its own for a page.
    const isKnown =
      book.exists &&
      (isRelative
        ? !leadsOut(from.runbook.source.path, decoded(path!))
        : link.image === true && config.site.folder === '')
    const isAbsent = isKnown && !/[{}<>*]/.test(file) && !book.exists!(file)
    return { link, kind: 'file', file, ...(isAbsent && { isAbsent }) }
  }
  // From the root, the target is an address on the host, which may have other pages too; a Markdown file is a runbook.
  const isOfHost = path!.startsWith('/') && link.ref !== true && !MARKDOWN.test(file)
  return isOfHost ? { link, kind: 'external' } : { link, kind: 'missing' }
}

/** The file of the repository where other tools find it, if none is where GitHub does. */
function otherFile(
  file: string,
  written: string,
  from: UnlinkedPage,
  { exists }: Book,
  config: Config,
): string | undefined {
  if (!exists || !/\.[a-z0-9]+$/i.test(file) || MARKDOWN.test(file) || exists(file)) return undefined
  const places = filePlaces(from.runbook.source.path, decoded(written), config.runbooks)
  return places.find((place) => !place.startsWith('..') && exists(place))
}

/** The page with a label of MyST: this one, else the only one. */
function pageOfLabel(label: string, from: UnlinkedPage, { byFile }: Book): UnlinkedPage | undefined {
  if (from.runbook.labels?.some(({ name }) => name === label)) return from
  const pages = labelsOf(byFile).get(label) ?? []
  return pages.length === 1 ? pages[0] : undefined
}

const labelsOf = once((byFile: Book['byFile']): ReadonlyMap<string, readonly UnlinkedPage[]> => {
  const found = new Map<string, UnlinkedPage[]>()
  for (const page of byFile.values())
    for (const { name } of page.runbook.labels ?? []) within(found, name, () => []).push(page)
  return found
})

/** The first name that a page has is the page, and the other one the text: GitHub's wikis and Obsidian differ in their order. */
function bindWikiLink(
  link: Link,
  names: readonly string[],
  from: UnlinkedPage,
  book: Book,
  config: Config,
): BoundLink {
  for (const [index, name] of names.entries()) {
    const [, written = '', fragment = ''] = /^([^#]*)(?:#(.*))?$/s.exec(name)!
    const page = written === '' ? from : pageOfName(written, from, book, config)
    if (!page) continue
    // A block has an id that no page shows.
    const bound = toPage(link, page, fragment.startsWith('^') ? '' : decoded(fragment))
    const other = names[1 - index]
    const text =
      other || (written === '' ? fragment : name === written ? page.title : name.replace('#', ' › '))
    return bound.kind === 'page' ? { ...bound, text } : bound
  }
  return { link, kind: 'missing' }
}

/** By its path from here or from a folder of runbooks; else by the end of its path, or by its title. */
function pageOfName(
  written: string,
  from: UnlinkedPage,
  book: Book,
  config: Config,
): UnlinkedPage | undefined {
  const source = from.runbook.source.path
  const known =
    pageAt(join(source, written), written, from, book, config) ??
    pageAt(join(source, `/${written}`), `/${written}`, from, book, config)
  if (known) return known
  const found = namesOf(book.byFile).get(plainName(written.replace(/^.*\//, '').replace(MARKDOWN, ''))) ?? []
  const end = lettersOf(written.replace(/^(?:\.{0,2}\/)+/, ''))
  const ofPath = found.filter(
    (page) =>
      lettersOf(page.runbook.source.path).endsWith(end) ||
      [page.title, ...page.runbook.frontmatter.aliases.map(({ value }) => value)].some(
        (one) => plainName(one) === plainName(written),
      ),
  )
  const folder = source.slice(0, source.lastIndexOf('/') + 1)
  const beside = ofPath.filter(({ runbook }) => runbook.source.path.startsWith(folder))
  return ofPath.length === 1 ? ofPath[0] : beside.length === 1 ? beside[0] : undefined
}

const lettersOf = (path: string): string =>
  path
    .replace(MARKDOWN, '')
    .split('/')
    .map(plainName)
    .join('/')
    .replace(/^(?!\/)/, '/')

/** The pages by their file names, titles and aliases, as letters and digits. */
const namesOf = once((byFile: Book['byFile']): ReadonlyMap<string, readonly UnlinkedPage[]> => {
  const named = new Map<string, UnlinkedPage[]>()
  for (const [file, page] of byFile) {
    const name = file.slice(file.lastIndexOf('/') + 1).replace(MARKDOWN, '')
    const aliases = page.runbook.frontmatter.aliases.map(({ value }) => plainName(value))
    for (const one of new Set([plainName(name), plainName(page.title), ...aliases]))
      within(named, one, () => []).push(page)
  }
  return named
})

function toPage(link: Link, page: UnlinkedPage | undefined, anchor: string): BoundLink {
  if (!page) return { link, kind: 'missing' }
  const bound = {
    link,
    kind: 'page' as const,
    path: page.path,
    ...(link.bare && { text: titleOf(page, anchor) }),
  }
  // `#top` is the top of every page, and so is `#readme` where GitHub shows one.
  const isTop = anchor === '' || isOfBrowser(anchor)
  const found = isTop ? '' : (anchorOn(page, anchor) ?? (/^(?:top|readme)$/i.test(anchor) ? '' : undefined))
  return found === undefined ? { ...bound, anchor, missingAnchor: true } : { ...bound, anchor: found }
}

/** What a link leads to: a heading, also by its label, or a page. */
function titleOf({ runbook, title }: UnlinkedPage, anchor: string): string {
  const own = runbook.headings.find(({ slug }) => slug === anchor)
  const labelled = own ? undefined : runbook.labels?.find(({ name }) => name === anchor)?.heading
  return (own ?? runbook.headings.find(({ slug }) => slug === labelled))?.text ?? title
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

/** The anchor of the only heading with the same letters and digits, which all tools keep of it: MkDocs writes `#a-b` for `A & B`, Obsidian `#A & B`, GitHub `#a--b`. */
function alike({ headings }: Runbook, anchor: string): string | undefined {
  const letters = plainName(anchor.replace(/:~:.*$/s, ''))
  const found = letters === '' ? [] : (byLetters(headings).get(letters) ?? [])
  return found.length === 1 ? found[0]!.slug : undefined
}

const byLetters = once((headings: Runbook['headings']) => groupBy(headings, ({ slug }) => plainName(slug)))

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
  const found = byFileName(byFile).get(`${written.replace(/\.md$/i, '').toLowerCase()}.md`) ?? []
  return found.length === 1 ? found[0]![1] : undefined
}

const byFileName = once((byFile: Book['byFile']) =>
  groupBy(byFile, ([file]) => file.slice(file.lastIndexOf('/') + 1).toLowerCase()),
)

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
