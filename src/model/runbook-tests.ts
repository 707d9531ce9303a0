/** Tests of a runbook as written, in a `yaml test` fence: see `../model.ts`. */
import type { Range, Text } from '../text/source.ts'
import type { Field } from './field.ts'

/** A `yaml test` fence: one test or several. */
export interface TestBlock {
  /** The fence with its lines. */
  readonly range: Range
  readonly tests: readonly RunbookTest[]
}

export interface RunbookTest {
  readonly range: Range
  readonly name?: Text
  /** Milliseconds between two samples and between two evaluations; the project's interval where it is absent. */
  readonly interval?: number
  /** Milliseconds between two evaluations of every group, whatever the groups say. */
  readonly evaluationInterval?: number
  /** Milliseconds since 1970 that time begins at. */
  readonly start?: number
  /** Files whose rules it needs beside those of its page. */
  readonly rules: readonly Text[]
  readonly series: readonly TestSeries[]
  readonly alerts: readonly AlertStatement[]
  readonly queries: readonly QueryStatement[]
  readonly externalLabels: readonly Field[]
  /** What templates see as `$externalURL`; the address of the configuration where it is absent. */
  readonly externalUrl?: Text
  /** Labels, annotations and alerts must be those that are listed, and no others. */
  readonly exact?: true
}

export interface TestSeries {
  readonly series: Text
  readonly values: Text
}

/** A moment, or every evaluation from one moment to another; milliseconds after the start. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly range: Range
}

/** What is said of one alert at a moment. */
export interface AlertStatement {
  /** The key as written: the alert's name, and labels that pick some of its instances. */
  readonly alert: Text
  readonly name: string
  readonly labels: readonly Labelled[]
  readonly at: Span
  /** From the moment to the end of what is said. */
  readonly range: Range
  readonly firing?: Expected
  readonly pending?: Expected
  /** Nothing of it is pending or fires. */
  readonly inactive?: true
}

/** A name and the text it must have. */
export type Labelled = readonly [name: string, value: string]

/** So many, or these; `some` is at least one. */
export type Expected = 'some' | number | readonly ExpectedInstance[]

/** An instance of an alert, as far as it is described. */
export interface ExpectedInstance {
  readonly range: Range
  readonly labels: readonly Labelled[]
  readonly annotations: readonly Labelled[]
}

/** What is said of an expression at a moment. */
export interface QueryStatement {
  readonly range: Range
  readonly expr: Text
  readonly at: Span
  /** Exactly one of the three. */
  readonly samples?: readonly QuerySample[]
  readonly value?: number
  readonly empty?: true
}

export interface QuerySample {
  readonly range: Range
  /** Labels in Prometheus' notation. */
  readonly series: Text
  readonly value: number
  /** A native histogram in the notation of series; `value` is 0 then. */
  readonly histogram?: Text
}
