/**
 * Matches a list of parts (the characters of a name, the names of a path) with a pattern in which a wildcard stands for any
 * number of them. Only the last wildcard that was passed is tried again, so the time is at most the product of both
 * lengths; that of a regular expression is a power of it.
 */

/** Any number of parts, none among them. */
export const ANY: unique symbol = Symbol('any')

/** A part that a test accepts, or any number of parts. */
export type Piece<T> = typeof ANY | ((part: T) => boolean)

/** Whether a pattern matches the parts, all of them. */
export const matchesAll = <T>(pieces: readonly Piece<T>[], parts: ArrayLike<T>): boolean =>
  matches(pieces, parts, parts.length)

/** Whether a pattern matches the parts, or some of them from the first on. */
export const matchesStart = <T>(pieces: readonly Piece<T>[], parts: ArrayLike<T>): boolean =>
  matches(pieces, parts, 0)

/** `least`: how many parts must be matched. */
function matches<T>(pieces: readonly Piece<T>[], parts: ArrayLike<T>, least: number): boolean {
  let [piece, part] = [0, 0]
  /** The piece after the last wildcard, and the first part that the wildcard does not take. */
  let [retryPiece, retryPart] = [-1, -1]
  for (;;) {
    const wanted = pieces[piece]
    if (wanted === ANY) {
      retryPiece = ++piece
      retryPart = part
    } else if (wanted === undefined && part >= least) {
      return true
    } else if (part < parts.length && wanted?.(parts[part]!)) {
      piece++
      part++
    } else {
      if (retryPiece < 0 || retryPart >= parts.length) return false
      part = ++retryPart
      piece = retryPiece
    }
  }
}
