/** The command line: arguments, the one try/catch, exit codes. */
import { parseArgs } from 'node:util'
import { PlaceError } from '../disk/place.ts'
import { nearest } from '../text/nearest.ts'
import { type Command, type ExitCode, type Io, type Options, UserError } from './command.ts'
import { VERSION } from './start/version.ts'

/** A command's name and line, and how to load it: heavy modules are read only by the command that needs them. */
interface Listed {
  readonly name: string
  readonly summary: string
  load(): Promise<Command>
}

export const COMMANDS: readonly Listed[] = [
  {
    name: 'build',
    summary: 'Compile runbooks and rules into the output folder',
    load: async () => (await import('./build.ts')).build,
  },
  {
    name: 'check',
    summary: 'Report what is wrong',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'test',
    summary: 'Prove that alerts fire when they should',
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'dev',
    summary: 'Serve the site and rebuild it as you write',
    load: async () => (await import('./dev.ts')).dev,
  },
  {
    name: 'init',
    summary: 'Start a project in a folder',
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'new',
    summary: 'Write the skeleton of a runbook for an alert',
    load: async () => (await import('./new.ts')).newRunbook,
  },
  {
    name: 'import',
    summary: 'Make runbooks for rules you have',
    load: async () => (await import('./import/index.ts')).importRules,
  },
  {
    name: 'inspect',
    summary: 'Show what Alertbook understood of a file',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'expr',
    summary: 'Parse and type-check one PromQL expression',
    load: async () => (await import('./expr.ts')).expr,
  },
  {
    name: 'explain',
    summary: 'Explain a diagnostic by its code',
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of the configuration, the frontmatter or tests',
    load: async () => (await import('./schema.ts')).schema,
  },
]

/** Runs the command line. Never throws; returns the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io)
  } catch (error) {
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

/** What a worker of the parser runs. */
export async function parseBatches(): Promise<void> {
  const parser = await import('./start/parse-sources.ts')
  await parser.parseBatches()
}

/** Errors of the file system or the network: their message names the path and the reason. */
const isSystem = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const wanted = COMMANDS.find((command) => command.name === rest[0])
    if (name === 'help' && wanted) io.out(helpOf(await wanted.load()))
    else io.out(overview())
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v' || name === '-V') {
    io.out(`${VERSION}\n`)
    return 0
  }
  const listed = COMMANDS.find((command) => command.name === name)
  if (!listed) {
    const near = nearest(
      name,
      COMMANDS.map((command) => command.name),
    )
    throw new UserError(
      `unknown command \`${name}\``,
      near ? `did you mean \`alertbook ${near}\`?` : 'see `alertbook --help`',
    )
  }
  const command = await listed.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    io.out(helpOf(command))
    return 0
  }
  return command.run(readArgs(command, rest), io)
}

function readArgs(command: Command, argv: string[]): Parameters<Command['run']>[0] {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      options: command.options,
      allowPositionals: true,
      strict: true,
    })
    return { values, positionals }
  } catch (error) {
    const flag = /'(-[^' ]*)/.exec((error as Error).message)?.[1]?.replace(/^-+/, '')
    const near = flag === undefined ? undefined : nearest(flag, Object.keys(command.options))
    const message = (error as Error).message.replace(/\. To specify.*$/s, '')
    throw new UserError(
      `${message[0]?.toLowerCase() ?? ''}${message.slice(1)}`,
      near ? `did you mean \`--${near}\`?` : `see \`alertbook ${command.name} --help\``,
    )
  }
}

const pad = (text: string, width: number): string => text.padEnd(width)

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${pad(name, 10)}${summary}`)
  return `Alertbook ${VERSION}: Markdown runbooks in; Prometheus rule files and a runbook site out.

Usage: alertbook COMMAND [options]

Commands:
${lines.join('\n')}

Exit codes: 0 clean, 1 findings, 2 could not run.
\`alertbook COMMAND --help\` tells more about one of them.
`
}

/** What stands for an option's value in its help. */
const VALUES: Readonly<Record<string, string>> = {
  root: 'DIR',
  cache: 'DIR',
  out: 'DIR',
  in: 'FOLDER',
  into: 'DIR',
  only: 'CODE',
  skip: 'CODE',
  since: 'REF',
  'fail-on': 'SEVERITY',
  'max-warnings': 'N',
}

function helpOf(command: Command): string {
  const flags = Object.entries<Options[string]>(command.options).map(([name, { type, short }]) => {
    const value = type === 'string' ? ` ${VALUES[name] ?? name.split('-').at(-1)!.toUpperCase()}` : ''
    return { flag: `${short ? `-${short}, ` : ''}--${name}${value}`, about: command.optionHelp[name] ?? '' }
  })
  const all = [...flags, { flag: '-h, --help', about: 'This text' }]
  const width = Math.max(...all.map(({ flag }) => flag.length)) + 2
  const options = all.map(({ flag, about }) => `  ${pad(flag, width)}${about}`)
  return `Usage: alertbook ${command.name} ${command.usage}

${command.help.trim()}

Options:
${options.join('\n')}
`
}
