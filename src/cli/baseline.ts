/** The baseline of a project: read for a check, and rewritten on request. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS, NOTES } from '../codes.ts'
import {
  BASELINE_FILE,
  baselineOf,
  baselineText,
  compareWithBaseline,
  type Excess,
  readBaseline,
} from '../disk/baseline.ts'
import { placeFile } from '../disk/place.ts'
import { readSource } from '../disk/read-source.ts'
import type { Diagnostic, Source, Texts } from '../model.ts'
import { count } from '../text/count.ts'
import { groupBy } from '../text/group-by.ts'
import { type Args, type Io, UserError } from './command.ts'
import { isThere } from './root.ts'

export interface AppliedBaseline {
  /** The findings left to report, including errors of the baseline itself. */
  readonly diagnostics: readonly Diagnostic[]
  /** The baseline, if there is one. */
  readonly source: Source | undefined
  /** Notes about it for the reader. */
  readonly notes: readonly string[]
}

/**
 * Whether a baseline may accept a finding. It cannot accept an error of a stage, because such an error stops the build.
 */
const canBeAccepted = ({ severity, code }: Diagnostic): boolean =>
  severity !== 'error' || ![...ERRORS, ...NOTES].some((one) => one === code)

/** Removes the findings that the baseline covers, if there is one. */
export function applyBaseline(root: string, diagnostics: readonly Diagnostic[]): AppliedBaseline {
  if (!isThere(root, BASELINE_FILE)) return { diagnostics, source: undefined, notes: [] }
  const source = readSource(root, BASELINE_FILE, { within: true })
  if (!('text' in source)) return { diagnostics: [...diagnostics, source], source: undefined, notes: [] }
  const { baseline, diagnostics: own } = readBaseline(source)
  const groups = groupBy(diagnostics, canBeAccepted)
  const { left, covered, excesses, spare } = compareWithBaseline(baseline, groups.get(true) ?? [])
  const notes = [
    ...(covered > 0 ? [`${covered} more in the baseline: \`--no-baseline\` shows them`] : []),
    ...excesses.map(excessLine),
    ...(spare > 0
      ? [
          `The baseline allows ${count(spare, 'finding')} that no longer ${spare === 1 ? 'exists' : 'exist'}: \`--update-baseline\` removes them from it`,
        ]
      : []),
  ]
  return { diagnostics: [...(groups.get(false) ?? []), ...left, ...own], source, notes }
}

const excessLine = ({ file, code, allowed, found }: Excess): string =>
  `\`${code}\` in ${file}: ${allowed} in the baseline, ${found} now; all are shown`

/** Writes the baseline; findings that it cannot contain are left to report. */
export function updateBaseline(
  root: string,
  diagnostics: readonly Diagnostic[],
  io: Io,
): readonly Diagnostic[] {
  const accepted = diagnostics.filter(canBeAccepted)
  const baseline = baselineOf(accepted)
  if (baseline.size > 0) placeFile(root, BASELINE_FILE, baselineText(baseline))
  else rmSync(join(root, BASELINE_FILE), { force: true })
  const left = diagnostics.filter((diagnostic) => !canBeAccepted(diagnostic))
  const said =
    baseline.size > 0
      ? `${BASELINE_FILE}: ${count(accepted.length, 'finding')} in ${count(baseline.size, 'file')}`
      : `No baseline written: there is nothing to put into it`
  const rest =
    left.length > 0
      ? `; ${count(left.length, 'error')} cannot be in it, because nothing is built while there are errors`
      : ''
  io.err(`${said}${rest}\n`)
  return left
}

/** The texts with one added. */
export const withText = (texts: Texts, { path, text }: Source): Texts => ({
  get: (file) => (file === path ? text : texts.get(file)),
  has: (file) => file === path || texts.has(file),
  keys: () => [...texts.keys(), path],
})

/** A baseline for part of a project would drop the rest. */
export function refusePart({ values, positionals }: Args): void {
  if (values['update-baseline'] !== true) return
  const part = ['only', 'skip', 'since', 'fix', 'dry-run', 'checks', 'standalone'].find(
    (name) => values[name] !== undefined,
  )
  if (part === undefined && positionals.length === 0) return
  throw new UserError(
    '`--update-baseline` counts the findings of the whole project',
    `leave ${part === undefined ? 'the paths' : `\`--${part}\``} out`,
  )
}
