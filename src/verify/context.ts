/** Shared by all parts of the verification: settings, parser, and reporting. */
import type { Diagnostic, PrometheusSettings, Range, StageCode } from '../model.ts'
import type { ParseResult } from '../promql/index.ts'
import { versionNumber } from '../promql/index.ts'
import type { Regexps } from '../template/index.ts'
import type { NameScheme } from './names.ts'

export interface VerifyContext {
  readonly file: string
  readonly settings: PrometheusSettings
  /** The target version as `versionNumber` gives it; infinite if it is not known. */
  readonly version: number
  readonly names: NameScheme
  /** Parses an expression with the settings' version and features; should cache its results. */
  readonly parse: (text: string) => ParseResult
  /** Engine for regular expressions in templates, if loaded. */
  readonly regexps: Regexps | undefined
  readonly report: (diagnostic: Diagnostic) => void
}

type Extra = Pick<Diagnostic, 'hint' | 'related' | 'fix'>

/** Reports something that Prometheus refuses. */
export function refuse(
  context: VerifyContext,
  code: StageCode,
  { start, end }: Range,
  message: string,
  extra: { [K in keyof Extra]: Extra[K] | undefined } = {},
): void {
  context.report(diagnostic(context, code, 'error', { start, end }, message, extra))
}

/** Reports something that Prometheus loads but its author surely did not mean. */
export function warn(
  context: VerifyContext,
  code: StageCode,
  { start, end }: Range,
  message: string,
  hint?: string,
): void {
  context.report(diagnostic(context, code, 'warning', { start, end }, message, { hint }))
}

function diagnostic(
  { file }: VerifyContext,
  code: StageCode,
  severity: Diagnostic['severity'],
  range: Range,
  message: string,
  { hint, related, fix }: { [K in keyof Extra]: Extra[K] | undefined },
): Diagnostic {
  return {
    file,
    range,
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined ? {} : { related }),
    ...(fix === undefined ? {} : { fix }),
  }
}

/** What follows from the settings, for every file. */
export function targetOf({
  version,
  names,
  features,
}: PrometheusSettings): Pick<VerifyContext, 'version' | 'names'> {
  const number = versionNumber(version) ?? Number.POSITIVE_INFINITY
  // Before 3.0, names follow the legacy scheme unless a feature flag of late 2.x releases says otherwise.
  const isUtf8 = names !== 'legacy' && (number >= 3000 || features.includes('utf8-names'))
  return { version: number, names: isUtf8 ? 'utf8' : 'legacy' }
}

/** Whether the target version of Prometheus is at least this one. */
export function reaches({ version }: VerifyContext, wanted: string): boolean {
  return version >= (versionNumber(wanted) ?? 0)
}
