/** Comments of HTML in a text, by searches: a pattern would look for the end of each open one through all the rest. */
import type { Range } from './source.ts'

/** The ranges from one text to the next one of another, in order and without overlap; what is not closed is none. */
export function between(text: string, opening: string, closing: string): Range[] {
  const found: Range[] = []
  let start = text.indexOf(opening)
  while (start >= 0) {
    const close = text.indexOf(closing, start + opening.length)
    if (close < 0) break
    const end = close + closing.length
    found.push({ start, end })
    start = text.indexOf(opening, end)
  }
  return found
}

/** Every `<!-- … -->`. */
export const commentsIn = (text: string): Range[] => between(text, '<!--', '-->')
