/** Valid names (`model.LabelName.IsValid`, `model.IsValidMetricName` in prometheus/common). */
import { isWellFormed } from '../text/bytes.ts'

/** Naming scheme: any UTF-8, or the older letters, digits and `_`. */
export type NameScheme = 'utf8' | 'legacy'

export function isLabelName(name: string, scheme: NameScheme): boolean {
  return scheme === 'legacy' ? /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) : name !== '' && isWellFormed(name)
}

export function isMetricName(name: string, scheme: NameScheme): boolean {
  return scheme === 'legacy' ? /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) : name !== '' && isWellFormed(name)
}
