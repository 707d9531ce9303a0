/** Storage of results between builds: see `../model.ts`. */

/**
 * A pure function whose input is everything that it uses: it cannot read anything else. Input and output are plain
 * data; the input may contain values represented by a fingerprint (`Identified`).
 */
export interface Step<In, Out> {
  /** Distinguishes steps. */
  readonly name: string
  run(input: In): Out
}

/** The result of a step for an input: stored, if the step was run on an equal input before. */
export type Remember = <In, Out>(step: Step<In, Out>, input: In) => Out
