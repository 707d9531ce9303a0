/**
 * Expressions of a promtool test: evaluated after everything is loaded, and compared sample by sample. Mirrors the
 * second half of `testGroup.test` in `cmd/promtool/unittest.go`.
 */

import { testExpression } from '../../engine/histogram/format.ts'
import { compareLabels, labelsOf } from '../../engine/index.ts'
import { parseMetric, seriesErrorText } from '../../engine/series.ts'
import type { Failure } from '../../model.ts'
import { quote } from '../../promql/go.ts'
import { formatDuration } from '../../promql/index.ts'
import { differences } from '../difference.ts'
import { explainExpr } from '../explain.ts'
import { plainFailure } from '../failure.ts'
import { readHistogram } from '../histogram.ts'
import { comparePairs, pairsOf } from '../labels.ts'
import { planOf, vectorAt } from '../query.ts'
import type { TestContext } from './context.ts'
import type { ExpectedSample, ExprTest } from './file.ts'
import { type ShownSample, samplesText } from './format.ts'

/** Evaluates an expression at the end of a test and compares; adds failures to the context. */
export function checkExpr(context: TestContext, one: ExprTest): void {
  const { test, run, options, version, failures, file } = context
  const at = test.start + one.at
  const time = formatDuration(one.at)
  const fail = (message: string, words: string, range: Failure['range']): void => {
    const promtool = `    expr: ${quote(one.expr.value)}, time: ${time}, err: ${message}`
    failures.push(plainFailure(range, words, promtool))
  }
  const vector = vectorAt(planOf(one.expr.value, options), run.storage, at)
  if (typeof vector === 'string') {
    fail(vector, `The expression fails at ${time}: ${vector}`, one.expr.range)
    return
  }
  const got = vector
    .map(({ labels, value, histogram }) => ({
      labels,
      // In Prometheus, a sample with a histogram has the value 0.
      value: histogram === undefined ? value : 0,
      histogram: histogram === undefined ? '' : testExpression(histogram),
    }))
    .sort((a, b) => compareLabels(a.labels, b.labels))
    .map((sample): ShownSample => ({ ...sample, labels: pairsOf(sample.labels) }))
  const expected: ShownSample[] = []
  for (const sample of one.expected) {
    const read = readSample(sample, version)
    if ('error' in read) {
      const message = `labels ${quote(sample.labels.value)}: ${read.error}`
      fail(message, `The expected sample cannot be read: ${read.error}`, sample.range)
      return
    }
    expected.push(read)
  }
  // Go's sort reverses samples of equal labels; these exist only if the test lists one twice.
  expected.reverse().sort((a, b) => comparePairs(a.labels, b.labels))
  const isSame = (a: ShownSample, b: ShownSample): boolean =>
    comparePairs(a.labels, b.labels) === 0 &&
    a.histogram === b.histogram &&
    sameNumber(a.value, b.value, file.fuzzyCompare)
  if (expected.length === got.length && expected.every((sample, i) => isSame(sample, got[i]!))) return
  const shown = (sample: ShownSample) => ({
    labels: sample.labels,
    annotations: [],
    value: samplesText([{ ...sample, labels: [] }], version).slice(3),
  })
  failures.push({
    range: one.expr.range,
    message: `\`${one.expr.value.trim()}\` at ${time} is not as expected`,
    promtool: `    expr: ${quote(one.expr.value)}, time: ${time},\n        exp: ${samplesText(expected, version)}\n        got: ${samplesText(got, version)}`,
    differences: differences(expected.map(shown), got.map(shown)),
    explanations: explainExpr(run, one.expr.value, at, options).map((told) => ({ ...told, at: time })),
  })
}

/** Compares numbers; NaN equals nothing; `fuzzy_compare` ignores the last bit. */
function sameNumber(a: number, b: number, fuzzy: boolean): boolean {
  if (a === b) return true
  // As in Go, the neighbour of the greatest number is infinite.
  return fuzzy && !Number.isNaN(a) && (nextAfter(a, 1) === b || nextAfter(a, -1) === b)
}

const bits = new DataView(new ArrayBuffer(8))

/** The next number above (1) or below (-1) a value. */
function nextAfter(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE
  bits.setFloat64(0, value)
  const away = value > 0 === direction > 0
  bits.setBigInt64(0, bits.getBigInt64(0) + (away ? 1n : -1n))
  return bits.getFloat64(0)
}

function readSample(
  { labels, value, histogram }: ExpectedSample,
  version: string,
): ShownSample | { readonly error: string } {
  const read = parseMetric(labels.value)
  if (read.error !== undefined) return { error: seriesErrorText(labels.value, read.error) }
  const shown = { labels: pairsOf(labelsOf(read.labels)), value, histogram: '' }
  if (histogram.value === '') return shown
  const bucketed = readHistogram(histogram.value, version)
  return 'error' in bucketed ? bucketed : { ...shown, histogram: bucketed.text }
}
