/**
 * Inputs and outputs of the engine. Times are milliseconds since 1970 (whole numbers), values are 64-bit floats. Names
 * follow `promql/value.go` and `model/labels` of Prometheus.
 */
import type { Range } from '../text/source.ts'
import type { FloatHistogram } from './histogram/types.ts'
import type { Labels } from './labels.ts'

export type { FloatHistogram } from './histogram/types.ts'
export type { Labels } from './labels.ts'

/** One sample of a series to load. */
export interface SampleInput {
  readonly time: number
  /** A float, a histogram, or `stale`: the series ended here. */
  readonly value: number | FloatHistogram | 'stale'
  /** When the counter started, in milliseconds; 0 or absent when unknown. */
  readonly startTime?: number
}

/** A series to load: labels, with the metric name under `__name__`, and samples in order of time. */
export interface SeriesInput {
  readonly labels: Labels | Readonly<Record<string, string>>
  readonly samples: Iterable<SampleInput>
}

/** All samples of one series, in columns. Read only: the storage writes it. */
export interface Series {
  readonly labels: Labels
  /** Number of filled entries in the columns. */
  readonly length: number
  readonly times: Float64Array
  /** NaN where the sample is a histogram or an end marker. */
  readonly values: Float64Array
  /** 0 a float, 1 a histogram, 2 the end of the series; absent while all are floats. */
  readonly kinds: Uint8Array | undefined
  readonly histograms: readonly (FloatHistogram | undefined)[] | undefined
  readonly startTimes: Float64Array | undefined
}

/**
 * Series in memory. Samples may be appended between evaluations, such as those that rules record. As in Prometheus'
 * head, a sample must be newer than the last of its series. `append` returns Prometheus' error for one that is not.
 */
export interface Storage {
  append(labels: Labels, sample: SampleInput): string | undefined
  /** The series with exactly these labels. */
  get(labels: Labels): Series | undefined
  /** All series, in the order of their first sample. */
  readonly series: readonly Series[]
}

/** The instant of evaluation, or the steps of a range query. Milliseconds. */
export type EvalTime =
  | { readonly at: number }
  | { readonly start: number; readonly end: number; readonly step: number }

/** Which Prometheus to answer as. */
export interface EngineOptions {
  /** Version of Prometheus to mirror, such as `2.42`; the newest when absent. */
  readonly version?: string
  /**
   * Values of `--enable-feature`. They enable syntax (`promql-experimental-functions`, …) or change meaning
   * (`promql-delayed-name-removal`, `type-and-unit-labels`, `use-start-timestamps`).
   */
  readonly features?: readonly string[]
  /** Lookback of instant selectors, in milliseconds; five minutes when absent. */
  readonly lookback?: number
  /** Step of subqueries that name none, in milliseconds: the global evaluation interval; one minute when absent. */
  readonly defaultStep?: number
  /** Most samples that an evaluation may hold at once; Prometheus' 50,000,000 when absent. */
  readonly maxSamples?: number
}

/** A scalar; `time` in milliseconds. */
export interface ScalarValue {
  readonly type: 'scalar'
  readonly time: number
  readonly value: number
}

/** A string; `time` in milliseconds. */
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

/** An instant vector in Prometheus' order: by `sort` and its like, else that of the series. */
export interface VectorValue {
  readonly type: 'vector'
  readonly time: number
  readonly samples: readonly VectorSample[]
}

/** One series of a matrix: floats and histograms in separate lists, each in order of time. */
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

/** The result of an expression, by its type. */
export type Value = ScalarValue | StringValue | VectorValue | MatrixValue

/** A warning or an info that Prometheus attaches to a result. */
export interface Annotation {
  readonly level: 'warning' | 'info'
  /** Prometheus' text, its place (`(1:6)`) included. */
  readonly message: string
  /** The place it refers to, in UTF-16 units of the expression. */
  readonly range: Range
}

/** Why an evaluation has no result, in Prometheus' words. */
export interface EngineError {
  /** `parse` and `refused` are known before data is read; `refused` comes from this engine, not from Prometheus. */
  readonly kind: 'parse' | 'evaluation' | 'refused'
  readonly message: string
  /** In UTF-16 units of the expression. */
  readonly range: Range
}

/** The value or the error of an evaluation, and its warnings and infos. */
export type Evaluation =
  | { readonly value: Value; readonly error?: undefined; readonly annotations: readonly Annotation[] }
  | { readonly value?: undefined; readonly error: EngineError; readonly annotations: readonly Annotation[] }

/** A parsed and planned expression, to be evaluated any number of times. */
export interface Query {
  readonly text: string
  /** Its type; undefined where it could not be parsed. */
  readonly type: 'scalar' | 'string' | 'vector' | 'matrix' | undefined
  readonly error: EngineError | undefined
  /** Never throws. */
  evaluate(storage: Storage, time: EvalTime): Evaluation
}
