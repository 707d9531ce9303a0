/** The option `--format` of a command: its help, its words and its value, all derived from the names of the formats. */
import { type Args, type Option, option, unknownWord } from './command.ts'

export interface FormatOption<Name extends string> {
  readonly options: { readonly format: Option }
  /** The requested format. Throws a message for the user if there is none of that name. */
  of(args: Args): Name
}

/** The first name is the default. */
export function formatOption<Name extends string>(names: readonly [Name, ...Name[]]): FormatOption<Name> {
  return {
    options: {
      format: option(
        `How to report: ${names[0]} (default), ${names.slice(1, -1).join(', ')} or ${names.at(-1)}`,
        { short: 'f', words: names },
      ),
    },
    of({ values }) {
      const wanted = String(values.format ?? names[0])
      const found = names.find((name) => name === wanted)
      if (found !== undefined) return found
      throw unknownWord(`unknown format \`${wanted}\``, wanted, names)
    },
  }
}
