/** What ends an evaluation: caught where the evaluation began, never seen outside the engine. */
export class Failure extends Error {
  /** `refused` when this engine gives up where Prometheus would go on. */
  readonly kind: 'evaluation' | 'refused'
  /** Where in the query, in UTF-16 units; undefined for all of it. */
  readonly place: number | undefined
  constructor(message: string, kind: 'evaluation' | 'refused' = 'evaluation', place?: number) {
    super(message)
    this.kind = kind
    this.place = place
  }
}

export const sameLabelset = 'vector cannot contain metrics with the same labelset'

export function fail(message: string): never {
  throw new Failure(message)
}
