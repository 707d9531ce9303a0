/** Finds Markdown files that may be runbooks. */
import { sourcePaths } from '../../disk/read.ts'
import { readSource } from '../../disk/read-source.ts'
import { withoutQuery } from '../../text/address.ts'
import { counted, groupBy } from '../../text/group-by.ts'
import { plainName } from '../../text/likeness.ts'
import { isIndexName, MARKDOWN } from '../../text/path.ts'

export interface PagesFound {
  /** Folder of the runbooks; undefined if none looks like it. */
  readonly folder: string | undefined
  /** Number of Markdown files in it. */
  readonly count: number
  /** The folder with most of the Markdown files that are not taken for runbooks, `''` for several; and their number. */
  readonly docs: { readonly folder: string; readonly count: number }
  /** Pages that a template engine has to fill in first. */
  readonly unread: readonly string[]
  /** Pages in other languages than Markdown. */
  readonly others: readonly string[]
}

/** Names of folders with runbooks; of the second kind, only folders with several pages. */
const NAMED = [
  /^(?:run-?books?|play-?books?)$/i,
  /^(?:sops?|ops|operations|operation[-_]guides?|operating[-_]procedures?|on-?call|incident[-_]response)$/i,
]
const TEMPLATES = /\.(?:md|markdown)\.(?:erb|j2|jinja2?|tmpl|tpl|gotmpl)$/i
const OTHERS = /\.(?:adoc|asciidoc|rst)$/i
const ANY = new RegExp(`${MARKDOWN.source}|${TEMPLATES.source}|${OTHERS.source}`, 'i')
const FOREIGN = /(?:^|\/)(?:vendor|third_party|node_modules|dist|testdata)\//

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const nameOf = (path: string): string => fileName(path).replace(MARKDOWN, '')

/**
 * The folder of the files that alerts link to, or one named `runbook` or `playbook` with most of them; else that of files named after
 * alerts; else that of files which look like runbooks. `links`: the runbook links of the alerts, as written.
 */
export function findPages(root: string, alerts: readonly string[], links: readonly string[]): PagesFound {
  const all = sourcePaths(root, ANY).paths.filter((path) => !FOREIGN.test(path))
  const paths = all.filter((path) => MARKDOWN.test(path))
  const names = new Set(alerts.map(plainName))
  const linked = linkedFiles(paths, links)
  const named = namedFolder(paths, NAMED[0]!, 1)
  const inNamed = linked.filter((path) => named !== undefined && path.startsWith(`${named}/`))
  const folder =
    (2 * inNamed.length < linked.length ? folderOf(linked, links.length < ENOUGH ? ENOUGH : 1) : undefined) ??
    named ??
    folderOf(paths.filter((path) => names.has(plainName(nameOf(path))))) ??
    folderOf(paths.slice(0, MOST).filter((path) => isShapedLikeRunbook(root, path))) ??
    namedFolder(paths, NAMED[1]!, SEVERAL)
  const own = folder === undefined ? [] : paths.filter((path) => path.startsWith(`${folder}/`))
  return {
    folder,
    count: own.length,
    docs: docsOf(paths.filter((path) => folder === undefined || !path.startsWith(`${folder}/`))),
    unread: all.filter((path) => TEMPLATES.test(path)),
    // A README or two says nothing of what the team writes.
    others: all.filter((path) => OTHERS.test(path) && path.includes('/')),
  }
}

/** Those in `docs`, or in the folder with more than half of all. A few are no documentation. */
function docsOf(paths: readonly string[]): PagesFound['docs'] {
  const byFolder = counted(
    paths.filter((path) => !isIndexName(nameOf(path))).map((path) => path.split('/')[0]!),
  )
  const folders = [...byFolder].filter(([name]) => !MARKDOWN.test(name)).sort((a, b) => b[1] - a[1])
  const docs = folders.find(([name]) => /^docs?$/i.test(name))?.[0]
  const total = [...byFolder.values()].reduce((sum, one) => sum + one, 0)
  const most = docs ?? folders.find(([, count]) => 2 * count > total)?.[0]
  if (docs === undefined && total < FEW) return { folder: '', count: 0 }
  const folder = most ?? ''
  return { folder, count: paths.filter((path) => path.startsWith(folder === '' ? '' : `${folder}/`)).length }
}

/** Fewer pages outside `docs` are those of a repository's own: its licence, its changes. */
const FEW = 10

/** Files that a link names at its end: by their path, or in the address of a repository's own view. */
function linkedFiles(paths: readonly string[], links: readonly string[]): string[] {
  const targets = links
    .map((link) => `/${withoutQuery(link.trim())}`)
    .filter((target) => !target.includes('{{'))
  const byName = groupBy(new Set(targets), fileName)
  return paths.filter((path) => byName.get(fileName(path))?.some((target) => target.endsWith(`/${path}`)))
}

/** The folder with such a name that is nearest to the top, and of those the one with most pages besides its index. */
function namedFolder(paths: readonly string[], name: RegExp, least: number): string | undefined {
  const folders = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1)
    const at = parts.findIndex((part) => name.test(part))
    const folder = parts.slice(0, at + 1).join('/')
    // Ansible keeps playbooks of its own, with a README, in a folder of that name.
    return at < 0 || (isIndexName(nameOf(path)) && !/run-?books?$/i.test(folder)) ? [] : [folder]
  })
  const depth = (folder: string): number => folder.split('/').length
  return [...counted(folders)]
    .filter(([, count]) => count >= least)
    .sort(([a, some], [b, others]) => depth(a) - depth(b) || others - some || (a < b ? -1 : 1))[0]?.[0]
}

/** A folder of operations has several pages if it has runbooks. */
const SEVERAL = 3

/** One file may be a coincidence, if not several links lead to it. */
const ENOUGH = 2

/** Of these files, how many the folder of the runbooks holds: a few may lie elsewhere. */
const MOST_OF_THEM = 0.8

/** The deepest folder that holds most of the files; undefined for few files, or for none but the root. */
function folderOf(files: readonly string[], enough: number = ENOUGH): string | undefined {
  if (files.length < enough) return undefined
  const above = files.flatMap((file) => {
    const parts = file.split('/')
    return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'))
  })
  return [...counted(above)]
    .filter(([, count]) => count >= enough && count >= files.length * MOST_OF_THEM)
    .sort(([a], [b]) => b.length - a.length)[0]?.[0]
}

/** Most files that are read to see what they look like. */
const MOST = 2000

/** A page whose title is its name, `HostDown`, or that has two of the usual sections. */
function isShapedLikeRunbook(root: string, path: string): boolean {
  const source = readSource(root, path, { within: true })
  if (!('text' in source)) return false
  const headings = [...source.text.matchAll(/^#{1,3} +(\S.*)$/gm)].map(([, text]) => text!.trim())
  const sections = new Set(headings.filter((text) => /^(?:meaning|impact|diagnosis|mitigation)$/i.test(text)))
  return sections.size >= 2 || (headings[0] === nameOf(path) && /^[A-Z]\w*[a-z][A-Z]/.test(headings[0]))
}
