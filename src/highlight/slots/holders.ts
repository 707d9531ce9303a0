/** Variables and parameters that receive a slot's value → where they are used. */
import { lineHolders, PARAMETERS } from './line-holders.ts'
import { type Level, MARK, stricter } from './places.ts'

/** With more names, the rest is not followed. */
const MAX_NAMES = 50

/** Most characters of a text in which variables are followed: for every use of one, its line is read once more. */
const MAX_LENGTH = 10_000

/** `$name`, `${name …}`, `$1`, `$@`, `$argv`; of a long one in braces, the beginning. */
const USED = /\$(?:([A-Za-z_]\w*)|\{#?([A-Za-z_]\w*|\d|[@*])(?:[^}\n]{0,500}\})?|[\d@*])/g

/**
 * The highest level for each slot, given the uses of the variable that receives it. `levelsOf` judges a text in which
 * every use of such a variable is a slot too.
 */
export function heldLevels(text: string, levelsOf: (text: string) => readonly Level[]): Level[] {
  const holders = holdersOf(text)
  const caps = holders.map((): Level => 'full')
  const names = new Set(holders.flat())
  if (names.size === 0 || !text.includes('$')) return caps
  const refused = (): Level[] => holders.map((held) => (held.length > 0 ? 'none' : 'full'))
  if (text.length > MAX_LENGTH) return refused()
  // `b=$a`: a variable assigned from another holds its value too.
  let followed = withUses(text, names)
  for (let before = -1; before < names.size && names.size <= MAX_NAMES; ) {
    before = names.size
    for (const [i, held] of holdersOf(followed.text).entries())
      if (followed.isUse[i]) for (const name of held) names.add(name)
    followed = withUses(text, names)
  }
  if (names.size > MAX_NAMES) return refused()
  let level: Level = 'full'
  for (const [i, one] of levelsOf(followed.text).entries())
    if (followed.isUse[i]) level = stricter(level, one)
  return caps.map((cap, i) => (holders[i]!.length > 0 ? level : cap))
}

/** The text in which every use of a name is a slot too, and which of the slots these are. */
function withUses(text: string, names: ReadonlySet<string>): { text: string; isUse: readonly boolean[] } {
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
  return { text: followed, isUse }
}

/** For each slot, the names that hold its value. */
function holdersOf(text: string): (readonly string[])[] {
  const functions = new Set(
    [...text.matchAll(/(?<![\w-])([\w-]+)\s*\(\)|\bfunction\s+([\w-]+)/g)].map(([, a, b]) => a ?? b!),
  )
  const found: (readonly string[])[] = []
  let end = 0
  for (let at = text.indexOf(MARK); at >= 0; at = text.indexOf(MARK, end)) {
    const start = text.lastIndexOf('\n', at) + 1
    const after = text.indexOf('\n', at)
    end = after < 0 ? text.length : after
    for (const holders of lineHolders(text.slice(start, end), functions)) found.push(holders)
  }
  return found
}

function nameOf(use: string): string {
  const name = /[A-Za-z_]\w*/.exec(use)?.[0]
  return name === undefined || name === 'argv' ? PARAMETERS : name
}
