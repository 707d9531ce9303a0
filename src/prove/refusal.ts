/** Why a sample is refused, in the words of each version of Prometheus (`storage/errors.go`, `tsdb/head_append.go`). */
import type { Labels, SampleInput, Storage } from '../engine/index.ts'
import { versionNumber } from '../promql/index.ts'
import { formatFloat } from '../text/go-float.ts'

/** Since this version, the error for a duplicate shows both values. */
const TELLS_VALUES = versionNumber('2.49')!

/** `error`: the storage's answer to the sample. */
export function refusalText(
  error: string,
  storage: Storage,
  labels: Labels,
  value: SampleInput['value'],
  version: string | undefined,
): string {
  const number = version === undefined ? undefined : versionNumber(version)
  if (!error.startsWith('duplicate sample') || (number ?? TELLS_VALUES) < TELLS_VALUES) return error
  const series = storage.get(labels)
  const last = series === undefined ? -1 : series.length - 1
  if (last < 0 || typeof value !== 'number') return error
  const time = series!.times[last]!
  // A duplicate at time 0 looks like an error without details.
  if (time === 0) return error
  const numberText = (one: number): string => formatFloat(one, 'g', -1)
  const existing =
    series!.kinds?.[last] === 1 ? 'existing is a histogram' : `existing ${numberText(series!.values[last]!)}`
  return `duplicate sample for timestamp ${time}; overrides not allowed: ${existing}, new value ${numberText(value)}`
}
