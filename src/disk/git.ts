/** The history of the sources from git: who changed them last. Empty outside a repository or without git. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readRegular } from './regular.ts'

export interface Change {
  /** Time of the commit, `2026-11-21T06:30:00+01:00`. */
  readonly date: string
  readonly author: string
  readonly commit: string
}

/** By path from the project's root: changes, latest first. */
export type History = readonly (readonly [path: string, changes: readonly Change[]])[]

/** Most commits examined: enough for a feed, and for the last change of all but the oldest pages. */
const COMMITS = 5000
/** Most changes kept per file. */
const CHANGES = 5

/** The `.git` of the repository that contains a folder, found as git does. */
function repositoryOf(folder: string): string | undefined {
  const path = join(folder, '.git')
  if (process.env.GIT_DIR !== undefined || existsSync(path)) return path
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder))
}

/**
 * What keeps git from running programs that a repository's own configuration names. A folder of the project may look
 * like a bare repository, and then git would read the configuration in it, which came with the files.
 */
const HARMLESS = [
  'safe.bareRepository=explicit',
  'log.showSignature=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
].flatMap((setting) => ['-c', setting])

/** Longest wait for git in milliseconds: the history of a very large repository takes some seconds. */
const PATIENCE = 60_000

/** The output of git; undefined if it fails, does not end or is not installed. */
export function git(root: string, args: readonly string[]): string | undefined {
  // Loaded on demand, as git is run on demand: each takes as long as a small build.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const { status, stdout } = spawnSync('git', ['--no-pager', ...HARMLESS, '-C', root, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    // Objects that are missing are not fetched: fetching may run a program.
    env: { ...process.env, GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return status === 0 ? stdout : undefined
}

/** The checked-out commit; undefined outside a repository. */
export function headCommit(root: string): string | undefined {
  const repository = repositoryOf(root)
  if (repository === undefined || hasStrangeHead(repository)) return undefined
  return plainHead(repository) ?? git(root, ['rev-parse', 'HEAD'])?.trim()
}

/** Git waits for ever for a `HEAD` that is a pipe. */
function hasStrangeHead(repository: string): boolean {
  try {
    return !statSync(join(repository, 'HEAD')).isFile()
  } catch {
    return false
  }
}

const textOf = (path: string): string => (readRegular(path, 1 << 12)?.toString('utf8') ?? '').trim()

/** The commit, if the repository's own files show it (gitrepository-layout(5)); otherwise git is asked. */
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

/** The history of folders (relative to the root), in one run of git; empty outside a repository. */
export function readHistory(root: string, folders: readonly string[]): History {
  const repository = repositoryOf(root)
  if (repository === undefined || hasStrangeHead(repository)) return []
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
