/**
 * Paths that match a pattern, as Go's `filepath.Glob` finds them: `*` and `?` within a name, `[a-z]`, `\` before a
 * character that is meant as it is. No `**`.
 */
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const META = /[*?[\\]/

/** Paths in order of their names; undefined when the pattern itself is wrong. */
export function glob(pattern: string): string[] | undefined {
  if (pattern === '') return []
  const path = normalize(pattern)
  if (!META.test(path)) return isThere(path) ? [path] : []
  const names = path.split('/').map(matcher)
  if (names.includes(undefined)) return undefined
  return expand(path)
}

function expand(path: string): string[] {
  if (!META.test(path)) return isThere(path) ? [path] : []
  const folder = dirname(path)
  const matches = matcher(path.slice(path.lastIndexOf('/') + 1))!
  return expand(folder).flatMap((found) =>
    namesIn(found)
      .filter((name) => matches.test(name))
      .map((name) => join(found, name)),
  )
}

function isThere(path: string): boolean {
  return existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function namesIn(folder: string): string[] {
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder).sort() : []
  } catch {
    return []
  }
}

/** One part of a pattern as a regular expression; undefined when it is wrong (`filepath.ErrBadPattern`). */
function matcher(part: string): RegExp | undefined {
  let source = ''
  for (let i = 0; i < part.length; i++) {
    const character = part[i]!
    if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '[') {
      const list = /^\[(\^?)((?:\\?[^\]\\-]|\\.)(?:-(?:[^\]\\-]|\\.))?)+\]/s.exec(part.slice(i))
      if (list === null) return undefined
      source += list[0].replace(/^\[(\^?)/, '[$1')
      i += list[0].length - 1
    } else if (character === '\\') {
      const next = part[++i]
      if (next === undefined) return undefined
      source += escaped(next)
    } else source += escaped(character)
  }
  return new RegExp(`^${source}$`, 's')
}

const escaped = (character: string): string => character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&')
