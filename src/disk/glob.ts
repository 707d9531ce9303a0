/**
 * Finds paths that match a pattern, like Go's `filepath.Glob`: `*` and `?` within a name, `[a-z]`, and `\` before a
 * literal character. No `**`.
 */
import { existsSync, lstatSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { ANY, matchesAll, type Piece } from '../text/wildcards.ts'
import { realOf } from './place.ts'
import { namesIn } from './regular.ts'

const META = /[*?[\\]/

/** Matching paths, sorted by name; undefined for an invalid pattern. */
export function glob(pattern: string): string[] | undefined {
  if (pattern === '') return []
  const path = normalize(pattern)
  if (!META.test(path)) return isThere(path) ? [path] : []
  const names = path.split('/')
  const wild = names.findIndex((name) => META.test(name))
  const tests = names.slice(wild).map(piecesOf)
  if (tests.includes(undefined)) return undefined
  const start = names.slice(0, wild).join('/')
  let found = [wild > 0 && start === '' ? '/' : start]
  for (const pieces of tests) {
    // Whatever the pattern, nothing is below a name that is not there.
    if (found.length === 0) break
    found = found.flatMap((folder) =>
      namesIn(folder || '.')
        .filter((name) => matchesAll(pieces!, Array.from(name)))
        .map((name) => join(folder, name)),
    )
    if (found.length > MANY) found = eachOnce(found)
  }
  return found
}

/** Above this many, links that lead back to their own folder would double them with every name of the pattern. */
const MANY = 1000

/** Of several ways to one file or folder, the first. */
function eachOnce(paths: readonly string[]): string[] {
  const byReal = new Map<string, string>()
  for (const path of paths) {
    const real = realOf(path)
    if (real !== undefined && !byReal.has(real)) byReal.set(real, path)
  }
  return [...byReal.values()]
}

function isThere(path: string): boolean {
  return existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** One name of a pattern; undefined if it is invalid (`filepath.ErrBadPattern`). */
function piecesOf(name: string): Piece<string>[] | undefined {
  const pieces: Piece<string>[] = []
  const characters = Array.from(name)
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    if (character === '*') pieces.push(ANY)
    else if (character === '?') pieces.push(() => true)
    else if (character === '[') {
      const list = readClass(characters, at + 1)
      if (list === undefined) return undefined
      pieces.push(list.test)
      at = list.end
    } else {
      const wanted = character === '\\' ? characters[++at] : character
      if (wanted === undefined) return undefined
      pieces.push((one) => one === wanted)
    }
  }
  return pieces
}

/** What is between brackets, from after the first; `end` is the last one (`match.go`: `matchChunk`). */
function readClass(
  characters: readonly string[],
  start: number,
): { readonly test: (character: string) => boolean; readonly end: number } | undefined {
  const isNegated = characters[start] === '^'
  const ranges: (readonly [low: number, high: number])[] = []
  let at = start + (isNegated ? 1 : 0)
  const read = (): number | undefined => {
    const isEscaped = characters[at] === '\\'
    const character = characters[isEscaped ? at + 1 : at]
    if (character === undefined || (!isEscaped && (character === '-' || character === ']'))) return undefined
    at += isEscaped ? 2 : 1
    return character.codePointAt(0)
  }
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = read()
    if (low === undefined) return undefined
    let high: number | undefined = low
    if (characters[at] === '-') {
      at++
      high = read()
      if (high === undefined) return undefined
    }
    ranges.push([low, high])
  }
  const isIn = (code: number): boolean => ranges.some(([low, high]) => low <= code && code <= high)
  return { test: (character) => isIn(character.codePointAt(0)!) !== isNegated, end: at }
}
