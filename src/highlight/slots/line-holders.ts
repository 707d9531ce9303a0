/**
 * One line of commands → which variables and parameters receive what is at each of its slots. Each word is looked at
 * once, from left to right: a pattern over all that precedes a slot takes a power of the length of the line.
 */
import { MARK } from './places.ts'

/** Represents the parameters of a function, or of `sh -c '…' _ {{x}}`. */
export const PARAMETERS = '@'

/** Beyond this number of names that are given a value on one line, the next is not distinguished from the others. */
const MAX_GIVEN = 100

/**
 * For each slot of a line, the names that may hold its value: `NAME=`, `for NAME in` and fish's `set NAME` before it, and
 * parameters after the name of a function or `sh -c`.
 */
export function lineHolders(line: string, functions: ReadonlySet<string>): (readonly string[])[] {
  const slots: (readonly string[])[] = []
  let given: readonly string[] = []
  const give = (name: string): void => {
    if (given.length < MAX_GIVEN) given = [...given, name]
  }
  /** What the word before was: `for`, or the name after it; `set`, or an option of it. */
  let [isAfterFor, isInSet] = [false, false]
  let looped: string | undefined
  let hasShell = false
  let isScript = false
  let isCalled = false
  for (const [word] of line.matchAll(/\S+/g)) {
    const [first, ...others] = word.split(MARK) as [string, ...string[]]
    if (looped !== undefined && /^in\b/.test(first)) give(looped)
    if (hasShell && /^-\w*c\b/.test(first)) isScript = true
    for (const [index, part] of [first, ...others].entries()) {
      if (index > 0) slots.push(isScript || isCalled ? [...given, PARAMETERS] : given)
      for (const [, name] of part.matchAll(ASSIGNED)) give(name!)
      if (/[;|&]/.test(part)) isCalled = false
    }
    if (isInSet && NAME.test(word)) give(word)
    isInSet = /\bset$/.test(word) || (isInSet && /^-\w+$/.test(word))
    looped = isAfterFor && NAME.test(word) ? word : undefined
    isAfterFor = /\bfor$/.test(word)
    if (/sh$/.test(word)) hasShell = true
    if (functions.size > 0 && functions.has(word.split(/[;&|(!{"']/).at(-1)!)) isCalled = true
  }
  return slots
}

const NAME = /^[A-Za-z_]\w*$/
const ASSIGNED = /(?<!\w)([A-Za-z_]\w*)\+?=/g
