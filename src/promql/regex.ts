/**
 * Checks regular expressions of matchers as Go does (`model/labels/regexp.go`): RE2 syntax with the flags `Perl` and
 * `DotNL`, fully anchored.
 *
 * Nearly every real pattern has a form that RE2 and JavaScript understand alike and certainly accept. Only others need
 * the `re2js` engine, which is loaded for the first of them.
 */
import type { RE2JS } from 're2js'
import { LONE_SURROGATE } from '../text/bytes.ts'
import { readPattern } from './regex-facts.ts'

interface Engine {
  readonly RE2JS: typeof RE2JS
}

/** The engine's file beside a bundle, inserted by the bundler: no install brings the package. */
declare const ALERTBOOK_RE2: string | undefined

let engine: Engine | undefined

/** Node's way to load a module synchronously and on demand. */
interface NodeProcess {
  getBuiltinModule?(id: 'node:module'): { createRequire(url: string): (id: string) => Engine }
}

/**
 * Loads the regular expression engine ahead of time. Needed only where modules cannot be loaded on demand (in a
 * browser): call it once before the first `parseExpr`. Node does not need it.
 */
export async function loadRegexEngine(): Promise<void> {
  engine ??= await import('re2js')
}

/** The engine; loaded now if the host can do that. */
export function loaded(): Engine {
  if (engine !== undefined) return engine
  const { process } = globalThis as { process?: NodeProcess }
  const require = process?.getBuiltinModule?.('node:module').createRequire(import.meta.url)
  if (require === undefined) throw new Error('call loadRegexEngine() before parsing in this environment')
  engine = require(typeof ALERTBOOK_RE2 === 'string' ? ALERTBOOK_RE2 : 're2js')
  return engine
}

/** Without one of these, a pattern lists plain texts, and Go's regular expressions never see it. */
export const meta: RegExp = /[\\.+*?()[\]{}^$]/

/** One piece of a pattern on which both dialects agree: a character, an escape, a class, a group's end. */
const piece =
  /[\w \-/:,@%&=~!<>#;'"]|\.|\\[.\-/_ dDwWsS|+*?()[\]{}^$\\]|\[\^?(?:\w|[.:/ ]|\\[.dws-]|a-z|A-Z|0-9)+\]/y
const quantifier = /[*+?]\??/y

/** A flag that affects neither validity nor matching of the empty string. */
const flagged = /^\(\?[is]\)/

/** Whether a pattern is certainly valid: only plain pieces, balanced groups, nothing repeated twice. */
export function isPlain(pattern: string): boolean {
  let open = 0
  let repeatable = false
  for (let at = flagged.test(pattern) ? 4 : 0; at < pattern.length; ) {
    const char = pattern[at] as string
    if (char === '(') {
      if (pattern[at + 1] === '?' && pattern[at + 2] !== ':') return false
      at += pattern[at + 1] === '?' ? 3 : 1
      open++
      repeatable = false
    } else if (char === ')') {
      if (--open < 0) return false
      at++
      repeatable = true
    } else if (char === '|' || char === '^' || char === '$') {
      at++
      repeatable = false
    } else if (char === '*' || char === '+' || char === '?') {
      if (!repeatable) return false
      quantifier.lastIndex = at
      at += (quantifier.exec(pattern) as RegExpExecArray)[0].length
      repeatable = false
    } else {
      piece.lastIndex = at
      const found = piece.exec(pattern)
      if (found === null) return false
      at += found[0].length
      repeatable = true
    }
    if (open > 50) return false
  }
  return open === 0
}

/** Longest pattern for the engine, so that none can stall a build. */
const longestRegex = 10_000

/** Go's error for a pattern, without `error parsing regexp: `; undefined if Go accepts it. */
export function regexError(pattern: string): string | undefined {
  if (!meta.test(pattern) || isPlain(pattern)) return undefined
  const broken = pattern.search(LONE_SURROGATE)
  if (broken >= 0) return `invalid UTF-8: \`${pattern.slice(broken)}\``
  if (pattern.length > longestRegex) return `more than ${longestRegex} characters long`
  const compiled = compile(pattern, 0)
  return typeof compiled === 'string' ? compiled : undefined
}

/**
 * Further errors of Prometheus before 3.0: it compiled every pattern inside `^(?:…)$`, whose end an open `\\Q`
 * swallows.
 */
export function oldRegexError(pattern: string): string | undefined {
  if (isPlain(pattern)) return undefined
  const broken = pattern.search(LONE_SURROGATE)
  if (broken >= 0) return `invalid UTF-8: \`${pattern.slice(broken)}\``
  const compiled = compile(`^(?:${pattern})$`, 0)
  return typeof compiled === 'string' ? compiled : undefined
}

/** Whether a valid pattern matches the empty string: mostly told by its form, without an engine. */
export function matchesEmpty(pattern: string): boolean {
  if (!meta.test(pattern)) return pattern === '' || pattern.split('|').includes('')
  const read = readPattern(pattern)
  if (read !== undefined) return read.min === 0
  const compiled = compile(pattern, loaded().RE2JS.DOTALL)
  return typeof compiled !== 'string' && compiled.matches('')
}

/** Removes group names: Go accepts duplicates, `re2js` does not, and names do not affect matching. */
function withoutNames(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]|\(\?P?<\w+>/g, (part) =>
    part.startsWith('(?') ? '(' : part,
  )
}

/** Compiles a pattern; allows two groups with one name, as Go does. */
export function compile(pattern: string, flags: number): RE2JS | string {
  const { RE2JS } = loaded()
  const compiled = tryCompile(RE2JS, pattern, flags)
  const isDuplicate = typeof compiled === 'string' && compiled.startsWith('duplicate capture group name')
  return isDuplicate ? tryCompile(RE2JS, withoutNames(pattern), flags) : compiled
}

function tryCompile(re2: typeof RE2JS, pattern: string, flags: number): RE2JS | string {
  try {
    return re2.compile(pattern, flags)
  } catch (error) {
    const message = (error instanceof Error ? error.message : String(error)).replace(
      /^error parsing regexp: /,
      '',
    )
    if (message.endsWith('`') && !message.endsWith(': ``')) return message
    // Go always quotes the fault: nothing for a trailing backslash, else the whole pattern.
    const code = message.replace(/: ``$/, '')
    return `${code}: \`${code.startsWith('trailing') ? '' : pattern}\``
  }
}
