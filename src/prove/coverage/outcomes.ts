/** The comparisons and set operators of an expression, and their outcomes at a moment. */
import type { EngineOptions, Storage, VectorSample } from '../../engine/index.ts'
import { type BinaryExpr, type Expr, walk } from '../../promql/index.ts'
import type { Range } from '../../text/source.ts'
import { planOf, vectorAt } from '../query.ts'

/** One possible outcome of an operator. */
export interface Outcome {
  /** Range in the expression. */
  readonly range: Range
  /** Wording while it was not seen: `is never true`. */
  readonly never: string
}

/** An operator with its two outcomes. */
export interface Point {
  readonly node: BinaryExpr
  readonly outcomes: readonly [Outcome, Outcome]
}

export const COMPARISONS: ReadonlySet<string> = new Set(['>', '>=', '<', '<=', '==', '!='])

const NEVER: Readonly<Record<string, readonly [string, string]>> = {
  and: ['never lets anything through', 'never filters anything out'],
  unless: ['never lets anything through', 'never filters anything out'],
  or: ['never returns its left side', 'never returns its right side'],
}

/** The operators of an expression that count; those inside subqueries do not. */
export function pointsOf(expr: Expr): Point[] {
  const points: Point[] = []
  walk(expr, (node) => {
    if (node.kind === 'subquery') return false
    if (node.kind !== 'binary') return true
    const never = COMPARISONS.has(node.op) ? (['is never true', 'is never false'] as const) : NEVER[node.op]
    if (never === undefined || node.lhs.kind === 'number') return true
    const outcome = (text: string): Outcome => ({ range: node.opRange, never: text })
    points.push({ node, outcomes: [outcome(never[0]), outcome(never[1])] })
    return true
  })
  return points
}

/** The outcomes at a moment. */
export function seenOutcomes(
  { node }: Point,
  text: string,
  storage: Storage,
  at: number,
  options: EngineOptions,
): readonly [boolean, boolean] {
  const result = partAt(text, node.range, storage, at, options)
  if (result === undefined) return [false, false]
  if (node.bool) return [result.some(({ value }) => value === 1), result.some(({ value }) => value === 0)]
  const left = partAt(text, node.lhs.range, storage, at, options) ?? []
  if (node.op === 'or') return [left.length > 0, result.length > left.length]
  return [result.length > 0, result.length < left.length]
}

function partAt(
  text: string,
  { start, end }: Range,
  storage: Storage,
  at: number,
  options: EngineOptions,
): readonly VectorSample[] | undefined {
  const vector = vectorAt(planOf(text.slice(start, end), options), storage, at)
  return typeof vector === 'string' ? undefined : vector
}
