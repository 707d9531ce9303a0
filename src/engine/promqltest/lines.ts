/** Lines of a script, for the parsers. */
import type { ScriptError } from './types.ts'

/** Thrown to stop reading a script. */
export class ScriptStop extends Error {
  readonly error: ScriptError
  constructor(line: number, message: string, column: number = 1) {
    super(message)
    this.error = { line: line + 1, column, message }
  }
}

export interface Lines {
  /** Trimmed; comments are empty. */
  readonly texts: readonly string[]
  /** As they were written. */
  readonly originals: readonly string[]
}

export function linesOf(script: string): Lines {
  const originals = script.split('\n')
  const texts = originals.map((line) => {
    const text = line.trim()
    return text.startsWith('#') ? '' : text
  })
  return { texts, originals }
}

/** The column, from 1, where a text begins in a line. */
export function columnOf({ originals }: Lines, line: number, text: string): number {
  return Math.max(originals[line]?.indexOf(text) ?? 0, 0) + 1
}
