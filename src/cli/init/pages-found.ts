/** Finds Markdown files that may be runbooks. */
import { sourcePaths } from '../../disk/read.ts'
import { MARKDOWN } from '../../parse/kind.ts'
import { mostFrequent } from '../../text/group-by.ts'
import { plainName } from '../../text/likeness.ts'

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

/** A folder named `runbook` or `playbook`; else one with several files named after alerts. */
export function findPages(root: string, alerts: readonly string[]): PagesFound {
  const paths = sourcePaths(root, MARKDOWN).paths.filter((path) => !FOREIGN.test(path))
  const folder = namedFolder(paths) ?? alikeFolder(paths, new Set(alerts.map(plainName)))
  const own = folder === undefined ? [] : paths.filter((path) => path.startsWith(`${folder}/`))
  return {
    folder,
    count: own.length,
    docs: paths.filter((path) => /^docs?\//i.test(path) && !own.includes(path)).length,
  }
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

/** One file named after an alert may be a coincidence. */
const ENOUGH = 2

function alikeFolder(paths: readonly string[], names: ReadonlySet<string>): string | undefined {
  const folders = paths.flatMap((path) => {
    const slash = path.lastIndexOf('/')
    const isNamed = slash >= 0 && names.has(plainName(path.slice(slash + 1).replace(MARKDOWN, '')))
    return isNamed ? [path.slice(0, slash)] : []
  })
  const [best] = mostFrequent(folders)
  return best && best[1] >= ENOUGH ? best[0] : undefined
}
