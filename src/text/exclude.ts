/** Which paths `exclude` names. */
import { plainPath } from './folder.ts'
import { once } from './once.ts'
import { ANY, matchesAll, matchesStart, type Piece } from './wildcards.ts'

/**
 * Whether a path from the root of a project is one that a pattern names, or lies below one. `*` stands for any part of
 * a name, `?` for one character, `**` for folders, none among them; everything else is meant as it is.
 */
export const excluderOf: (patterns: readonly string[]) => (path: string) => boolean = once(
  (patterns: readonly string[]) => {
    const written = patterns.map(plainPath).filter((pattern) => pattern !== '')
    const plain = new Set(written.filter((pattern) => !WILD.test(pattern)))
    const wild = written.filter((pattern) => WILD.test(pattern)).map(piecesOf)
    return (path) => {
      if (plain.size > 0 && isBelowOneOf(plain, path)) return true
      if (wild.length === 0) return false
      const names = path.split('/')
      return wild.some((pieces) => matchesStart(pieces, names))
    }
  },
)

/** Whether a path, or a folder that it is in, is one of these. */
function isBelowOneOf(plain: ReadonlySet<string>, path: string): boolean {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
    if (plain.has(path.slice(0, end))) return true
  return plain.has(path)
}

const WILD = /[*?]/

/** A pattern as tests of the names of a path; a `**` at its end wants one at least. */
function piecesOf(pattern: string): Piece<string>[] {
  const names = pattern.split('/')
  return names.flatMap((name, index): Piece<string>[] => {
    if (name !== '**') return [nameTest(name)]
    return index === names.length - 1 ? [() => true] : [ANY]
  })
}

function nameTest(pattern: string): (name: string) => boolean {
  if (!WILD.test(pattern)) return (name) => name === pattern
  const pieces = pattern
    .split('')
    .map(
      (wanted): Piece<string> =>
        wanted === '*' ? ANY : wanted === '?' ? () => true : (unit) => unit === wanted,
    )
  return (name) => matchesAll(pieces, name)
}
