/** What is remembered between builds: see `../model.ts`. */

/**
 * A pure function whose input is everything it looks at: it cannot read anything it is not given. Input and output
 * are plain data; what a fingerprint stands for (`Identified`) may be part of the input.
 */
export interface Step<In, Out> {
  /** Tells steps apart. */
  readonly name: string
  run(input: In): Out
}

/** What a step makes of an input: from memory, where it made something of an equal one before. */
export type Remember = <In, Out>(step: Step<In, Out>, input: In) => Out
