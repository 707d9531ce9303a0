/** Looks up the expressions of recorded series, for the checks that judge rules. */
import type { BoundRule, Config, Program } from '../model.ts'
import { type Recorded, withRecorded } from '../promql/index.ts'
import { isForThanos } from '../rule-fields.ts'
import type { JudgedRule, RecordedSeries } from './check.ts'

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
  // Thanos and Mimir return series with the external labels of whoever sent them. Who forgot to name them says so elsewhere.
  const gainsLabels = target !== 'prometheus' || program.ruleFiles.some(({ groups }) => isForThanos(groups))
  const recordings = recordingsOf(program, gainsLabels)
  return (rule) => {
    const read = recordings.size === 0 ? [] : readBy(rule, recordings)
    if (read.length === 0) return { recorded: [], resolved: rule.expr }
    return { recorded: [...new Set(read.flatMap(seriesOf))], resolved: () => resolved(rule, recordings) }
  }
}

const readBy = (rule: BoundRule, recordings: ReadonlyMap<string, Recording>): Recording[] =>
  rule.metrics().flatMap((metric) => {
    const recording = recordings.get(metric)
    return recording === undefined || recording.rule === rule ? [] : [recording]
  })

/** As plain data, because it is part of the key of stored findings. */
const seriesOf = ({ series, behind }: Recording): RecordedSeries[] => [...behind, series]

function resolved(
  rule: BoundRule,
  recordings: ReadonlyMap<string, Recording>,
): ReturnType<BoundRule['expr']> {
  const expr = rule.expr()
  return expr && withRecorded(expr, (metric) => recordings.get(metric)?.made)
}

/** Metrics recorded by exactly one rule: of several, any might be meant. */
function recordingsOf({ groups }: Program, gainsLabels: boolean): Map<string, Recording> {
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
      const expr = resolved(rule, found)
      if (!expr) continue
      const behind = [...new Set(readBy(rule, found).flatMap(seriesOf))]
      const query = rule.rule.expr?.value.value ?? ''
      const made = { expr, labels, ...(gainsLabels && { gainsLabels }) }
      level.push([metric, { rule, series: { metric, query, labels }, behind, made }])
    }
    if (level.length === 0) break
    for (const [metric, recording] of level) found.set(metric, recording)
  }
  return found
}
