/** A failure shown by its message alone. */
import type { Failure } from '../model.ts'

export const plainFailure = (range: Failure['range'], message: string, promtool: string): Failure => ({
  range,
  message,
  promtool,
  differences: [],
  explanations: [],
})
