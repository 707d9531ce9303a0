/**
 * Labels that a reader may expect on the series of a result: those certainly present, those in a `by (…)`, and
 * `instance` and `job` on scraped series. Unlike the label model this is no proof: a label that a rule groups by may be on no
 * series. Where the model says `never`, nothing is expected.
 */

import type { BinaryExpr, Expr } from '../../promql/ast.ts'
import { perPart } from '../../promql/per-part.ts'
import { metricName } from '../../promql/walk.ts'
import { stringOf } from './calls.ts'
import { fact, factOf, type LabelFact, type LabelModel, metricNameLabel } from './facts.ts'
import { labelsOf } from './labels.ts'

export type Expected = ReadonlyMap<string, LabelFact>

/** The labels to expect on every series of a result, each with its reason; never the metric name. */
export function expectedLabels(expr: Expr, model: LabelModel = labelsOf(expr)): Expected {
  const found = new Map<string, LabelFact>()
  for (const [label, known] of model.known) if (known.status === 'sure') found.set(label, known)
  for (const [label, known] of guesses(expr)) {
    if (!found.has(label) && factOf(model, label).status !== 'never') found.set(label, known)
  }
  found.delete(metricNameLabel)
  return found
}

const choosing: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio'])

const guesses: (expr: Expr) => ReadonlyMap<string, LabelFact> = perPart(guessed)

function guessed(expr: Expr): ReadonlyMap<string, LabelFact> {
  switch (expr.kind) {
    case 'vectorSelector': {
      const name = metricName(expr)
      if (expr.recorded) {
        const set = new Set(expr.recorded.labels.map(({ key }) => key))
        const text = `the series of \`${name}\` are recorded so: `
        return new Map(
          [...expectedLabels(expr.recorded.expr)]
            .filter(([label]) => !set.has(label))
            .map(([label, { reason }]) => [label, fact('possible', expr.range, text + reason.text)] as const),
        )
      }
      // Recorded series, and those that Prometheus makes of alerts, may have any labels.
      if (name === undefined || name.includes(':') || name.startsWith('ALERTS')) return new Map()
      return new Map(
        ['instance', 'job'].map((label) => {
          const text = `the series of \`${name}\` have \`${label}\`, as every scraped series`
          return [label, fact('possible', expr.range, text)] as const
        }),
      )
    }
    case 'matrixSelector':
      return guesses(expr.selector)
    case 'paren':
    case 'unary':
    case 'subquery':
      return guesses(expr.expr)
    case 'aggregate': {
      if (choosing.has(expr.op)) return guesses(expr.expr)
      const { grouping } = expr
      if (grouping === undefined) return new Map()
      if (grouping.mode === 'without') return guesses(expr.expr)
      const words = `\`${expr.op} by (${grouping.labels.map(({ name }) => name).join(', ')})\` keeps`
      // An aggregation cannot keep a label that its input never has.
      const model = labelsOf(expr)
      return new Map(
        grouping.labels
          .filter(({ name }) => factOf(model, name).status !== 'never')
          .map(({ name, range }) => [name, fact('possible', range, `${words} \`${name}\``)] as const),
      )
    }
    case 'call': {
      if (['absent', 'absent_over_time', 'vector', 'scalar'].includes(expr.func)) return new Map()
      const vector = expr.args.find(({ kind }) => kind !== 'number' && kind !== 'string')
      const inner: ReadonlyMap<string, LabelFact> = vector === undefined ? new Map() : guesses(vector)
      if (expr.func === 'label_replace' || expr.func === 'label_join') {
        const written = stringOf(expr.args[1])
        return new Map([...inner].filter(([label]) => label !== written?.value))
      }
      return inner
    }
    case 'binary':
      return binaryGuesses(expr)
    default:
      return new Map()
  }
}

function binaryGuesses({ op, lhs, rhs, matching }: BinaryExpr): ReadonlyMap<string, LabelFact> {
  if (op === 'or') {
    const other = expectedLabels(rhs)
    return new Map([...expectedLabels(lhs)].filter(([label]) => other.has(label)))
  }
  const left = guesses(lhs)
  const right = guesses(rhs)
  if (op === 'unless' || op === 'and' || matching?.fill !== undefined) return left
  const many = matching?.group?.side === 'right' ? right : left
  if (matching?.group !== undefined) {
    const found = new Map(many)
    for (const { name } of matching.group.labels) found.delete(name)
    return found
  }
  const all = new Map([...right, ...left])
  if (matching?.on === undefined) return all
  const names = new Set(matching.on.labels.map(({ name }) => name))
  return new Map([...all].filter(([label]) => names.has(label)))
}
