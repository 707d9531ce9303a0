/** What a script is read as: words in commands in pipelines. Types alone. */
import type { Level } from './places.ts'

export type Quote = '' | 'single' | 'double'

/** A slot in a word. */
export interface Place {
  readonly index: number
  readonly quote: Quote
  /** What its surroundings allow at most. */
  most: Level
}

export interface Word {
  /** The word as a program gets it, a `MARK` for each slot; expansions as they are written. */
  value: string
  readonly places: Place[]
  /** Without expansions and substitutions. */
  literal: boolean
  /** Characters outside quotes that make several words or file names of it. */
  bare: string
  /** The commands of its `$( … )`. */
  readonly inner: Pipeline[]
}

export interface Command {
  readonly words: Word[]
  /** Targets of `>` and `<`, by kind. */
  readonly redirects: { readonly kind: 'input' | 'output' | 'text' | 'descriptor'; readonly word: Word }[]
  /** Its here-documents, and the slots in each. */
  readonly documents: Document[]
}

export interface Document {
  readonly text: string
  readonly places: readonly Place[]
}

export type Pipeline = Command[]
