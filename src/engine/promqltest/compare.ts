/** Compares an answer with the expected one: `compareResult` of `promqltest/test.go`. */
import { formatGeneral } from '../go-text.ts'
import { testExpression } from '../histogram/index.ts'
import { formatLabels } from '../labels.ts'
import type { MatrixSeries, MatrixValue, Value, VectorSample, VectorValue } from '../types.ts'
import { isClose, matchesHistogram } from './histograms.ts'
import type { Eval, ExpectedValue } from './types.ts'

export const isOrdered = ({ modifier, expectations }: Eval): boolean =>
  modifier === 'ordered' || expectations.has('ordered')

/** The difference; undefined where there is none. */
export function compareResult(test: Eval, value: Value): string | undefined {
  switch (value.type) {
    case 'string':
      return value.value === (test.string ?? '')
        ? undefined
        : `expected string "${test.string ?? ''}" but got "${value.value}"`
    case 'scalar':
      return compareScalar(test, value.value)
    case 'vector':
      return compareVector(test, value)
    case 'matrix':
      return compareMatrix(test, value)
  }
}

function compareScalar({ scalar }: Eval, found: number): string | undefined {
  if (scalar === 'none') return `expected vector or matrix result, but got scalar ${formatGeneral(found)}`
  if (typeof scalar === 'number' && isClose(scalar, found)) return undefined
  return `expected scalar ${formatValue(scalar)} but got ${formatGeneral(found)}`
}

export function formatValue(value: ExpectedValue): string {
  if (value === undefined) return '_'
  if (typeof value === 'number') return formatGeneral(value)
  return value === 'stale' ? 'stale' : testExpression(value.histogram)
}

const formatFound = ({ value, histogram }: Pick<VectorSample, 'value' | 'histogram'>): string =>
  histogram === undefined ? formatGeneral(value) : testExpression(histogram)

function isExpected(expected: ExpectedValue, value: number, histogram: VectorSample['histogram']): boolean {
  if (typeof expected === 'number') return histogram === undefined && isClose(expected, value)
  if (expected === undefined || expected === 'stale') return false
  return histogram !== undefined && matchesHistogram(expected.histogram, histogram, expected.hintSet)
}

function compareVector(test: Eval, { samples }: VectorValue): string | undefined {
  if (test.scalar !== 'none') return 'expected scalar result, but got a vector'
  const ordered = isOrdered(test)
  const seen = new Set<string>()
  for (const [i, sample] of samples.entries()) {
    const name = formatLabels(sample.labels)
    const expected = test.series.get(sample.labels.key)
    if (expected === undefined) return `unexpected metric ${name} in result, has value ${formatFound(sample)}`
    if (ordered && expected.position !== i + 1)
      return `expected metric ${name} at position ${expected.position} but was at ${i + 1}`
    if (!isExpected(expected.values[0], sample.value, sample.histogram))
      return `expected ${formatValue(expected.values[0])} for ${name} but got ${formatFound(sample)}`
    seen.add(sample.labels.key)
  }
  return missing(test, seen)
}

function missing(test: Eval, seen: ReadonlySet<string>): string | undefined {
  for (const [key, { labels, values }] of test.series) {
    if (!seen.has(key))
      return `expected metric ${formatLabels(labels)} with ${values.map(formatValue).join(' ')} not found`
  }
  return undefined
}

function compareMatrix(test: Eval, { series }: MatrixValue): string | undefined {
  if (isOrdered(test)) return 'expected ordered result, but query returned a matrix'
  if (test.scalar !== 'none') return 'expected scalar result, but got a matrix'
  const seen = new Set<string>()
  for (const found of series) {
    const expected = test.series.get(found.labels.key)
    const name = formatLabels(found.labels)
    if (expected === undefined) return `unexpected metric ${name} in result, has ${formatSeries(found)}`
    const different = compareSeries(test, name, expected.values, found)
    if (different !== undefined) return different
    seen.add(found.labels.key)
  }
  return missing(test, seen)
}

function compareSeries(
  test: Eval,
  name: string,
  expected: readonly ExpectedValue[],
  found: MatrixSeries,
): string | undefined {
  const floats: { time: number; value: ExpectedValue }[] = []
  const histograms: { time: number; value: ExpectedValue }[] = []
  for (const [i, value] of expected.entries()) {
    const time = test.start + i * test.step
    if (time > test.end)
      return `expected ${expected.length} points for ${name}, but query time range cannot return this many points`
    if (value === undefined) continue
    if (typeof value === 'object') histograms.push({ time, value })
    else floats.push({ time, value })
  }
  if (floats.length !== found.times.length || histograms.length !== found.histograms.length)
    return `expected ${floats.length} float points and ${histograms.length} histogram points for ${name}, but got ${formatSeries(found)}`
  for (const [i, { time, value }] of floats.entries()) {
    if (time !== found.times[i] || !isExpected(value, found.values[i] as number, undefined))
      return `expected float value at index ${i} (t=${time}) for ${name} to be ${formatValue(value)}, but got ${formatGeneral(found.values[i] as number)} (t=${found.times[i]}; result has ${formatSeries(found)})`
  }
  for (const [i, { time, value }] of histograms.entries()) {
    if (time !== found.histogramTimes[i] || !isExpected(value, 0, found.histograms[i]))
      return `expected histogram value at index ${i} (t=${time}) for ${name} to be ${formatValue(value)}, but got ${testExpression(found.histograms[i] as never)} (t=${found.histogramTimes[i]})`
  }
  return undefined
}

function formatSeries({ times, values, histograms, histogramTimes }: MatrixSeries): string {
  const floats = Array.from(values, (value, i) => `${formatGeneral(value)} @[${times[i]}]`)
  const others = histograms.map((value, i) => `${testExpression(value)} @[${histogramTimes[i]}]`)
  return `${floats.length} float points [${floats.join(' ')}] and ${others.length} histogram points [${others.join(' ')}]`
}
