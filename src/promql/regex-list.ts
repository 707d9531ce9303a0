/** Regular expressions that list texts, and tests of a text against one. */
import { meta } from './regex.ts'
import { compileMatch } from './regex-match.ts'

/** What a pattern has in the group that is all of it, `(a|b)`; the pattern itself, without such a group. */
export const withoutGroup = (pattern: string): string =>
  /^\((?:\?:)?([^()]*)\)$/.exec(pattern)?.[1] ?? pattern

/** The texts that a pattern lists, `a|b|c` or `db-[0-4]`; undefined for any other pattern. */
export function listedTexts(pattern: string): readonly string[] | undefined {
  const inner = withoutGroup(pattern)
  const plain = inner.replace(/\\([.\-_/])/g, '').replaceAll('|', '')
  if (meta.test(plain)) return plain.includes('[') ? spelled(inner.split('|')) : undefined
  return inner.split('|').map((text) => text.replace(/\\([.\-_/])/g, '$1'))
}

/** Letters, and sets of letters and digits. */
const SETS = /^(?:[\w:/-]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])+$/
/** More texts than these say less than their pattern. */
const MOST = 200

/** The texts of alternatives with sets in them: 0 to 4 for `[0-4]`. */
function spelled(alternatives: readonly string[]): readonly string[] | undefined {
  const all: string[] = []
  for (const alternative of alternatives) {
    if (!SETS.test(alternative)) return undefined
    let texts = ['']
    for (const [part] of alternative.matchAll(/\[[^\]]*\]|[^[]/g)) {
      const letters = part.length > 1 ? membersOf(part.slice(1, -1)) : [part]
      if (texts.length * letters.length + all.length > MOST) return undefined
      texts = texts.flatMap((text) => letters.map((letter) => text + letter))
    }
    all.push(...texts)
  }
  return all
}

function membersOf(set: string): string[] {
  return [...set.matchAll(/(\w)(?:-(\w))?/g)].flatMap(([, from, to = from]) => {
    const [first, last] = [from!.charCodeAt(0), to!.charCodeAt(0)]
    // The reverse is refused by Prometheus.
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => String.fromCharCode(first + at))
  })
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
