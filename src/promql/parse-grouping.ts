/** Label lists, and modifiers between a binary operator and its right side. */
import type { Fill, GroupModifier, Label, LabelList, VectorMatching } from './ast.ts'
import { syntaxSince } from './functions.ts'
import { isByte, quote } from './go.ts'
import { aggregators, keywords, preprocessors, type TokenKind, wordOperators } from './lexer.ts'
import { literal } from './parse-duration.ts'
import { unquote } from './scan-string.ts'
import {
  accept,
  type Catcher,
  catchers,
  needsVersion,
  peek,
  report,
  type State,
  take,
  textOf,
  unexpected,
} from './state.ts'

/** Words allowed as labels in a list; `without` is missing by an accident of the grammar. */
const labelWords: ReadonlySet<TokenKind> = new Set(
  ['identifier', 'metric identifier', ...aggregators, ...keywords, ...preprocessors, ...wordOperators].filter(
    (word) => word !== 'without',
  ),
)

/** Keywords that are no metric name where an expression is expected. */
const notMetric = new Set(['bool', 'on', 'ignoring', 'group_left', 'group_right', 'atan2'])
const metricWords: ReadonlySet<TokenKind> = new Set(
  [...labelWords, 'without'].filter((word) => !notMetric.has(word)),
)

/** Whether this token can be a metric name. */
export function isMetricWord(kind: TokenKind): boolean {
  return metricWords.has(kind)
}

/** Whether an expression can begin with this token. */
export function startsExpr(kind: TokenKind): boolean {
  return (
    metricWords.has(kind) || kind === '(' || kind === '{' || kind === '+' || kind === '-' || isLiteral(kind)
  )
}

export function isLiteral(kind: TokenKind): boolean {
  return kind === 'number' || kind === 'duration' || kind === 'string'
}

/** Parses `(a, b)` after `by`, `on` and their like; a trailing comma is allowed. */
export function labelList(p: State, start: number): LabelList | undefined {
  const outer = p.catcher
  const found = labels(p, start)
  p.catcher = outer
  return found
}

function labels(p: State, start: number): LabelList | undefined {
  p.catcher = catchers.groupingOpen
  if (!accept(p, '(')) return unexpected(p, 'a list of labels in parentheses')
  const found: Label[] = []
  p.catcher = catchers.groupingLabel
  for (;;) {
    const close = accept(p, ')')
    if (close !== undefined) return { range: { start, end: close.end }, labels: found }
    const next = label(p)
    if (next === undefined) return undefined
    found.push(next)
    p.catcher = catchers.groupingNext
    if (accept(p, ',')) p.catcher = catchers.groupingLabel
    else if (peek(p).kind !== ')') return unexpected(p, '`,` or `)`')
  }
}

function label(p: State): Label | undefined {
  const { kind } = peek(p)
  if (kind !== 'string' && !labelWords.has(kind)) return unexpected(p, 'a label name')
  const token = take(p)
  const range = { start: token.start, end: token.end }
  const text = textOf(p, token)
  if (kind !== 'string') {
    if (kind === 'metric identifier') needsVersion(p, syntaxSince.colonLabel, '`:` in a label name', range)
    return { name: text, range }
  }
  const name = unquote(text)
  needsVersion(p, syntaxSince.quotedName, 'a quoted label name', range)
  if (name === '' || hasBytes(name)) {
    report(p, {
      code: 'promql-syntax',
      range,
      message: `${text} cannot be a label name: a name has at least one character and is valid UTF-8`,
      promMessage: `invalid label name for grouping: ${quote(name)}`,
    })
  }
  return { name, range }
}

function hasBytes(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if (
      isByte(name.charCodeAt(i)) &&
      (i === 0 || name.charCodeAt(i - 1) < 0xd800 || name.charCodeAt(i - 1) > 0xdbff)
    ) {
      return true
    }
  }
  return false
}

/** Parses the modifiers of a binary operator; `undefined` if they have errors, `'none'` if there are none. */
export function binaryModifiers(
  p: State,
): { readonly bool: boolean; readonly matching: VectorMatching | undefined } | undefined {
  const bool = accept(p, 'bool') !== undefined
  const first = peek(p)
  let on: LabelList | undefined
  let ignoring: LabelList | undefined
  let group: GroupModifier | undefined
  if (first.kind === 'on' || first.kind === 'ignoring') {
    take(p)
    const list = labelList(p, first.start)
    if (list === undefined) return undefined
    if (first.kind === 'on') on = list
    else ignoring = list
    const next = peek(p)
    if (next.kind === 'group_left' || next.kind === 'group_right') {
      group = groupModifier(p)
      if (group === undefined) return undefined
    }
  }
  const fillToken = peek(p)
  const fill = isFill(fillToken.kind) ? fillModifiers(p) : undefined
  if (isFill(fillToken.kind) && fill === undefined) return undefined
  const end = fill?.end ?? group?.range.end ?? (on ?? ignoring)?.range.end
  if (end === undefined) return { bool, matching: undefined }
  const range = { start: first.start, end }
  return { bool, matching: { range, on, ignoring, group, fill: fill?.fill } }
}

/** Parses `group_left` with or without a list; without one, an expression or `fill` must follow. */
function groupModifier(p: State): GroupModifier | undefined {
  const word = take(p)
  const side = word.kind === 'group_left' ? 'left' : 'right'
  const { kind } = peek(p)
  if (kind === '(') {
    const list = labelList(p, word.start)
    return list && { side, ...list }
  }
  if (startsExpr(kind)) return { side, range: { start: word.start, end: word.end }, labels: [] }
  return within(p, catchers.groupingOpen, () => unexpected(p, 'a list of labels or the right side'))
}

const isFill = (kind: TokenKind): boolean => kind === 'fill' || kind === 'fill_left' || kind === 'fill_right'

/** Parses `fill(x)`, or `fill_left(x)` and `fill_right(x)` in any combination. */
function fillModifiers(p: State): { readonly fill: Fill; readonly end: number } | undefined {
  const word = take(p)
  needsVersion(p, syntaxSince.fill, `\`${word.kind}\``, word)
  const value = fillValue(p)
  if (value === undefined) return undefined
  if (word.kind === 'fill')
    return { fill: { left: value.value, right: value.value, both: true }, end: value.end }
  const other = word.kind === 'fill_left' ? 'fill_right' : 'fill_left'
  let second: { value: number; end: number } | undefined
  if (accept(p, other)) {
    second = fillValue(p)
    if (second === undefined) return undefined
  }
  const [left, right] = word.kind === 'fill_left' ? [value, second] : [second, value]
  return { fill: { left: left?.value, right: right?.value, both: false }, end: (second ?? value).end }
}

function fillValue(p: State): { readonly value: number; readonly end: number } | undefined {
  if (!accept(p, '(')) return unexpected(p, '`(` and a number')
  const sign = accept(p, '-') ?? accept(p, '+')
  const { kind } = peek(p)
  if (kind !== 'number' && kind !== 'duration') return unexpected(p, 'a number')
  const { value } = literal(p, take(p))
  const close = accept(p, ')')
  if (close === undefined) return unexpected(p, '`)`')
  return { value: sign?.kind === '-' ? -value : value, end: close.end }
}

/** Runs a grammar rule with another catcher. */
export function within<T>(p: State, catcher: Catcher, rule: () => T): T {
  const outer = p.catcher
  p.catcher = catcher
  const result = rule()
  p.catcher = outer
  return result
}
