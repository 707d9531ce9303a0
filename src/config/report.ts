/** How the readers of the configuration report errors. */
import type { Diagnostic, Severity, StageCode } from '../model.ts'
import { didYouMean } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'

export type Report = (
  range: Range,
  code: StageCode,
  message: string,
  hint?: string,
  severity?: Severity,
) => void

/** Adds errors in a configuration to a list. */
export const reportIn =
  (file: string, diagnostics: Diagnostic[]): Report =>
  (range, code, message, hint, severity = 'error') => {
    diagnostics.push({ file, range, code, severity, message, ...(hint !== undefined && { hint }) })
  }

/** Reports an unknown key in a list entry; `keys`: the known ones; `where`: the list. */
export function reportKey(
  range: Range,
  written: string,
  where: string,
  keys: readonly string[],
  report: Report,
): void {
  const hint = didYouMean(written, keys) ?? `use one of ${keys.join(', ')}`
  report(range, 'config-key', `There is no key \`${written}\` in \`${where}\``, hint)
}
