/** Sides of `and`, `or` and `unless` without effect. */

import type { AggregateExpr, BinaryExpr, Expr, Label } from '../promql/ast.ts'
import { metricName, partsOf, selectors } from '../promql/walk.ts'
import type { Range } from '../text/source.ts'
import { alwaysReturns, isBare } from './always.ts'
import { labelMismatch } from './label-mismatch.ts'
import { labelStatus, labelsOf, type Reason } from './labels/labels.ts'
import { mayLack } from './labels/lacking.ts'
import { whyNever } from './never.ts'
import type { Never } from './reasoned.ts'
import { boolRange } from './unconditional.ts'
import { isOfItself } from './values/alike.ts'
import { bare, covers, filtered } from './values/filters.ts'
import { stateLabel } from './values/known.ts'
import { isScalar } from './values/ranges.ts'
import type { Times } from './values/windows.ts'

const isCount = (node: Expr): node is AggregateExpr =>
  node.kind === 'aggregate' && (node.op === 'count' || node.op === 'group')

/**
 * Sides of `and`, `or` and `unless` within an expression that never return anything, or never have an effect. A side that only
 * makes the whole expression empty is reported by `whyNever`.
 */
export function deadSides(expr: Expr, times: Times = {}): Never[] {
  const found: Never[] = []
  const isAsked = (node: Expr): boolean =>
    node.kind === 'binary' ? /^(?:and|or|unless|\/)$/.test(node.op) : isCount(node)
  if (mayLack(expr)) {
    for (const node of partsOf(expr)) {
      if (node.kind === 'aggregate' && node.grouping?.mode === 'by' && mayLack(node.expr))
        found.push(...lackingGroup(node))
      if (node.kind === 'binary' && node.matching?.group !== undefined) found.push(...lackingTaken(node))
    }
  }
  if (!partsOf(expr).some(isAsked)) return found
  for (const node of partsOf(expr)) {
    if (isCount(node)) found.push(...countedBool(node))
    if (node.kind !== 'binary') continue
    const { op, lhs, rhs } = node
    if (op === '/') {
      if (isOfItself(node)) found.push(dividedByItself(node))
    } else if (op === 'or') {
      const dead = [lhs, rhs].flatMap((side) => whyNever(side, times) ?? [])
      found.push(...dead.filter((one) => !found.some(({ expr }) => expr === one.expr)))
      if (dead.length === 0 && isCovered(lhs, rhs)) {
        found.push({
          expr: rhs,
          range: rhs.range,
          text: 'the left side of `or` always returns a sample without labels, so the right side has no effect',
          hint: 'remove the right side, or the part that makes the left side always return something',
          related: [],
        })
      } else if (dead.length === 0 && node.matching === undefined) {
        found.push(...within(lhs, rhs, 'right'), ...(covers(lhs, rhs) ? [] : within(rhs, lhs, 'left')))
      }
    } else if (op === 'and' && node.matching === undefined && !isScalar(rhs) && covers(rhs, lhs)) {
      found.push({
        expr: rhs,
        range: rhs.range,
        text: 'every series of the left side of `and` is on the right side too',
        hint: 'remove the right side, or correct one of the two',
        related: [{ range: lhs.range, text: 'has no series that the right side lacks' }],
      })
    } else if (op === 'and' && node.matching === undefined && isWeaker(lhs, rhs)) {
      found.push({
        expr: lhs,
        range: lhs.range,
        text: 'every series of the right side of `and` is on the left side too',
        hint: 'remove the left side, or correct one of the two',
        related: [{ range: rhs.range, text: 'has no series that the left side lacks' }],
      })
    } else if (op === 'and' && node.matching?.on?.labels.length === 0 && alwaysReturns(rhs)) {
      found.push({
        expr: rhs,
        range: rhs.range,
        text: 'the right side of `and on ()` always returns a sample',
        hint: 'write a comparison without `bool`, which returns nothing if it does not hold',
        related: [],
      })
    }
    const flag = op === 'and' || op === 'unless' ? boolOf(rhs) : undefined
    if (flag) {
      found.push({
        expr: rhs,
        range: flag,
        text: `\`${op}\` asks only whether there is a sample, and \`bool\` returns one for true and for false`,
        hint: 'remove `bool`',
        related: [],
      })
    } else if (op === 'and' || op === 'unless') {
      found.push(...everyState(op, rhs))
    }
    if (op === 'unless' && flag === undefined) {
      const dead = whyNever(rhs, times)
      const apart = dead === undefined ? labelMismatch(node) : undefined
      if (dead) found.push(dead)
      else if (apart) {
        found.push({
          expr: rhs,
          range: node.opRange,
          text: apart.text,
          hint: apart.hint,
          related: apart.sides,
          ...(apart.insert && { insert: { at: node.opRange.end, text: apart.insert } }),
        })
      }
    }
  }
  return found
}

/** `x > 5 and x > 10`: the left side lets through what the right side does, with the same values. */
const isWeaker = (lhs: Expr, rhs: Expr): boolean =>
  filtered(rhs).isFilter && filtered(lhs).isFilter && covers(lhs, rhs)

/** A side of `or` whose series, with their values, the other side has too. */
function within(wide: Expr, narrow: Expr, side: 'left' | 'right'): Never[] {
  if (!covers(wide, narrow)) return []
  return [
    {
      expr: narrow,
      range: narrow.range,
      text: `every series of the ${side} side of \`or\` is on the ${side === 'right' ? 'left' : 'right'} side already`,
      hint: `remove the ${side} side, or correct one of the two`,
      related: [{ range: wide.range, text: 'has at least the same series' }],
    },
  ]
}

/**
 * `x and on (pod) kube_pod_status_phase{phase="Running"}`: a metric with a series for every state, of which `and` and `unless`
 * ask only whether it is there.
 */
function everyState(op: string, side: Expr): Never[] {
  const selector = bare(side)
  if (selector.kind !== 'vectorSelector') return []
  const label = stateLabel(metricName(selector))
  if (label === undefined || !selector.matchers.some(({ name }) => name === label)) return []
  return [
    {
      expr: side,
      range: side.range,
      text: `\`${metricName(selector)}\` has a series for every \`${label}\`, 0 or 1, and \`${op}\` asks only whether it is there`,
      hint: 'add `== 1`',
      related: [],
    },
  ]
}

/** The first of some labels that a part never has. A matcher that asks for series without it is a decision. */
function lackedIn(expr: Expr, labels: readonly Label[]): (Label & { readonly reason: Reason }) | undefined {
  const model = labelsOf(expr)
  for (const label of labels) {
    const { status, reason } = labelStatus(model, label.name)
    const isAsked = (): boolean =>
      selectors(expr).some(({ matchers }) => matchers.some(({ name }) => name === label.name))
    if (status === 'never' && !isAsked()) return { ...label, reason }
  }
  return undefined
}

/** `max by (instance) (sum by (job) (x))`: a label that nothing within has. */
function lackingGroup(expr: AggregateExpr): Never[] {
  const lacked = lackedIn(expr.expr, expr.grouping!.labels)
  if (lacked === undefined) return []
  const { name, range, reason } = lacked
  const text = `\`${expr.op} by\` names \`${name}\`, which nothing within has: ${reason.text}`
  return [{ expr, range, text, hint: `keep \`${name}\` within, or leave it out`, related: [reason] }]
}

/** `a * on (pod) group_left (node) sum by (pod) (b)`: a label that the one side never has. */
function lackingTaken({ matching, lhs, rhs }: BinaryExpr): Never[] {
  const { side, labels } = matching!.group!
  const one = side === 'left' ? rhs : lhs
  const lacked = labels.length > 0 && mayLack(one) ? lackedIn(one, labels) : undefined
  if (lacked === undefined) return []
  const { name, range, reason } = lacked
  const words = side === 'left' ? 'right' : 'left'
  const text = `\`group_${side}\` takes \`${name}\` from the ${words} side, which never has it: ${reason.text}`
  return [{ expr: one, range, text, hint: `keep \`${name}\` there, or leave it out`, related: [reason] }]
}

/** `rate(x{code="500"}[5m]) / rate(x[5m])`: each series meets itself. */
function dividedByItself(expr: BinaryExpr): Never {
  return {
    expr,
    range: expr.opRange,
    text: '`/` pairs series with the same labels, so each is divided by itself, which is 1, or NaN if it is 0',
    hint: 'take the sum of both sides, or write `/ ignoring (…) group_left` and the sum of the whole',
    related: [],
  }
}

/** `count(x > bool 5)`. */
function countedBool(expr: AggregateExpr): Never[] {
  const range = boolOf(expr.expr)
  if (range === undefined) return []
  const text = `\`${expr.op}\` counts every sample, and \`bool\` returns one for true and for false`
  return [{ expr, range, text, hint: 'remove `bool`, or write `sum`', related: [] }]
}

/** The range of `bool` in a comparison. */
function boolOf(expr: Expr): Range | undefined {
  const inner = bare(expr)
  return inner.kind === 'binary' && inner.bool ? boolRange(inner) : undefined
}

/** Whether the left side of `or` always returns the one series that the right side could. */
function isCovered(lhs: Expr, rhs: Expr): boolean {
  return alwaysReturns(lhs) && isBare(lhs) && isBare(rhs)
}
