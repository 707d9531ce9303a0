/** Where commands are not understood: whether a slot still stands plainly among the arguments of one. */
import {
  baseName,
  CONTAINERS,
  FILTERS,
  KEYWORDS,
  KUBECTL_DATA,
  POWERFUL,
  PROGRAMS,
  RUNNING_OPTION,
  RUNNING_WORD,
  runsOthers,
  WRAPPERS,
} from './commands.ts'
import { judgeWords } from './judge.ts'
import { type Level, MARK, stricter } from './places.ts'
import type { Place, Word } from './words.ts'

/** What begins a command, in a shell and in a string that some shell reads again. */
const BEGINNINGS = /[\n;|&(){}`]/

/** Arithmetic, which may go on over lines. */
const CALCULATION = /\(\(|\$\[|\blet\s/

/** A program of another language, or a substitution, that begins in a line and does not end there. */
const OPEN = new RegExp(
  `\\b(?:${[...PROGRAMS].join('|')})\\b[^'"\\n]*(?:'[^'\\n]*|"[^"\\n]*)(?=\\n|$)|[$<>]\\([^)\\n]*(?=\\n|$)`,
)

/** From where on, in a part of a text, lines do not stand for themselves. */
export function linesUntil(text: string, from: number, to: number): number {
  const part = text.slice(from, to)
  const found = [CALCULATION, OPEN].map((pattern) => part.search(pattern)).filter((at) => at >= 0)
  return found.length > 0 ? from + Math.min(...found) : to
}

/** Conditions, expansions and subscripts, where a word is no word. */
const CALCULATED = /\[\[|\$\{[^}]*$|\w\[[^\]\s]*$/

/** What makes something else of the word behind it. */
const TURNING = /[$!~\\^<>]\s*$|(?:^|\s)=$|\$\w+:?$/

/** A matcher of a query, which no shell takes for a command: `{job="`. */
const MATCHER = /[{,]\s*\w+\s*(?:=|!=|=~|!~)\s*["'][^"'\s]*$/

/** What these print may be read by a shell further on. */
const WRITERS = /^(?:echo|printf|print)$/

/** Longer lines are not looked through, nor are more slots of one. */
const MAX_LINE = 1000
const MAX_SLOTS = 20

/** The most that may be put at `at`, by the part of its line from `from` on and by what reads its output. */
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
 * `bash <(curl …)`, `eval "$(curl …)"`: whether what the command at `at` prints becomes more than an argument or the
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
    // `echo $(…)` prints it, and what reads that is looked for by itself.
    const said = outer.replace(/(?:^|[;|&])\s*(?:echo|printf)\s[^;|&]*$/, 'ls ')
    return /[$<>=]\(|`/.test(outer) || levelAt(said, 0, said.length) === 'none'
  }
  return false
}

/** Whether a command that is no filter reads what the one at `at` prints. */
function isRead(text: string, at: number): boolean {
  const rest = /^(?:\\\n|[|&]\s*\n|[^\n])*/.exec(text.slice(at, at + MAX_LINE))![0]
  for (const [, consumer] of rest.replaceAll('||', ';').matchAll(/\|&?\s*(?:\\\n\s*)?([^\s|]*)/g)) {
    const name = baseName(consumer!)
    if (name === 'while') return /\b(?:eval|exec|source|ssh|\w*sh)\b|\bdo\s+["']?\$|["']/.test(rest)
    if (name !== 'xargs' && !FILTERS.has(name)) return true
  }
  return false
}

/** Without `then`, `do` and the like, which a command follows. */
function skipKeywords(parts: readonly string[]): readonly string[] {
  const at = parts.findIndex((part) => !/^(?:if|then|elif|else|while|until|do|!)$/.test(part))
  return at < 0 ? [] : parts.slice(at)
}

/** Whether what comes behind these words is an argument of their command. */
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
  // A line that begins with an option goes on from one above.
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

/** What the slot in `word` may be filled with, were these the words of a command. */
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
