/** Where commands are not understood: whether a slot still stands plainly among the arguments of one. */
import {
  baseName,
  CONTAINERS,
  KEYWORDS,
  KUBECTL_DATA,
  RUNNING_OPTION,
  RUNNING_WORD,
  runsOthers,
  WRAPPERS,
} from './commands.ts'
import { type Level, MARK } from './places.ts'

/** What begins a command, in a shell and in a string that some shell reads again. */
const BEGINNINGS = /[\n;|&(){}`]/

/** Arithmetic, which may go on over lines. */
export const CALCULATION: RegExp = /\(\(|\$\[|\blet\s/

/** Conditions, expansions and subscripts, where a word is no word. */
const CALCULATED = /\[\[|\$\{[^}]*$|\w\[[^\]\s]*$/

/** What makes something else of the word behind it. */
const TURNING = /[$!~\\^<>]\s*$|(?:^|\s)=$|\$\w+:?$/

/** A matcher of a query, which no shell takes for a command: `{job="`. */
const MATCHER = /[{,]\s*\w+\s*(?:=|!=|=~|!~)\s*["'][^"'\s]*$/

/** What these print may be read by a shell further on. */
const WRITERS = /^(?:echo|printf|print)$/

/** Longer lines are not looked through. */
export const MAX_LINE = 4000

/** The most that may be put behind `before`, the part of the line in front of the slot. */
export function levelAfter(before: string): Level {
  if (before.length > MAX_LINE || TURNING.test(before)) return 'none'
  if (MATCHER.test(before)) return 'plain'
  if (CALCULATION.test(before) || CALCULATED.test(before)) return 'none'
  let from = before.length
  while (from > 0 && !BEGINNINGS.test(before[from - 1]!)) from--
  const parts = before.slice(from).trimStart().split(/\s+/)
  const begun = parts.pop()!.replace(/^["']/, '')
  if (begun.startsWith('-') && !begun.includes('=')) return 'none'
  return isArgument(parts) ? 'plain' : 'none'
}

/** Whether what comes behind these words is an argument of their command. */
function isArgument(parts: readonly string[]): boolean {
  let at = 0
  while (
    Object.hasOwn(WRAPPERS, parts[at] ?? '') &&
    !WRAPPERS[parts[at]!]!.skip &&
    !parts[at + 1]?.startsWith('-')
  )
    at++
  const first = parts[at]
  if (first === undefined || first.includes(MARK) || !/^["']?[\w./-]/.test(first) || /^\w+=/.test(first))
    return false
  const name = baseName(first.replace(/["'\\]/g, ''))
  const rest = parts.slice(at + 1)
  if (RUNNING_OPTION.test(parts.at(-1)!) || rest.some((part) => RUNNING_WORD.test(part.replace(/["']/g, ''))))
    return false
  if (Object.hasOwn(CONTAINERS, name))
    return /^(?:-n|--namespace|--context)$/.test(parts.at(-1)!) || rest.some((part) => KUBECTL_DATA.has(part))
  return !runsOthers(name) && !KEYWORDS.has(name) && !WRITERS.test(name)
}
