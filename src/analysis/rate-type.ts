/**
 * Finds counter functions applied to no counter, gauge functions applied to a counter, and raw counters in comparisons.
 */

import type { BinaryExpr, Call, Expr, VectorSelector } from '../promql/ast.ts'
import { isComparison } from '../promql/operators.ts'
import { children, metricName, partsOf, selectors } from '../promql/walk.ts'
import { isOfPeriod, metricKind } from './metric-kind.ts'
import { inexact, ofTwoTimes, overlapping, type RateProblem, summed } from './rate-sums.ts'
import { bare } from './values/filters.ts'
import { isScalar, valuesOf } from './values/ranges.ts'
import { rangeOf, windowMetric } from './values/windows.ts'

const ofCounters: Readonly<Record<string, string>> = { rate: 'deriv', irate: 'deriv', increase: 'delta' }
const ofGauges: Readonly<Record<string, string>> = { delta: 'increase', idelta: 'increase', deriv: 'rate' }

/** Misused rates and counters in an expression, in text order. */
export function rateProblems(expr: Expr): RateProblem[] {
  const found: RateProblem[] = []
  const excused = new Set<Expr>()
  for (const node of partsOf(expr)) {
    // Whether there is anything at all, a sum of whatever kind tells.
    if (hasHappened(node)) {
      for (const part of partsOf(node)) if (/^(?:aggregate|call)$/.test(part.kind)) excused.add(part)
    }
    if (node.kind === 'call') {
      found.push(...misused(node), ...byNames(node), ...unratedBuckets(node))
      if (!excused.has(node)) found.push(...overlapping(node))
      if (node.func.startsWith('histogram_')) for (const part of partsOf(node)) excused.add(part)
    } else if (node.kind === 'aggregate' && !excused.has(node)) found.push(...summed(node))
    else if (node.kind === 'binary' && node.op === '/') found.push(...ofTwoTimes(node))
    else if (node.kind === 'binary' && /^(?:and|unless)$/.test(node.op)) {
      for (const part of partsOf(node.rhs)) if (node.op === 'unless' || hasHappened(part)) excused.add(part)
    } else if (node.kind === 'binary' && isComparison(node.op) && !node.bool && !excused.has(node)) {
      found.push(
        ...raw(node).filter(({ metric }) => !isAlsoWatched(expr, metric)),
        ...inexact(node),
        ...below(node),
      )
    }
  }
  return found
}

/** `rate(x[5m]) < 0`, of a metric that may be a counter: those that surely are have a finding of their own. */
function below({ op, lhs, rhs, opRange }: BinaryExpr): RateProblem[] {
  let rated = bare(lhs)
  while (rated.kind === 'aggregate' && /^(?:sum|max|min|avg)$/.test(rated.op)) rated = bare(rated.expr)
  if (op !== '<' || !isScalar(rhs) || valuesOf(rhs).hi.at > 0) return []
  if (rated.kind !== 'call' || !Object.hasOwn(ofCounters, rated.func)) return []
  const name = windowMetric(rated)
  if (name === undefined || metricKind(name) !== undefined || valuesOf(rated).lo.at >= 0) return []
  return [
    {
      range: { start: opRange.start, end: rhs.range.end },
      text: `\`${rated.func}\` takes every decrease for a reset, so it is never below 0`,
      hint: `write \`${ofCounters[rated.func]}\` if \`${name}\` is a gauge`,
    },
  ]
}

/** `histogram_quantile(0.9, x_bucket)`: the quantile of all observations since the processes started. */
function unratedBuckets({ func, args }: Call): RateProblem[] {
  let given = func === 'histogram_quantile' && args[1] ? bare(args[1]) : undefined
  while (given?.kind === 'aggregate') given = bare(given.expr)
  const name = given?.kind === 'vectorSelector' ? metricName(given) : undefined
  if (given === undefined || name === undefined || name.includes(':') || !name.endsWith('_bucket')) return []
  return [
    {
      range: given.range,
      text: `\`${name}\` counts since its process started, so the quantile is of all observations since then`,
      hint: `take the \`rate\` of the buckets: \`rate(${name}[5m])\``,
    },
  ]
}

/** `… and x_total > 0` asks whether anything has ever happened, which a counter knows. */
function hasHappened(expr: Expr): boolean {
  if (expr.kind !== 'binary') return false
  const limit = isScalar(expr.lhs) ? expr.lhs : expr.rhs
  return isScalar(limit) && valuesOf(limit).hi.at === 0
}

/** `resets` of a gauge counts how often it falls. */
function fallsOf(call: Call): RateProblem[] {
  const name = windowMetric(call)
  if (name === undefined || metricKind(name) !== 'gauge') return []
  return [
    {
      range: call.funcRange,
      text: `\`resets\` counts every decrease, and \`${name}\` is a gauge by its name, which rises and falls`,
      hint: 'write `changes`, or `deriv` for how fast it falls',
    },
  ]
}

function misused(call: Call): RateProblem[] {
  const { func } = call
  if (func === 'resets') return fallsOf(call)
  const isRate = Object.hasOwn(ofCounters, func)
  if (!isRate && !Object.hasOwn(ofGauges, func) && func !== 'predict_linear') return []
  const vector = rangeOf(call)
  if (vector?.kind === 'subquery') {
    const inner = bare(vector.expr)
    if (isRate && inner.kind === 'call' && fluctuating.test(inner.func)) {
      return [
        {
          range: inner.range,
          text: `\`${func}\` treats every decrease as a reset, and the result of \`${inner.func}\` rises and falls`,
          hint: `write \`deriv\` for how fast it changes, or \`avg_over_time\` for its mean`,
        },
      ]
    }
    if (isRate && inner.kind === 'binary' && isSumOfCounters(inner)) {
      return [
        {
          range: inner.opRange,
          text: `\`${func}\` of a sum treats the reset of one counter as a decrease of all of them`,
          hint: `take the \`${func}\` of each counter, and add these`,
        },
      ]
    }
    if (inner.kind === 'vectorSelector') return unfit(call, inner)
    if (!isRate || inner.kind !== 'aggregate' || bare(inner.expr).kind !== 'vectorSelector') return []
    return [
      {
        range: inner.opRange,
        text: `\`${func}\` of \`${inner.op}\` treats the reset of one counter as a decrease of all of them`,
        hint: `take the \`${func}\` first: \`${inner.op}(${func}(…))\``,
      },
    ]
  }
  return vector === undefined ? [] : unfit(call, vector.selector)
}

/** A function of counters that is given a gauge, or the reverse, by the name of the metric. */
function unfit({ func, funcRange }: Call, selector: VectorSelector): RateProblem[] {
  const isRate = Object.hasOwn(ofCounters, func)
  const made = isRate && selector.recorded ? ofRecorded(func, selector) : undefined
  if (made) return [made]
  const name = metricName(selector)
  const kind = name === undefined ? undefined : metricKind(name)
  const wanted = isRate ? 'counter' : 'gauge'
  if (kind === undefined || kind === wanted) return []
  if (func === 'predict_linear') {
    return [
      {
        range: funcRange,
        text: `\`${func}\` does not see resets, and \`${name}\` is a counter by its name`,
        hint: `predict a gauge, or compare the \`rate\` of \`${name}\``,
      },
    ]
  }
  if (isRate && isOfPeriod(name!)) {
    return [
      {
        range: funcRange,
        text: `\`${func}\` treats every decrease as a reset, and \`${name}\` is what CloudWatch counted or measured in a period`,
        hint: `leave \`${func}\` out: the metric is a value of one period, not a counter`,
      },
    ]
  }
  const to = (isRate ? ofCounters : ofGauges)[func] as string
  const why = isRate ? 'treats every decrease as a reset' : 'does not see resets'
  return [
    {
      range: funcRange,
      text: `\`${func}\` ${why}, and \`${name}\` is a ${kind} by its name`,
      hint: `write \`${to}\``,
      rename: { range: funcRange, to },
    },
  ]
}

/** Functions whose results rise and fall, whatever they are given. */
const fluctuating =
  /^(?:i?rate|increase|i?delta|deriv|predict_linear|histogram_quantile|(?:avg|quantile|stddev|stdvar)_over_time)$/

/** `a_total + b_total`: both sides are counters. */
function isSumOfCounters(expr: BinaryExpr): boolean {
  return (
    expr.op === '+' &&
    [expr.lhs, expr.rhs].map(bare).every((side) => {
      if (side.kind === 'binary') return isSumOfCounters(side)
      return side.kind === 'vectorSelector' && metricKind(metricName(side) ?? '') === 'counter'
    })
  )
}

/** The rate of a recorded series that is itself a rate, or a sum of counters. */
function ofRecorded(func: string, { recorded, range, name }: VectorSelector): RateProblem | undefined {
  let made = bare(recorded!.expr)
  const isSum = made.kind === 'aggregate'
  while (made.kind === 'aggregate') made = bare(made.expr)
  if (made.kind === 'call' && /^(?:i?rate|increase)$/.test(made.func)) {
    return {
      range,
      text: `\`${func}\` treats every decrease as a reset, and \`${name}\` is recorded as a \`${made.func}\`, which rises and falls`,
      hint: 'read it as it is, or take its mean with `avg_over_time`',
    }
  }
  if (!isSum || made.kind !== 'vectorSelector' || metricKind(metricName(made) ?? '') !== 'counter')
    return undefined
  return {
    range,
    text: `\`${name}\` is recorded as an aggregation of counters, and \`${func}\` treats the reset of one as a decrease of all`,
    hint: `record the \`${func}\` of the counters, aggregated`,
  }
}

/** A function over several metrics: results may have equal labels, which is an error at evaluation. */
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

/** Whether an expression also uses a counter's change: its rate, or an earlier value. */
function isAlsoWatched(expr: Expr, metric: string | undefined): boolean {
  const isNow = selectors(expr).some(
    (node) => metricName(node) === metric && node.offset === undefined && node.at === undefined,
  )
  return partsOf(expr).some((node) => {
    if (node.kind === 'call') {
      const vector = /^(?:i?rate|increase|changes|i?delta|deriv)$/.test(node.func) ? rangeOf(node) : undefined
      return vector?.kind === 'matrixSelector' && metricName(vector.selector) === metric
    }
    const isPast = node.kind === 'vectorSelector' && node.offset !== undefined
    return isPast && isNow && metricName(node) === metric
  })
}

/** A raw counter compared with a threshold: it only ever grows. */
function raw(expr: BinaryExpr): (RateProblem & { readonly metric: string | undefined })[] {
  const [side, limit] = isScalar(expr.lhs) ? [expr.rhs, expr.lhs] : [expr.lhs, expr.rhs]
  if (!isScalar(limit) || !/^(?:>=?|<=?|!=)$/.test(expr.op)) return []
  const samples = countedSamples(side)
  if (samples && /^>/.test(expr.op) && valuesOf(limit).lo.at > 1) return [samples]
  const grows = isScalar(expr.lhs) ? /^<|!=/.test(expr.op) : /^>|!=/.test(expr.op)
  const counters = rawCounters(side)
  const [first] = counters
  if (first === undefined) return []
  const isRatio = counters.length > 1
  // Whether a histogram has seen anything is often the condition for looking at it.
  if (!isRatio && valuesOf(limit).hi.at === 0 && /_(?:count|sum)$/.test(metricName(first) ?? '')) return []
  if (!isRatio && !grows) return []
  const { hi } = valuesOf(limit)
  const name = metricName(first)
  return [
    {
      range: first.range,
      metric: name,
      text: isRatio
        ? `\`${name}\` and what it is compared with count since their processes started, so a current problem hardly shows`
        : hi.at === 0
          ? `\`${name}\` counts since its process started: after the first event it fires until the next restart`
          : `\`${name}\` counts since its process started: sooner or later it exceeds every threshold`,
      hint: isRatio
        ? `take the \`rate\` of both: \`rate(${name}[5m]) …\``
        : `write \`increase(${name}[1h])\` or \`rate(${name}[5m])\``,
    },
  ]
}

/** The counters of an expression, if it consists of raw counters and nothing else. */
function rawCounters(expr: Expr): VectorSelector[] {
  const inner = bare(expr)
  switch (inner.kind) {
    case 'vectorSelector': {
      return metricKind(metricName(inner) ?? '') === 'counter' ? [inner] : []
    }
    case 'call': {
      if (/^(?:ceil|floor|round|sort(?:_desc)?)$/.test(inner.func)) return rawCounters(inner.args[0]!)
      if (!/^(?:avg|sum|max|min|last|first)_over_time$/.test(inner.func)) return []
      const vector = rangeOf(inner)
      if (vector?.kind !== 'matrixSelector') return []
      return metricKind(metricName(vector.selector) ?? '') === 'counter' ? [vector.selector] : []
    }
    case 'aggregate':
      return /^(?:sum|max|min|avg|topk|bottomk)$/.test(inner.op) ? rawCounters(inner.expr) : []
    case 'unary':
      return inner.op === '+' ? rawCounters(inner.expr) : []
    case 'binary': {
      if (inner.op === 'or') {
        const [left, right] = [rawCounters(inner.lhs), rawCounters(inner.rhs)]
        return right.length > 0 ? left.slice(0, 1) : []
      }
      if (!/^[*/+]$/.test(inner.op)) return []
      const sides = children(inner).map((side) => (isScalar(side) ? undefined : rawCounters(side)))
      return sides.some((side) => side?.length === 0) ? [] : sides.flatMap((side) => side ?? [])
    }
    default:
      return []
  }
}

/** `count_over_time(x_total[5m]) > 5` counts scrapes, not events. */
function countedSamples(expr: Expr): (RateProblem & { readonly metric: string }) | undefined {
  const inner = bare(expr)
  if (inner.kind === 'aggregate') return countedSamples(inner.expr)
  if (inner.kind !== 'call' || inner.func !== 'count_over_time') return undefined
  const metric = windowMetric(inner)
  if (metric === undefined || metricKind(metric) !== 'counter') return undefined
  return {
    range: inner.funcRange,
    metric,
    text: `\`count_over_time\` counts samples, one for each scrape, and not what \`${metric}\` counts`,
    hint: 'write `increase`',
  }
}
