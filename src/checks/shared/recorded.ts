/** Looks up the expressions of recorded series, for the checks that judge rules. */

import { withRecorded } from '../../analysis/index.ts'
import type { BoundRule, Config, Program } from '../../model.ts'
import type { Recorded } from '../../promql/index.ts'
import { isForThanos } from '../../rule-fields.ts'
import { dirname } from '../../text/path.ts'
import type { JudgedRule, RecordedSeries } from '../check.ts'

interface Recording {
  readonly rule: BoundRule
  readonly series: RecordedSeries
  /** Everything that it reads, directly or through other recording rules. */
  readonly behind: readonly RecordedSeries[]
  readonly made: Recorded
}

/** Longest chain of recordings of recordings that is followed; circular ones are not followed. */
const DEEPEST = 8

/** The two fields of a judged rule that come from other rules. */
export function recordedFor(
  program: Program,
  { target }: Config['prometheus'],
): (rule: BoundRule) => Pick<JudgedRule, 'recorded' | 'resolved'> {
  const gains = gainsLabels(program, target)
  const recordings = recordingsOf(program, gains)
  return (rule) => {
    const read = recordings.size === 0 ? [] : readBy(rule, recordings, gains)
    if (read.length === 0) return { recorded: [], resolved: rule.expr }
    return {
      recorded: seriesOf(read),
      resolved: () => resolved(rule, read),
    }
  }
}

/** Whether whoever stores the series of a recording rule may add labels before another rule reads them. */
type Gains = (reader: BoundRule, recording: BoundRule) => boolean

/**
 * Thanos and Mimir return series with the external labels of their senders. A project that does not configure Thanos is
 * known by the fields of its groups. Rule files in different folders are often for different servers, one of which federates from the other.
 */
function gainsLabels({ ruleFiles }: Program, target: Config['prometheus']['target']): Gains {
  if (target !== 'prometheus' || ruleFiles.some(({ groups }) => isForThanos(groups))) return () => true
  const files = new Set(ruleFiles.map(({ source }) => source.path))
  return ({ file }, { file: other }) =>
    files.has(file) && files.has(other) && dirname(file) !== dirname(other)
}

/** The recordings of what a rule reads, as it finds them. */
const readBy = (rule: BoundRule, recordings: ReadonlyMap<string, Recording>, gains: Gains): Recording[] =>
  rule.metrics().flatMap((metric) => {
    const recording = recordings.get(metric)
    if (recording === undefined || recording.rule === rule) return []
    if (!gains(rule, recording.rule)) return [recording]
    const { series, made } = recording
    return [
      {
        ...recording,
        series: { ...series, gainsLabels: true as const },
        made: { ...made, gainsLabels: true as const },
      },
    ]
  })

/** All series behind some recordings, as plain data, because it is part of the key of stored findings. */
const seriesOf = (read: readonly Recording[]): RecordedSeries[] => [
  ...new Set(read.flatMap(({ series, behind }) => [...behind, series])),
]

/** The expression of a rule, with the expressions behind the recorded series that it reads. */
function resolved(rule: BoundRule, read: readonly Recording[]): ReturnType<BoundRule['expr']> {
  const expr = rule.expr()
  return expr && withRecorded(expr, (name) => read.find(({ series }) => series.metric === name)?.made)
}

/** Metrics recorded by exactly one rule: of several, any might be meant. */
function recordingsOf({ groups }: Program, gains: Gains): Map<string, Recording> {
  const rules = new Map<string, { rule: BoundRule; labels: RecordedSeries['labels'] } | undefined>()
  for (const group of groups) {
    for (const rule of group.rules) {
      if (rule.kind !== 'record') continue
      const labels = new Map([...group.labels, ...rule.labels].map(({ key, value }) => [key, value]))
      const one = { rule, labels: [...labels].map(([key, value]) => ({ key, value })) }
      rules.set(rule.name, rules.has(rule.name) ? undefined : one)
    }
  }
  const found = new Map<string, Recording>()
  for (let round = 0; round < DEEPEST; round++) {
    const level: [string, Recording][] = []
    for (const [metric, one] of rules) {
      if (one === undefined || found.has(metric)) continue
      const { rule, labels } = one
      const reads = rule.metrics().filter((name) => rules.get(name) !== undefined)
      if (!reads.every((name) => found.has(name))) continue
      const read = readBy(rule, found, gains)
      const expr = resolved(rule, read)
      if (!expr) continue
      const query = rule.rule.expr?.value.value ?? ''
      level.push([
        metric,
        { rule, series: { metric, query, labels }, behind: seriesOf(read), made: { expr, labels } },
      ])
    }
    if (level.length === 0) break
    for (const [metric, recording] of level) found.set(metric, recording)
  }
  return found
}
