/** The command line: arguments, the only try/catch, exit codes. */
import { parseArgs } from 'node:util'
import { PlaceError } from '../disk/place.ts'
import { nearest } from '../text/nearest.ts'
import { type Command, type Console, type ExitCode, type Io, type Listed, UserError } from './command.ts'
import { COMMANDS, helpOf, overview } from './commands.ts'
import { harmless } from './harmless.ts'
import { Elsewhere } from './start/elsewhere.ts'
import { VERSION } from './start/version.ts'

/** Runs the command line; returns the exit code. Never throws, but for `Elsewhere` in a script with a part of the program. */
export async function main(argv: readonly string[], console: Console): Promise<ExitCode> {
  const io = harmless(console)
  try {
    return await dispatch(argv, io)
  } catch (error) {
    if (error instanceof Elsewhere) throw error
    if (error instanceof UserError || error instanceof PlaceError) {
      io.err(`alertbook: ${error.message}\n${error.hint ? `  hint: ${error.hint}\n` : ''}`)
    } else if (isSystem(error)) {
      io.err(`alertbook: ${error.message}\n`)
    } else {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      io.err(
        `alertbook: this is a bug in Alertbook ${VERSION}; please report it with the text below\n${text}\n`,
      )
    }
    return 2
  }
}

/** Body of a parser worker. */
export async function parseBatches(): Promise<void> {
  const parser = await import('./start/parse-sources.ts')
  await parser.parseBatches()
}

/** Errors of the file system or network: their message names the path and the reason. */
const isSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv
  if (name === '--version' || name === '-v' || name === '-V' || name === 'version') {
    io.out(`${VERSION}\n`)
    return 0
  }
  const isHelp = name === '--help' || name === '-h' || name === 'help'
  if (name === undefined || (isHelp && rest.length === 0)) {
    io.out(overview())
    return name === undefined ? 2 : 0
  }
  if (isHelp) {
    const { name: wanted, load } = listedAs(rest[0]!)
    io.out(helpOf(wanted, await load()))
    return 0
  }
  const listed = listedAs(name)
  const command = await listed.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(helpOf(name, command))
    return 0
  }
  const args = readArgs(name, command, rest)
  const { most = Number.POSITIVE_INFINITY } = command
  const extra = args.positionals[most]
  if (extra !== undefined)
    throw new UserError(
      `unexpected argument \`${extra}\``,
      `\`alertbook ${name}\` takes ${most === 0 ? 'only options' : 'one argument'}`,
    )
  return command.run(args, io)
}

function listedAs(name: string): Listed {
  const listed = COMMANDS.find((command) => command.name === name)
  if (listed) return listed
  if (name.startsWith('-'))
    throw new UserError(
      `unexpected \`${name}\` before a command`,
      'put options after the command: `alertbook check --root DIR`',
    )
  const near = nearest(
    name,
    COMMANDS.map((command) => command.name),
  )
  throw new UserError(
    `unknown command \`${name}\``,
    near ? `did you mean \`alertbook ${near}\`?` : 'see `alertbook --help`',
  )
}

function readArgs(name: string, command: Command, argv: string[]): Parameters<Command['run']>[0] {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: command.options,
      allowPositionals: true,
      strict: true,
    })
    return { values, positionals }
  } catch (error) {
    const { message } = error as Error
    const flag = /'(?:-\w, )?(-[^' ]*)/.exec(message)?.[1] ?? ''
    const isUnknown = message.startsWith('Unknown')
    const near = isUnknown ? nearest(flag.replace(/^-+/, ''), Object.keys(command.options)) : undefined
    throw new UserError(
      isUnknown ? `unknown option \`${flag}\`` : `\`${flag}\` ${faultOf(message)}`,
      near ? `did you mean \`--${near}\`?` : `see \`alertbook ${name} --help\``,
    )
  }
}

/** What is wrong with the value of an option, from the message of `parseArgs`, which differs between versions of Node. */
const faultOf = (message: string): string =>
  message.includes('does not take') ? 'takes no value' : 'needs a value'
