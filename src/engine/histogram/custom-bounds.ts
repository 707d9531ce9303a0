/** Addition of histograms with different custom bounds: `addCustomBucketsWithMismatches` and its helpers. */
import { type KahanSum, kahanInc } from '../kahan.ts'
import { indicesOf, spansOf } from './spans.ts'
import type { Span } from './types.ts'

/** The bounds that both lists share. */
export function intersectCustomBounds(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): readonly number[] {
  const [left, right] = [a ?? [], b ?? []]
  const shared: number[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = [left[i] as number, right[j] as number]
    if (x === y) shared.push(x)
    if (x <= y) i++
    if (y <= x || Number.isNaN(x) || Number.isNaN(y)) j++
  }
  return shared
}

/** Non-empty buckets over the shared bounds, with their compensation. */
export interface CustomSum {
  readonly spans: readonly Span[]
  readonly buckets: readonly number[]
  readonly compensation: readonly number[]
}

export interface CustomSide {
  readonly spans: readonly Span[]
  readonly buckets: readonly number[]
  readonly bounds: readonly number[] | undefined
  readonly compensation?: readonly number[] | undefined
}

/** The sum of two sides over the bounds that both share; the difference when `negative`. */
export function addOverSharedBounds(
  a: CustomSide,
  b: CustomSide,
  shared: readonly number[],
  negative: boolean,
): CustomSum {
  const totals: KahanSum[] = Array.from({ length: shared.length + 1 }, () => ({ sum: 0, compensation: 0 }))
  collect(totals, a, shared, 1)
  collect(totals, b, shared, negative ? -1 : 1)
  const indices: number[] = []
  totals.forEach(({ sum, compensation }, i) => {
    if (sum !== 0 || compensation !== 0) indices.push(i)
  })
  return {
    spans: spansOf(indices),
    buckets: indices.map((i) => totals[i]?.sum as number),
    compensation: indices.map((i) => totals[i]?.compensation as number),
  }
}

/** Adds each bucket to that of the first shared bound that is not below its own. */
function collect(
  totals: readonly KahanSum[],
  side: CustomSide,
  shared: readonly number[],
  sign: 1 | -1,
): void {
  const { spans, buckets, bounds = [], compensation } = side
  let target = 0
  indicesOf(spans).forEach((index, i) => {
    if (i >= buckets.length) return
    const bound = bounds[index]
    if (bound === undefined) target = shared.length
    else while (target < shared.length && (shared[target] as number) < bound) target++
    const total = totals[target] as KahanSum
    kahanInc(total, sign * (buckets[i] as number))
    if (compensation !== undefined) kahanInc(total, compensation[i] as number)
  })
}
