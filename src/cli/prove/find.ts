/** Finds files with tests. */
import { statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { sourcePaths } from '../../disk/read.ts'
import { readSource } from '../../disk/read-source.ts'
import { hasTopKey, isRunbook } from '../../parse/kind.ts'
import { UserError } from '../command.ts'

export type TestFileKind = 'promtool' | 'runbook' | 'script'

export interface TestFile {
  readonly path: string
  readonly kind: TestFileKind
}

const TEST_FILE = /\.(?:ya?ml|md|markdown|test)$/i

export const kindOf = (path: string): TestFileKind =>
  isRunbook(path) ? 'runbook' : /\.test$/i.test(path) ? 'script' : 'promtool'

/** Whether a YAML file has `tests:` at its top level, as unit tests do and rule files do not. */
export const isUnitTests = (text: string): boolean => hasTopKey(text, 'tests')

/** The test files in the given paths: a file always counts, a folder contributes whatever looks like tests. */
export function findTests(cwd: string, paths: readonly string[]): TestFile[] {
  const found = paths.flatMap((path): TestFile[] => {
    const full = isAbsolute(path) ? path : join(cwd, path)
    const stat = statSync(full, { throwIfNoEntry: false })
    if (stat === undefined) throw new UserError(`no file or folder \`${path}\``, 'check the path')
    if (!stat.isDirectory()) return [{ path, kind: kindOf(path) }]
    return sourcePaths(full, TEST_FILE)
      .paths.filter((name) => looksLikeTests(join(full, name)))
      .map((name) => ({ path: join(path, name), kind: kindOf(name) }))
  })
  return [...new Map(found.map((file) => [file.path, file])).values()]
}

/** Rule files and other YAML are beside tests; only a file with a top-level `tests:` contains any. */
function looksLikeTests(path: string): boolean {
  const kind = kindOf(path)
  if (kind === 'script') return true
  const source = readSource(dirname(path), basename(path))
  // An unreadable file counts as tests: the run then reports why.
  if (!('text' in source)) return true
  const { text } = source
  return kind === 'runbook' ? /^[ \t>]*(?:`{3,}|~{3,})[ \t]*ya?ml[ \t]+test\b/m.test(text) : isUnitTests(text)
}
