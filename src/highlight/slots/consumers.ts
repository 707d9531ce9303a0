/** What the later commands of a pipeline do with what they read. */
import {
  baseName,
  CONTAINERS,
  DATABASES,
  FILTERS,
  INTERPRETERS,
  isRisky,
  JOINERS,
  PROGRAMS,
  RUNNING_WORD,
  runsOthers,
  SHELLS,
} from './commands.ts'

/** Whether a command, given as its words, only passes on or counts its input. */
export const filters = (words: readonly string[]): boolean =>
  FILTERS.has(words[0] ?? '') && !runsInput(words) && !(words[0] === 'sed' && !isPlain(words.slice(1)))

/** Whether a command executes its input: `sh`, `sudo bash -s`, `python3`, `psql`, `ssh HOST`, `xargs sh -c`. */
export function interprets(words: readonly string[]): boolean {
  const names = words.map(baseName)
  const isReader = (name: string): boolean =>
    isRisky(name) ||
    SHELLS.has(name) ||
    INTERPRETERS.has(name) ||
    DATABASES.has(name) ||
    (Object.hasOwn(JOINERS, name) && name !== 'watch')
  // `| $SHELL`
  if (/^[$`]/.test(words[0] ?? '') || runsInput(words)) return true
  const at = names.findIndex(
    (name) => isReader(name) || name === 'xargs' || name === 'kubectl' || name === 'oc',
  )
  if (at < 0) return false
  const name = names[at]!
  const rest = words.slice(at + 1)
  if (name === 'xargs') return executes(rest)
  if (name === 'kubectl' || name === 'oc')
    return (
      rest.some(
        (word, i) =>
          /^-f-?$|^--filename(?:=-)?$/.test(word) && (/-$/.test(word.slice(2)) || rest[i + 1] === '-'),
      ) || rest.includes('exec')
    )
  // Given a program of their own they read data; a shell may be given `-s`.
  if (SHELLS.has(name) || INTERPRETERS.has(name)) {
    const hasProgram = rest.some((word) => /^(?:-\w*[cme]|[^-].*)$/.test(word))
    return !hasProgram || rest.some((word) => /^-\w*s/.test(word))
  }
  return (
    !DATABASES.has(name) || !rest.some((word) => /^(?:-[cefq]|--?(?:command|execute|file|query))/.test(word))
  )
}

/** Whether `xargs` makes more of its input than arguments of one command. */
function executes(rest: readonly string[]): boolean {
  const at = rest.findIndex((word) => /^[\w./]*[A-Za-z_]/.test(word))
  // `xargs -I{} {}`
  if (at < 0) return rest.some((word) => !/^[-\d]/.test(word))
  const command = baseName(rest[at]!)
  return (
    (runsOthers(command) && command !== 'find' && !Object.hasOwn(CONTAINERS, command)) ||
    rest.slice(at + 1).some((word) => RUNNING_WORD.test(baseName(word)))
  )
}

/** What a program does to execute a text that it has read. */
const RUNS =
  /system|exec|popen|spawn|subprocess|child_process|fork|\beval|__import__|`|\bqx\b|getline|print[^;}]*\||["']\s*\|/i

/** Whether a command has a program of its own that executes what it reads: `awk '{ system($1) }'`, `sed e`. */
function runsInput(words: readonly string[]): boolean {
  const name = baseName(words[0] ?? '')
  if (!PROGRAMS.has(name) || name === 'jq' || name === 'yq') return false
  return name === 'sed'
    ? words.slice(1).some((word) => EXECUTING_SED.test(word))
    : words.some((word) => RUNS.test(word))
}

/** The command `e`, or the flag `e` of `s`, perhaps: too much rather than too little. */
const EXECUTING_SED =
  /(?:^|[;{}\s\d$,/!])e(?:[\s;}]|$)|[^\w\s\\][gIimMp\d]*e[gIimMpw\d]*\s*(?:$|[;}\n])|^-\w*f|^--file/

/** Whether `sed` only replaces, prints or deletes. */
const isPlain = (rest: readonly string[]): boolean =>
  rest.every((word) => /^-[nErsuz]+$|^-e$/.test(word) || PLAIN_SED.test(word) || /^[\w./-]+$/.test(word)) &&
  rest.some((word) => PLAIN_SED.test(word))

const PLAIN_SED =
  /^(?:\/[^/\n]*\/|\d+|\$)?(?:,(?:\/[^/\n]*\/|\d+|\$))?!?[dpq]$|^(?:\/[^/\n]*\/)?s([^\w\s\\])(?:(?!\1)[^\n])*\1(?:(?!\1)[^\n])*\1[gIip\d]*$/
