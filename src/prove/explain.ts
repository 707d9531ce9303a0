/** Explains what a rule did: the value of each part of its expression at a moment, and the state of its alerts. */

import { testExpression } from '../engine/histogram/format.ts'
import type { EngineOptions, Value } from '../engine/index.ts'
import type { Explanation, NameValue, PartValue } from '../model.ts'
import { children, type Expr, formatDuration, parseExpr, parseOptions } from '../promql/index.ts'
import type { Alert } from './alerting.ts'
import type { RunningGroup, RunningRule } from './group.ts'
import { formatPairs, pairsOf } from './labels.ts'
import { numberText, planOf } from './query.ts'
import type { Run } from './run.ts'

/** Most parts, rules and series shown: a reader would not follow more. */
const MOST_PARTS = 12
const MOST_RULES = 3
const MOST_LINES = 4

/** The state of the rules of an alert at a moment; empty if no rule has that name. */
export function explainRules(run: Run, alert: string, at: number, options: EngineOptions): Explanation[] {
  const named = run.groups.flatMap((group) =>
    group.rules
      .filter(({ spec }) => spec.kind === 'alert' && spec.name === alert)
      .map((rule) => ({ group, rule })),
  )
  return named.slice(0, MOST_RULES).map(({ group, rule }) => explainRule(run, group, rule, at, options))
}

function explainRule(
  run: Run,
  { spec: group }: RunningGroup,
  { spec, alerts }: RunningRule,
  at: number,
  options: EngineOptions,
): Explanation {
  return {
    rule: spec.name,
    place: spec.place,
    at: formatDuration(at),
    parts: partsOf(run, spec.expr, at - group.queryOffset, options),
    states: alerts()
      .slice(0, MOST_LINES)
      .map((alert) => stateText(alert, at, spec.hold)),
  }
}

function stateText(alert: Alert, at: number, hold: number): string {
  const labels = formatPairs(pairsOf(alert.labels), '3.14')
  const since = formatDuration(at - alert.activeAt)
  if (alert.state === 'pending') return `pending for ${since} of ${formatDuration(hold)}: ${labels}`
  const kept = alert.keptSince === undefined ? '' : ', kept firing'
  return `firing${kept}: ${labels}`
}

/** The value of a test's expression. */
export function explainExpr(run: Run, text: string, at: number, options: EngineOptions): Explanation[] {
  const parts = partsOf(run, text, at, options)
  // A single part adds nothing to the difference.
  return parts.length > 1 ? [{ rule: '', place: undefined, at: formatDuration(at), parts, states: [] }] : []
}

function partsOf(run: Run, text: string, at: number, options: EngineOptions): PartValue[] {
  const { version, features = [] } = options
  const { expr } = parseExpr(text, parseOptions(features, version))
  if (expr === undefined) return []
  const parts: PartValue[] = []
  const visit = (node: Expr, depth: number): void => {
    if (parts.length >= MOST_PARTS) return
    if (node.kind === 'number' || node.kind === 'string') return
    if (node.kind === 'paren') {
      visit(node.expr, depth)
      return
    }
    const part = text.slice(node.range.start, node.range.end)
    const { value, error } = planOf(part, options).evaluate(run.storage, { at })
    const lines = error === undefined ? valueLines(value) : [`error: ${error.message}`]
    parts.push({ depth, text: part.replace(/\s+/g, ' '), lines })
    if (node.kind === 'matrixSelector') return
    for (const child of children(node)) visit(child, depth + 1)
  }
  visit(expr, 0)
  return parts
}

/** A value in a few lines. */
function valueLines(value: Value): string[] {
  if (value.type === 'scalar') return [numberText(value.value)]
  if (value.type === 'string') return [JSON.stringify(value.value)]
  const items: { labels: readonly NameValue[]; text: string }[] =
    value.type === 'vector'
      ? value.samples.map(({ labels, value, histogram }) => ({
          labels: pairsOf(labels),
          text: histogram === undefined ? numberText(value) : testExpression(histogram),
        }))
      : value.series.map(({ labels, values, histograms }) => ({
          labels: pairsOf(labels),
          text: seriesText([...values], histograms.length),
        }))
  if (items.length === 0) return ['nothing']
  const shown = items
    .slice(0, MOST_LINES)
    .map(({ labels, text }) => `${text}  ${seriesName(labels)}`.trimEnd())
  return items.length > MOST_LINES ? [...shown, `… ${items.length - MOST_LINES} more`] : shown
}

/** A series in the usual notation: metric name first, then labels. */
function seriesName(labels: readonly NameValue[]): string {
  const name = labels.find(([key]) => key === '__name__')?.[1] ?? ''
  const others = labels.filter(([key]) => key !== '__name__')
  return others.length === 0 ? name : `${name}${formatPairs(others, '3.14')}`
}

/** The samples of a range: all if few, else the first and the last. */
function seriesText(values: readonly number[], histograms: number): string {
  if (histograms > 0) return `${values.length + histograms} samples`
  const texts = values.map(numberText)
  return texts.length <= 6
    ? `[${texts.join(' ')}]`
    : `[${texts.slice(0, 2).join(' ')} … ${texts.slice(-2).join(' ')}] (${texts.length} samples)`
}
