/** Two sides of an operator whose series never match, because of a label. */

import type { BinaryExpr, Expr, Label, VectorSelector } from '../promql/ast.ts'
import { metricName, partsOf, selectors } from '../promql/walk.ts'
import { type Expected, expectedLabels } from './labels/expected.ts'
import { factOf, type LabelModel, metricNameLabel, possibleLabels, type Reason } from './labels/facts.ts'
import { labelsOf } from './labels/labels.ts'
import { mayLack } from './labels/lacking.ts'
import { contradiction, heldMatchers, heldTo, isMatched } from './labels/matchers.ts'
import { bare } from './values/alike.ts'
import { isOneSeries } from './values/one-series.ts'
import { isScalar } from './values/ranges.ts'

export interface Mismatch {
  readonly text: string
  /** The reasons: first for the left side, then for the right. */
  readonly sides: readonly [Reason, Reason]
  readonly hint: string
  /** Text to insert after the operator, if that is certain to help. */
  readonly insert?: string
}

interface Side {
  readonly model: LabelModel
  readonly expected: Expected
}

const sideOf = (expr: Expr): Side => {
  const model = labelsOf(expr)
  return { model, expected: expectedLabels(expr, model) }
}

/** Why no series of one side matches one of the other; undefined if some may. */
export function labelMismatch(expr: BinaryExpr): Mismatch | undefined {
  if (expr.op === 'or' || expr.matching?.fill !== undefined) return undefined
  if (isScalar(expr.lhs) || isScalar(expr.rhs)) return undefined
  return valueMismatch(expr) ?? nameMismatch(expr) ?? bucketMismatch(expr)
}

function valueMismatch(expr: BinaryExpr): Mismatch | undefined {
  const left = heldMatchers(expr.lhs)
  if (left.size === 0) return undefined
  const right = heldMatchers(expr.rhs)
  if (right.size === 0) return undefined
  for (const [label, matchers] of left) {
    if (!isMatched(expr, label)) continue
    const pair = contradiction(matchers, right.get(label) ?? [])
    if (pair === undefined) continue
    const [one, other] = pair.map(({ name, op, value }) => `\`${name}${op}"${value}"\``)
    return {
      text: `\`${expr.op}\` pairs only series with the same \`${label}\`, but the left side has ${one} and the right side ${other}`,
      sides: [
        { range: pair[0].range, text: `the left side has only ${one}` },
        { range: pair[1].range, text: `the right side has only ${other}` },
      ],
      hint: expr.matching?.on
        ? `leave \`${label}\` out of \`on (…)\`, or select the same values on both sides`
        : `write \`${expr.op} ignoring (${label}) …\`, or select the same values on both sides`,
    }
  }
  return undefined
}

/** `rate(x_bucket{le="1"}[5m]) / rate(x_count[5m])`: only the buckets of a histogram have `le`. */
function bucketMismatch(expr: BinaryExpr): Mismatch | undefined {
  const [left, right] = [plainSelector(expr.lhs), plainSelector(expr.rhs)]
  const [one, other] = [left && metricName(left), right && metricName(right)]
  if (one === undefined || other === undefined || !isMatched(expr, 'le')) return undefined
  const [buckets, rest] = one.endsWith('_bucket') ? [one, other] : [other, one]
  const whole = buckets === one ? right! : left!
  if (!buckets.endsWith('_bucket') || !/_(?:count|sum)$/.test(rest)) return undefined
  if (buckets.replace(/_bucket$/, '') !== rest.replace(/_(?:count|sum)$/, '')) return undefined
  if (whole.matchers.some(({ name }) => name === 'le')) return undefined
  const texts = [one, other].map((name) => `\`${name}\` has ${name === buckets ? '' : 'no '}\`le\``)
  return {
    text: `\`${expr.op}\` pairs only series with the same labels, but ${texts[0]} and ${texts[1]}`,
    sides: [
      { range: left!.range, text: texts[0]! },
      { range: right!.range, text: texts[1]! },
    ],
    hint: `write \`${expr.op} ignoring (le) …\``,
  }
}

/** The selector of a side that is nothing but it, or its rate. */
function plainSelector(expr: Expr): VectorSelector | undefined {
  const inner = bare(expr)
  if (inner.kind === 'vectorSelector') return inner
  const [vector] = inner.kind === 'call' && /^(?:rate|increase|irate)$/.test(inner.func) ? inner.args : []
  return vector?.kind === 'matrixSelector' ? vector.selector : undefined
}

/** Whether some label is certainly missing from every series of the result. */
const lacksAny = (expr: Expr): boolean => {
  if (!mayLack(expr)) return false
  const { known, rest } = labelsOf(expr)
  if (rest.status === 'never') return true
  for (const [label, { status }] of known) {
    if (status === 'never' && label !== metricNameLabel) return true
  }
  return false
}

/** Whether every label that is certainly missing from one side is missing from the other too. */
function lackTheSame(one: LabelModel, other: LabelModel): boolean {
  if ((one.rest.status === 'never') !== (other.rest.status === 'never')) return false
  const isWithin = (some: LabelModel, all: LabelModel): boolean => {
    for (const [label, { status }] of some.known) {
      if (label === metricNameLabel) continue
      if ((status === 'never') !== (factOf(all, label).status === 'never')) return false
    }
    return true
  }
  return isWithin(one, other) && isWithin(other, one)
}

function nameMismatch(expr: BinaryExpr): Mismatch | undefined {
  // One side must lack a label that the other is expected to have.
  if (!lacksAny(expr.lhs) && !lacksAny(expr.rhs)) return undefined
  if (lackTheSame(labelsOf(expr.lhs), labelsOf(expr.rhs))) return undefined
  const left = sideOf(expr.lhs)
  const right = sideOf(expr.rhs)
  const held = [heldMatchers(expr.lhs), heldMatchers(expr.rhs)] as const
  const labels = new Set([
    ...(expr.matching?.on?.labels.map(({ name }) => name) ?? []),
    ...left.expected.keys(),
    ...right.expected.keys(),
  ])
  for (const label of labels) {
    if (label === metricNameLabel || !isMatched(expr, label)) continue
    // Whoever ignores `job` and not `instance` knows that there is none: some scrapes drop it.
    if (label === 'instance' && isIgnored(expr, 'job')) continue
    const [one, other] = [factOf(left.model, label), factOf(right.model, label)]
    // Matching on a label implies that both sides have it, unless a matcher asks for series without it.
    const isNamed = expr.matching?.on !== undefined && !held[0].has(label) && !held[1].has(label)
    const has =
      left.expected.get(label) ?? (isNamed && one.status === 'possible' && !hasOr(expr.lhs) ? one : undefined)
    const had =
      right.expected.get(label) ??
      (isNamed && other.status === 'possible' && !hasOr(expr.rhs) ? other : undefined)
    if (has !== undefined && other.status === 'never')
      return named(expr, label, left, right, [has.reason, other.reason])
    if (had !== undefined && one.status === 'never')
      return named(expr, label, left, right, [one.reason, had.reason])
  }
  return undefined
}

const isIgnored = ({ matching }: BinaryExpr, label: string): boolean =>
  matching?.ignoring?.labels.some(({ name }) => name === label) ?? false

/** Whether the series of a side come from several places, some of which may lack labels that others have. */
const hasOr = (expr: Expr): boolean =>
  partsOf(expr).some((node) => node.kind === 'binary' && node.op === 'or')

/** The labels that a side is known to have, in words; if it may have any, whether it has the one in question. */
function described({ model, expected }: Side, label: string): string {
  const isClosed = model.rest.status === 'never'
  if (!isClosed && !expected.has(label) && factOf(model, label).status === 'never') return `no \`${label}\``
  if (!isClosed && !expected.has(label)) return `\`${label}\``
  const names = isClosed ? closedSet(model) : [...expected.keys()]
  return names.length === 0 ? 'no label' : names.map((name) => `\`${name}\``).join(', ')
}

const closedSet = (model: LabelModel): string[] =>
  possibleLabels(model).filter((label) => label !== metricNameLabel)

function named(
  expr: BinaryExpr,
  label: string,
  left: Side,
  right: Side,
  sides: readonly [Reason, Reason],
): Mismatch {
  const { op, matching } = expr
  const pairs = matching?.on
    ? `\`${op} on (${matching.on.labels.map(({ name }) => name).join(', ')})\` pairs only series with the same \`${label}\``
    : `\`${op}\` pairs only series with the same labels`
  const text = `${pairs}, but the left side has ${described(left, label)} and the right side ${described(right, label)}`
  if (matching !== undefined) {
    const hint = matching.on
      ? `leave \`${label}\` out of \`on (…)\`, or keep it on both sides`
      : `add \`${label}\` to \`ignoring (…)\`, or keep it on both sides`
    return { text, sides, hint }
  }
  const written = remedy(expr, left, right)
  const isApart = left.model.rest.status === 'never' && right.model.rest.status === 'never'
  // Of a side that may have any label, only the label that the other side lacks is known.
  const more = factOf(left.model, label).status === 'never' ? 'group_right' : 'group_left'
  const [few, many] = more === 'group_right' ? [left, right] : [right, left]
  const guess = isApart
    ? undefined
    : `ignoring (${lostOf(few, many).join(', ')})${isSet(op) ? '' : ` ${more}`}`
  const by = written ?? guess
  return {
    text,
    sides,
    hint: `${by ? `write \`${op} ${by} …\`, or ` : ''}keep the same labels on both sides`,
    ...(written && { insert: ` ${written}` }),
  }
}

/** The labels that certainly no series of a side has, where those of the other side may. */
const lostOf = (few: Side, many: Side): string[] =>
  [...few.model.known]
    .filter(([label, { status }]) => status === 'never' && label !== metricNameLabel)
    .filter(([label]) => factOf(many.model, label).status !== 'never')
    .map(([label]) => label)

const isSet = (op: BinaryExpr['op']): boolean => op === 'and' || op === 'unless'

/** Matching that lets the sides match: on the labels of the side with fewer, if the other has them all. */
function remedy({ op }: BinaryExpr, left: Side, right: Side): string | undefined {
  const fits = (few: Side, many: Side): string[] | undefined => {
    if (few.model.rest.status !== 'never') return undefined
    const names = closedSet(few.model)
    return names.every((name) => factOf(many.model, name).status !== 'never') ? names : undefined
  }
  const byRight = fits(right, left)
  if (byRight) return `on (${byRight.join(', ')})${isSet(op) ? '' : ' group_left'}`
  const byLeft = fits(left, right)
  if (byLeft) return `on (${byLeft.join(', ')})${isSet(op) ? '' : ' group_right'}`
  return undefined
}

/** `on (a)` where neither side has `a`: all series are in one group. */
export function pointlessMatching(expr: BinaryExpr): Reason | undefined {
  const on = expr.matching?.on
  if (on === undefined || isSet(expr.op) || expr.op === 'or') return undefined
  const several =
    on.labels.length === 0 || on.labels.every(({ name }) => groups.test(name) || finest.test(name))
      ? severalOnOneSide(expr, on.range, on.labels)
      : undefined
  if (several || on.labels.every(({ name }) => groups.test(name))) return several
  const models = [labelsOf(expr.lhs), labelsOf(expr.rhs)]
  const isGone = ({ name }: { name: string }): boolean =>
    models.every((model) => factOf(model, name).status === 'never')
  if (!on.labels.every(isGone)) return undefined
  const closed = models.filter((model) => closedSet(model).length === 0 && model.rest.status === 'never')
  if (closed.length === 2) return undefined
  const names = on.labels.map(({ name }) => `\`${name}\``).join(', ')
  return {
    range: on.range,
    text: `neither side has ${names}, so all their series are matched with each other`,
  }
}

/** Labels of which each has many pods and instances. */
const groups = /^(?:job|namespace|cluster|env|environment|region|service|app|team)$/
const finest = /^(?:instance|pod)$/
/** Labels of which each pod or instance has several. */
const parts =
  /^(?:container|device|mountpoint|cpu|interface|disk|mode|code|status|method|handler|path|topic|partition|le)$/

/**
 * `a / on () group_left sum by (job) (b)`: everything is in one group, in which the one side may have one series only. Of groups
 * that labels make, only those are judged in which a side has one for each pod or instance.
 */
function severalOnOneSide(
  { lhs, rhs, matching, op }: BinaryExpr,
  range: Reason['range'],
  labels: readonly Label[],
): Reason | undefined {
  const many = matching?.group?.side
  if (matching?.fill !== undefined) return undefined
  const single = many === undefined ? [lhs, rhs] : [many === 'left' ? rhs : lhs]
  for (const side of single) {
    const model = labelsOf(side)
    if (model.rest.status !== 'never' || isOneSeries(side)) continue
    // How many of its series another rule records is not known.
    if (selectors(side).some(({ recorded }) => recorded !== undefined)) continue
    const held = heldMatchers(side)
    const shared = labels.map(({ name }) => name)
    const apart = closedSet(model).filter((label) => !shared.includes(label) && !heldTo(held, label))
    const finer = shared.some((label) => finest.test(label)) ? parts : finest
    if (apart.length === 0 || (shared.length > 0 && !apart.some((label) => finer.test(label)))) continue
    const words = side === lhs ? 'left' : 'right'
    return {
      range,
      text:
        shared.length === 0
          ? `\`${op} on ()\` pairs all series with one, and the ${words} side has one for each \`${apart.join('`, `')}\``
          : `of each \`${shared.join('`, `')}\` the ${words} side may have one series, and has one for each \`${apart.join('`, `')}\``,
    }
  }
  return undefined
}
