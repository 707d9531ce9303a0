/** Annotations about histograms that do not fit together. Texts of `util/annotations/annotations.go`. */
import { inform, warn } from './annotations.ts'
import { quoteGo } from './go-text.ts'
import type { Combined, FloatHistogram, KahanCombined } from './histogram/index.ts'
import { incompatibleBounds } from './histogram-ops.ts'
import type { Shared } from './run.ts'

export type Operation = 'addition' | 'subtraction' | 'aggregation'

/** An annotation held back until it is certain that Prometheus would report it. */
export interface Note {
  readonly level: 'warning' | 'info'
  readonly message: string
}

export const warning = (message: string): Note => ({ level: 'warning', message })

export const mixedSchemas = (name: string): Note =>
  warning(
    `vector contains a mix of histograms with exponential and custom buckets schemas for metric name ${quoteGo(name)}`,
  )

/** The note on two histograms that could not be combined. */
export const incompatible = (error: string, name: string): Note =>
  error === incompatibleBounds
    ? warning(`vector contains histograms with incompatible custom buckets for metric name ${quoteGo(name)}`)
    : mixedSchemas(name)

export const notCounter = (name: string): Note =>
  warning(`this native histogram metric is not a counter: ${quoteGo(name)}`)

export const notGauge = (name: string): Note =>
  warning(`this native histogram metric is not a gauge: ${quoteGo(name)}`)

export const resetCollision = (operation: Operation): Note =>
  warning(`conflicting counter resets during histogram ${operation}`)

export const boundsReconciled = (operation: Operation): Note => ({
  level: 'info',
  message: `mismatched custom buckets were reconciled during ${operation}`,
})

/** The histogram of an operation, and what there is to report about it; undefined where the two did not fit together. */
export function settled(
  made: Combined | KahanCombined,
  operation: Operation,
  name: string,
  tell: (note: Note) => void,
): FloatHistogram | undefined {
  if (made.error !== undefined) tell(incompatible(made.error, name))
  else if (made.nhcbBoundsReconciled) tell(boundsReconciled(operation))
  return made.histogram
}

export function say({ annotations, semantics }: Shared, place: number, ...notes: readonly Note[]): void {
  for (const { level, message } of notes) {
    if (!semantics.resetWarnings && message.startsWith('conflicting counter resets')) continue
    if (level === 'warning') warn(annotations, message, place)
    else inform(annotations, message, place)
  }
}
