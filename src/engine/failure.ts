/** The exception that ends an evaluation. It is caught where the evaluation began and never leaves the engine. */
export class Failure extends Error {
  /** `refused`: this engine gives up where Prometheus would continue. */
  readonly kind: 'evaluation' | 'refused'
  /** In UTF-16 units of the query; undefined for the whole query. */
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
