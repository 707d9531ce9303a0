/**
 * Rules that no series of a test concerns: most tests of a file are about few rules. Such an expression returns the
 * same at every moment, unless it uses the time, and so need not be evaluated again until a series appears.
 */
import { type EngineOptions, getLabel, type Labels, type Storage } from '../engine/index.ts'
import {
  type Expr,
  type Matcher,
  metricName,
  parseExpr,
  parseOptions,
  selectors,
  walk,
} from '../promql/index.ts'

/** Functions that depend on the moment when called without arguments. */
const CLOCKS: ReadonlySet<string> = new Set([
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'time',
  'year',
])

interface Wanted {
  readonly name: string
  readonly matchers: readonly Matcher[]
}

export interface Watch {
  /** Whether the expression can select no series of the storage. */
  isDormant(storage: Storage): boolean
}

/** The selectors of each expression; undefined where it must be evaluated every time. */
const selected = new Map<string, readonly Wanted[] | undefined>()
const MOST = 20_000

function wantedBy(text: string, { version, features = [] }: EngineOptions): readonly Wanted[] | undefined {
  const key = `${version} ${features.join()} ${text}`
  if (selected.has(key)) return selected.get(key)
  const { expr } = parseExpr(text, parseOptions(features, version))
  const wanted = expr === undefined || asksForTime(expr) ? undefined : namesIn(expr)
  if (selected.size >= MOST) selected.clear()
  selected.set(key, wanted)
  return wanted
}

function namesIn(expr: Expr): readonly Wanted[] | undefined {
  const wanted: Wanted[] = []
  for (const selector of selectors(expr)) {
    const name = metricName(selector)
    if (name === undefined || name === '') return undefined
    wanted.push({ name, matchers: selector.matchers })
  }
  return wanted
}

/** Undefined where the expression must be evaluated each time. */
export function watchFor(text: string, options: EngineOptions): Watch | undefined {
  const wanted = wantedBy(text, options)
  if (wanted === undefined) return undefined
  let looked = 0
  let found = false
  return {
    isDormant({ series }) {
      for (; !found && looked < series.length; looked++) {
        const { labels } = series[looked]!
        found = wanted.some((one) => mayMatch(one, labels))
      }
      return !found
    },
  }
}

/** Whether a selector may match the series; regular expressions are assumed to match. */
function mayMatch({ name, matchers }: Wanted, labels: Labels): boolean {
  if (getLabel(labels, '__name__') !== name) return false
  return matchers.every((matcher) => {
    if (matcher.op === '=~' || matcher.op === '!~') return true
    return (getLabel(labels, matcher.name) === matcher.value) === (matcher.op === '=')
  })
}

function asksForTime(expr: Expr): boolean {
  let found = false
  walk(expr, (node) => {
    if (node.kind === 'call' && node.args.length === 0 && CLOCKS.has(node.func)) found = true
  })
  return found
}
