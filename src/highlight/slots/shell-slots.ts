/** Slots in commands → the context of each. In: a script with `MARK`s. Out: one context per `MARK`. */
import type { Context } from '../token.ts'
import { levelAt, linesUntil } from './argument.ts'
import {
  baseName,
  DATABASES,
  FILTERS,
  isRisky,
  JOINERS,
  POWERFUL,
  PROGRAMS,
  runsOthers,
  SHELLS,
} from './commands.ts'
import { filters, interprets } from './consumers.ts'
import { heldLevels } from './holders.ts'
import { judgeWords } from './judge.ts'
import { type Level, MARK, stricter } from './places.ts'
import { readShell } from './read-shell.ts'
import { isScript as isScriptFile, makes, makesIn, runFiles } from './run-files.ts'
import type { Verdicts } from './runners.ts'
import { isStatement, sqlLevels } from './sql-slots.ts'
import type { Command, Pipeline, Place, Quote, Word } from './words.ts'

const ALIAS = /(?:^|[\s;&|({])(?:alias|abbr)\s/

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
  // An alias may make anything of the words after it.
  if (ALIAS.test(text)) return found
  const files = runFiles(text)
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
  for (const pipeline of pipelines) {
    const isMade = pipeline.some((command) => makes(command, files))
    judgePipeline(pipeline, isMade ? 'none' : cap, verdicts)
  }
  afterwards(text, until, cap, files, found)
  return found
}

/** Judges the slots after the point where understanding ended. */
function afterwards(
  text: string,
  until: number,
  cap: Level,
  files: ReadonlySet<string>,
  found: Verdict[],
): void {
  let index = 0
  for (let at = text.indexOf(MARK); at >= 0 && at < until; at = text.indexOf(MARK, at + 1)) index++
  const limit = linesUntil(text, until, text.length)
  for (let at = text.indexOf(MARK, until); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const line = Math.max(until, text.lastIndexOf('\n', at) + 1)
    const end = text.indexOf('\n', at)
    const isMade =
      files.size > 0 &&
      (text.includes('<<') || makesIn(text.slice(line, end < 0 ? text.length : end).slice(0, 4000), files))
    const level = at > limit || isMade ? 'none' : levelAt(text, line, at)
    found[index++] = { level: stricter(level, cap), quote: '' }
  }
}

function judgePipeline(pipeline: Pipeline, cap: Level, verdicts: Verdicts): void {
  /** From here, the pipeline only passes on or counts its input. */
  const filtering =
    1 + pipeline.findLastIndex((command) => nameOf(command) === undefined || !filters(valuesOf(command)))
  const interpreting = pipeline.findLastIndex((command) => interprets(valuesOf(command)))
  const keeping = pipeline.findLastIndex(keeps)
  const installing = pipeline.findLastIndex((command) => targets(command).some(isScriptFile))
  for (const [i, command] of pipeline.entries()) {
    const filtered = i + 1 >= filtering
    // A shell executes what it reads from a pipe, so text written into the pipe is a script.
    const isScript = !filtered && (writesText(command) || interpreting > i)
    const isKept = writesText(command) && keeping >= i
    const isInstalled = installing >= i
    const level = isScript || isInstalled ? 'none' : filtered && !isKept ? cap : stricter(cap, 'plain')
    judgeWords(command.words, level, verdicts)
    judgeRest(command, level, verdicts)
    for (const [at, word] of command.words.entries())
      judgeInner(word, level === 'none' || runsIt(command, at), verdicts)
    for (const { word } of command.redirects) judgeInner(word, false, verdicts)
  }
}

const valuesOf = ({ words }: Command): string[] => words.map(({ value }) => value)

const nameOf = (command: Command): string | undefined => {
  const word = command.words[0]
  return word?.literal && word.places.length === 0 ? word.value : undefined
}

const writesText = (command: Command): boolean => {
  const name = nameOf(command)
  return name === undefined || /^(?:echo|printf|print|cat|tee|jq|yq|sed|awk)$/.test(name) || runsOthers(name)
}

/** Whether it writes a file, which may be a script. */
const keeps = (command: Command): boolean => targets(command).some((path) => path !== '/dev/null')

/** The files that a command writes, by its arguments. */
const targets = (command: Command): string[] => [
  ...command.redirects.flatMap(({ kind, word }) => (kind === 'output' ? [word.value] : [])),
  ...(command.words.some(({ value }) => value === 'tee') ? valuesOf(command).slice(1) : []),
]

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
