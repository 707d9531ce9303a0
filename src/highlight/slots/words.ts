/** A parsed script: words in commands in pipelines. Types alone. */
import type { Level } from './places.ts'

export type Quote = '' | 'single' | 'double'

/** A slot in a word. */
export interface Place {
  readonly index: number
  readonly quote: Quote
  /** The highest level that its surroundings allow. */
  most: Level
}

export interface Word {
  /** The word as a program receives it, with a `MARK` for each slot; expansions as written. */
  value: string
  readonly places: Place[]
  /** Without expansions or substitutions. */
  literal: boolean
  /** Unquoted characters that split it or expand to file names. */
  bare: string
  /** The commands in its `$( … )`. */
  readonly inner: Pipeline[]
}

export interface Command {
  readonly words: Word[]
  /** Targets of `>` and `<`, by kind. */
  readonly redirects: { readonly kind: 'input' | 'output' | 'text' | 'descriptor'; readonly word: Word }[]
  /** Its here-documents with their slots. */
  readonly documents: Document[]
}

export interface Document {
  readonly text: string
  readonly places: readonly Place[]
}

export type Pipeline = Command[]
