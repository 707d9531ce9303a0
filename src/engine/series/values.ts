/** The values of a series: `1 2+3x4 _x2 stale {{count:1}}+{{count:1}}x3`. */
import { addHistograms, subtractHistograms } from '../histogram/add.ts'
import type { FloatHistogram } from '../histogram/types.ts'
import { incompatibleBounds } from '../histogram-ops.ts'
import { describedHistogram } from './describe-histogram.ts'
import {
  accept,
  expect,
  numberOf,
  peek,
  type State,
  stop,
  take,
  textOf,
  uintOf,
  unexpected,
} from './state.ts'
import type { Token } from './token.ts'
import type { SequenceValue } from './types.ts'

const context = 'series values'

/**
 * Most values of a series. Prometheus is limited by its memory only; ten million values are 115 days at one per second.
 */
export const mostValues = 10_000_000

/** Parses the values up to the end of the text. */
export function seriesValues(p: State): readonly SequenceValue[] {
  const values: SequenceValue[] = []
  if (peek(p).kind !== 'eof' && peek(p).kind !== '<space>') unexpected(p, context)
  while (accept(p, '<space>')) {
    if (startsItem.has(peek(p).kind)) item(p, values)
  }
  if (peek(p).kind !== 'eof') unexpected(p, '')
  return values
}

const startsItem: ReadonlySet<string> = new Set(['_', 'identifier', 'number', '+', '-', '{{'])

function item(p: State, values: SequenceValue[]): void {
  const first = take(p)
  if (first.kind === '_') {
    if (accept(p, 'x')) repeat(p, values, times(p), 'omitted')
    else values.push('omitted')
  } else if (first.kind === '{{') histograms(p, values)
  else numbers(p, values, first)
}

/** Parses the count after an `x`. */
function times(p: State): bigint {
  return uintOf(p, expect(p, 'number', context))
}

/** Adds a value repeatedly. */
function repeat(p: State, values: SequenceValue[], count: bigint, value: SequenceValue): void {
  checkCount(p, values, count)
  for (let i = 0; i < count; i++) values.push(value)
}

function checkCount(p: State, values: readonly SequenceValue[], more: bigint): void {
  if (BigInt(values.length) + more <= mostValues) return
  stop(p, `series values are limited to ${mostValues} for each series`)
}

/** Parses a number or `stale`: once, or repeated, constant or growing. */
function numbers(p: State, values: SequenceValue[], first: Token): void {
  const value = first.kind === 'identifier' ? stale(p, first) : signedNumber(p, first)
  const { kind } = peek(p)
  if (kind === 'x') {
    take(p)
    repeat(p, values, times(p) + 1n, value)
    return
  }
  if (kind !== '+' && kind !== '-') {
    values.push(value)
    return
  }
  const step = signedNumber(p, take(p))
  expect(p, 'x', context)
  const count = times(p)
  checkCount(p, values, count + 1n)
  values.push(value)
  // Adding to a stale marker gives an ordinary NaN.
  let current = value === 'stale' ? Number.NaN : value
  for (let i = 0; i < count; i++) {
    current += step
    values.push(current)
  }
}

function stale(p: State, word: Token): 'stale' {
  if (textOf(p, word) !== 'stale') unexpected(p, context, 'number or "stale"')
  return 'stale'
}

/** Parses a number with an optional sign, after its first token. */
function signedNumber(p: State, first: Token): number {
  if (first.kind === 'number') return numberOf(p, first)
  const value = numberOf(p, expect(p, 'number', context))
  return first.kind === '-' ? -value : value
}

/** Parses a histogram: once, or repeated, constant or with another one added or subtracted each time. */
function histograms(p: State, values: SequenceValue[]): void {
  const base = describedHistogram(p)
  const { kind } = peek(p)
  if (kind === 'x') {
    take(p)
    repeat(p, values, times(p) + 1n, base)
    return
  }
  if (kind !== '+' && kind !== '-') {
    values.push(base)
    return
  }
  take(p)
  expect(p, '{{', context)
  const { histogram: step, hintSet } = describedHistogram(p)
  expect(p, 'x', context)
  const count = times(p)
  checkCount(p, values, count + 1n)
  values.push({ histogram: base.histogram, hintSet })
  let current = base.histogram
  for (let i = 0; i < count; i++) {
    current = combined(p, current, step, kind)
    values.push({ histogram: current, hintSet })
  }
}

function combined(p: State, current: FloatHistogram, step: FloatHistogram, kind: '+' | '-'): FloatHistogram {
  if (current.schema > step.schema) {
    const schemas = `cannot merge from schema ${step.schema} to ${current.schema}`
    stop(p, `error combining histograms: ${schemas}`)
  }
  const made = (kind === '+' ? addHistograms : subtractHistograms)(current, step)
  if (made.error !== undefined) stop(p, made.error)
  if (made.nhcbBoundsReconciled && !p.lexer.syntax.reconcilesBounds) stop(p, incompatibleBounds)
  return made.histogram
}
