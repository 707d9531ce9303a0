/** Typical faults in expressions, as edits of a correct expression. */

import { metricKind } from '../../src/analysis/index.ts'
import type { Expr } from '../../src/promql/index.ts'
import { walk } from '../../src/promql/index.ts'

export interface Fault {
  /** The expression with the fault. */
  readonly expr: string
  /** The wrong characters; a finding must touch them. */
  readonly start: number
  readonly end: number
  /** Checks of which one must report it. */
  readonly codes: readonly string[]
  /** Other fields of the rule. */
  readonly fields?: string
  /** Scrape interval of the project, where that matters. */
  readonly scrape?: string
}

type Injector = (text: string, expr: Expr) => Fault[]

const bare = (expr: Expr): Expr => (expr.kind === 'paren' ? bare(expr.expr) : expr)
const isComparison = (op: string): boolean => /^(?:[=!]=|[<>]=?)$/.test(op)

function replaced(text: string, start: number, end: number, by: string, codes: readonly string[]): Fault {
  return {
    expr: text.slice(0, start) + by + text.slice(end),
    start,
    end: start + Math.max(by.length, 1),
    codes,
  }
}

function collect(expr: Expr, pick: (node: Expr) => Fault[]): Fault[] {
  const found: Fault[] = []
  walk(expr, (node) => void found.push(...pick(node)))
  return found
}

/** The deciding comparison: at the top, under no other operator. */
function topComparison(expr: Expr): Extract<Expr, { kind: 'binary' }> | undefined {
  const inner = bare(expr)
  return inner.kind === 'binary' &&
    isComparison(inner.op) &&
    !inner.bool &&
    bare(inner.rhs).kind === 'number' &&
    inner.lhs.kind !== 'number'
    ? inner
    : undefined
}

export const FAULTS: Readonly<Record<string, Injector>> = {
  'le is lost': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'call' || node.func !== 'histogram_quantile') return []
      const inner = bare(node.args[1]!)
      const labels = inner.kind === 'aggregate' && inner.grouping?.mode === 'by' ? inner.grouping : undefined
      const at = labels?.labels.find(({ name }) => name === 'le')
      if (!labels || !at || labels.labels.length < 2 || !/_bucket\b/.test(text)) return []
      const rest = labels.labels.filter((label) => label !== at).map(({ name }) => name)
      return [
        replaced(text, labels.range.start, labels.range.end, `by (${rest.join(', ')})`, ['alert-never']),
      ]
    }),
  'one side loses its grouping': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'binary' || node.matching !== undefined || !/^[-+*/]$/.test(node.op)) return []
      const [lhs, rhs] = [bare(node.lhs), bare(node.rhs)]
      if (lhs.kind !== 'aggregate' || rhs.kind !== 'aggregate') return []
      const [left, right] = [lhs.grouping, rhs.grouping]
      if (left?.mode !== 'by' || right?.mode !== 'by' || left.labels.length === 0) return []
      const fault = replaced(text, right.range.start, right.range.end, ' ', ['alert-never'])
      return [{ ...fault, start: node.opRange.start, end: node.opRange.end }]
    }),
  'one side loses a label': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'binary' || node.matching !== undefined || !/^(?:[-+*/]|and|unless)$/.test(node.op))
        return []
      const [lhs, rhs] = [bare(node.lhs), bare(node.rhs)]
      if (lhs.kind !== 'aggregate' || rhs.kind !== 'aggregate') return []
      const [left, right] = [lhs.grouping, rhs.grouping]
      if (left?.mode !== 'by' || right?.mode !== 'by' || left.labels.length < 2) return []
      const kept = left.labels.slice(1).map(({ name }) => name)
      const made = `by (${kept.join(', ')})`
      const fault = replaced(text, left.range.start, left.range.end, made, ['alert-never'])
      const shift = made.length - (left.range.end - left.range.start)
      return [{ ...fault, start: node.opRange.start + shift, end: node.opRange.end + shift }]
    }),
  'a matcher contradicts another': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'vectorSelector') return []
      const equal = node.matchers.find(
        ({ op, value, name }) => op === '=' && value !== '' && name !== '__name__',
      )
      if (!equal) return []
      const added = `, ${equal.name}="another"`
      const fault = replaced(text, equal.range.end, equal.range.end, added, ['alert-never'])
      return [fault]
    }),
  'the sides select different values': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'binary' || node.matching !== undefined || !/^(?:[-+*/]|and)$/.test(node.op))
        return []
      const [lhs, rhs] = [bare(node.lhs), bare(node.rhs)]
      if (lhs.kind !== 'vectorSelector' || rhs.kind !== 'vectorSelector') return []
      const ours = lhs.matchers.find(({ op, value }) => op === '=' && value !== '')
      const theirs =
        ours &&
        rhs.matchers.find(({ name, op, value }) => name === ours.name && op === '=' && value === ours.value)
      if (!theirs) return []
      const fault = replaced(text, theirs.valueRange.start, theirs.valueRange.end, '"another"', [
        'alert-never',
      ])
      return [{ ...fault, start: node.opRange.start, end: node.opRange.end }]
    }),
  'a window holds one scrape': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'call' || !/^(?:rate|increase|irate)$/.test(node.func)) return []
      const [arg] = node.args
      if (arg?.kind !== 'matrixSelector' || arg.selector.name?.includes(':')) return []
      const { start, end } = arg.window.range
      return [{ ...replaced(text, start, end, '1m', ['alert-never', 'expr-rate-window']), scrape: '1m' }]
    }),
  'a threshold is turned against another': (text, expr) => {
    const top = topComparison(expr)
    if (!top || !/^[<>]=?$/.test(top.op) || text.length !== top.range.end) return []
    const limit = bare(top.rhs)
    if (limit.kind !== 'number') return []
    const added = top.op.startsWith('>') ? ` < ${limit.value}` : ` > ${limit.value}`
    return [replaced(text, text.length, text.length, added, ['alert-never'])]
  },
  'nothing equals NaN': (text, expr) => {
    const top = topComparison(expr)
    if (!top) return []
    const { start } = top.opRange
    return [replaced(text, start, top.rhs.range.end, '== NaN', ['alert-never'])]
  },
  'a quantile in percent': (text, expr) =>
    collect(expr, (node) => {
      const which = node.kind === 'call' && node.func === 'histogram_quantile' ? node.args[0] : undefined
      if (which?.kind !== 'number' || which.value < 0.02) return []
      const { start, end } = which.range
      return [
        replaced(text, start, end, String(Math.round(which.value * 100)), [
          'expr-nan',
          'alert-never',
          'alert-always',
        ]),
      ]
    }),
  'bool makes both fire': (text, expr) => {
    const top = topComparison(expr)
    if (!top) return []
    return [replaced(text, top.opRange.end, top.opRange.end, ' bool', ['alert-always'])]
  },
  'the threshold is lost': (text, expr) => {
    const top = topComparison(expr)
    const side = top && bare(top.lhs)
    if (!top || !side || (side.kind !== 'call' && side.kind !== 'aggregate' && side.kind !== 'binary'))
      return []
    const made = text.slice(top.lhs.range.start, top.lhs.range.end)
    return top.lhs.range.start === 0 && top.range.end === text.length
      ? [{ expr: made, start: 0, end: made.length, codes: ['alert-always'] }]
      : []
  },
  'a count of nothing': (text, expr) => {
    const top = topComparison(expr)
    const side = top && bare(top.lhs)
    if (!top || side?.kind !== 'aggregate' || side.op !== 'count') return []
    return [replaced(text, top.opRange.start, top.rhs.range.end, '== 0', ['alert-never'])]
  },
  'delta of a counter': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'call' || !/^(?:rate|increase)$/.test(node.func)) return []
      const [arg] = node.args
      const name = arg?.kind === 'matrixSelector' ? arg.selector.name : undefined
      if (name === undefined || metricKind(name) !== 'counter') return []
      return [replaced(text, node.funcRange.start, node.funcRange.end, 'delta', ['expr-rate-type'])]
    }),
  'a counter without its rate': (text, expr) => {
    const top = topComparison(expr)
    const call = top && bare(top.lhs)
    if (!top || !/^>/.test(top.op) || call?.kind !== 'call' || !/^(?:rate|increase)$/.test(call.func))
      return []
    const [arg] = call.args
    if (arg?.kind !== 'matrixSelector' || metricKind(arg.selector.name ?? '') !== 'counter') return []
    const made = text.slice(arg.selector.range.start, arg.selector.range.end)
    return [replaced(text, call.range.start, call.range.end, made, ['expr-rate-type'])]
  },
  'absent without for': (text, expr) => {
    const inner = bare(expr)
    if (inner.kind !== 'call' || inner.func !== 'absent') return []
    return [{ expr: text, start: 0, end: text.length, codes: ['alert-absent-for'], fields: '' }]
  },
  'an anchored regular expression': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'vectorSelector') return []
      const equal = node.matchers.find(({ op, value }) => op === '=' && /^[\w-]+$/.test(value))
      if (!equal) return []
      const { start, end } = equal.range
      return [replaced(text, start, end, `${equal.name}=~"^${equal.value}$"`, ['expr-regexp'])]
    }),
  'what goes is what comes': (text, expr) =>
    collect(expr, (node) => {
      if (node.kind !== 'vectorSelector' || node !== bare(expr) || node.offset !== undefined) return []
      return [
        {
          expr: `${text} unless ${text} offset 10m`,
          start: text.length,
          end: text.length + 8,
          codes: ['expr-inverted-absence'],
        },
      ]
    }),
}
