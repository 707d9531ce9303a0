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
  const value = lazy(make)
  return {
    get value() {
      return value()
    },
    toJSON: lazy(id),
  }
}
