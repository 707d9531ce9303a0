/**
 * Matching with Go's regular expressions. What both dialects surely match alike is given to JavaScript's engine,
 * which is many times faster; everything else to `re2js`, so that no pattern takes more than linear time.
 */
import type { RE2JS } from 're2js'
import { compile, isPlain, loaded, meta } from './regex.ts'

/** Patterns whose classes or flags mean something else in JavaScript, or that could take exponential time there. */
const differs = /\\[sSdDwW]|\(\?[is]\)|\)[*+?]|[*+?][*+?]|\{/

const surrogates = /[\ud800-\udfff]/

/**
 * A test for whole values: `=~` of a matcher (`model/labels/regexp.go`). `dotAll` says whether `.` matches a line
 * feed, which it does since Prometheus 3.0. The pattern must be valid.
 */
export function compileMatch(pattern: string, dotAll: boolean): (value: string) => boolean {
  if (!meta.test(pattern)) {
    const values = new Set(pattern.split('|'))
    return (value) => values.has(value)
  }
  let exact: RE2JS | undefined
  const slow = (value: string): boolean => {
    exact ??= compileRegex(pattern, dotAll)
    return exact.matches(value)
  }
  const repeats = pattern.match(/[*+]/g)?.length ?? 0
  if (!isPlain(pattern) || differs.test(pattern) || repeats > 2) return slow
  // JavaScript's engine takes a time that grows with the length to the power of the repetitions.
  const longest = repeats > 1 ? 1000 : Number.POSITIVE_INFINITY
  const fast = new RegExp(`^(?:${pattern})$`, dotAll ? 's' : '')
  return (value) => (value.length > longest || surrogates.test(value) ? slow(value) : fast.test(value))
}

/** Go's error text, or the compiled pattern. */
export function tryRegex(pattern: string, dotAll: boolean): RE2JS | string {
  return compile(pattern, dotAll ? loaded().RE2JS.DOTALL : 0)
}

function compileRegex(pattern: string, dotAll: boolean): RE2JS {
  const compiled = tryRegex(pattern, dotAll)
  if (typeof compiled === 'string') throw new Error(compiled)
  return compiled
}

/**
 * `label_replace`: when the whole value matches, the template with its `$1`, `${1}` and `$name` filled in;
 * undefined when it does not match.
 */
export type Replacer = (value: string) => string | undefined

/** A replacer, or undefined when the pattern is not valid. Mirrors `regexp.Expand` of Go. */
export function compileReplacer(pattern: string, template: string, dotAll: boolean): Replacer | undefined {
  const compiled = tryRegex(pattern, dotAll)
  if (typeof compiled === 'string') return undefined
  const parts = templateParts(template)
  const groups = compiled.groupCount()
  const names = compiled.namedGroups() as Record<string, number>
  return (value) => {
    const found = compiled.matcher(value)
    if (!found.matches()) return undefined
    let out = ''
    for (const part of parts) {
      if (part.group === undefined) {
        out += part.text
        continue
      }
      const group = /^\d+$/.test(part.group) ? Number(part.group) : names[part.group]
      if (group !== undefined && group <= groups) out += found.group(group) ?? ''
    }
    return out
  }
}

interface TemplatePart {
  readonly text: string
  readonly group: string | undefined
}

const reference = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu

function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (const found of template.matchAll(reference)) {
    if (found.index > at) parts.push({ text: template.slice(at, found.index), group: undefined })
    const group = found[1] ?? found[2]
    parts.push({ text: group === undefined ? '$' : '', group })
    at = found.index + found[0].length
  }
  if (at < template.length) parts.push({ text: template.slice(at), group: undefined })
  return parts
}
