/** The Prometheus that an expression is written for: version and feature flags. */

/** By default all flags are off and the version is the newest. */
export interface ParseOptions {
  /** `--enable-feature=promql-experimental-functions`. */
  readonly enableExperimentalFunctions?: boolean
  /** Arithmetic in durations; `--enable-feature=promql-duration-expr`, always on since 3.14. */
  readonly experimentalDurationExpr?: boolean
  /** `anchored` and `smoothed`; `--enable-feature=promql-extended-range-selectors`. */
  readonly enableExtendedRangeSelectors?: boolean
  /** `fill`, `fill_left`, `fill_right`; `--enable-feature=promql-binop-fill-modifiers`. */
  readonly enableBinopFillModifiers?: boolean
  /** Version of Prometheus that reads the expression, such as `2.42` or `3.14.0`. */
  readonly version?: string
}

/** The newest Prometheus that this parser knows. */
export const newestVersion = '3.14'

/** The oldest Prometheus that it distinguishes. */
export const oldestVersion = '2.30'

/** Feature flags of Prometheus that change which expressions the parser accepts. */
export const featureFlags: readonly string[] = [
  'promql-experimental-functions',
  'promql-duration-expr',
  'promql-extended-range-selectors',
  'promql-binop-fill-modifiers',
]

/** A version as a number for comparisons: major × 1000 + minor. Undefined if it is not a version. */
export function versionNumber(version: string): number | undefined {
  const parts = /^v?(\d+)\.(\d{1,3})(?:\.\d+)?(?:[-+].*)?$/.exec(version)
  return parts === null ? undefined : Number(parts[1]) * 1000 + Number(parts[2])
}

/**
 * Options for this version of Prometheus, started with these values of `--enable-feature`. Flags without effect on the
 * parser are ignored.
 */
export function parseOptions(features: readonly string[], version: string = newestVersion): ParseOptions {
  const has = (flag: string): boolean => features.includes(flag)
  return {
    enableExperimentalFunctions: has('promql-experimental-functions'),
    experimentalDurationExpr: has('promql-duration-expr') || (versionNumber(version) ?? 0) >= 3014,
    enableExtendedRangeSelectors: has('promql-extended-range-selectors'),
    enableBinopFillModifiers: has('promql-binop-fill-modifiers'),
    version,
  }
}
