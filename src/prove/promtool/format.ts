/** Alerts and samples as promtool prints them (`cmd/promtool/unittest.go`). */

import type { NameValue } from '../../model.ts'
import { formatFloat } from '../../text/go-float.ts'
import { formatPairs } from '../labels.ts'

/** An alert that fires or should fire. */
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
      return `${formatPairs(labels, version)} ${histogram === '' ? formatFloat(value, 'E', -1) : histogram}`
    })
    .join(', ')
}
