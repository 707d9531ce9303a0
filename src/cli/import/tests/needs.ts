/** The files with further rules that a test needs besides its page. */
import type { BoundRule, Page, Program } from '../../../model.ts'
import { metricName, parseExpr, selectors } from '../../../promql/index.ts'
import type { PromtoolTest } from '../../../prove/promtool/file.ts'
import type { GroupSpec, RuleSpec } from '../../../prove/rules.ts'
import { append } from '../../../text/append.ts'
import { groupBy } from '../../../text/group-by.ts'

/** Series that Prometheus makes of alerts, which no rule records. */
const OF_ALERTS = /^ALERTS(?:_FOR_STATE)?$/

/** Metrics that an expression reads; undefined for one that may be any. */
function asked(expr: string): (string | undefined)[] {
  const { expr: tree } = parseExpr(expr)
  return tree === undefined ? [] : selectors(tree).map((one) => metricName(one))
}

/** Literal expressions that a template passes to `query`. */
const queriesIn = (text: string): string[] =>
  [...text.matchAll(/\bquery\s+(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g)].map(
    ([, quoted, raw]) => raw ?? quoted!.replace(/\\(.)/g, '$1'),
  )

const exprsOf = ({ rule, labels, annotations }: BoundRule): string[] => [
  rule.expr?.value.value ?? '',
  ...[...labels, ...annotations].flatMap(({ value }) => queriesIn(value)),
]

const textOf = (pairs: readonly (readonly [string, string])[], links: ReadonlySet<string>): string =>
  JSON.stringify(pairs.filter(([name]) => !links.has(name)).sort(([a], [b]) => (a < b ? -1 : 1)))

/**
 * How much of a rule is as in the test's files: 2 for everything that tests can see, 1 for the expression, 0 for
 * neither.
 */
function likeness(rule: BoundRule, specs: readonly RuleSpec[], links: ReadonlySet<string>): number {
  const pairs = (fields: BoundRule['labels']): [string, string][] =>
    fields.map(({ key, value }) => [key, value])
  const [labels, annotations] = [textOf(pairs(rule.labels), links), textOf(pairs(rule.annotations), links)]
  const scores = specs.map((spec) => {
    if (spec.expr.trim() !== rule.rule.expr?.value.value.trim()) return 0
    return textOf(spec.labels, links) === labels && textOf(spec.annotations, links) === annotations ? 2 : 1
  })
  return Math.max(...scores)
}

/** The rules of a program that are also in a test's files; of several with one name, the most similar. */
export function rulesTested(
  { rules }: Program,
  groups: readonly GroupSpec[],
  links: ReadonlySet<string>,
): BoundRule[] {
  const keyOf = ({ kind, name }: { kind: string; name: string }): string => `${kind} ${name}`
  const specs = groupBy(
    groups.flatMap((group) => group.rules),
    keyOf,
  )
  const scored = rules
    .filter((rule) => rule.compiled && specs.has(keyOf(rule)))
    .map((rule) => ({ rule, key: keyOf(rule), score: likeness(rule, specs.get(keyOf(rule))!, links) }))
  const best = new Map<string, number>()
  for (const { key, score } of scored) best.set(key, Math.max(score, best.get(key) ?? 0))
  return scored.filter(({ key, score }) => score === best.get(key)).map(({ rule }) => rule)
}

/**
 * Paths of the files with rules that the page's alerts and the test's expressions build on, and with other rules of the
 * tested alerts. `rules`: those in the test's own files.
 */
export function filesNeeded(rules: readonly BoundRule[], page: Page, test: PromtoolTest): string[] {
  const own = new Set(page.rules)
  const tested = new Set(test.alerts.map(({ alertname }) => alertname.value))
  const needed = new Set(rules.filter((rule) => rule.kind === 'alert' && tested.has(rule.name)))
  const waiting = [
    ...test.exprs.map(({ expr }) => expr.value),
    ...[...page.rules, ...needed].flatMap(exprsOf),
  ]
  for (let expr = waiting.pop(); expr !== undefined; expr = waiting.pop()) {
    for (const name of asked(expr)) {
      const found = rules.filter((rule) => {
        if (name === undefined) return true
        return OF_ALERTS.test(name) ? rule.kind === 'alert' : rule.kind === 'record' && rule.name === name
      })
      for (const rule of found) {
        if (needed.has(rule)) continue
        needed.add(rule)
        append(waiting, exprsOf(rule))
      }
    }
  }
  const files = [...needed].filter((rule) => !own.has(rule)).map(({ file }) => file)
  return [...new Set(files)].sort()
}
