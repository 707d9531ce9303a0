/** The configured severity of a finding, depending on its file. */
import type { Config, Severity } from '../../model.ts'
import { isWithin } from '../../text/folder.ts'

type Levels = Pick<Config, 'checks' | 'overrides'>

/**
 * The severity of a code in a file; undefined if the configuration says nothing. The last override that applies
 * decides.
 */
export function severityAt(
  { checks, overrides }: Levels,
  code: string,
  file: string,
): Severity | 'off' | undefined {
  const override = overrides.findLast(
    (one) => code in one.checks && one.in.some((place) => isWithin(file, place)),
  )
  return override?.checks[code] ?? checks[code]
}

/** Whether a code with this default severity is enabled for any file. */
export const isAnywhere = ({ checks, overrides }: Levels, code: string, usual: Severity | 'off'): boolean =>
  (checks[code] ?? usual) !== 'off' || overrides.some((one) => (one.checks[code] ?? 'off') !== 'off')
