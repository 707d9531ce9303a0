/** A value represented by a fingerprint, so that a step's input can include it without spelling it out. */
import { lazy } from './once.ts'

export interface Identified<T> {
  readonly value: T
  /** The fingerprint represents the value in JSON, and so in the key of a step's result. */
  toJSON(): string
}

/**
 * A value with its fingerprint; equal fingerprints mean equal values. Both are made on first use: nobody asks for the
 * fingerprint where nothing is remembered, as in a check of rule files.
 */
export function identified<T>(id: () => string, make: () => T): Identified<T> {
  return new Known(id, make)
}

/** A value that is there already, with its fingerprint. */
export const identifiedBy = <T>(id: () => string, value: T): Identified<T> => identified(id, () => value)

/** A class, because an accessor in an object literal is made anew for each object. */
class Known<T> implements Identified<T> {
  readonly #id: () => string
  readonly #make: () => T

  constructor(id: () => string, make: () => T) {
    this.#id = lazy(id)
    this.#make = lazy(make)
  }

  get value(): T {
    return this.#make()
  }

  toJSON(): string {
    return this.#id()
  }
}
