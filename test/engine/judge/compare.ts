/** Converts answers of the engine and of Prometheus' API to a common form for comparison. */
import { allBuckets } from '../../../src/engine/histogram/index.ts'
import type { Evaluation, FloatHistogram, Labels } from '../../../src/engine/index.ts'
import { formatLabels } from '../../../src/engine/index.ts'
import type { Answer } from './server.ts'

/** One line per sample: labels, time and value; or one line for an error. */
export interface Lines {
  readonly lines: readonly string[]
  /** Warnings and infos, if compared. */
  readonly notes: readonly string[]
}

const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

function histogramText(h: FloatHistogram): string {
  const buckets = allBuckets(h)
    .filter(({ count }) => count !== 0)
    .map(({ lower, upper, lowerInclusive, upperInclusive, count }) => {
      const boundaries = lowerInclusive ? (upperInclusive ? 3 : 1) : upperInclusive ? 0 : 2
      return `${boundaries} ${[lower, upper, count].map(numberText).join(' ')}`
    })
  return `{count ${numberText(h.count)} sum ${numberText(h.sum)} ${buckets.join('; ')}}`
}

/** The engine's answer. */
export function ourLines(evaluation: Evaluation): Lines {
  const notes = evaluation.annotations.map(({ message }) => message).sort()
  if (evaluation.error !== undefined) return { lines: [`error: ${evaluation.error.message}`], notes }
  const { value } = evaluation
  switch (value.type) {
    case 'scalar':
      return { lines: [`scalar ${value.time} ${numberText(value.value)}`], notes }
    case 'string':
      return { lines: [`string ${value.time} ${value.value}`], notes }
    case 'vector':
      return {
        lines: value.samples
          .map(({ labels, value: float, histogram }) => {
            const text = histogram === undefined ? numberText(float) : histogramText(histogram)
            return `${formatLabels(labels)} ${value.time} ${text}`
          })
          .sort(),
        notes,
      }
    case 'matrix':
      return {
        lines: value.series
          .flatMap(({ labels, times, values, histogramTimes, histograms }) => {
            const name = formatLabels(labels)
            return [
              ...[...times].map((time, i) => `${name} ${time} ${numberText(values[i] as number)}`),
              ...histogramTimes.map(
                (time, i) => `${name} ${time} ${histogramText(histograms[i] as FloatHistogram)}`,
              ),
            ]
          })
          .sort(),
        notes,
      }
  }
}

const read = (text: string): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text)

const millis = (time: number): number => Math.round(time * 1000)

interface ApiHistogram {
  readonly count: string
  readonly sum: string
  readonly buckets?: readonly (readonly [number, string, string, string])[]
}

interface ApiSeries {
  readonly metric: Readonly<Record<string, string>>
  readonly value?: readonly [number, string]
  readonly histogram?: readonly [number, ApiHistogram]
  readonly values?: readonly (readonly [number, string])[]
  readonly histograms?: readonly (readonly [number, ApiHistogram])[]
}

function apiHistogram({ count, sum, buckets = [] }: ApiHistogram): string {
  const texts = buckets.map(
    ([boundaries, ...rest]) => `${boundaries} ${rest.map((text) => numberText(read(text))).join(' ')}`,
  )
  return `{count ${numberText(read(count))} sum ${numberText(read(sum))} ${texts.join('; ')}}`
}

/** Prometheus' answer. */
export function theirLines(
  answer: Answer,
  labelsOf: (record: Readonly<Record<string, string>>) => Labels,
): Lines {
  const notes = [...(answer.warnings ?? []), ...(answer.infos ?? [])].sort()
  if (answer.data === undefined) {
    const message = (answer.error ?? '').replace(/^invalid parameter "query": /, '')
    return { lines: [`error: ${message}`], notes }
  }
  const { resultType, result } = answer.data
  if (resultType === 'scalar' || resultType === 'string') {
    const [time, text] = result as [number, string]
    const shown = resultType === 'scalar' ? numberText(read(text)) : text
    return { lines: [`${resultType} ${millis(time)} ${shown}`], notes }
  }
  const lines = (result as ApiSeries[]).flatMap((series) => {
    const name = formatLabels(labelsOf(series.metric))
    const floats = [...(series.values ?? []), ...(series.value === undefined ? [] : [series.value])]
    const histograms = [
      ...(series.histograms ?? []),
      ...(series.histogram === undefined ? [] : [series.histogram]),
    ]
    return [
      ...floats.map(([time, text]) => `${name} ${millis(time)} ${numberText(read(text))}`),
      ...histograms.map(([time, h]) => `${name} ${millis(time)} ${apiHistogram(h)}`),
    ]
  })
  return { lines: lines.sort(), notes }
}
