/** Unit tests of promtool that an import leaves behind, although the rules that they test leave their files. */
import { join, relative } from 'node:path'
import { glob } from '../../../disk/glob.ts'
import { readSource } from '../../../disk/read-source.ts'
import type { Config } from '../../../model.ts'
import { findTests } from '../../prove/find.ts'
import { readFile } from '../../prove/promtool-file.ts'
import type { Change } from '../change.ts'

/** The note about those that the project names; undefined where there is none. `taken` are imported along. */
export function remainingTests(
  root: string,
  { tests, prometheus }: Config,
  taken: ReadonlySet<string>,
  changes: readonly Change[],
): string | undefined {
  const moved = new Set(changes.filter(({ kind }) => kind !== 'written').map(({ path }) => path))
  const listed = tests.flatMap((pattern) => glob(join(root, pattern)) ?? [])
  const left = findTests(
    root,
    listed.map((path) => relative(root, path)),
  )
    .filter(({ path, kind }) => kind === 'promtool' && !taken.has(path))
    .filter(({ path }) => {
      const source = readSource(root, path, { within: true })
      return (
        'text' in source && readFile(root, source, prometheus.version).rules.some((one) => moved.has(one))
      )
    })
    .map(({ path }) => path)
  if (left.length === 0) return undefined
  const names = left.map((path) => `\`${path}\``).join(', ')
  return `${names} ${left.length === 1 ? 'tests' : 'test'} rules that are in pages now: \`alertbook import ${left.join(' ')}\` moves the tests there`
}
