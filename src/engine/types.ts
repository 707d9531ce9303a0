/**
 * What goes into the engine and what comes out. Times are milliseconds since 1970 (whole numbers), values are
 * 64-bit floats. Names follow `promql/value.go` and `model/labels` of Prometheus.
 */
import type { Range } from '../text/source.ts'
import type { FloatHistogram } from './histogram/types.ts'
import type { Labels } from './labels.ts'

export type { FloatHistogram } from './histogram/types.ts'
export type { Labels } from './labels.ts'

/** One sample of a series as it is loaded. */
export interface SampleInput {
  readonly time: number
  /** A float, a histogram, or `stale`: the series ended here. */
  readonly value: number | FloatHistogram | 'stale'
  /** Since when the counter counts, in milliseconds; 0 or absent when unknown. */
  readonly startTime?: number
}

/** A series as it is loaded: labels, with the metric name under `__name__`, and samples in order of time. */
export interface SeriesInput {
  readonly labels: Labels | Readonly<Record<string, string>>
  readonly samples: Iterable<SampleInput>
}

/** Every sample of one series, in columns. Read it; only the storage writes it. */
export interface Series {
  readonly labels: Labels
  /** How many entries of the columns are filled. */
  readonly length: number
  readonly times: Float64Array
  /** NaN where the sample is a histogram or marks the end of the series. */
  readonly values: Float64Array
  /** 0 a float, 1 a histogram, 2 the end of the series; absent while all are floats. */
  readonly kinds: Uint8Array | undefined
  readonly histograms: readonly (FloatHistogram | undefined)[] | undefined
  readonly startTimes: Float64Array | undefined
}

/**
 * Series in memory. Samples may be appended between evaluations, for instance those that rules record.
 * A sample must be newer than the last of its series; one that is not is refused, as Prometheus' head does:
 * the answer is then what is wrong, in Prometheus' words.
 */
export interface Storage {
  append(labels: Labels, sample: SampleInput): string | undefined
  /** The series with exactly these labels. */
  get(labels: Labels): Series | undefined
  /** All series, in the order of their first sample. */
  readonly series: readonly Series[]
}

/** The instant an expression is evaluated at, or the steps of a range query. Milliseconds. */
export type EvalTime =
  | { readonly at: number }
  | { readonly start: number; readonly end: number; readonly step: number }

export interface EngineOptions {
  /** The Prometheus whose answers are given, such as `2.42`; the newest when absent. */
  readonly version?: string
  /**
   * Values of `--enable-feature`. They open syntax (`promql-experimental-functions`, …) and change meaning
   * (`promql-delayed-name-removal`, `type-and-unit-labels`, `use-start-timestamps`).
   */
  readonly features?: readonly string[]
  /** How far back an instant selector looks, in milliseconds; five minutes when absent. */
  readonly lookback?: number
  /** The step of a subquery without one, in milliseconds: the global evaluation interval; one minute when absent. */
  readonly defaultStep?: number
  /** How many samples an evaluation may hold at once; Prometheus' 50,000,000 when absent. */
  readonly maxSamples?: number
}

export interface ScalarValue {
  readonly type: 'scalar'
  readonly time: number
  readonly value: number
}

export interface StringValue {
  readonly type: 'string'
  readonly time: number
  readonly value: string
}

/** One element of an instant vector: a float, or a histogram when `histogram` is given. */
export interface VectorSample {
  readonly labels: Labels
  readonly value: number
  readonly histogram: FloatHistogram | undefined
}

/** In the order Prometheus gives them: by `sort` and its like, otherwise as the series come. */
export interface VectorValue {
  readonly type: 'vector'
  readonly time: number
  readonly samples: readonly VectorSample[]
}

/** One series of a matrix. Floats and histograms are apart, each in order of time. */
export interface MatrixSeries {
  readonly labels: Labels
  readonly times: readonly number[] | Float64Array
  readonly values: readonly number[] | Float64Array
  readonly histogramTimes: readonly number[]
  readonly histograms: readonly FloatHistogram[]
}

/** Sorted by labels. */
export interface MatrixValue {
  readonly type: 'matrix'
  readonly series: readonly MatrixSeries[]
}

export type Value = ScalarValue | StringValue | VectorValue | MatrixValue

/** A warning or an info that Prometheus attaches to a result. */
export interface Annotation {
  readonly level: 'warning' | 'info'
  /** Prometheus' text, its place (`(1:6)`) included. */
  readonly message: string
  /** What it is about, in UTF-16 units of the expression. */
  readonly range: Range
}

/** Why an evaluation has no result, in Prometheus' words. */
export interface EngineError {
  /** `parse` and `refused` are known before any data is looked at; `refused` is said by this engine, not by Prometheus. */
  readonly kind: 'parse' | 'evaluation' | 'refused'
  readonly message: string
  /** In UTF-16 units of the expression. */
  readonly range: Range
}

export type Evaluation =
  | { readonly value: Value; readonly error?: undefined; readonly annotations: readonly Annotation[] }
  | { readonly value?: undefined; readonly error: EngineError; readonly annotations: readonly Annotation[] }

/** An expression that has been parsed and planned, to be evaluated as often as wanted. */
export interface Query {
  readonly text: string
  /** What it evaluates to at an instant; undefined when it could not be parsed. */
  readonly type: 'scalar' | 'string' | 'vector' | 'matrix' | undefined
  readonly error: EngineError | undefined
  /** Never throws. */
  evaluate(storage: Storage, time: EvalTime): Evaluation
}
