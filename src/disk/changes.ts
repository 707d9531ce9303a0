/** What a change touches: lines that differ from a commit, and files not yet known to git. */
import { git } from './git.ts'

/** Lines of the current file, 1-based, inclusive. */
export interface LineSpan {
  readonly first: number
  readonly last: number
}

/** By path from the root; `all`: a new file. */
export type Changes = ReadonlyMap<string, 'all' | readonly LineSpan[]>

/** Why the changes are unknown. */
export type ChangesFault = 'no-repository' | 'no-commit'

/**
 * The changes below `root` since the last commit that it shares with `ref`, uncommitted ones included: what a pull
 * request shows. Runs git.
 */
export function changesSince(root: string, ref: string): Changes | ChangesFault {
  if (git(root, ['rev-parse', '--git-dir']) === undefined) return 'no-repository'
  const commit = git(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ])?.trim()
  if (!commit) return 'no-commit'
  const base = git(root, ['merge-base', commit, 'HEAD'])?.trim() || commit
  const plain = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--relative']
  const diff = git(root, ['diff', ...plain, '--src-prefix=a/', '--dst-prefix=b/', base, '--', '.'])
  const untracked = git(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.'])
  if (diff === undefined || untracked === undefined) return 'no-commit'
  const fresh = untracked.split('\0').filter((path) => path !== '')
  return new Map([...readDiff(diff), ...fresh.map((path) => [path, 'all'] as const)])
}

/** The changed lines of each file in a unified diff without context; a deletion counts for the lines around it. */
export function readDiff(diff: string): Map<string, 'all' | readonly LineSpan[]> {
  const changes = new Map<string, 'all' | LineSpan[]>()
  const lines = diff.split('\n')
  let spans: LineSpan[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const file = /^\+\+\+ (.*)$/.exec(line)?.[1]
    if (file !== undefined) {
      spans = []
      const path = pathIn(file)
      if (path !== undefined) changes.set(path, lines[at - 1] === '--- /dev/null' ? 'all' : spans)
      continue
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (!hunk) continue
    const [removed, start, added] = [hunk[1] ?? '1', hunk[2]!, hunk[3] ?? '1'].map(Number) as [
      number,
      number,
      number,
    ]
    spans.push(added === 0 ? { first: start, last: start + 1 } : { first: start, last: start + added - 1 })
    // Text inside a hunk may look like a header.
    at += removed + added
  }
  return changes
}

/** The path after `+++`: git quotes unusual characters, and appends a tab to a path with spaces. */
function pathIn(text: string): string | undefined {
  const bare = text.replace(/\t$/, '')
  const path = bare.startsWith('"') ? unquoted(bare) : bare
  return path.startsWith('b/') ? path.slice(2) : undefined
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

function unquoted(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
      code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
    )
}
