/** The words of one command → the level of each slot in them. */
import {
  baseName,
  CONTAINERS,
  DATA,
  DATABASES,
  DECLARING,
  isRisky,
  isRunBy,
  JOINERS,
  NAMING,
  OPENERS,
  POWERFUL,
  PROGRAMS,
  RUNNING_NAME,
  RUNNING_OPTION,
  SHELL_OPTION,
  SHELLS,
  WRAPPERS,
} from './commands.ts'
import { type Level, MARK, stricter } from './places.ts'
import {
  type All,
  judgeContainer,
  judgeFind,
  judgeJoiner,
  judgeOption,
  judgeShell,
  judgeUnknown,
  judgeWrapper,
  script,
  type Verdicts,
} from './runners.ts'
import { isStatement, sqlLevels } from './sql-slots.ts'
import type { Place, Word } from './words.ts'

/** Deepest nesting of commands that run commands; slots in deeper ones get nothing. */
const MAX_DEPTH = 20

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=/

/** Text that only a person can interpret. */
const SIMPLE = /^[\w@%+=:,./ \uE000-]*$/

/** Judges a command with its arguments; no slot gets more than `cap`. */
export function judgeWords(words: readonly Word[], cap: Level, outer: Verdicts, depth = 0): void {
  const verdicts: Verdicts = {
    set: (place, level) => outer.set(place, stricter(cap, level)),
    script: (text, places, most) => outer.script(text, places, stricter(cap, most)),
    command: (list, most) =>
      judgeWords(list, depth < MAX_DEPTH ? stricter(cap, most) : 'none', outer, depth + 1),
  }
  if (depth > MAX_DEPTH) return
  const all = (list: readonly Word[], level: Level): void => {
    for (const word of list)
      for (const place of word.places) verdicts.set(place, stricter(level, wordLevel(word, place)))
  }
  let at = 0
  while (words[at] && ASSIGNMENT.test(words[at]!.value)) all([words[at]!], assignmentLevel(words[at++]!))
  const head = words[at]
  if (!head) return
  all([head], isMatcher(head) ? 'plain' : 'none')
  const rest = words.slice(at + 1)
  if (!head.literal || /[\s\uE000]/.test(head.value) || (head.bare !== '' && !/^\[\[?$/.test(head.value))) {
    all(rest, 'none')
    return
  }
  const name = baseName(head.value)
  judgeArguments(name, rest, verdicts, all)
  for (const [i, word] of rest.entries()) {
    const inside = /^-[^=]*(?==)/.exec(word.value)?.[0] ?? ''
    if (isRunBy(name, rest[i - 1]?.value ?? '') || isRunBy(name, inside)) all([word], 'none')
  }
}

function judgeArguments(name: string, rest: readonly Word[], verdicts: Verdicts, all: All): void {
  if (name === 'for') all(rest, 'plain')
  else if (Object.hasOwn(WRAPPERS, name)) judgeWrapper(name, rest, WRAPPERS[name]!, verdicts, all)
  else if (Object.hasOwn(JOINERS, name)) judgeJoiner(name, rest, verdicts, all)
  else if (SHELLS.has(name)) judgeShell(rest, verdicts, all)
  else if (SHELL_OPTION.has(name)) judgeOption(rest, verdicts, all)
  else if (name === 'trap') {
    all(rest, 'none')
    if (rest[0]) script(rest.slice(0, 1), verdicts)
  } else if (name === 'find') judgeFind(rest, verdicts, all)
  else if (DECLARING.has(name)) judgeDeclaration(rest, all)
  else if (name === 'test' || name === '[' || name === '[[') judgeTest(rest, all)
  else if (name === 'printf') judgePrintf(rest, all)
  else if (isRisky(name)) judgeRisky(name, rest, all)
  else if (Object.hasOwn(CONTAINERS, name)) judgeContainer(name, rest, verdicts, all)
  else if (PROGRAMS.has(name)) judgeProgram(name, rest, all)
  else if (DATABASES.has(name)) judgeDatabase(rest, verdicts, all)
  else if (DATA.has(name)) judgeData(name, rest, all)
  else if (name === 'tar' || name === 'bsdtar') judgeTar(rest, all)
  else if (name === 'git') judgeGit(rest, all)
  else if (name === 'helm') judgeHelm(rest, all)
  else if (COUNTED.has(name)) all(rest, 'number')
  else {
    judgeUnknown(rest, all)
    if (OPENERS.has(name))
      all(
        rest.filter(({ value }) => value.startsWith(MARK)),
        'none',
      )
    // A script of that name, which may be in another folder.
    if (name === 'service' || name === 'invoke-rc.d') all(rest, 'name')
    for (const word of rest) if (isStatement(word.value)) judgeStatement(word, verdicts)
  }
}

/** Built-in commands whose argument zsh calculates. */
const COUNTED: ReadonlySet<string> = new Set(['exit', 'return', 'break', 'continue', 'shift', 'ulimit'])

function judgeRisky(name: string, rest: readonly Word[], all: All): void {
  const options = Object.hasOwn(NAMING, name) ? NAMING[name]! : undefined
  for (const [i, word] of rest.entries()) {
    const option = /^(-[^=]*)=/.exec(word.value)?.[1] ?? rest[i - 1]?.value ?? ''
    all([word], options?.has(option) ? 'plain' : 'none')
  }
}

/** `tar cfI archive {{x}}`: in the old notation, it is unknown which letter an argument belongs to. */
function judgeTar(rest: readonly Word[], all: All): void {
  if (/^[A-Za-z]*[IF]/.test(rest[0]?.value ?? '') || rest.some(({ value }) => /^-\w*[IF]\w/.test(value)))
    all(rest, 'none')
  else judgeUnknown(rest, all)
}

/** A setting may name a command, and a repository's address chooses the code of whatever runs next. */
function judgeGit(rest: readonly Word[], all: All): void {
  judgeUnknown(rest, all)
  if (rest.some(({ value }) => value === 'config')) all(rest, 'none')
  if (rest.some(({ value }) => value === 'clone' || value === 'submodule'))
    all(
      rest.filter(({ value }) => CHOSEN_HOST.test(value)),
      'none',
    )
}

/** Before a chart's name come `upgrade` and the name of the release. */
function judgeHelm(rest: readonly Word[], all: All): void {
  judgeUnknown(rest, all)
  const verb = rest.findIndex(({ value }) => value === 'upgrade' || value === 'template')
  if (verb < 0) return
  let names = 0
  for (const [i, word] of rest.entries()) {
    if (i <= verb || word.value.startsWith('-') || rest[i - 1]!.value.startsWith('-')) continue
    if (++names > 1) all([word], 'none')
  }
}

/** The highest level that the word itself allows, whatever the command. */
function wordLevel(word: Word, place: Place): Level {
  const first = word.value.indexOf(MARK)
  const before = word.value.slice(0, first)
  // `-o{{x}}`: the value would become an option or part of one.
  if ((before.startsWith('-') && !before.includes('=')) || before === '+') return 'none'
  if (RUNNING_OPTION.test(before.replace(/=.*$/s, '')) && before.startsWith('--')) return 'none'
  // `-o ProxyCommand={{x}}`, `-c core.pager={{x}}`, `-X lua_script:{{x}}`.
  if (/[=:]/.test(before) && RUNNING_NAME.test(before.replace(/[=:][^=:]*$/s, ''))) return 'none'
  if (place.quote === '' && /[{}[\]^!]/.test(word.bare)) return 'none'
  if (word.value.startsWith('=') && place.quote === '') return 'none'
  return word.literal && SIMPLE.test(word.value) && !/[*?~]/.test(word.bare) ? 'full' : 'plain'
}

function assignmentLevel(word: Word): Level {
  const name = ASSIGNMENT.exec(word.value)![1]!
  return POWERFUL.test(name) ? 'none' : 'plain'
}

function judgeDeclaration(rest: readonly Word[], all: All): void {
  const hasOption = rest.some(({ value }) => value.startsWith('-'))
  for (const word of rest)
    all([word], !hasOption && ASSIGNMENT.test(word.value) ? assignmentLevel(word) : 'none')
}

function judgeTest(rest: readonly Word[], all: All): void {
  const counts = rest.some(({ value }) => /^-(?:eq|ne|l[te]|g[te]|v|R|o|t)$/.test(value))
  for (const [i, word] of rest.entries()) {
    const before = rest[i - 1]?.value ?? ''
    all([word], before === '&&' || before === '||' ? 'none' : counts ? 'number' : 'plain')
  }
}

function judgePrintf(rest: readonly Word[], all: All): void {
  const format = rest[0]
  if (!format?.literal || format.value.startsWith('-')) {
    all(rest, 'none')
    return
  }
  const isText = !/%(?!s|%)/.test(format.value) && format.places.length === 0
  // A `%` would be a directive.
  all([format], 'name')
  all(rest.slice(1), isText ? 'full' : 'number')
}

/** Text that makes a program execute something or read another program. */
const RUNS =
  /system|exec|popen|spawn|subprocess|child_process|fork|eval|__import__|importlib|import\s*[("']|require|include\s*["(]|\bload\w*\(|\bopen\b|getline|env\(|@\w+\(|@load|[`]|\bqx\b|\brun\b|\bcall\b|print[^;}]*\||["']\s*\|/i

const isSed = (name: string): boolean => name === 'sed'

/** A `sed` argument that is not a program, or one that only replaces, prints or deletes. */
const isPlainSed = (value: string): boolean =>
  !/\s|^[^-\w.~]|^s[^\w\s]/.test(value) ||
  /^(?:\/[^/\n]*\/|\d+|\$)?(?:,(?:\/[^/\n]*\/|\d+|\$))?!?[dpq]?$|^(?:\/[^/\n]*\/)?s([^\w\s\\])(?:(?!\1)[^\n])*\1(?:(?!\1)[^\n])*\1[gIip\d]*$/.test(
    value,
  )

/** Judges a program in another language: slots only in its strings or patterns, or as a file after it. */
function judgeProgram(name: string, rest: readonly Word[], all: All): void {
  let program = false
  const runs = rest.some(({ value }) => (isSed(name) ? !isPlainSed(value) : RUNS.test(value)))
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    if (word.places.length > 0) {
      const isFile =
        program && word.literal && /^[\w./:\uE000-]*$/.test(word.value) && !/^-.*[cefmrCEFMI]$/.test(option)
      const isVariable =
        (option === '-v' && /^\w+=\uE000$/.test(word.value)) ||
        (rest[i - 2]?.value === '--arg' && word.value === MARK)
      const inString = /(["'/])[\w .:-]*\uE000[\w .:-]*\1/.test(word.value)
      all([word], isFile || (isVariable && !runs) ? 'plain' : inString && !runs ? 'name' : 'number')
    }
    const isFree = !option.startsWith('-') || /^-(?:[nrsuwEip\d]+|\w*[ec])$/.test(option)
    if (!word.value.startsWith('-') && word.literal && isFree) program = true
  }
}

function judgeDatabase(rest: readonly Word[], verdicts: Verdicts, all: All): void {
  all(rest, 'plain')
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    if (word.places.length === 0) continue
    const isQuery =
      /\s/.test(word.value) || RUNNING_OPTION.test(option) || /^-(?:q|-query|-execute)$/.test(option)
    if (isQuery) judgeStatement(word, verdicts)
  }
}

/** Judges a word that is SQL. */
function judgeStatement(word: Word, verdicts: Verdicts): void {
  const levels = sqlLevels(word.value)
  for (const [n, place] of word.places.entries())
    verdicts.set(place, stricter(stricter(levels[n] ?? 'none', 'plain'), wordLevel(word, place)))
}

function judgeData(name: string, rest: readonly Word[], all: All): void {
  const verb = name === 'systemctl' ? rest.findIndex(({ value }) => /^[a-z]/.test(value)) : 0
  const most = name === 'systemctl' ? systemctlLevel(rest[verb]?.value) : 'full'
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    const isRun = option.startsWith('--') && RUNNING_OPTION.test(option)
    // `systemctl {{ $labels.x }}`: the value would choose the action.
    all([word], isRun || verb < 0 || i < verb ? 'none' : most)
  }
}

/** A variable's name or another system: nothing; a unit that may be a file: no slash. */
const systemctlLevel = (verb: string | undefined): Level =>
  verb === undefined || /^(?:(?:set|unset|import)-environment|switch-root|link|edit)$/.test(verb)
    ? 'none'
    : /^(?:(?:re)?enable|preset)$/.test(verb)
      ? 'name'
      : 'full'

/** A repository's address whose host is a slot. */
const CHOSEN_HOST = /^\uE000|(?:^\w+:|:\/\/|@)[^/]*\uE000/

/** `up{job="{{ $labels.job }}"}`: a query; whatever the value, its name is not a command. */
const isMatcher = ({ value, places }: Word): boolean =>
  /^[\w:]*\{\w+[=!]~?[^/]*$/.test(value.slice(0, value.indexOf(MARK))) &&
  places.every(({ quote }) => quote !== '')
