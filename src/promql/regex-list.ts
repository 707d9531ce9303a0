/** Regular expressions that list texts, and tests of a text against one. */
import { meta } from './regex.ts'
import { compileMatch } from './regex-match.ts'

/** The texts that a pattern lists, `a|b|c`; undefined for any other pattern. */
export function listedTexts(pattern: string): readonly string[] | undefined {
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern
  const plain = inner.replace(/\\([.\-_/])/g, '').replaceAll('|', '')
  if (meta.test(plain)) return undefined
  return inner.split('|').map((text) => text.replace(/\\([.\-_/])/g, '$1'))
}

/** Whether a pattern matches a whole text; undefined if the pattern is invalid or too long to try. */
export function matchesText(pattern: string, text: string): boolean | undefined {
  if (pattern.length > 1000) return undefined
  try {
    return compileMatch(pattern, true)(text)
  } catch {
    // Prometheus refuses the pattern, which is reported elsewhere.
    return undefined
  }
}
