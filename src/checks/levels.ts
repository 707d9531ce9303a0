/** How severe the configuration wants a finding to be, where it is. */
import type { Config, Severity } from '../model.ts'

type Levels = Pick<Config, 'checks' | 'overrides'>

/** Whether a path is one of some files, or lies in one of some folders; all do where none is named. */
const isIn = (file: string, places: readonly string[]): boolean =>
  places.some((place) => place === '' || place === '.' || file === place || file.startsWith(`${place}/`))

/** The severity of a code in a file; undefined where the configuration says nothing. The last override that holds decides. */
export function severityAt(
  { checks, overrides }: Levels,
  code: string,
  file: string,
): Severity | 'off' | undefined {
  const override = overrides.findLast((one) => code in one.checks && isIn(file, one.in))
  return override?.checks[code] ?? checks[code]
}

/** Whether a code, usually as severe as this, is looked for in any file. */
export const isAnywhere = ({ checks, overrides }: Levels, code: string, usual: Severity | 'off'): boolean =>
  (checks[code] ?? usual) !== 'off' || overrides.some((one) => (one.checks[code] ?? 'off') !== 'off')
