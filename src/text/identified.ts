/** A value represented by a fingerprint, so that a step's input can include it without spelling it out. */

export interface Identified<T> {
  /** Equal fingerprints mean equal values. */
  readonly id: string
  readonly value: T
  /** The fingerprint represents the value in JSON, and so in the key of a step's result. */
  toJSON(): string
}

/** A value with its fingerprint; `make` creates the value on first use. */
export function identified<T>(id: string, make: () => T): Identified<T> {
  let made: { readonly value: T } | undefined
  return {
    id,
    get value() {
      made ??= { value: make() }
      return made.value
    },
    toJSON: () => id,
  }
}
