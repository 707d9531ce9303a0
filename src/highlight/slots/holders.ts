/** Variables and parameters that receive a slot's value → where they are used. */
import { type Level, MARK, stricter } from './places.ts'

/** With more names, the rest is not followed. */
const MAX_NAMES = 50

/** Most characters of a command in which variables are followed: the search looks back along the line at every use. */
const MAX_LENGTH = 10_000

/** `NAME=`, `for NAME in` or fish's `set NAME`, before a slot on its line. */
const GIVEN = /([A-Za-z_]\w*)\+?=|\bfor\s+([A-Za-z_]\w*)\s+in\b|\bset\s+(?:-\w+\s+)*([A-Za-z_]\w*)\s/g

/** Represents the parameters of a function, or of `sh -c '…' _ {{x}}`. */
const PARAMETERS = '@'

const SCRIPT = /\b\w*sh\s(?:[^\n]*\s)?-\w*c\b/

/** `$name`, `${name …}`, `$1`, `$@`, `$argv`. */
const USED = /\$(?:([A-Za-z_]\w*)|\{#?([A-Za-z_]\w*|\d|[@*])[^}\n]{0,500}\}|[\d@*])/g

/**
 * The highest level for each slot, given the uses of the variable that receives it. `levelsOf` judges a text in which
 * every use of such a variable is a slot too.
 */
export function heldLevels(text: string, levelsOf: (text: string) => readonly Level[]): Level[] {
  if (text.length > MAX_LENGTH)
    return text
      .split(MARK)
      .slice(1)
      .map(() => 'none')
  const holders = holdersOf(text)
  const caps = holders.map((): Level => 'full')
  const names = new Set(holders.flat())
  if (names.size === 0 || !text.includes('$')) return caps
  // `b=$a`: a variable assigned from another holds its value too.
  for (let before = -1; before < names.size && names.size <= MAX_NAMES; ) {
    before = names.size
    for (const line of text.split('\n'))
      for (const { index, 0: use } of line.matchAll(USED))
        if (names.has(nameOf(use))) for (const name of givenTo(line.slice(0, index))) names.add(name)
  }
  if (names.size > MAX_NAMES) return caps.map((_, i) => (holders[i]!.length > 0 ? 'none' : 'full'))
  let followed = ''
  let at = 0
  const isUse: boolean[] = []
  const mark = (part: string): void => {
    followed += part
    for (let i = part.split(MARK).length - 1; i > 0; i--) isUse.push(false)
  }
  for (const { index, 0: use } of text.matchAll(USED)) {
    if (!names.has(nameOf(use))) continue
    mark(text.slice(at, index))
    followed += MARK
    isUse.push(true)
    at = index + use.length
  }
  mark(text.slice(at))
  let level: Level = 'full'
  for (const [i, one] of levelsOf(followed).entries()) if (isUse[i]) level = stricter(level, one)
  return caps.map((cap, i) => (holders[i]!.length > 0 ? level : cap))
}

/** For each slot, the names that hold its value. */
function holdersOf(text: string): string[][] {
  const functions = [...text.matchAll(/(?<![\w-])([\w-]+)\s*\(\)|\bfunction\s+([\w-]+)/g)].map(
    ([, a, b]) => a ?? b!,
  )
  const call =
    functions.length > 0
      ? new RegExp(`(?:^|[\\s;&|(!{"'])(?:${functions.join('|')})\\s[^;|&\\n]*$`)
      : undefined
  const found: string[][] = []
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, at + 1)) {
    const start = Math.max(text.lastIndexOf('\n', at) + 1, at - 4000)
    const before = text.slice(start, at)
    const isParameter = call?.test(before) || SCRIPT.test(before)
    found.push([...givenTo(before), ...(isParameter ? [PARAMETERS] : [])])
  }
  return found
}

const givenTo = (before: string): string[] =>
  [...before.matchAll(GIVEN)].map(([, assigned, looped, set]) => (assigned ?? looped ?? set)!)

function nameOf(use: string): string {
  const name = /[A-Za-z_]\w*/.exec(use)?.[0]
  return name === undefined || name === 'argv' ? PARAMETERS : name
}
