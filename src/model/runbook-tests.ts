/** Tests of a runbook as written, in a `yaml test` fence: see `../model.ts`. */
import type { Range, Text } from '../text/source.ts'
import type { Field } from './field.ts'

/** A `yaml test` fence: one test or several. */
export interface TestBlock {
  /** The fence with its lines. */
  readonly range: Range
  readonly tests: readonly RunbookTest[]
}

/** One test of a `yaml test` fence, as written. */
export interface RunbookTest {
  readonly range: Range
  readonly name?: Text
  /** Milliseconds between two samples and between two evaluations; defaults to the project's interval. */
  readonly interval?: number
  /** Milliseconds between two evaluations of every group, overriding the groups' own. */
  readonly evaluationInterval?: number
  /** The starting time, in milliseconds since 1970. */
  readonly start?: number
  /** Files with rules that it needs besides those of its page. */
  readonly rules: readonly Text[]
  readonly series: readonly TestSeries[]
  readonly alerts: readonly AlertStatement[]
  readonly queries: readonly QueryStatement[]
  readonly externalLabels: readonly Field[]
  /** Value of `$externalURL` in templates; defaults to the configured address. */
  readonly externalUrl?: Text
  /** Labels, annotations and alerts must be exactly those listed. */
  readonly exact?: true
}

/** One series of a test and its samples, in Prometheus' notation. */
export interface TestSeries {
  readonly series: Text
  readonly values: Text
}

/** A moment, or every evaluation between two moments; milliseconds after the start. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly range: Range
}

/** A statement about one alert at a moment. */
export interface AlertStatement {
  /** The key as written: the alert's name, with labels that select some of its instances. */
  readonly alert: Text
  readonly name: string
  readonly labels: readonly Labelled[]
  readonly at: Span
  /** From the moment to the end of the statement. */
  readonly range: Range
  readonly firing?: Expected
  readonly pending?: Expected
  /** No instance is pending or firing. */
  readonly inactive?: true
}

/** A name and the text it must have. */
export type Labelled = readonly [name: string, value: string]

/** A number of instances, or the instances; `some`: at least one. */
export type Expected = 'some' | number | readonly ExpectedInstance[]

/** An instance of an alert, as far as it is specified. */
export interface ExpectedInstance {
  readonly range: Range
  readonly labels: readonly Labelled[]
  readonly annotations: readonly Labelled[]
}

/** A statement about an expression at a moment. */
export interface QueryStatement {
  readonly range: Range
  readonly expr: Text
  readonly at: Span
  /** Exactly one of the three. */
  readonly samples?: readonly QuerySample[]
  readonly value?: number
  readonly empty?: true
}

/** One expected series of a query, and its value. */
export interface QuerySample {
  readonly range: Range
  /** Labels in Prometheus' notation. */
  readonly series: Text
  readonly value: number
  /** A native histogram in series notation; `value` is then 0. */
  readonly histogram?: Text
}
