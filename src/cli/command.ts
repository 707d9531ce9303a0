/** What a command of the command line is, and the world it may touch. */
import type { ParseArgsConfig } from 'node:util'

/** Options as `parseArgs` of `node:util` takes them. */
export type Options = NonNullable<ParseArgsConfig['options']>

/** The console as a command sees it, so that tests can hand it another. */
export interface Io {
  /** Writes to standard output, no line break added. */
  out(text: string): void
  /** Writes to standard error, no line break added. */
  err(text: string): void
  /** Colours are welcome: standard output is a terminal and `NO_COLOR` is not set. */
  readonly color: boolean
  /** Standard error is a terminal: progress may be shown there. */
  readonly progress: boolean
  /** Standard input, as lines of bytes decoded lazily. */
  readonly stdin: NodeJS.ReadableStream
  /** Columns of the terminal. */
  readonly width: number
  readonly cwd: string
  /** Called by a command that compiled, and did not merely find that there was nothing to do. */
  worked?(): void
}

/** Exit codes: 0 clean, 1 findings, 2 could not run. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  /** What follows `alertbook NAME` in the usage line. */
  readonly usage: string
  /** Text under the usage line: what it does, examples. */
  readonly help: string
  /** Options beyond the common ones, with a line of help each. */
  readonly options: Options
  readonly optionHelp: Readonly<Record<string, string>>
  /** How many arguments beside options it takes at most; any number without it. */
  readonly most?: 0 | 1
  /** The words that an option takes, by its name; those of the arguments under `''`. For completion. */
  readonly choices?: Readonly<Record<string, readonly string[]>>
  run(args: Args, io: Io): Promise<ExitCode>
}

/** A command's name and line, and how to load it: heavy modules are read only by the command that needs them. */
export interface Listed {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  load(): Promise<Command>
}

export interface Args {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly positionals: readonly string[]
}

/** The environment's fault (no such folder, bad flag): printed without a stack, exit code 2. */
export class UserError extends Error {
  readonly hint: string | undefined
  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
