/** Slots in commands → the context of each. In: a script with `MARK`s. Out: one context per `MARK`. */
import type { Context } from '../token.ts'
import { levelAt, linesUntil } from './argument.ts'
import {
  baseName,
  DATABASES,
  FILTERS,
  INTERPRETERS,
  isRisky,
  JOINERS,
  POWERFUL,
  PROGRAMS,
  runsOthers,
  SHELLS,
} from './commands.ts'
import { heldLevels } from './holders.ts'
import { judgeWords } from './judge.ts'
import { type Level, MARK, stricter } from './places.ts'
import { readShell } from './read-shell.ts'
import type { Verdicts } from './runners.ts'
import { isStatement, sqlLevels } from './sql-slots.ts'
import type { Command, Pipeline, Place, Quote, Word } from './words.ts'

/** Deepest nesting of scripts in strings; slots in deeper ones get nothing. */
const MAX_NESTING = 6

interface Verdict {
  level: Level
  quote: Quote
}

/** The contexts of the `MARK`s of a script, in order; none is looser than `cap`. */
export function shellContexts(text: string, cap: Level = 'full'): Context[] {
  const held = heldLevels(text, (followed) => levels(followed, 'full', 0).map(({ level }) => level))
  return levels(text, cap, 0).map((verdict, i): Context => {
    const { quote } = verdict
    const level = stricter(verdict.level, held[i]!)
    if (level !== 'full') return level
    return quote === '' ? 'shell' : `shell-${quote}`
  })
}

function levels(text: string, cap: Level, nesting: number): Verdict[] {
  const found: Verdict[] = []
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1))
    found.push({ level: 'none', quote: '' })
  if (found.length === 0 || nesting > MAX_NESTING) return found
  const { pipelines, comments, until } = readShell(text)
  const set = (place: Place, level: Level): void => {
    found[place.index] = { level: stricter(stricter(place.most, level), cap), quote: place.quote }
  }
  const verdicts: Verdicts = {
    set,
    script: (script, places, most) => {
      const inner = levels(script, stricter(most, 'plain'), nesting + 1)
      for (const [i, place] of places.entries()) set(place, inner[i]?.level ?? 'none')
    },
    command: (words, most) => judgeWords(words, most, verdicts),
  }
  for (const place of comments) set(place, 'plain')
  for (const pipeline of pipelines) judgePipeline(pipeline, cap, verdicts)
  afterwards(text, until, cap, found)
  return found
}

/** Judges the slots after the point where understanding ended. */
function afterwards(text: string, until: number, cap: Level, found: Verdict[]): void {
  let index = 0
  for (let at = text.indexOf(MARK); at >= 0 && at < until; at = text.indexOf(MARK, at + 1)) index++
  const limit = linesUntil(text, until, text.length)
  for (let at = text.indexOf(MARK, until); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const line = Math.max(until, text.lastIndexOf('\n', at) + 1)
    const level = at > limit ? 'none' : levelAt(text, line, at)
    found[index++] = { level: stricter(level, cap), quote: '' }
  }
}

function judgePipeline(pipeline: Pipeline, cap: Level, verdicts: Verdicts): void {
  /** From here, the pipeline only passes on or counts its input. */
  const filtering = 1 + pipeline.findLastIndex((command) => !FILTERS.has(nameOf(command) ?? ''))
  for (const [i, command] of pipeline.entries()) {
    const filtered = i + 1 >= filtering
    const rest = pipeline.slice(i + 1)
    // A shell executes what it reads from a pipe, so text written into the pipe is a script.
    const isScript = !filtered && (writesText(command) || rest.some(interprets))
    const isKept = writesText(command) && [command, ...rest].some(keeps)
    const level = isScript ? 'none' : filtered && !isKept ? cap : stricter(cap, 'plain')
    judgeWords(command.words, level, verdicts)
    judgeRest(command, level, verdicts)
    for (const [at, word] of command.words.entries()) judgeInner(word, runsIt(command, at), verdicts)
    for (const { word } of command.redirects) judgeInner(word, false, verdicts)
  }
}

const nameOf = (command: Command): string | undefined => {
  const word = command.words[0]
  return word?.literal && word.places.length === 0 ? word.value : undefined
}

const writesText = (command: Command): boolean => {
  const name = nameOf(command)
  return name === undefined || /^(?:echo|printf|print|cat|tee|jq|yq|sed|awk)$/.test(name) || runsOthers(name)
}

/** Whether a command executes its input: `sh`, `sudo bash -s`, `python3`, `psql`, `ssh HOST`. */
function interprets({ words }: Command): boolean {
  const names = words.map(({ value }) => baseName(value))
  const isReader = (name: string): boolean =>
    isRisky(name) ||
    SHELLS.has(name) ||
    INTERPRETERS.has(name) ||
    DATABASES.has(name) ||
    (Object.hasOwn(JOINERS, name) && name !== 'watch')
  const at = names.findIndex((name) => isReader(name) || name === 'xargs')
  if (at < 0 || names[at] === 'xargs') return false
  const name = names[at]!
  const rest = words.slice(at + 1).map(({ value }) => value)
  // Given a program of their own they read data; a shell may be given `-s`.
  if (SHELLS.has(name) || INTERPRETERS.has(name)) {
    const hasProgram = rest.some((word) => /^(?:-\w*[cme]|[^-].*)$/.test(word))
    return !hasProgram || rest.some((word) => /^-\w*s/.test(word))
  }
  return (
    !DATABASES.has(name) || !rest.some((word) => /^(?:-[cefq]|--?(?:command|execute|file|query))/.test(word))
  )
}

/** Whether it writes a file, which may be a script. */
const keeps = (command: Command): boolean =>
  command.redirects.some(({ kind, word }) => kind === 'output' && word.value !== '/dev/null') ||
  (nameOf(command) === 'tee' && command.words.length > 1)

/** Judges redirections and here-documents. */
function judgeRest(command: Command, level: Level, { set }: Verdicts): void {
  const name = nameOf(command)
  const isFilter = name !== undefined && FILTERS.has(name)
  for (const { kind, word } of command.redirects) {
    for (const place of word.places) {
      const isFirst = word.value.startsWith(MARK)
      if (kind === 'text') set(place, isFilter ? level : 'none')
      // A value with a slash could name any other file.
      else
        set(place, kind !== 'descriptor' && !isFirst && word.bare === '' ? stricter(level, 'name') : 'none')
    }
  }
  for (const document of command.documents) {
    const levels = documentLevels(command, document.text)
    for (const [i, place] of document.places.entries())
      set(place, stricter(level, stricter('plain', levels[i] ?? 'none')))
  }
}

/** The levels of the slots in a here-document, given the command that reads it. */
function documentLevels(command: Command, text: string): readonly Level[] {
  const names = command.words.map(({ value }) => baseName(value))
  if (names.some((name) => DATABASES.has(name)) || isStatement(text)) return sqlLevels(text)
  const isProgram = names.some((name) => PROGRAMS.has(name) || (isRisky(name) && !SHELLS.has(name)))
  return text.split(MARK).map(() => (isProgram ? 'number' : 'plain'))
}

/** Whether the output of a substitution would be executed. */
function runsIt(command: Command, at: number): boolean {
  const name = nameOf(command)
  // A variable is judged by its uses.
  const variable = /^(\w+)\+?=/.exec(command.words[at]!.value)?.[1]
  if (variable !== undefined && at === 0) return POWERFUL.test(variable)
  return at === 0 || name === undefined || isRisky(name) || runsOthers(name) || Object.hasOwn(JOINERS, name)
}

function judgeInner(word: Word, isRun: boolean, verdicts: Verdicts): void {
  for (const pipeline of word.inner) judgePipeline(pipeline, isRun ? 'none' : 'plain', verdicts)
}
