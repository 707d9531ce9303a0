/** A test as a drawing: the metric, its threshold, and the state of the alert. See `../model.ts`. */

/** A period in which an instance of an alert is in one state; milliseconds after the start. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly state: 'pending' | 'firing'
}

/** Values over time since the start; missing values are gaps. */
export interface Curve {
  /** Labels that distinguish it from the other curves; empty for a single curve. */
  readonly name: string
  readonly points: readonly (readonly [time: number, value: number])[]
}

/** A drawing of a test about one alert, as numbers: the layout makes SVG of it. */
export interface Picture {
  readonly alert: string
  /** The test's name. */
  readonly title: string
  /** Length of the drawing, in milliseconds from the start. */
  readonly end: number
  /** Milliseconds between two evaluations. */
  readonly step: number
  /** The left side of the alert's comparison, as in its expression. */
  readonly metric: string
  readonly curves: readonly Curve[]
  /** The comparison operator, such as `<`; undefined if the expression compares with no number. */
  readonly op: string | undefined
  readonly threshold: number | undefined
  /** One row for each instance, in order of appearance. */
  readonly rows: readonly { readonly name: string; readonly stretches: readonly Stretch[] }[]
  /** The summary as the pager shows it when the alert first fires; empty if it never does. */
  readonly summary: string
}
