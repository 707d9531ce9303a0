/** Compares a test's statement about an expression with its result. */

import { testExpression } from '../../engine/histogram/format.ts'
import { labelsOf } from '../../engine/index.ts'
import { parseMetric, seriesErrorText } from '../../engine/series.ts'
import type { Difference, Failure, Labelled, QueryStatement, Shown } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { differences } from '../difference.ts'
import { explainExpr } from '../explain.ts'
import { plainFailure } from '../failure.ts'
import { readHistogram } from '../histogram.ts'
import { pairsOf } from '../labels.ts'
import { numberText, planOf, vectorAt } from '../query.ts'
import { differenceText } from './alerts.ts'
import type { RunbookRun } from './running.ts'

/** A sample of a result. */
interface Got {
  readonly labels: readonly Labelled[]
  readonly value: number
  readonly text: string
}

/** Undefined when the result is as stated. */
export function checkQuery(running: RunbookRun, statement: QueryStatement, now: number): Failure | undefined {
  const { run, options, start, test } = running
  const { expr, samples, value: wanted } = statement
  const time = formatDuration(now)
  const vector = vectorAt(planOf(expr.value, options), run.storage, start + now)
  if (typeof vector === 'string') {
    const message = `The expression fails at ${time}: ${vector}`
    return plainFailure(expr.range, message, message)
  }
  const got = vector.map(
    ({ labels, value, histogram }): Got => ({
      labels: pairsOf(labels),
      value: histogram === undefined ? value : Number.NaN,
      text: histogram === undefined ? numberText(value) : testExpression(histogram),
    }),
  )
  const fail = (message: string, found: readonly Difference[]): Failure => ({
    range: statement.range,
    message,
    promtool: [message, ...found.map(differenceText)].join('\n'),
    differences: found,
    explanations: explainExpr(run, expr.value, start + now, options).map((one) => ({ ...one, at: time })),
  })
  const name = `\`${expr.value.trim()}\``
  if (statement.empty === true) {
    if (got.length === 0) return undefined
    return fail(`${name} returns ${got.length} series at ${time}, expected none`, got.map(unexpected))
  }
  if (wanted !== undefined) {
    if (got.length === 1 && isNear(got[0]!.value, wanted)) return undefined
    const found = got.length === 1 ? got[0]!.text : got.length === 0 ? 'nothing' : `${got.length} series`
    return fail(
      `${name} is ${found} at ${time}, expected ${numberText(wanted)}`,
      got.length > 1 ? got.map(unexpected) : [],
    )
  }
  const expected: Got[] = []
  for (const { series, value, histogram } of samples ?? []) {
    const read = parseMetric(series.value)
    if (read.error !== undefined) {
      const message = `The series cannot be read: ${seriesErrorText(series.value, read.error)}`
      return plainFailure(series.range, message, message)
    }
    const labels = pairsOf(labelsOf(read.labels))
    if (histogram === undefined) {
      expected.push({ labels, value, text: numberText(value) })
      continue
    }
    const bucketed = readHistogram(histogram.value, options.version)
    if ('error' in bucketed) {
      const message = `The histogram cannot be read: ${bucketed.error}`
      return plainFailure(histogram.range, message, message)
    }
    expected.push({ labels, value: Number.NaN, text: bucketed.text })
  }
  const found = test.exact === true ? exactDifferences(expected, got) : partialDifferences(expected, got)
  return found.length === 0 ? undefined : fail(`${name} at ${time} is not as expected`, found)
}

const shown = ({ labels, text }: Got): Shown => ({ labels, annotations: [], value: text })

/** Compares samples; histograms by their text. */
const isSame = (a: Got, b: Got): boolean =>
  a.text.startsWith('{{') || b.text.startsWith('{{') ? a.text === b.text : isNear(a.value, b.value)

const unexpected = (got: Got): Difference => ({ kind: 'unexpected', got: shown(got) })

/** Numbers that differ only in the last digits are equal to the author of a test. */
function isNear(a: number, b: number): boolean {
  if (Object.is(a, b) || a === b) return true
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))
}

function exactDifferences(expected: readonly Got[], got: readonly Got[]): Difference[] {
  const key = ({ labels }: Got): string => JSON.stringify(labels)
  const byLabels = new Map(expected.map((one) => [key(one), one]))
  // A value that is near enough is shown as the test writes it.
  const near = got.map((one) => {
    const other = byLabels.get(key(one))
    return other !== undefined && isSame(one, other) ? other : one
  })
  return differences(expected.map(shown), near.map(shown))
}

function partialDifferences(expected: readonly Got[], got: readonly Got[]): Difference[] {
  const free = [...got]
  return expected.flatMap((one): Difference[] => {
    const fits = (other: Got): boolean => {
      const map = new Map(other.labels)
      return one.labels.every(([name, value]) => (map.get(name) ?? '') === value)
    }
    const same = free.findIndex((other) => fits(other) && isSame(other, one))
    const at = same >= 0 ? same : free.findIndex(fits)
    if (at < 0) return [{ kind: 'missing', expected: shown(one) }]
    const [other] = free.splice(at, 1) as [Got]
    return same >= 0 ? [] : [{ kind: 'differs', expected: shown(one), got: shown(other), pairs: [] }]
  })
}
