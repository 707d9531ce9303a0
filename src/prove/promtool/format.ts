/** What promtool prints of alerts and samples it compares (`cmd/promtool/unittest.go`). */
import { formatPairs } from '../labels.ts'
import type { NameValue } from '../rules.ts'

/** An alert that fires, or is expected to. */
export interface ShownAlert {
  readonly labels: readonly NameValue[]
  readonly annotations: readonly NameValue[]
}

export interface ShownSample {
  readonly labels: readonly NameValue[]
  readonly value: number
  /** The text of the histogram; empty for a float. */
  readonly histogram: string
}

const indented = (text: string, indent: string): string => text.split('\n').join(`\n${indent}`)

/** `labelsAndAnnotations.String`, indented as a report indents it. */
export function alertsText(alerts: readonly ShownAlert[], version: string): string {
  if (alerts.length === 0) return '[]'
  const items = alerts.map(({ labels, annotations }, index) => {
    const text = `Labels:${formatPairs(labels, version)}\nAnnotations:${formatPairs(annotations, version)}`
    return `${index}:${indented(`\n${text}`, '  ')}`
  })
  return indented(`[\n${items.join(',\n')}\n]`, '            ')
}

/** `parsedSamplesString`. */
export function samplesText(samples: readonly ShownSample[], version: string): string {
  if (samples.length === 0) return 'nil'
  return samples
    .map(({ labels, value, histogram }) => {
      return `${formatPairs(labels, version)} ${histogram === '' ? exponential(value) : histogram}`
    })
    .join(', ')
}

/** Go's `FormatFloat(value, 'E', -1, 64)`. */
export function exponential(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = Object.is(value, -0) ? '-' : ''
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  return `${sign}${mantissa}E${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}
