/** Pairs of series and expressions, judged by a real Prometheus. */
import {
  createQuery,
  createStorage,
  type EvalTime,
  evaluate,
  labelsFromRecord,
} from '../../../src/engine/index.ts'
import { versionNumber } from '../../../src/promql/index.ts'
import { parseOptions } from '../../../src/promql/options.ts'
import type { Referee } from '../referees.ts'
import { type Lines, ourLines, theirLines } from './compare.ts'
import { baseTime, length, randomData } from './data.ts'
import { expressions } from './expression.ts'
import { isRepeatable } from './order.ts'
import { createRandom, type Random } from './random.ts'
import { startServer } from './server.ts'

/** A pair on which the engine and Prometheus disagree. */
export interface Difference {
  readonly version: string
  readonly seed: number
  readonly expr: string
  readonly time: EvalTime
  /** Lines that only one of them has. */
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

export interface Outcome {
  readonly pairs: number
  /** Pairs whose answer is empty or an error. */
  readonly empty: number
  readonly errors: number
  readonly differences: readonly Difference[]
}

/**
 * The features that a version is started with; some change the meaning of expressions, so not every seed enables them.
 */
function featuresOf(version: string, seed: number): string[] {
  if (version.startsWith('2.')) return ['promql-at-modifier', 'promql-negative-offset']
  const delayed = seed % 3 === 0 ? ['promql-delayed-name-removal'] : []
  const known = ['promql-experimental-functions', 'promql-duration-expr', 'native-histograms', ...delayed]
  if ((versionNumber(version) ?? 0) < 3014) return known
  const typed = seed % 2 === 0 ? ['type-and-unit-labels'] : []
  return [...known, 'promql-extended-range-selectors', 'promql-binop-fill-modifiers', ...typed]
}

/** An instant or a few steps, some exactly at samples. */
function randomTime(random: Random): EvalTime {
  const moment = (): number => {
    const at = random.below(length + 5 * 60_000)
    return baseTime + (random.chance(0.5) ? at - (at % 15_000) : at)
  }
  if (random.chance(0.5)) return { at: moment() }
  const start = moment()
  const step = random.pick([1000, 15_000, 30_000, 60_000, 61_000, 7001, 300_000])
  return { start, end: start + step * random.below(20), step }
}

/** Judges a number of expressions over the series of one seed. */
export async function judge(referee: Referee, seed: number, count: number, parallel = 6): Promise<Outcome> {
  const { version, path } = referee
  const features = featuresOf(version, seed)
  const native = !version.startsWith('2.')
  const data = randomData(seed, native)
  const server = await startServer(path, features)
  try {
    await server.write(data)
    const storage = createStorage(data.map(({ labels, samples }) => ({ labels, samples })))
    const options = parseOptions(features, version)
    const next = expressions(seed, options, native)
    const random = createRandom(seed + 1)
    const differences: Difference[] = []
    const totals = { empty: 0, errors: 0 }
    let left = count
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        let expr: string
        let time: EvalTime
        do {
          expr = next()
          time = randomTime(random)
        } while (!isRepeatable(expr, options, 'step' in time))
        const ours = ourLines(evaluate(createQuery(expr, { version, features }), storage, time))
        const theirs = theirLines(await server.query(expr, time), labelsFromRecord)
        if (theirs.lines.length === 0) totals.empty++
        if (theirs.lines[0]?.startsWith('error: ')) totals.errors++
        // The API of 2.42 has no warnings; that of 3.x lists at most ten.
        const isComplete = native && !theirs.notes.some((note) => note.endsWith('annotations omitted'))
        const all = ({ lines, notes }: Lines): string[] => (isComplete ? [...lines, ...notes] : [...lines])
        const [left, right] = [all(ours), all(theirs)]
        if (isCrash(right)) continue
        const hasOrder = 'at' in time && !/count_values|histogram_|\binfo\(/.test(expr)
        if (left.join('\n') === right.join('\n') || sameByChance(left, right, hasOrder)) continue
        differences.push({
          version,
          seed,
          expr,
          time,
          ours: without(left, right),
          theirs: without(right, left),
        })
      }
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    return { pairs: count, ...totals, differences }
  } finally {
    await server.stop()
  }
}

/**
 * Over several steps, and always for `count_values`, `info` and classic histograms, chance decides which of several
 * duplicates or wrong types is reported.
 */
function sameByChance(left: readonly string[], right: readonly string[], hasOrder: boolean): boolean {
  const isDuplicate = (lines: readonly string[]): boolean =>
    lines[0]?.startsWith('error: found duplicate series') === true
  const withoutTypes = (lines: readonly string[]): string =>
    [
      ...new Set(lines.map((line) => line.replace(/(incompatible sample types .*?": ).*? (?=\()/, '$1'))),
    ].join('\n')
  if (hasOrder) return false
  return (isDuplicate(left) && isDuplicate(right)) || withoutTypes(left) === withoutTypes(right)
}

/** Prometheus crashes on a bare `anchored` or `smoothed` range of a series without samples in it. */
const isCrash = (theirs: readonly string[]): boolean =>
  theirs[0]?.startsWith('error: unexpected error: runtime error: index out of range') === true

/** A difference in a few lines for people. */
export function shown({ version, seed, expr, time, ours, theirs }: Difference): string {
  const at = 'at' in time ? `at ${time.at}` : `from ${time.start} to ${time.end} by ${time.step}`
  const lines = [...ours.map((line) => `  ours:   ${line}`), ...theirs.map((line) => `  theirs: ${line}`)]
  return [`${expr}  (Prometheus ${version}, seed ${seed}, ${at})`, ...lines].join('\n')
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return lines.filter((line) => !known.has(line)).slice(0, 5)
}
