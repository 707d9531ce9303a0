/** Label values as the matchers of selectors restrict them, carried outwards through an expression. */

import type { BinaryExpr, Call, Expr, Matcher, VectorSelector } from '../../promql/ast.ts'
import { perPart } from '../../promql/per-part.ts'
import { listedTexts, matchesText, withoutGroup } from '../../promql/regex-list.ts'
import { stringOf } from './calls.ts'
import { metricNameLabel } from './facts.ts'

/** By label, the matchers that hold for every series of a result. */
export type Held = ReadonlyMap<string, readonly Matcher[]>

const none: Held = new Map()

/** Functions that write labels. */
const rewriting: ReadonlySet<string> = new Set(['label_replace', 'label_join'])
const unknowing: ReadonlySet<string> = new Set(['info', 'vector', 'scalar', 'histogram_quantiles'])

/** The matcher that gives a label the same value on all series; undefined without one. */
export const heldTo = (held: Held, label: string): Matcher | undefined =>
  held.get(label)?.find(({ op }) => op === '=')

/** The matchers that hold on every series an expression may return; the metric name is not among them. */
export const heldMatchers: (expr: Expr) => Held = perPart(found)

function found(expr: Expr): Held {
  switch (expr.kind) {
    case 'vectorSelector':
      if (expr.matchers.length === 0 && expr.recorded === undefined) return none
      return byLabel(expr.recorded ? [...expr.matchers, ...recordedMatchers(expr)] : expr.matchers)
    case 'matrixSelector':
      return heldMatchers(expr.selector)
    case 'paren':
    case 'unary':
    case 'subquery':
      return heldMatchers(expr.expr)
    case 'aggregate': {
      const inner = heldMatchers(expr.expr)
      if (inner.size === 0) return none
      if (['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(expr.op)) return inner
      const counted = expr.op === 'count_values' ? stringOf(expr.param)?.value : undefined
      if (expr.op === 'count_values' && counted === undefined) return none
      const listed = new Set(expr.grouping?.labels.map(({ name }) => name))
      const isKept = (label: string): boolean =>
        label !== counted && listed.has(label) === (expr.grouping?.mode !== 'without')
      return new Map([...inner].filter(([label]) => isKept(label)))
    }
    case 'call': {
      if (unknowing.has(expr.func)) return none
      if (expr.func === 'absent' || expr.func === 'absent_over_time') return ofAbsent(expr.args[0])
      const vector = expr.args.find(({ kind }) => kind !== 'number' && kind !== 'string')
      const inner = vector === undefined ? none : heldMatchers(vector)
      if (!rewriting.has(expr.func))
        return expr.func.startsWith('histogram_') ? without(inner, ['le']) : inner
      const written = stringOf(expr.args[1])?.value
      if (written === undefined) return none
      const constant = writtenConstant(expr)
      const held = without(inner, [written])
      return constant === undefined ? held : new Map([...held, [written, [constant]]])
    }
    case 'binary':
      return binaryMatchers(expr)
    default:
      return none
  }
}

/**
 * The constant that `label_replace` writes on every series, as a matcher; undefined if the value depends on the series.
 */
export function writtenConstant({ func, args }: Call): Matcher | undefined {
  const [dst, replacement, , regex] = args.slice(1).map(stringOf)
  if (func !== 'label_replace' || !dst || !replacement || !regex) return undefined
  if (replacement.value.includes('$') || !/^\(?(?:\.\*)?\)?$/.test(regex.value)) return undefined
  // The empty regular expression matches only series without the source label.
  if (regex.value === '' && stringOf(args[3])?.value !== '') return undefined
  return {
    name: dst.value,
    op: '=',
    value: replacement.value,
    range: dst.range,
    nameRange: dst.range,
    valueRange: replacement.range,
  }
}

/** `absent` gives its result the labels that one `=` matcher each has fixed. */
function ofAbsent(given: Expr | undefined): Held {
  if (given?.kind === 'paren') return ofAbsent(given.expr)
  const selector = given?.kind === 'matrixSelector' ? given.selector : given
  if (selector?.kind !== 'vectorSelector') return none
  const alone = [...byLabel(selector.matchers)].filter(
    ([, [one, ...more]]) => one!.op === '=' && one!.value !== '' && more.length === 0,
  )
  return new Map(alone)
}

const without = (held: Held, labels: readonly string[]): Held =>
  new Map([...held].filter(([label]) => !labels.includes(label)))

/** The matchers that hold for recorded series, restated for the selector that reads them. */
function recordedMatchers({ recorded, range }: VectorSelector): readonly Matcher[] {
  if (recorded === undefined) return []
  const set = recorded.labels.map(
    ({ key, value }): Pick<Matcher, 'name' | 'op' | 'value'> => ({
      name: key,
      op: '=',
      value,
    }),
  )
  const held = without(
    heldMatchers(recorded.expr),
    set.map(({ name }) => name),
  )
  return [...[...held.values()].flat(), ...set].map(({ name, op, value }) => ({
    name,
    op,
    value,
    range,
    nameRange: range,
    valueRange: range,
  }))
}

/** Most matchers of one label that are kept, because they are compared in pairs. To know fewer proves less, never more. */
const MOST = 100

function byLabel(matchers: readonly Matcher[]): Held {
  const held = new Map<string, Matcher[]>()
  for (const matcher of matchers) {
    if (matcher.name === metricNameLabel) continue
    const known = held.get(matcher.name)
    if (known === undefined) held.set(matcher.name, [matcher])
    else if (known.length < MOST) known.push(matcher)
  }
  return held
}

function binaryMatchers(expr: BinaryExpr): Held {
  const { op, matching } = expr
  const lhs = heldMatchers(expr.lhs)
  const rhs = heldMatchers(expr.rhs)
  if (op === 'or') {
    // Matchers identical on both sides.
    const same = (a: readonly Matcher[] = [], b: readonly Matcher[] = []): boolean =>
      a.map(said).join() === b.map(said).join()
    return new Map([...lhs].filter(([label, matchers]) => same(matchers, rhs.get(label))))
  }
  if (op === 'unless' || matching?.fill !== undefined) return op === 'unless' ? lhs : none
  const many = matching?.group?.side === 'right' ? rhs : lhs
  const one = matching?.group?.side === 'right' ? lhs : rhs
  const held = new Map(many)
  for (const [label, matchers] of one) {
    if (isMatched(expr, label)) held.set(label, [...(held.get(label) ?? []), ...matchers])
  }
  for (const { name } of matching?.group?.labels ?? []) held.set(name, one.get(name) ?? [])
  if (matching?.group !== undefined || op === 'and') return held
  return new Map([...held].filter(([label]) => isMatched(expr, label)))
}

const said = ({ op, value }: Matcher): string => JSON.stringify([op, value])

/** Whether the sides of an operator must have equal values for a label. */
export function isMatched({ matching }: BinaryExpr, label: string): boolean {
  if (label === metricNameLabel) return matching?.on?.labels.some(({ name }) => name === label) ?? false
  if (matching?.on !== undefined) return matching.on.labels.some(({ name }) => name === label)
  return !(matching?.ignoring?.labels.some(({ name }) => name === label) ?? false)
}

/** A matcher from each list that together admit no value of the label; undefined if some value may pass. */
export function contradiction(
  left: readonly Matcher[],
  right: readonly Matcher[],
): readonly [Matcher, Matcher] | undefined {
  for (const one of left) for (const other of right) if (excludes(one, other)) return [one, other]
  return undefined
}

/** The values that a matcher admits, if it lists them. */
function admitted({ op, value }: Matcher): readonly string[] | undefined {
  if (op === '=') return [value]
  return op === '=~' ? listedTexts(value) : undefined
}

/** Whether a matcher admits a value; undefined if unknown. */
export function passes({ op, value }: Matcher, text: string): boolean | undefined {
  if (op === '=' || op === '!=') return (value === text) === (op === '=')
  const matches = matchesText(value, text)
  return matches === undefined ? undefined : matches === (op === '=~')
}

function excludes(one: Matcher, other: Matcher): boolean {
  const none = (values: readonly string[] | undefined, by: Matcher): boolean =>
    values !== undefined && values.length <= 500 && values.every((value) => passes(by, value) === false)
  return (
    none(admitted(one), other) ||
    none(admitted(other), one) ||
    beginsOtherwise(one, other) ||
    isRuledOut(one, other) ||
    isRuledOut(other, one) ||
    isNegated(one, other) ||
    isNegated(other, one)
  )
}

/** Whether two regular expressions match texts that begin differently: `4..` and `5..`. */
function beginsOtherwise(one: Matcher, other: Matcher): boolean {
  if (one.op !== '=~' || other.op !== '=~') return false
  const [a, b] = [beginning(one.value), beginning(other.value)]
  return !a.startsWith(b) && !b.startsWith(a)
}

/** Whether a pattern rules out all that another matches, by their text: `=~".*tmp.*"` and `!~".*tmp.*|.*log.*"`. */
function isNegated(one: Matcher, other: Matcher): boolean {
  if (one.op !== '=~' || other.op !== '!~') return false
  if (one.value === other.value) return true
  const ruledOut = alternatives(other.value)
  return alternatives(one.value).every((each) => ruledOut.includes(each))
}

/** The alternatives of a pattern; itself, if it has groups or sets in which `|` may mean another thing. */
function alternatives(pattern: string): string[] {
  const inner = withoutGroup(pattern)
  return /[()[\\]/.test(inner) ? [pattern] : inner.split('|')
}

/** Whether one pattern matches only texts with a beginning that the other rules out: `=~"api-.*"` and `!~"api.*"`. */
function isRuledOut(one: Matcher, other: Matcher): boolean {
  const [, begins] = (other.op === '!~' && /^([\w:/-]+)\.\*$/.exec(other.value)) || []
  return one.op === '=~' && begins !== undefined && beginning(one.value).startsWith(begins)
}

/** The text that everything a pattern matches begins with; empty where that takes more than a look. */
function beginning(pattern: string): string {
  if (/[|\\]|\(\?/.test(pattern)) return ''
  const [text] = /^[^.+*?()[\]{}^$|\\]*/.exec(pattern.replace(/^\^/, ''))!
  const next = pattern.replace(/^\^/, '')[text.length]
  return next !== undefined && /[*?{]/.test(next) ? text.slice(0, -1) : text
}
