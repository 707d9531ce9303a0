/** Runs the checks that judge single rules. The findings for a file are cached with its rules. */
import type { BoundRule, Config, Pair, Program, Remember, Step } from '../../model.ts'
import { parseDuration } from '../../promql/duration.ts'
import { append } from '../../text/append.ts'
import { groupBy } from '../../text/group-by.ts'
import { type Identified, identified, identifiedBy } from '../../text/identified.ts'
import { lazy } from '../../text/once.ts'
import { type Check, type Finding, type JudgedRule, type RuleCheck, withFix } from '../check.ts'
import { recordedFor } from '../shared/recorded.ts'
import { labelsOfGroups } from '../shared/severities.ts'

/** The findings of those of `checks` that judge rules, by code. */
export function judgeRules(
  program: Program,
  checks: readonly Check[],
  { prometheus }: Config,
  remember: Remember,
): (code: string) => readonly Finding[] {
  const judges = checks.filter((check): check is RuleCheck => 'runRule' in check)
  const codes = judges.map(({ code }) => code)
  const known = identifiedBy(() => codes.join(), judges)
  const around = lookAround(program, prometheus)
  const found = new Map(codes.map((code): [string, Finding[]] => [code, []]))
  if (judges.length === 0) return () => []
  for (const [file, rules] of groupBy(program.rules, (rule) => rule.file)) {
    const findings = remember(judgeFile, {
      judges: known,
      prometheus,
      rules: judged(rules, around, () => `${file} ${program.hashOf(file)}`),
    })
    codes.forEach((code, index) => void append(found.get(code)!, findings[index]!))
  }
  return (code) => found.get(code) ?? []
}

/** What a judged rule has from other rules. */
type Around = Pick<JudgedRule, 'recorded' | 'resolved' | 'interval' | 'groupLabels' | 'watched'>

function lookAround(program: Program, prometheus: Config['prometheus']): (rule: BoundRule) => Around {
  const recorded = recordedFor(program, prometheus)
  const groupLabels = labelsOfGroups(program)
  const watched = watchedForAbsence(program)
  const intervals = intervalsOf(program)
  return (rule) => ({
    ...recorded(rule),
    interval: intervals.get(rule),
    groupLabels: groupLabels(rule),
    watched: watched.size === 0 ? [] : rule.metrics().filter((metric) => watched.has(metric)),
  })
}

/** The intervals that groups state, in milliseconds, by rule. */
function intervalsOf({ groups }: Program): ReadonlyMap<BoundRule, number> {
  const found = new Map<BoundRule, number>()
  for (const { interval, rules } of groups) {
    const every = interval === undefined ? undefined : parseDuration(interval).ms
    if (every !== undefined) for (const rule of rules) found.set(rule, every)
  }
  return found
}

/** Metrics that some alert finds absent. */
function watchedForAbsence({ rules }: Program): Set<string> {
  const found = new Set<string>()
  for (const { kind, rule, metrics } of rules) {
    if (kind !== 'alert' || !/\babsent/.test(rule.expr?.value.value ?? '')) continue
    for (const metric of metrics()) found.add(metric)
  }
  return found
}

/**
 * What a check may look at of the rules of a file, and no more, by `source`, its path and the fingerprint of its text,
 * and by all of it that does not follow from the text of the file and the settings.
 */
function judged(
  rules: readonly BoundRule[],
  around: (rule: BoundRule) => Around,
  source: () => string,
): Identified<readonly JudgedRule[]> {
  const known = lazy(() => rules.map((rule) => ({ rule, more: around(rule) })))
  const ids = (): unknown =>
    known().map(({ rule: { rule, file, group, labels, annotations }, more }) => [
      rule.range.start,
      group,
      ...[labels, annotations, more.groupLabels].map((pairs) => pairs.map((pair) => pairId(file, pair))),
      more.recorded,
      more.watched,
      more.interval,
    ])
  return identified(
    () => `${source()} ${JSON.stringify(ids())}`,
    () => known().map(({ rule, more }) => judgedRule(rule, more)),
  )
}

const judgedRule = (
  { kind, name, rule, file, group, labels, annotations, expr, carries }: BoundRule,
  around: Around,
): JudgedRule => ({ kind, name, rule, file, group, labels, annotations, expr, carries, ...around })

/** A pair that stands in the file as it is, by its place; any other in full. */
const pairId = (file: string, pair: Pair): unknown =>
  pair.text?.value === pair.value && pair.from.file === file ? pair.from.range.start : pair

interface JudgedFile {
  readonly judges: Identified<readonly RuleCheck[]>
  readonly prometheus: Config['prometheus']
  readonly rules: Identified<readonly JudgedRule[]>
}

/** The findings of each check for the rules of a file. */
const judgeFile: Step<JudgedFile, readonly (readonly Finding[])[]> = {
  name: 'judge',
  run({ judges, prometheus, rules }) {
    const all = rules.value.map((rule) => ({ rule, text: rule.rule.expr?.value.value ?? '' }))
    return judges.value.map(({ about, runRule }) => {
      const found: Finding[] = []
      for (const { rule, text } of all) {
        if (about !== undefined && !about.test(text)) continue
        for (const finding of runRule(rule, prometheus)) found.push(withFix(finding))
      }
      return found
    })
  },
}
