/** The words of one command → how far each slot in them may be filled. */
import {
  baseName,
  CONTAINERS,
  DATA,
  DATABASES,
  DECLARING,
  isRisky,
  JOINERS,
  POWERFUL,
  PROGRAMS,
  RUNNING_OPTION,
  RUNNING_WORD,
  SHELL_OPTION,
  SHELLS,
  WRAPPERS,
} from './commands.ts'
import { type Level, MARK, stricter } from './places.ts'
import type { Place, Word } from './read-words.ts'
import {
  type All,
  judgeContainer,
  judgeFind,
  judgeJoiner,
  judgeOption,
  judgeShell,
  judgeWrapper,
  script,
  type Verdicts,
} from './runners.ts'
import { sqlLevels } from './sql-slots.ts'

/** Commands that run commands that run commands …: deeper ones get nothing. */
const MAX_DEPTH = 20

const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=/

/** A text that nothing but a person gives a meaning to. */
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
  if (name === 'for') all(rest, 'plain')
  else if (Object.hasOwn(WRAPPERS, name)) judgeWrapper(rest, WRAPPERS[name]!, verdicts, all)
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
  else if (isRisky(name)) all(rest, 'none')
  else if (Object.hasOwn(CONTAINERS, name)) judgeContainer(name, rest, verdicts, all)
  else if (PROGRAMS.has(name)) judgeProgram(rest, all)
  else if (DATABASES.has(name)) judgeDatabase(rest, verdicts, all)
  else if (DATA.has(name)) judgeData(name, rest, all)
  else judgeUnknown(rest, all)
}

/** What the word itself allows, whatever the command. */
function wordLevel(word: Word, place: Place): Level {
  const first = word.value.indexOf(MARK)
  const before = word.value.slice(0, first)
  // `-o{{x}}`: the value would be an option or a part of one.
  if (before.startsWith('-') && !before.includes('=')) return 'none'
  if (RUNNING_OPTION.test(before.replace(/=.*$/s, '')) && before.startsWith('--')) return 'none'
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
  all([format], 'plain')
  all(rest.slice(1), isText ? 'full' : 'number')
}

/** A program of another language: only in a string or a pattern of it, or as a file behind it. */
function judgeProgram(rest: readonly Word[], all: All): void {
  let program = false
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    if (word.places.length > 0) {
      const isFile =
        program && word.literal && /^[\w./:\uE000-]*$/.test(word.value) && !/^-.*[cefmrCEFMI]$/.test(option)
      const isVariable =
        (option === '-v' && /^\w+=\uE000$/.test(word.value)) ||
        (rest[i - 2]?.value === '--arg' && word.value === MARK)
      const inString = /(["'/])[\w .:-]*\uE000[\w .:-]*\1/.test(word.value)
      all([word], isFile || isVariable ? 'plain' : inString ? 'name' : 'number')
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
    if (!isQuery) continue
    const levels = sqlLevels(word.value)
    for (const [n, place] of word.places.entries()) {
      const level = levels[n] ?? 'none'
      verdicts.set(place, stricter(stricter(level, 'plain'), stricter(wordLevel(word, place), 'plain')))
    }
  }
}

function judgeData(name: string, rest: readonly Word[], all: All): void {
  for (const [i, word] of rest.entries()) {
    const option = rest[i - 1]?.value ?? ''
    const isRun = option.startsWith('--') && RUNNING_OPTION.test(option)
    // `systemctl {{ $labels.x }}`: the value would say what is done.
    const isVerb = name === 'systemctl' && !rest.slice(0, i).some(({ value }) => /^[a-z]/.test(value))
    all([word], isRun || isVerb ? 'none' : 'full')
  }
}

function judgeUnknown(rest: readonly Word[], all: All): void {
  let runs = false
  for (const [i, word] of rest.entries()) {
    all([word], runs || RUNNING_OPTION.test(rest[i - 1]?.value ?? '') ? 'none' : 'plain')
    runs ||= RUNNING_WORD.test(baseName(word.value)) || !word.literal
  }
}

/** `up{job="{{ $labels.job }}"}`: a query, whose name is no command's whatever the value. */
const isMatcher = ({ value, places }: Word): boolean =>
  /^[\w:]*\{\w+[=!]~?[^/]*$/.test(value.slice(0, value.indexOf(MARK))) &&
  places.every(({ quote }) => quote !== '')
