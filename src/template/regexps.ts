/**
 * Regular expressions as Go reads and runs them, by re2js. The engine is loaded on demand: ask `usesRegexps` (index.ts)
 * whether a template needs it, load it once, and pass it to the executor and the checks, which stay synchronous.
 */

/** A compiled regular expression. Texts are ordinary JavaScript strings. */
export interface Regexp {
  /** Number of instructions: matching takes at most this many steps per character. */
  readonly size: number
  readonly test: (text: string) => boolean
  /** Replaces every match; `$1`, `${1}`, `${name}` and `$$` work in the replacement as in Go. */
  readonly replaceAll: (text: string, replacement: string) => string
  /** Numbers and names of groups that a replacement may refer to. */
  readonly groups: ReadonlySet<string>
}

/** Compiles a pattern, or returns Go's error after `error parsing regexp: `. */
export type Regexps = (pattern: string) => { readonly regexp: Regexp } | { readonly error: string }

/** A reference to a group in a replacement: `$name`, `${name}` or `$$`. */
export interface GroupReference {
  readonly start: number
  readonly end: number
  /** Empty for `$$`. */
  readonly group: string
}

/** The group references in a replacement; any other `$` is literal text (Go: `Regexp.Expand`). */
export function groupReferences(replacement: string): GroupReference[] {
  const found: GroupReference[] = []
  for (const match of replacement.matchAll(/\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu)) {
    found.push({ start: match.index, end: match.index + match[0].length, group: match[1] ?? match[2] ?? '' })
  }
  return found
}

type Engine = typeof import('re2js')
type Matcher = ReturnType<ReturnType<Engine['RE2JS']['compile']>['matcher']>

/** What an expression sees: a byte that is not UTF-8 as U+FFFD, at the same place. */
const seen = (text: string): string => text.replace(/[\udc80-\udcff]/gu, '\ufffd')

function expand(
  matcher: Matcher,
  names: Readonly<Record<string, number>>,
  text: string,
  replacement: string,
): string {
  let out = ''
  let at = 0
  for (const { start, end, group } of groupReferences(replacement)) {
    out += replacement.slice(at, start)
    at = end
    const index = /^[0-9]+$/.test(group) ? Number(group) : names[group]
    if (group === '') out += '$'
    else if (index !== undefined && index <= matcher.groupCount())
      out += text.slice(matcher.start(index), matcher.end(index))
  }
  return out + replacement.slice(at)
}

/** Replaces in Go's order of matches: an empty match right after a match is skipped. */
function replaceAll(
  matcher: Matcher,
  names: Readonly<Record<string, number>>,
  text: string,
  replacement: string,
): string {
  let out = ''
  let copied = 0
  let lastEnd = 0
  for (let at = 0; at <= text.length && matcher.find(at); ) {
    const start = matcher.start()
    const end = matcher.end()
    if (end > lastEnd || start === 0) {
      out += text.slice(copied, start) + expand(matcher, names, text, replacement)
      copied = end
    } else {
      out += text.slice(copied, start)
      copied = start
    }
    lastEnd = end
    const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    at = Math.max(end, at + width)
  }
  return out + text.slice(copied)
}

let loaded: Promise<Regexps> | undefined

/** Loads the engine for regular expressions in templates, once: pass the result as `regexps`. */
export function loadRegexps(): Promise<Regexps> {
  loaded ??= import('re2js').then(({ RE2JS, RE2JSException }) => (pattern) => {
    // A byte that is not UTF-8.
    if (seen(pattern) !== pattern) return { error: `invalid UTF-8: \`${pattern}\`` }
    try {
      const compiled = RE2JS.compile(pattern)
      const names = compiled.namedGroups()
      const numbers = Array.from({ length: compiled.groupCount() + 1 }, (_, i) => String(i))
      return {
        regexp: {
          size: compiled.matcher('').programSize(),
          test: (text) => compiled.matcher(seen(text)).find(),
          replaceAll: (text, replacement) =>
            replaceAll(compiled.matcher(seen(text)), names, text, replacement),
          groups: new Set([...numbers, ...Object.keys(names)]),
        },
      }
    } catch (error) {
      if (error instanceof RE2JSException)
        return { error: error.message.replace(/^error parsing regexp: /, '') }
      throw error
    }
  })
  return loaded
}
