/** One key and its value: see `../model.ts`. */
import type { Text } from '../text/source.ts'

/** One key and its value, as written. A list of fields keeps order and duplicates. */
export interface Field {
  readonly key: Text
  readonly value: Text
  /** The value is a YAML null, which Go reads as an empty string. */
  readonly isNull?: true
}
