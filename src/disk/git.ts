/** What git knows of the sources: who changed them last. Absent outside a repository, or without git. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readRegular } from './regular.ts'

export interface Change {
  /** When it was committed, `2026-11-21T06:30:00+01:00`. */
  readonly date: string
  readonly author: string
  readonly commit: string
}

/** By path from the project's root: changes, latest first. */
export type History = readonly (readonly [path: string, changes: readonly Change[]])[]

/** Commits that are looked at: enough for a feed and for the last change of all but the oldest pages. */
const COMMITS = 5000
/** Changes kept for a file. */
const CHANGES = 5

/** The `.git` of the repository a folder is in, found as git finds it. */
function repositoryOf(folder: string): string | undefined {
  const path = join(folder, '.git')
  if (process.env.GIT_DIR !== undefined || existsSync(path)) return path
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder))
}

/** What git prints; undefined when it fails, or there is no git. */
export function git(root: string, args: readonly string[]): string | undefined {
  // Loaded when it is needed, like git itself: either takes as long as a small build.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { status, stdout } = spawnSync('git', ['-c', 'core.quotePath=false', '-C', root, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout : undefined
}

/** The commit that is checked out; undefined outside a repository. */
export function headCommit(root: string): string | undefined {
  const repository = repositoryOf(root)
  if (repository === undefined) return undefined
  return plainHead(repository) ?? git(root, ['rev-parse', 'HEAD'])?.trim()
}

const textOf = (path: string): string => (readRegular(path, 1 << 12)?.toString('utf8') ?? '').trim()

/** The commit, where it can be read off the repository's own files (gitrepository-layout(5)); git knows the rest. */
function plainHead(repository: string): string | undefined {
  if (process.env.GIT_DIR !== undefined) return undefined
  try {
    const head = textOf(join(repository, 'HEAD'))
    const branch = /^ref: (refs\/heads\/[\w./-]+)$/.exec(head)?.[1]
    const commit = branch === undefined ? head : textOf(join(repository, branch))
    return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined
  } catch {
    return undefined
  }
}

/** The history of folders (relative to the root), in one run of git; nothing outside a repository. */
export function readHistory(root: string, folders: readonly string[]): History {
  const format = '--format=%x00%H%x09%cI%x09%an'
  const log = git(root, ['log', `-${COMMITS}`, format, '--name-only', '--relative', '--', ...folders])
  if (log === undefined) return []
  const history = new Map<string, Change[]>()
  for (const entry of log.split('\0').slice(1)) {
    const [head, ...files] = entry.split('\n')
    const [hash, date, ...author] = head!.split('\t')
    const change = { date: date!, author: author.join('\t'), commit: hash! }
    for (const file of files) {
      if (file === '') continue
      const changes = history.get(file)
      if (!changes) history.set(file, [change])
      else if (changes.length < CHANGES) changes.push(change)
    }
  }
  return [...history]
}
