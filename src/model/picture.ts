/** A test drawn: what the metric does, the threshold, and the state of the alert. See `../model.ts`. */

/** A stretch in which an instance of an alert has a state; milliseconds after the start. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly state: 'pending' | 'firing'
}

/** Values at times after the start; a gap where there is none. */
export interface Curve {
  /** Labels that tell it from the other curves; empty where it is alone. */
  readonly name: string
  readonly points: readonly (readonly [time: number, value: number])[]
}

export interface Picture {
  readonly alert: string
  /** The test's name. */
  readonly title: string
  /** Length of the drawing, in milliseconds from the start. */
  readonly end: number
  /** Milliseconds between two evaluations. */
  readonly step: number
  /** What the alert compares, as its expression writes it. */
  readonly metric: string
  readonly curves: readonly Curve[]
  /** How the metric is compared, such as `<`; undefined where the expression compares with no number. */
  readonly op: string | undefined
  readonly threshold: number | undefined
  /** One row for each instance, in order of appearance. */
  readonly rows: readonly { readonly name: string; readonly stretches: readonly Stretch[] }[]
  /** The summary as the pager shows it when the alert first fires; empty where it never does. */
  readonly summary: string
}
