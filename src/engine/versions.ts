/**
 * What Prometheus changed in the meaning of expressions, and when: one line for each change, from its changelog
 * and sources. An evaluation asks here and nowhere else how its version behaves.
 */
import { newestVersion, versionNumber } from '../promql/options.ts'

interface Change {
  /** The first version that behaves so. */
  readonly since: string
  readonly what: string
}

export const changes = {
  leftOpen: { since: '3.0', what: 'ranges and the lookback leave out the sample at their very start' },
  dotMatchesNewline: { since: '3.0', what: '`.` in a regular expression matches a line feed' },
} as const satisfies Readonly<Record<string, Change>>

export type ChangeName = keyof typeof changes

export type Semantics = Readonly<Record<ChangeName, boolean>>

/** How the given version behaves: true for every change it has. */
export function semanticsOf(version: string = newestVersion): Semantics {
  const number = versionNumber(version) ?? Number.MAX_VALUE
  const entries = Object.entries(changes).map(([name, { since }]) => [
    name,
    number >= (versionNumber(since) as number),
  ])
  return Object.fromEntries(entries) as Semantics
}
