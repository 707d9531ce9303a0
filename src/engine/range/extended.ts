/** `anchored` and `smoothed` ranges of floats, whose values at both ends are known or interpolated. */
import { none } from '../block.ts'
import { give, type Window } from './window.ts'

/** A slice of the sample columns: indices `from` to `to`, exclusive. */
export interface Stretch {
  readonly times: Float64Array
  readonly values: Float64Array
  readonly from: number
  readonly to: number
}

/** The first index in [low, high) that passes, or `high`; all that pass come after all that do not. */
export function search(low: number, high: number, passes: (at: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = (from + to) >>> 1
    if (passes(middle)) to = middle
    else from = middle + 1
  }
  return from
}

/** Interpolates between two samples; after a counter reset, from zero. */
export function interpolate(
  { times, values }: Stretch,
  left: number,
  right: number,
  time: number,
  isCounter: boolean,
): number {
  const after = values[right] as number
  const known = values[left] as number
  const before = isCounter && after < known ? 0 : known
  const leftTime = times[left] as number
  return before + ((after - before) * (time - leftTime)) / ((times[right] as number) - leftTime)
}

/**
 * The samples that bound a range: the last at or before its start; and the last in it, or the first at or after its
 * end.
 */
export function boundsOf(
  { times, from, to }: Pick<Stretch, 'times' | 'from' | 'to'>,
  start: number,
  end: number,
  smoothed: boolean,
): { readonly first: number; readonly last: number } {
  const newest = to - 1
  const first = Math.max(from, search(from, newest, (at) => (times[at] as number) > start) - 1)
  const last = smoothed ? search(from, newest, (at) => (times[at] as number) >= end) : newest
  return { first, last }
}

export function leftValue(
  stretch: Stretch,
  first: number,
  start: number,
  smoothed: boolean,
  isCounter: boolean,
): number {
  if (smoothed && (stretch.times[first] as number) < start)
    return interpolate(stretch, first, first + 1, start, isCounter)
  return stretch.values[first] as number
}

export function rightValue(
  stretch: Stretch,
  last: number,
  end: number,
  smoothed: boolean,
  isCounter: boolean,
): number {
  if (smoothed && last > stretch.from && (stretch.times[last] as number) > end)
    return interpolate(stretch, last - 1, last, end, isCounter)
  return stretch.values[last] as number
}

export function extendedRate(w: Window, isCounter: boolean, isRate: boolean): number {
  const { times, values } = w.series
  const smoothed = w.extended === 'smoothed'
  const stretch: Stretch = { times, values, from: w.from, to: w.to }
  let { first, last } = boundsOf(stretch, w.start, w.end, smoothed)
  if ((times[last] as number) <= w.start) return none
  if (smoothed && (times[first] as number) > w.end) return none
  const left = leftValue(stretch, first, w.start, smoothed, isCounter)
  const right = rightValue(stretch, last, w.end, smoothed, isCounter)
  let result = right - left
  if (isCounter) {
    if ((times[first] as number) <= w.start) first++
    if ((times[last] as number) >= w.end) last--
    result += resetsBetween(left, right, values, first, last)
  }
  return give(w, isRate ? result / w.seconds : result)
}

/** Sum of the counter's values lost in resets. */
function resetsBetween(
  left: number,
  right: number,
  values: Float64Array,
  first: number,
  last: number,
): number {
  let lost = 0
  let before = left
  for (let i = first; i <= last; i++) {
    const value = values[i] as number
    if (value < before) lost += before
    before = value
  }
  return right < before ? lost + before : lost
}
