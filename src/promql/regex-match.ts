/**
 * Matching with Go's regular expressions. Where both dialects certainly agree, JavaScript's engine is used, which is
 * many times faster; everything else goes to `re2js`, so that every pattern takes linear time.
 */
import type { RE2JS } from 're2js'
import { compile, isPlain, loaded, meta } from './regex.ts'

/** Patterns whose classes or flags differ in JavaScript, or that could take exponential time there. */
const differs = /\\[sSdDwW]|\(\?[is]\)|\)[*+?]|[*+?][*+?]|\{/

/** Longest pattern for JavaScript's engine, which tries every choice anew. */
const LONGEST = 2000

const surrogates = /[\ud800-\udfff]/

/**
 * A matcher's `=~` test for whole values (`model/labels/regexp.go`). `dotAll`: `.` matches a line feed, as since
 * Prometheus 3.0. The pattern must be valid.
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
  const repeats = pattern.replaceAll('(?:', '(').match(/[*+?]/g)?.length ?? 0
  const isChoice = pattern.includes('|') && (pattern.match(/\(/g)?.length ?? 0) > 1
  const isQuick = pattern.length <= LONGEST && repeats <= 2 && !isChoice
  if (!isQuick || !isPlain(pattern) || differs.test(pattern)) return slow
  // The time of JavaScript's engine grows with the length to the power of the repetitions.
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
 * `label_replace`: if the whole value matches, the template with `$1`, `${1}` and `$name` filled in; else undefined.
 */
export type Replacer = (value: string) => string | undefined

/** A replacer, or undefined for an invalid pattern. Mirrors Go's `regexp.Expand`. */
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

function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  let at = 0
  for (const found of template.matchAll(/\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu)) {
    if (found.index > at) parts.push({ text: template.slice(at, found.index), group: undefined })
    const group = found[1] ?? found[2]
    parts.push({ text: group === undefined ? '$' : '', group })
    at = found.index + found[0].length
  }
  if (at < template.length) parts.push({ text: template.slice(at), group: undefined })
  return parts
}
