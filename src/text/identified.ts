/** A value that a fingerprint stands for, so that it can be part of the input of a step without being spelled out. */

export interface Identified<T> {
  /** Equal fingerprints mean equal values. */
  readonly id: string
  readonly value: T
  /** In JSON, and so in the key under which a step is remembered, the fingerprint stands for the value. */
  toJSON(): string
}

/** A value by its fingerprint; `make` gives it when it is first asked for. */
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
