/**
 * The labels of an expression's result: sure, possible or never, and which part of the text makes them so. Mirrors how
 * Prometheus builds result labels (`promql/engine.go`, `promql/functions.go`, `promql/info.go`).
 *
 * Sound for all stored data and every version since 2.30: a label called `never` is on no returned series, one called
 * `sure` is on all of them. Three assumptions: label values contain no line break (which `.` does not match before
 * 3.0), native histograms given to `histogram_quantile` have no `le`, and for `__name__` itself the feature flag
 * `promql-delayed-name-removal` is off.
 */

import type { AggregateExpr, Expr, Matcher, VectorSelector } from '../../promql/ast.ts'
import { quote } from '../../promql/go.ts'
import { perPart } from '../../promql/per-part.ts'
import { matchesAllFilled, readPattern } from '../../promql/regex-facts.ts'
import { binaryLabels } from './binary.ts'
import { callLabels, stringOf } from './calls.ts'
import {
  anything,
  both,
  dropName,
  fact,
  factOf,
  keepOnly,
  type LabelFact,
  type LabelModel,
  type LabelStatus,
  metricNameLabel,
  nothing,
  withFacts,
} from './facts.ts'

export type { LabelFact, LabelModel, LabelStatus, Reason } from './facts.ts'

/**
 * The labels of every series that the expression may return. Never throws; for an expression with type errors, the
 * result is as if there were none.
 */
export function labelsOf(expr: Expr): LabelModel {
  return infer(expr) ?? nothing(expr.range, 'a scalar has no labels')
}

/** Whether a label is on the series of a result, and why. */
export function labelStatus(model: LabelModel, label: string): LabelFact {
  return factOf(model, label)
}

/**
 * Undefined for scalars and strings, which are not series. Cached, because trees do not change and every check asks
 * again.
 */
const infer: (expr: Expr) => LabelModel | undefined = perPart(inferred)

function inferred(expr: Expr): LabelModel | undefined {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return undefined
    case 'vectorSelector':
      return selectorLabels(expr)
    case 'matrixSelector':
      return selectorLabels(expr.selector)
    case 'paren':
    case 'subquery':
      return infer(expr.expr)
    case 'unary': {
      const inner = infer(expr.expr)
      if (inner === undefined || expr.op === '+') return inner
      return dropName(
        inner,
        { start: expr.range.start, end: expr.range.start + 1 },
        '`-` drops the metric name',
      )
    }
    case 'aggregate':
      return aggregateLabels(expr, infer(expr.expr) ?? nothing(expr.expr.range, 'a scalar has no labels'))
    case 'call':
      return callLabels(expr, expr.args.map(infer))
    case 'binary':
      return binaryLabels(expr, infer(expr.lhs), infer(expr.rhs))
  }
}

/** The labels of recorded series, as far as the rule's expression and labels tell. */
function recordedLabels({ recorded, range, name }: VectorSelector): LabelModel | undefined {
  if (recorded === undefined) return undefined
  const given = infer(recorded.expr) ?? nothing(range, 'a scalar has no labels')
  const stored = (status: LabelStatus): LabelStatus =>
    status === 'never' && recorded.gainsLabels ? 'possible' : status
  const told = ({ status, reason }: LabelFact): LabelFact =>
    fact(stored(status), range, `\`${name ?? 'it'}\` is recorded so: ${reason.text}`)
  const known = new Map([...given.known].map(([label, found]) => [label, told(found)] as const))
  for (const { key, value } of recorded.labels) {
    const does = value === '' ? 'takes off' : 'sets'
    known.set(
      key,
      fact(value === '' ? stored('never') : 'sure', range, `the rule that records it ${does} \`${key}\``),
    )
  }
  known.delete(metricNameLabel)
  return { known, rest: told(given.rest) }
}

function selectorLabels(selector: VectorSelector): LabelModel {
  const recorded = recordedLabels(selector)
  const known = new Map<string, LabelFact>(recorded?.known)
  const { name, nameRange } = selector
  if (name !== undefined) {
    known.set(metricNameLabel, fact('sure', nameRange ?? selector.range, `\`${name}\` is the metric name`))
  }
  for (const matcher of selector.matchers) {
    const found = matcherFact(matcher)
    const before = known.get(matcher.name) ?? (recorded?.rest.status === 'never' ? recorded.rest : undefined)
    if (found !== undefined) known.set(matcher.name, before === undefined ? found : both(before, found))
  }
  const whose = name === undefined ? 'the selected series' : `the series of \`${name}\``
  return { known, rest: recorded?.rest ?? fact('possible', selector.range, `${whose} may have any label`) }
}

/** What a matcher implies for its label; a missing label matches like the empty string. */
function matcherFact(matcher: Matcher): LabelFact | undefined {
  const { name, op, value, range } = matcher
  const status = matcherStatus(matcher)
  if (status === undefined) return undefined
  const which = status === 'sure' ? 'with' : 'without'
  return fact(status, range, `\`${name}${op}${quote(value)}\` matches only series ${which} \`${name}\``)
}

function matcherStatus({ op, value }: Matcher): 'sure' | 'never' | undefined {
  if (op === '=') return value === '' ? 'never' : 'sure'
  if (op === '!=') return value === '' ? 'sure' : undefined
  const pattern = readPattern(value)
  if (pattern === undefined) return undefined
  if (op === '=~') {
    if (pattern.min > 0) return 'sure'
    return pattern.max === 0 ? 'never' : undefined
  }
  if (pattern.min === 0) return 'sure'
  return matchesAllFilled(pattern) ? 'never' : undefined
}

/** These select series and keep them whole; every other operator makes new ones. */
const choosing: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

function aggregateLabels(expr: AggregateExpr, given: LabelModel): LabelModel {
  const { op, opRange, grouping, param } = expr
  if (choosing.has(op)) return given
  let inner = given
  const labels = grouping?.labels.map(({ name }) => name) ?? []
  if (op === 'count_values') {
    const label = stringOf(param)
    if (label === undefined) return anything(expr.range, '`count_values` sets a label that is not known')
    inner = withFacts(given, [
      [label.value, fact('sure', label.range, `\`count_values\` sets \`${label.value}\``)],
    ])
    if (grouping?.mode !== 'without' && !labels.includes(label.value)) labels.push(label.value)
  }
  if (grouping?.mode === 'without') {
    const words = `\`${op} without (${labels.join(', ')})\` drops`
    return withFacts(inner, [
      [metricNameLabel, fact('never', opRange, `\`${op}\` drops the metric name`)],
      ...grouping.labels.map(
        ({ name, range }) => [name, fact('never', range, `${words} \`${name}\``)] as const,
      ),
    ])
  }
  const words =
    grouping === undefined ? op : `${op} by (${grouping.labels.map(({ name }) => name).join(', ')})`
  const kept = labels.length === 0 ? 'no label' : `only ${labels.map((label) => `\`${label}\``).join(', ')}`
  return keepOnly(inner, labels, grouping?.range ?? opRange, `\`${words}\` keeps ${kept}`)
}
