/** Functions of counters given what is no counter, functions of gauges given counters, and counters taken as they are. */

import type { Range } from '../text/source.ts'
import type { BinaryExpr, Call, Expr, VectorSelector } from './ast.ts'
import { bare } from './filters.ts'
import { metricKind } from './metric-kind.ts'
import { isScalar, valuesOf } from './ranges.ts'
import { isComparison } from './ranges-math.ts'
import { children, metricName, partsOf } from './walk.ts'
import { rangeOf } from './windows.ts'

export interface RateProblem {
  readonly range: Range
  readonly text: string
  readonly hint: string
  /** The characters of a function's name, and the name to write instead, where that is certain. */
  readonly rename?: { readonly range: Range; readonly to: string }
}

const ofCounters: Readonly<Record<string, string>> = { rate: 'deriv', irate: 'deriv', increase: 'delta' }
const ofGauges: Readonly<Record<string, string>> = { delta: 'increase', idelta: 'increase', deriv: 'rate' }

/** What is wrong with the rates and counters of an expression, in the order written. */
export function rateProblems(expr: Expr): RateProblem[] {
  const found: RateProblem[] = []
  for (const node of partsOf(expr)) {
    if (node.kind === 'call') found.push(...misused(node), ...byNames(node))
    else if (node.kind === 'binary' && isComparison(node.op) && !node.bool) found.push(...raw(node))
  }
  return found
}

function misused({ func, funcRange, args }: Call): RateProblem[] {
  const isRate = Object.hasOwn(ofCounters, func)
  if (!isRate && !Object.hasOwn(ofGauges, func)) return []
  const vector = rangeOf({ args } as Call)
  if (vector?.kind === 'subquery') {
    const inner = bare(vector.expr)
    if (!isRate || inner.kind !== 'aggregate' || bare(inner.expr).kind !== 'vectorSelector') return []
    return [
      {
        range: inner.opRange,
        text: `\`${func}\` of \`${inner.op}\` takes the reset of one counter for a fall of all of them`,
        hint: `take the \`${func}\` first: \`${inner.op}(${func}(…))\``,
      },
    ]
  }
  if (vector === undefined) return []
  const name = metricName(vector.selector)
  const kind = name === undefined ? undefined : metricKind(name)
  const wanted = isRate ? 'counter' : 'gauge'
  if (kind === undefined || kind === wanted) return []
  const to = (isRate ? ofCounters : ofGauges)[func] as string
  const why = isRate ? 'takes every fall for a reset' : 'does not see resets'
  return [
    {
      range: funcRange,
      text: `\`${func}\` ${why}, and \`${name}\` is a ${kind} by its name`,
      hint: `write \`${to}\``,
      rename: { range: funcRange, to },
    },
  ]
}

/** A function over several metrics: their results may have the same labels, which is an error when it is evaluated. */
function byNames(call: Call): RateProblem[] {
  const vector = rangeOf(call)
  if (vector?.kind !== 'matrixSelector' || /^(?:last|first)_over_time$|^absent/.test(call.func)) return []
  const { name, matchers } = vector.selector
  const by = matchers.find((one) => one.name === '__name__' && one.op === '=~')
  if (name !== undefined || by === undefined || !/[.|*+[(?]/.test(by.value)) return []
  return [
    {
      range: by.range,
      text: `\`${call.func}\` drops the name of the metric, and two metrics with the same other labels are then an error`,
      hint: `write one \`${call.func}(…)\` for each metric, joined by \`or\``,
    },
  ]
}

/** A counter, as it stands, against a threshold: it only ever grows. */
function raw(expr: BinaryExpr): RateProblem[] {
  const [side, limit] = isScalar(expr.lhs) ? [expr.rhs, expr.lhs] : [expr.lhs, expr.rhs]
  if (!isScalar(limit) || !/^(?:>=?|<=?|!=)$/.test(expr.op)) return []
  const grows = isScalar(expr.lhs) ? /^<|!=/.test(expr.op) : /^>|!=/.test(expr.op)
  const counters = rawCounters(side)
  const [first] = counters
  if (first === undefined) return []
  const isRatio = counters.length > 1
  if (!isRatio && !grows) return []
  const { hi } = valuesOf(limit)
  const name = metricName(first)
  return [
    {
      range: first.range,
      text: isRatio
        ? `\`${name}\` and what it is set against count since their processes started, so that what is wrong now hardly shows`
        : hi.at === 0
          ? `\`${name}\` counts since its process started: after the first event it fires until the next restart`
          : `\`${name}\` counts since its process started: it passes every threshold in time`,
      hint: isRatio
        ? `take the \`rate\` of both: \`rate(${name}[5m]) …\``
        : `write \`increase(${name}[1h])\` or \`rate(${name}[5m])\``,
    },
  ]
}

/** The counters of an expression that is made of counters as they stand, and of nothing else. */
function rawCounters(expr: Expr): VectorSelector[] {
  const inner = bare(expr)
  switch (inner.kind) {
    case 'vectorSelector': {
      const isNow = inner.offset === undefined && inner.at === undefined
      return isNow && metricKind(metricName(inner) ?? '') === 'counter' ? [inner] : []
    }
    case 'aggregate':
      return /^(?:sum|max|min|avg|topk|bottomk)$/.test(inner.op) ? rawCounters(inner.expr) : []
    case 'binary': {
      if (!/^[*/+]$/.test(inner.op)) return []
      const sides = children(inner).map((side) => (isScalar(side) ? undefined : rawCounters(side)))
      return sides.some((side) => side?.length === 0) ? [] : sides.flatMap((side) => side ?? [])
    }
    default:
      return []
  }
}
