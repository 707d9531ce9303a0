/** `alertbook completions SHELL`: generated from the commands and their options, so none is missing. */
import { shellQuoted as quoted } from '../text/shell.ts'
import { type Command, type Listed, unknownWord } from './command.ts'

interface Flag {
  readonly name: string
  readonly short: string | undefined
  readonly about: string
  readonly takesValue: boolean
  /** The words it allows; empty if it takes any text. */
  readonly words: readonly string[]
}

/** A command as the shell scripts need it. */
interface Known {
  readonly name: string
  readonly summary: string
  readonly flags: readonly Flag[]
  /** The words that its arguments can be; empty if they are files. */
  readonly words: readonly string[]
}

const SHELLS: Readonly<Record<string, (commands: readonly Known[]) => string>> = { bash, zsh, fish }

/** The command that generates completions, from the list of all commands. */
export function completionsOf(listed: readonly Listed[]): Command {
  return {
    usage: `<${Object.keys(SHELLS).join('|')}>`,
    help: `  source <(alertbook completions bash)                                       in ~/.bashrc
  source <(alertbook completions zsh)                                        in ~/.zshrc, after compinit
  alertbook completions fish > ~/.config/fish/completions/alertbook.fish`,
    options: {},
    most: 1,
    words: Object.keys(SHELLS),
    async run({ positionals }, io) {
      const [shell] = positionals
      const names = Object.keys(SHELLS)
      const make = shell !== undefined && Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
      if (make === undefined) {
        const message =
          shell === undefined ? 'expected the name of a shell' : `no completions for \`${shell}\``
        throw unknownWord(message, shell ?? '', names)
      }
      const commands = await Promise.all(listed.map(async (one) => known(one, await one.load())))
      const help = {
        name: 'help',
        summary: 'Show help for a command',
        flags: [],
        words: commands.map(({ name }) => name),
      }
      io.raw.out(make([...commands, help]))
      return 0
    },
  }
}

function known({ name, summary }: Listed, { options, words = [] }: Command): Known {
  const flags = Object.entries(options).map(([flag, { type, short, about, words = [] }]) => ({
    name: flag,
    short,
    about,
    takesValue: type === 'string',
    words,
  }))
  const help = { name: 'help', short: 'h', about: 'Show help for the command', takesValue: false, words: [] }
  return { name, summary, flags: [...flags, help], words }
}

// ── bash ────────────────────────────────────────────────────────────────────────────────────────────

function bash(commands: readonly Known[]): string {
  const flagNames = ({ name, short }: Flag): string[] => [`--${name}`, ...(short ? [`-${short}`] : [])]
  const values = commands.flatMap(({ name, flags }) =>
    flags
      .filter(({ takesValue }) => takesValue)
      .map((flag) => {
        const cases = flagNames(flag)
          .map((one) => quoted(`${name} ${one}`))
          .join('|')
        return `    ${cases}) words=${quoted(flag.words.join(' '))} ;;\n`
      }),
  )
  const own = commands.map(({ name, flags, words }) => {
    const names = flags.flatMap(flagNames).join(' ')
    return `        ${name}) if [[ $cur == -* ]]; then words=${quoted(names)}; else words=${quoted(words.join(' '))}; fi ;;\n`
  })
  return `# Completions of alertbook for bash.
_alertbook() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words=''
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ${quoted(`${commands.map(({ name }) => name).join(' ')} --help --version`)} -- "$cur"))
    return
  fi
  case "$command $prev" in
${values.join('')}    *)
      case $command in
${own.join('')}      esac ;;
  esac
  # Nothing to choose from: the shell offers files.
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _alertbook alertbook
`
}

// ── zsh ─────────────────────────────────────────────────────────────────────────────────────────────

function zsh(commands: readonly Known[]): string {
  // Characters that would end a description or begin the next part.
  const about = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&')
  const argument = ({ name, short, about: text, takesValue, words }: Flag): string => {
    const value = takesValue ? `:${name}:${words.length > 0 ? `(${words.join(' ')})` : '_files'}` : ''
    const rest = quoted(`[${about(text)}]${value}`)
    return short ? `'(-${short} --${name})'{-${short},--${name}}${rest}` : `'--${name}'${rest}`
  }
  const cases = commands.map(({ name, flags, words }) => {
    const last = quoted(`*:${words.length > 0 ? `word:(${words.join(' ')})` : 'file:_files'}`)
    return `    ${name}) _arguments ${[...flags.map(argument), last].join(' \\\n      ')} ;;\n`
  })
  const list = commands.map(
    ({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}\n`,
  )
  return `#compdef alertbook
# Completions of alertbook for zsh.
_alertbook() {
  local -a commands
  commands=(
${list.join('')}  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('')}  esac
}
if [[ $funcstack[1] == _alertbook ]]; then _alertbook "$@"; else compdef _alertbook alertbook; fi
`
}

// ── fish ────────────────────────────────────────────────────────────────────────────────────────────

function fish(commands: readonly Known[]): string {
  const text = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`
  const lines = commands.flatMap(({ name, summary, flags, words }) => {
    const seen = text(`__fish_seen_subcommand_from ${name}`)
    return [
      `complete -c alertbook -n __fish_use_subcommand -f -a ${name} -d ${text(summary)}`,
      ...flags.map((flag) => {
        const value =
          flag.words.length > 0 ? ` -x -a ${text(flag.words.join(' '))}` : flag.takesValue ? ' -r' : ''
        const short = flag.short ? ` -s ${flag.short}` : ''
        return `complete -c alertbook -n ${seen} -l ${flag.name}${short}${value} -d ${text(flag.about)}`
      }),
      ...(words.length > 0 ? [`complete -c alertbook -n ${seen} -f -a ${text(words.join(' '))}`] : []),
    ]
  })
  return `# Completions of alertbook for fish.\n${lines.join('\n')}\n`
}
