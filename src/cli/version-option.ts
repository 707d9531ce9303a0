/** Options whose value is a version of Prometheus. */
import { versionNumber } from '../promql/options.ts'
import { UserError } from './command.ts'

/** The version that an option gives; undefined if it is not given. Throws a message for the user if it is none. */
export function versionIn(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined
  if (versionNumber(given) !== undefined) return given
  throw new UserError(`\`${given}\` is not a version of Prometheus`, 'give one such as `2.42` or `3.14`')
}
