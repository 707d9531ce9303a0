/** Which paths `exclude` names. */
import { plainPath } from './folder.ts'
import { once } from './once.ts'

/**
 * Whether a path from the root of a project is one that a pattern names, or lies below one. `*` stands for any part of
 * a name, `?` for one character, `**` for folders, none among them; everything else is meant as it is.
 */
export const excluderOf: (patterns: readonly string[]) => (path: string) => boolean = once(
  (patterns: readonly string[]) => {
    if (patterns.length === 0) return () => false
    const expressions = patterns
      .map(expressionOf)
      .filter((expression) => expression !== '')
      .map((expression) => new RegExp(`^(?:${expression})(?:/|$)`))
    return (path: string) => expressions.some((expression) => expression.test(path))
  },
)

function expressionOf(pattern: string): string {
  const names = plainPath(pattern).split('/')
  return names
    .map((name, index) => {
      const isLast = index === names.length - 1
      if (name === '**') return isLast ? '.+' : '(?:[^/]+/)*'
      return partOf(name) + (isLast ? '' : '/')
    })
    .join('')
}

const partOf = (name: string): string =>
  name
    .replace(/[.+^${}()|[\]]/g, '\\$&')
    .replace(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
