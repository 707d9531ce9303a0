/** Operators with a histogram on at least one side: `vectorElemBinop` of `promql/engine.go`. */
import { compact, type FloatHistogram, histogramsEqual, trimBuckets } from '../histogram/index.ts'
import { boundsReconciled, resetCollision, warning } from '../histogram-notes.ts'
import { dividedBy, minus, plus, times } from '../histogram-ops.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import type { Semantics } from '../versions.ts'
import { type Notes, noteTypes, type SampleType } from './notes.ts'

/** Result of an operator. */
export interface BinaryResult {
  readonly value: number | FloatHistogram
  readonly keep: boolean
  /** True: the pair has no result. */
  readonly error: boolean
}

const noResult: BinaryResult = { value: 0, keep: false, error: true }
const result = (value: FloatHistogram, keep: boolean = true): BinaryResult => ({ value, keep, error: false })

const typeOfSample = (value: number | FloatHistogram): SampleType =>
  typeof value === 'number' ? 'float' : 'histogram'

export function binaryHistogram(
  run: Run,
  node: BinaryNode,
  left: number | FloatHistogram,
  right: number | FloatHistogram,
  notes: Notes,
  step: number,
): BinaryResult {
  const { op } = node
  const { semantics } = run.shared
  if (typeof left !== 'number' && typeof right !== 'number') {
    if (op === '+' || op === '-') return combined(semantics, op, left, right, notes, step)
    if (op === '==') return result(left, histogramsEqual(left, right))
    if (op === '!=') return result(left, !histogramsEqual(left, right))
  } else if (typeof left !== 'number' && typeof right === 'number') {
    if (op === '*') return result(compact(times(semantics, left, right), 0))
    if (op === '/') return result(compact(dividedBy(semantics, left, right), 0))
    if (op === '</') return result(trimBuckets(left, right, true))
    if (op === '>/') return result(trimBuckets(left, right, false))
  } else if (op === '*' && typeof left === 'number' && typeof right !== 'number')
    return result(compact(times(semantics, right, left), 0))
  noteTypes(run, notes, node, typeOfSample(left), typeOfSample(right), step)
  return noResult
}

function combined(
  semantics: Semantics,
  op: '+' | '-',
  left: FloatHistogram,
  right: FloatHistogram,
  notes: Notes,
  step: number,
): BinaryResult {
  const made = op === '+' ? plus(semantics, left, right) : minus(semantics, left, right)
  if (made.error !== undefined) {
    notes.set(step, warning(`incompatible bucket layout encountered for binary operator ${op}`))
    return noResult
  }
  const operation = op === '+' ? 'addition' : 'subtraction'
  if (made.counterResetCollision && semantics.resetWarnings) {
    notes.set(step, resetCollision(operation))
    return noResult
  }
  if (made.nhcbBoundsReconciled) notes.set(step, boundsReconciled(operation))
  const { histogram } = made
  return result(
    compact(
      op === '-' && semantics.negativeIsGauge ? { ...histogram, counterResetHint: 'gauge' } : histogram,
      0,
    ),
  )
}
