/** For commands that the reader did not understand: whether a slot is still plainly an argument. */
import {
  baseName,
  CONTAINERS,
  KEYWORDS,
  KUBECTL_DATA,
  POWERFUL,
  PROGRAMS,
  RUNNING_OPTION,
  RUNNING_WORD,
  runsOthers,
  WRAPPERS,
} from './commands.ts'
import { filters, interprets } from './consumers.ts'
import { judgeWords } from './judge.ts'
import { type Level, MARK, stricter } from './places.ts'
import type { Place, Word } from './words.ts'

/** Characters before a command, in a shell and in a string that a shell evaluates. */
const BEGINNINGS = /[\n;|&(){}`]/

/** Arithmetic; it may span lines. */
const CALCULATION = /\(\(|\$\[|\blet\s/

/** A program in another language, or a substitution, that is still open at the end of its line. */
const OPEN = new RegExp(
  `\\b(?:${[...PROGRAMS].join('|')})\\b[^'"\\n]*(?:'[^'\\n]*|"[^"\\n]*)(?=\\n|$)|[$<>]\\([^)\\n]*(?=\\n|$)`,
)

/** The position after which lines no longer stand for themselves. */
export function linesUntil(text: string, from: number, to: number): number {
  const part = text.slice(from, to)
  const found = [CALCULATION, OPEN].map((pattern) => part.search(pattern)).filter((at) => at >= 0)
  return found.length > 0 ? from + Math.min(...found) : to
}

/** Conditions, expansions and subscripts, where words have another meaning. */
const CALCULATED = /\[\[|\$\{[^}]*$|\w\[[^\]\s]*$/

/** Text that changes the meaning of the next word. */
const TURNING = /[$!~\\^<>]\s*$|[<>][-&|]?\s*["']?$|<<-?\s*\S*$|(?:^|\s)=$|\$\w+:?$/

/** A label matcher, which no shell takes for a command: `{job="`. */
const MATCHER = /[{,]\s*\w+\s*(?:=|!=|=~|!~)\s*["'][^"'\s]*$/

/** Commands whose output a shell may evaluate later. */
const WRITERS = /^(?:echo|printf|print)$/

/** Longer lines are not examined, nor are lines with more slots. */
const MAX_LINE = 1000
const MAX_SLOTS = 20

/** The highest level for a slot at `at`, judged by its line from `from` and by the readers of the command's output. */
export function levelAt(text: string, from: number, at: number): Level {
  if (at - from > MAX_LINE) return 'none'
  const before = text.slice(from, at)
  if (before.split(MARK).length > MAX_SLOTS || TURNING.test(before)) return 'none'
  if (MATCHER.test(before)) return 'plain'
  if (CALCULATION.test(before) || CALCULATED.test(before)) return 'none'
  let start = before.length
  while (start > 0 && !BEGINNINGS.test(before[start - 1]!)) start--
  if (isSubstituted(before, start) || isRead(text, at)) return 'none'
  const parts = before.slice(start).trimStart().split(/\s+/)
  const begun = parts.pop()!.replace(/^["']/, '')
  if (begun.startsWith('-') && !begun.includes('=')) return 'none'
  if (!isArgument(parts)) return 'none'
  const behind = /^[^\n;|&(){}`]*/.exec(text.slice(at + 1, at + MAX_LINE))![0]
  return stricter('plain', judged(parts, begun + MARK, behind))
}

/**
 * `bash <(curl …)`, `eval "$(curl …)"`: whether the output of the command at `at` becomes more than an argument or the
 * value of a variable.
 */
function isSubstituted(line: string, at: number): boolean {
  let closed = 0
  for (let i = at - 1; i >= 0; i--) {
    const char = line[i]!
    if (char === ')') closed++
    if (char !== '`' && (char !== '(' || closed-- > 0)) continue
    closed = 0
    if (char === '(' && !/[$<>=]/.test(line[i - 1] ?? '')) continue
    const outer = line.slice(0, i).replace(/["']?[$<>]?$/, '')
    const variable = /(?:^|[\s;&|(])(\w+)=$/.exec(outer)?.[1]
    if (variable !== undefined) return POWERFUL.test(variable)
    if (/(?:^|[\s;])for\s+\w+\s+in\s+$/.test(outer)) return false
    // `echo $(…)` only prints it; readers of that output are checked separately.
    const said = outer.replace(/(?:^|[;|&])\s*(?:echo|printf)\s[^;|&]*$/, 'ls ')
    return /[$<>=]\(|`/.test(outer) || levelAt(said, 0, said.length) === 'none'
  }
  return false
}

/** Whether the output of the command at `at` is read by anything but a filter. */
function isRead(text: string, at: number): boolean {
  const rest = /^(?:\\\n|[|&]\s*\n|[^\n])*/.exec(text.slice(at, at + MAX_LINE))![0]
  // `>(sh)` reads it too.
  if (rest.includes('>(')) return true
  const line = rest.replaceAll('||', ';;')
  for (const { 0: whole, 1: consumer, index: consumed } of line.matchAll(/\|&?\s*(?:\\\n\s*)?([^\s|]*)/g)) {
    const name = baseName(consumer!)
    if (name === 'while') return /\b(?:eval|exec|source|ssh|\w*sh)\b|\bdo\s+["']?\$|["']/.test(rest)
    const words = wordsFrom(line, consumed + whole.length - consumer!.length)
    if (name === 'xargs' ? interprets(words) : !filters(words)) return true
  }
  return false
}

/** The words of a command of a pipeline, about: without quotes, cut at the blanks in them only where that is safe. */
const wordsFrom = (line: string, at: number): string[] =>
  [.../^[^|;&\n]*(?=[|;&\n]|$)/.exec(line.slice(at))![0].matchAll(/'[^']*'|"[^"]*"|[^\s'"]+/g)].map(
    ([word]) => word.replace(/^(['"])(.*)\1$/s, '$2'),
  )

/** Drops `then`, `do` and the like, which precede a command. */
function skipKeywords(parts: readonly string[]): readonly string[] {
  const at = parts.findIndex((part) => !/^(?:if|then|elif|else|while|until|do|!)$/.test(part))
  return at < 0 ? [] : parts.slice(at)
}

/** Whether the text after these words is an argument of their command. */
function isArgument(all: readonly string[]): boolean {
  const parts = skipKeywords(all)
  let at = 0
  while (
    Object.hasOwn(WRAPPERS, parts[at] ?? '') &&
    !WRAPPERS[parts[at]!]!.skip &&
    !parts[at + 1]?.startsWith('-')
  )
    at++
  const first = parts[at]
  // A line that begins with an option continues the one above.
  if (first === undefined || first.includes(MARK) || !/^["']?[\w./]/.test(first) || /^\w+=/.test(first))
    return false
  const name = baseName(first.replace(/["'\\]/g, ''))
  const rest = parts.slice(at + 1)
  if (RUNNING_OPTION.test(parts.at(-1)!) || rest.some((part) => RUNNING_WORD.test(part.replace(/["']/g, ''))))
    return false
  if (Object.hasOwn(CONTAINERS, name))
    return /^(?:-n|--namespace|--context)$/.test(parts.at(-1)!) || rest.some((part) => KUBECTL_DATA.has(part))
  return !runsOthers(name) && !KEYWORDS.has(name) && !WRITERS.test(name)
}

/** The level of the slot in `word`, if these were the words of a command. */
function judged(parts: readonly string[], word: string, behind: string): Level {
  const place: Place = { index: 0, quote: '', most: 'full' }
  const plainly = (part: string): string => part.replace(/["'\\]/g, '').replaceAll(MARK, 'X')
  const wordOf = (value: string, places: Place[] = []): Word => ({
    value,
    places,
    literal: !/[$`]/.test(value),
    bare: '',
    inner: [],
  })
  const [glued = '', ...after] = behind.split(/\s+/).map(plainly)
  const words = [
    ...skipKeywords(parts).map((part) => wordOf(plainly(part))),
    wordOf(word + glued, [place]),
    ...after.filter((part) => part !== '').map((part) => wordOf(part)),
  ]
  let level: Level = 'none'
  judgeWords(words, 'full', {
    set: (_, found) => {
      level = found
    },
    script: () => {
      level = 'none'
    },
    command: () => {
      level = 'none'
    },
  })
  return level
}
