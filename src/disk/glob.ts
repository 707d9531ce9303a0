/**
 * Finds paths that match a pattern, like Go's `filepath.Glob`: `*` and `?` within a name, `[a-z]`, and `\` before a
 * literal character. No `**`.
 */
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const META = /[*?[\\]/

/** Matching paths, sorted by name; undefined for an invalid pattern. */
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

/** One part of a pattern as a regular expression; undefined if it is invalid (`filepath.ErrBadPattern`). */
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
