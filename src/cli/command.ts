/** The interface of a command, and the outside world as it sees it. */
import { didYouMean } from '../text/nearest.ts'

/** An option in the form of `parseArgs` of `node:util`, with what help and completions say of it. */
export interface Option {
  readonly type: 'string' | 'boolean'
  /** Its line of help. */
  readonly about: string
  readonly short?: string
  readonly multiple?: true
  /** The words that it allows; any text if absent. */
  readonly words?: readonly string[]
}

export type Options = Readonly<Record<string, Option>>

/** An option without a value. */
export const flag = (about: string, short?: string): Option => ({
  type: 'boolean',
  about,
  ...(short !== undefined && { short }),
})

/** An option with a value. */
export const option = (about: string, more: Omit<Option, 'type' | 'about'> = {}): Option => ({
  type: 'string',
  about,
  ...more,
})

/** Where a command writes. */
export interface Streams {
  /** Writes to standard output, without adding a line break. */
  out(text: string): void
  /** Writes to standard error, without adding a line break. */
  err(text: string): void
}

/** The console of a command: what a terminal or GitHub's runner would obey in a text is shown instead. */
export interface Io extends Console {
  /** For texts that are meant to be obeyed: colours, progress, and formats that have made everything else harmless. */
  readonly raw: Streams
}

/** The console of the process; tests can pass another. */
export interface Console extends Streams {
  /** Whether to use colours: standard output is a terminal and `NO_COLOR` is not set. */
  readonly color: boolean
  /** Whether to show progress: standard error is a terminal. */
  readonly progress: boolean
  /** Standard input as bytes. */
  readonly stdin: NodeJS.ReadableStream
  /** Width of the terminal in columns. */
  readonly width: number
  readonly cwd: string
  /** Called by a command that compiled, rather than finding nothing to do. */
  worked?(): void
}

/** Exit codes: 0 clean, 1 findings, 2 could not run. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  /** Usage line after `alertbook NAME`. */
  readonly usage: string
  /** Text below the usage line: what it does, examples. */
  readonly help: string
  /** Options beyond the common ones. */
  readonly options: Options
  /** Most arguments other than options; unlimited if absent. */
  readonly most?: 0 | 1
  /** Allowed words of the arguments; anything if absent. For completion. */
  readonly words?: readonly string[]
  run(args: Args, io: Io): Promise<ExitCode>
}

/** A command's name and summary, and how to load it: a heavy module is read only by the command that needs it. */
export interface Listed {
  readonly name: string
  /** One line in the list of commands. */
  readonly summary: string
  load(): Promise<Command>
}

export interface Args {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
}

/** An error of the environment (no such folder, bad flag): printed without a stack, exit code 2. */
export class UserError extends Error {
  readonly hint: string | undefined
  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

/** The error for a word that is none of those allowed; `otherwise`: the hint where none of them is near. */
export function unknownWord(
  message: string,
  word: string,
  words: readonly string[],
  otherwise: string = `use one of ${words.join(', ')}`,
): UserError {
  return new UserError(message, didYouMean(word, words) ?? otherwise)
}
