/** Labels of binary operators' results. Mirrors `VectorBinop` and `resultMetric` of `promql/engine.go`. */
import type { BinaryExpr } from '../../promql/ast.ts'
import {
  because,
  both,
  dropName,
  either,
  fact,
  factOf,
  keepOnly,
  type LabelFact,
  type LabelModel,
  mayDrop,
  metadata,
  metricNameLabel,
  withFacts,
} from './facts.ts'

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^', 'atan2'])

/** `lhs` and `rhs`: labels of the sides, undefined for scalars; so is the result for two scalars. */
export function binaryLabels(
  expr: BinaryExpr,
  lhs: LabelModel | undefined,
  rhs: LabelModel | undefined,
): LabelModel | undefined {
  if (lhs === undefined || rhs === undefined) {
    const vector = lhs ?? rhs
    return vector && (dropsName(expr) ? withoutName(expr, vector) : vector)
  }
  switch (expr.op) {
    case 'or':
      return either(lhs, rhs, [
        'the left side of `or` is without it: ',
        'the right side of `or` is without it: ',
      ])
    case 'unless':
      return lhs
    case 'and':
      return agreed(expr, lhs, rhs)
    default:
      return matched(expr, lhs, rhs)
  }
}

/** Filters keep the metric name; computed values lose it. */
function dropsName(expr: BinaryExpr): boolean {
  return expr.bool || arithmetic.has(expr.op)
}

/** In older versions, 2.42 among them, `atan2` keeps the metric name. */
function withoutName(expr: BinaryExpr, model: LabelModel): LabelModel {
  if (expr.op === 'atan2') {
    const text = '`atan2` drops the metric name in newer versions'
    return mayDrop(model, [metricNameLabel, ...metadata], expr.opRange, text)
  }
  return dropName(model, expr.opRange, `\`${expr.op}${expr.bool ? ' bool' : ''}\` drops the metric name`)
}

function matched(expr: BinaryExpr, lhs: LabelModel, rhs: LabelModel): LabelModel {
  const { group, fill } = expr.matching ?? {}
  const [many, one] = group?.side === 'right' ? [rhs, lhs] : [lhs, rhs]
  const found = result(expr, agreed(expr, many, one), agreed(expr, one, many))
  if (fill === undefined) return found
  const words = ['', 'where `fill` stands in for a missing series: '] as const
  // Which side a fill value replaces after `group_right` is left open: it may be either.
  const isOpen = group?.side === 'right'
  let all = found
  if (fill.right !== undefined || isOpen) all = either(all, result(expr, many, matchPart(expr, many)), words)
  if (fill.left !== undefined || isOpen) all = either(all, result(expr, matchPart(expr, one), one), words)
  return all
}

/** One side enriched by the other: series match only where their matching labels are equal. */
function agreed(expr: BinaryExpr, side: LabelModel, other: LabelModel): LabelModel {
  const { on, ignoring } = expr.matching ?? {}
  const words = `\`${expr.op}\` needs the same labels on both sides, and `
  const meet = (label: string): LabelFact => {
    const own = factOf(side, label)
    const found = both(own, factOf(other, label))
    return found === own ? own : because(found, words)
  }
  if (on !== undefined)
    return withFacts(
      side,
      on.labels.map(({ name }) => [name, meet(name)] as const),
    )
  const known = new Map<string, LabelFact>()
  for (const label of side.known.keys()) known.set(label, meet(label))
  for (const label of other.known.keys()) known.set(label, meet(label))
  for (const { name } of ignoring?.labels ?? []) known.set(name, factOf(side, name))
  known.set(metricNameLabel, factOf(side, metricNameLabel))
  const rest = both(side.rest, other.rest)
  return { known, rest: rest === side.rest ? rest : because(rest, words) }
}

/** The matching labels of a series; a series made by `fill` has only these. */
function matchPart(expr: BinaryExpr, model: LabelModel): LabelModel {
  const { on, ignoring } = expr.matching ?? {}
  if (on !== undefined) {
    const text = `\`on (${on.labels.map(({ name }) => name).join(', ')})\` matches by nothing else`
    return keepOnly(
      model,
      on.labels.map(({ name }) => name),
      on.range,
      text,
    )
  }
  return withFacts(dropName(model, expr.opRange, `\`${expr.op}\` ignores the metric name`), [
    ...(ignoring?.labels ?? []).map(
      ({ name, range }) => [name, fact('never', range, `\`ignoring\` leaves out \`${name}\``)] as const,
    ),
  ])
}

/** The labels of the result: those of `many`, plus those that `group_left` copies. */
function result(expr: BinaryExpr, many: LabelModel, one: LabelModel): LabelModel {
  const { on, ignoring, group } = expr.matching ?? {}
  let model = dropsName(expr) ? withoutName(expr, many) : many
  if (group === undefined && on !== undefined) {
    const names = on.labels.map(({ name }) => name)
    const kept = names.length === 0 ? 'no label' : `only ${names.map((name) => `\`${name}\``).join(', ')}`
    model = keepOnly(model, names, on.range, `\`on (${names.join(', ')})\` keeps ${kept}`)
  } else if (group === undefined && ignoring !== undefined) {
    model = withFacts(
      model,
      ignoring.labels.map(
        ({ name, range }) => [name, fact('never', range, `\`ignoring\` drops \`${name}\``)] as const,
      ),
    )
  }
  if (group === undefined || group.labels.length === 0) return model
  const from = group.side === 'left' ? 'right' : 'left'
  const included = group.labels.map(({ name, range }) => {
    const { late, status, reason } = factOf(one, name)
    const text = `\`group_${group.side}\` takes \`${name}\` from the ${from} side: ${reason.text}`
    return [name, fact(late ? 'possible' : status, range, text)] as const
  })
  const joined = withFacts(model, included)
  return expr.bool ? withoutName(expr, joined) : joined
}
