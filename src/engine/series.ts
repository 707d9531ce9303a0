/**
 * The series notation of promtool's unit tests and of promqltest scripts: `metric{label="value"} 1+2x10 _x4 stale
 * {{schema:1 sum:3 count:4 buckets:[1 2 1]}}x3`. It is the second language of `promql/parser/generated_parser.y`,
 * described in Prometheus' documentation of unit tests.
 */

import { syntaxSince } from '../promql/functions.ts'
import { promError } from '../promql/index.ts'
import { versionNumber } from '../promql/options.ts'
import type { SeriesSyntax } from './series/lexer.ts'
import { metric } from './series/metric.ts'
import { createState, peek, type State, Stopped, unexpected } from './series/state.ts'
import type { SeriesError, SeriesLabel, SeriesResult } from './series/types.ts'
import { seriesValues } from './series/values.ts'
import { changes } from './versions.ts'

export type * from './series/types.ts'
export { mostValues } from './series/values.ts'

/** The first version whose series notation has histograms. */
const histogramsSince = '2.46'

/**
 * Parses a series and its values as this version of Prometheus does; the default is the newest. Never throws: the first
 * error that Prometheus finds is in `error`.
 */
export function parseSeries(text: string, version?: string): SeriesResult {
  const read = attempt(createState(text, true, syntaxOf(version)), (p) => {
    const labels = metric(p)
    return { labels, values: seriesValues(p) }
  })
  return read.error === undefined ? { series: read.value } : { error: read.error }
}

function syntaxOf(version: string | undefined): SeriesSyntax {
  const given = (version === undefined ? undefined : versionNumber(version)) ?? Number.MAX_VALUE
  const has = (since: string): boolean => given >= (versionNumber(since) as number)
  return {
    histograms: has(histogramsSince),
    quotedNames: has(syntaxSince.quotedName),
    underscores: has(syntaxSince.underscore),
    reconcilesBounds: has(changes.reconcilesBounds.since),
  }
}

/** Parses the labels of a series alone. */
export function parseMetric(
  text: string,
  version?: string,
):
  | { readonly labels: readonly SeriesLabel[]; readonly error?: undefined }
  | { readonly labels?: undefined; readonly error: SeriesError } {
  const read = attempt(createState(text, false, syntaxOf(version)), (p) => {
    const labels = metric(p)
    if (peek(p).kind !== 'eof') unexpected(p, '')
    return labels
  })
  return read.error === undefined ? { labels: read.value } : { error: read.error }
}

/** The line Prometheus prints for an error: `1:5: parse error: …`. */
export function seriesErrorText(text: string, { message, range, promRange }: SeriesError): string {
  return promError(text, [
    { code: 'promql-syntax', range, message, promMessage: message, promRange },
  ]) as string
}

type Read<T> = { value: T; error?: undefined } | { value?: undefined; error: SeriesError }

function attempt<T>(p: State, read: (p: State) => T): Read<T> {
  try {
    return { value: read(p) }
  } catch (error) {
    if (error instanceof Stopped) return { error: error.error }
    throw error
  }
}
