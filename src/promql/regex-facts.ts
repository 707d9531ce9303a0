/**
 * Facts about a regular expression, without running it: how long its matches are, whether it matches everything, which
 * of its groups are never empty. Patterns are RE2's, anchored at both ends, and `.` matches every character, as in
 * Prometheus 3.
 */

interface Span {
  /** Length of the shortest and longest match in characters; the empty string matches if and only if `min` is 0. */
  readonly min: number
  readonly max: number
  /** Every string of length `lo` to `hi` matches; with `lo > hi` nothing is guaranteed. */
  readonly lo: number
  readonly hi: number
}

interface Group {
  readonly name: string | undefined
  readonly start: number
  end: number
  span: Span
  /** Whether it takes part in every match. */
  always: boolean
}

export interface Pattern extends Span {
  /** Whether a capturing group, by number or name, is non-empty in every match of a non-empty string. */
  isFilled(group: string): boolean
  /** Whether a group is empty in every match; a missing group is. */
  isEmpty(group: string): boolean
  /** Whether there is such a group, by number or name; group 0 is the whole match. */
  hasGroup(group: string): boolean
}

interface Scan {
  readonly text: string
  at: number
  depth: number
  readonly groups: Group[]
}

const empty: Span = { min: 0, max: 0, lo: 0, hi: 0 }
const character: Span = { min: 1, max: 1, lo: 1, hi: 0 }
const anyCharacter: Span = { min: 1, max: 1, lo: 1, hi: 1 }
const deepest = 200

/** Undefined for an invalid pattern, and for one whose meaning depends on the text around a match (`\b`). */
export function readPattern(text: string): Pattern | undefined {
  const s: Scan = { text, at: 0, depth: 0, groups: [] }
  const span = alternatives(s)
  if (span === undefined || s.at < text.length) return undefined
  const from = text.startsWith('^') ? 1 : 0
  const to = text.endsWith('$') ? text.length - 1 : text.length
  const find = (name: string): Group | undefined =>
    /^\d+$/.test(name) ? s.groups[Number(name) - 1] : s.groups.find((group) => group.name === name)
  return {
    ...span,
    isFilled(name) {
      if (/^0+$/.test(name)) return true
      const group = find(name)
      if (group === undefined || !group.always) return false
      return group.span.min > 0 || (group.start === from && group.end === to)
    },
    hasGroup(name) {
      return /^0+$/.test(name) || find(name) !== undefined
    },
    isEmpty(name) {
      return /^0+$/.test(name) ? span.max === 0 : (find(name)?.span.max ?? 0) === 0
    },
  }
}

/** Whether every non-empty string matches. */
export function matchesAllFilled(pattern: Pattern): boolean {
  return pattern.lo <= 1 && pattern.hi === Number.POSITIVE_INFINITY
}

function alternatives(s: Scan): Span | undefined {
  const first = s.groups.length
  let span = sequence(s)
  let isOnly = true
  while (span !== undefined && s.text[s.at] === '|') {
    s.at++
    isOnly = false
    const next = sequence(s)
    span = next && oneOf(span, next)
  }
  if (!isOnly) for (const group of s.groups.slice(first)) group.always = false
  return span
}

function oneOf(one: Span, other: Span): Span {
  const min = Math.min(one.min, other.min)
  const max = Math.max(one.max, other.max)
  if (one.lo > one.hi) return { min, max, lo: other.lo, hi: other.hi }
  if (other.lo > other.hi) return { min, max, lo: one.lo, hi: one.hi }
  if (Math.max(one.lo, other.lo) <= Math.min(one.hi, other.hi) + 1) {
    return { min, max, lo: Math.min(one.lo, other.lo), hi: Math.max(one.hi, other.hi) }
  }
  const wider = other.hi > one.hi ? other : one
  return { min, max, lo: wider.lo, hi: wider.hi }
}

function sequence(s: Scan): Span | undefined {
  let span: Span | undefined = empty
  while (span !== undefined && s.at < s.text.length && s.text[s.at] !== '|' && s.text[s.at] !== ')') {
    const first = s.groups.length
    const one = atom(s)
    const many: Span | undefined = one && repeated(s, one, first)
    span = many && followedBy(span, many)
  }
  return span
}

function followedBy(one: Span, other: Span): Span {
  const isNone = one.lo > one.hi || other.lo > other.hi
  return {
    min: one.min + other.min,
    max: one.max + other.max,
    lo: isNone ? 1 : one.lo + other.lo,
    hi: isNone ? 0 : one.hi + other.hi,
  }
}

const repeatMark = /([*+?]|\{(\d+)(,(\d*))?\})\??/y

/** Parses the quantifiers of an atom; `first`: number of the first group in the atom. */
function repeated(s: Scan, span: Span, first: number): Span | undefined {
  repeatMark.lastIndex = s.at
  const found = repeatMark.exec(s.text)
  if (found === null) return span
  s.at = repeatMark.lastIndex
  if (/[*+?]/.test(s.text[s.at] ?? '')) return undefined
  const [, mark = '', least, comma, most] = found
  const few = least !== undefined ? Number(least) : mark === '+' ? 1 : 0
  const many =
    comma !== undefined ? Number(most || Infinity) : least !== undefined ? few : mark === '?' ? 1 : Infinity
  if (few === 0) for (const group of s.groups.slice(first)) group.always = false
  return times(span, few, many)
}

function times(span: Span, few: number, many: number): Span {
  const min = span.min * few
  const max = span.max === 0 || many === 0 ? 0 : span.max * many
  if (many === 0) return empty
  if (span.lo <= 1 && span.hi >= 1) return { min, max, lo: span.lo * few, hi: span.hi * many }
  if (few <= 1 && span.lo <= span.hi) return { min, max, lo: span.lo, hi: span.hi }
  return few === 0 ? { min, max, lo: 0, hi: 0 } : { min, max, lo: 1, hi: 0 }
}

function atom(s: Scan): Span | undefined {
  const char = s.text[s.at] as string
  switch (char) {
    case '.':
      s.at++
      return anyCharacter
    case '(':
      return group(s)
    case '[':
      return skip(s, /\[\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]/y)
    case '\\':
      return escaped(s)
    case '^':
    case '$': {
      // Anchors are redundant at the very ends, but not elsewhere.
      const isEdge = char === '^' ? isBranchEnd(s, s.at - 1) : isBranchEnd(s, s.at + 1)
      s.at++
      return isEdge ? empty : undefined
    }
    case '*':
    case '+':
    case '?':
      return undefined
    default:
      s.at += (s.text.codePointAt(s.at) as number) > 0xffff ? 2 : 1
      return character
  }
}

/** Whether the outermost alternative begins or ends at this position. */
function isBranchEnd(s: Scan, at: number): boolean {
  return s.depth === 0 && (at < 0 || at >= s.text.length || (s.text[at] === '|' && s.text[at - 1] !== '\\'))
}

/** Reads one character in a given notation. */
function skip(s: Scan, notation: RegExp): Span | undefined {
  notation.lastIndex = s.at
  if (!notation.test(s.text)) return undefined
  s.at = notation.lastIndex
  return character
}

const oneCharacter =
  /\\(?:[pP](?:\{\^?\w+\}|\w)|x(?:\{[0-9a-fA-F]+\}|[0-9a-fA-F]{2})|[0-7]{1,3}|[dDsSwWafnrtv]|[^\w])/y

function escaped(s: Scan): Span | undefined {
  if (s.text[s.at + 1] !== 'Q') return skip(s, oneCharacter)
  // Treated as unrepeatable; `\Qab\E+` repeats only the `b`.
  const found = s.text.indexOf('\\E', s.at + 2)
  const end = found < 0 ? s.text.length : found
  const length = end - s.at - 2
  s.at = Math.min(end + 2, s.text.length)
  if (/[*+?{]/.test(s.text[s.at] ?? '')) return undefined
  return length === 0 ? empty : { min: 1, max: length, lo: 1, hi: 0 }
}

const groupStart = /\((?:\?(?:P?<(\w+)>|([imsU]*)([:)])))?/y

function group(s: Scan): Span | undefined {
  groupStart.lastIndex = s.at
  const found = groupStart.exec(s.text)
  if (found === null || s.depth >= deepest) return undefined
  const start = s.at
  const [opening, name, flags, close] = found
  s.at += opening.length
  if (s.text[s.at] === '?' && opening === '(') return undefined
  if (close === ')') return empty
  const own: Group | undefined =
    flags === undefined ? { name, start, end: 0, span: empty, always: true } : undefined
  if (own !== undefined) s.groups.push(own)
  s.depth++
  const span = alternatives(s)
  s.depth--
  if (span === undefined || s.text[s.at] !== ')') return undefined
  s.at++
  if (own !== undefined) {
    own.end = s.at
    own.span = span
  }
  return span
}

/** A replacement as Go's `Regexp.Expand` reads it: whether it has literal text, and the groups it refers to. */
export interface Template {
  readonly hasText: boolean
  readonly groups: readonly string[]
}

export function readTemplate(text: string): Template {
  const groups: string[] = []
  const own = text.replace(/\$\$|\$(?:\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (mark, braced, bare) => {
    if (mark === '$$') return '$'
    groups.push((braced ?? bare) as string)
    return ''
  })
  return { hasText: own !== '', groups }
}
