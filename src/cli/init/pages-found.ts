/** Finds Markdown files that may be runbooks. */
import { readSource, sourcePaths } from '../../disk/read.ts'
import { withoutQuery } from '../../text/address.ts'
import { counted, groupBy } from '../../text/group-by.ts'
import { plainName } from '../../text/likeness.ts'
import { MARKDOWN } from '../../text/path.ts'

export interface PagesFound {
  /** Folder of the runbooks; undefined if none looks like it. */
  readonly folder: string | undefined
  /** Number of Markdown files in it. */
  readonly count: number
  /** Number of Markdown files in `docs/` that are not taken for runbooks. */
  readonly docs: number
}

const NAMED = /^(?:run-?books?|play-?books?)$/i
const FOREIGN = /(?:^|\/)(?:vendor|third_party|node_modules|dist|testdata)\//

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const nameOf = (path: string): string => fileName(path).replace(MARKDOWN, '')

/**
 * The folder of the files that alerts link to, or one named `runbook` or `playbook` with most of them; else that of files named after
 * alerts; else that of files which look like runbooks. `links`: the runbook links of the alerts, as written.
 */
export function findPages(root: string, alerts: readonly string[], links: readonly string[]): PagesFound {
  const paths = sourcePaths(root, MARKDOWN).paths.filter((path) => !FOREIGN.test(path))
  const names = new Set(alerts.map(plainName))
  const linked = linkedFiles(paths, links)
  const named = namedFolder(paths)
  const inNamed = linked.filter((path) => named !== undefined && path.startsWith(`${named}/`))
  const folder =
    (2 * inNamed.length < linked.length ? folderOf(linked, links.length < ENOUGH ? ENOUGH : 1) : undefined) ??
    named ??
    folderOf(paths.filter((path) => names.has(plainName(nameOf(path))))) ??
    folderOf(paths.slice(0, MOST).filter((path) => isShapedLikeRunbook(root, path)))
  const own = folder === undefined ? [] : paths.filter((path) => path.startsWith(`${folder}/`))
  return {
    folder,
    count: own.length,
    docs: paths.filter((path) => /^docs?\//i.test(path) && !own.includes(path)).length,
  }
}

/** Files that a link names at its end: by their path, or in the address of a repository's own view. */
function linkedFiles(paths: readonly string[], links: readonly string[]): string[] {
  const targets = links
    .map((link) => `/${withoutQuery(link.trim())}`)
    .filter((target) => !target.includes('{{'))
  const byName = groupBy(new Set(targets), fileName)
  return paths.filter((path) => byName.get(fileName(path))?.some((target) => target.endsWith(`/${path}`)))
}

function namedFolder(paths: readonly string[]): string | undefined {
  const folders = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1)
    const at = parts.findIndex((part) => NAMED.test(part))
    return at < 0 ? [] : [parts.slice(0, at + 1).join('/')]
  })
  const depth = (folder: string): number => folder.split('/').length
  return [...new Set(folders)].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))[0]
}

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
