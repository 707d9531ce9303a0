/** `alertbook.baseline.yml`: findings that a project tolerates for now, counted by file and code. */
import { dump } from 'js-yaml'
import type { Diagnostic, Source } from '../model.ts'
import { byCodeUnits } from '../text/compare.ts'
import { isNull, parseYaml, type YamlNode } from '../yaml/index.ts'

/** File name, at the root of the project. */
export const BASELINE_FILE = 'alertbook.baseline.yml'

const HEAD = `# Known findings, by file and code. \`alertbook check\` reports only new ones.
# \`alertbook check --update-baseline\` writes this file: commit it, and let it shrink.
`

/** How many findings of each code are allowed, by file. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface BaselineFile {
  readonly baseline: Baseline
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the file. Anything invalid is an error, and covers nothing. */
export function readBaseline(source: Source): BaselineFile {
  const { root, problems } = parseYaml(source.text)
  const diagnostics: Diagnostic[] = problems.map(({ related: _, ...problem }) => ({
    ...problem,
    file: source.path,
    severity: 'error',
  }))
  const wrong = ({ range }: YamlNode, expected: string): void => {
    const message = `Unexpected content of the baseline, expected ${expected}`
    const hint = 'undo the last manual change, or write the file again: `alertbook check --update-baseline`'
    diagnostics.push({ file: source.path, range, code: 'config-value', severity: 'error', message, hint })
  }
  const baseline = new Map<string, Map<string, number>>()
  if (!root || isNull(root)) return { baseline, diagnostics }
  if (root.kind !== 'map') {
    wrong(root, 'files with their codes')
    return { baseline, diagnostics }
  }
  for (const { key, value } of root.entries) {
    if (key.kind !== 'scalar' || value.kind !== 'map') {
      wrong(value, 'a mapping of codes to numbers')
      continue
    }
    const codes = new Map<string, number>()
    for (const { key: code, value: count } of value.entries) {
      const isCount = count.kind === 'scalar' && /^[1-9]\d{0,8}$/.test(count.text.value)
      if (code.kind !== 'scalar' || !isCount) wrong(count, 'a number of findings')
      else codes.set(code.text.value, Number(count.text.value))
    }
    baseline.set(key.text.value, codes)
  }
  return { baseline, diagnostics }
}

/** The text of the file: sorted, so that two branches conflict only where they change the same files. */
export function baselineText(baseline: Baseline): string {
  const byName = <V>(map: ReadonlyMap<string, V>): [string, V][] =>
    [...map].sort(([a], [b]) => byCodeUnits(a, b))
  const files = byName(baseline).map(([file, codes]) => [file, Object.fromEntries(byName(codes))] as const)
  // One file at a time: an object would move numeric names to the front.
  return HEAD + files.map((entry) => dump(Object.fromEntries([entry]), { lineWidth: -1 })).join('')
}

/** Counts findings by file and code. */
export function baselineOf(diagnostics: readonly Diagnostic[]): Baseline {
  const counts = new Map<string, Map<string, number>>()
  for (const { file, code } of diagnostics) {
    const codes = counts.get(file) ?? new Map<string, number>()
    codes.set(code, (codes.get(code) ?? 0) + 1)
    counts.set(file, codes)
  }
  return counts
}

/** A file with more findings of a code than the baseline allows; which of them are new is unknown. */
export interface Excess {
  readonly file: string
  readonly code: string
  readonly allowed: number
  readonly found: number
}

export interface BaselineResult {
  /** Findings not covered by the baseline. */
  readonly left: readonly Diagnostic[]
  readonly covered: number
  readonly excesses: readonly Excess[]
  /** How many allowed findings no longer occur. */
  readonly spare: number
}

/** Compares findings with a baseline. If a file has more findings of a code than allowed, all of them are left. */
export function compareWithBaseline(baseline: Baseline, diagnostics: readonly Diagnostic[]): BaselineResult {
  const found = baselineOf(diagnostics)
  const allowedOf = (file: string, code: string): number => baseline.get(file)?.get(code) ?? 0
  const excesses: Excess[] = []
  let spare = 0
  for (const [file, codes] of baseline)
    for (const [code, allowed] of codes) {
      const count = found.get(file)?.get(code) ?? 0
      if (count > allowed) excesses.push({ file, code, allowed, found: count })
      else spare += allowed - count
    }
  const left = diagnostics.filter(({ file, code }) => found.get(file)!.get(code)! > allowedOf(file, code))
  return { left, covered: diagnostics.length - left.length, excesses, spare }
}
