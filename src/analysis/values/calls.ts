/** Value ranges of functions' results. Mirrors `promql/functions.go`. */
import type { Call, Expr } from '../../promql/ast.ts'
import { all, atLeast, between, hull, point, quantileValues, sumOf, type Values } from './math.ts'

const infinite = Number.POSITIVE_INFINITY

/** Functions whose result is one of the values given. */
const keeping: ReadonlySet<string> = new Set([
  'first_over_time',
  'info',
  'label_join',
  'label_replace',
  'last_over_time',
  'max_over_time',
  'min_over_time',
  'sort',
  'sort_by_label',
  'sort_by_label_desc',
  'sort_desc',
  'vector',
])

const whole = (least: number, most: number): Values => between(least, most, true)

/** Range of a function's results, whatever its arguments. */
const fixed: Readonly<Record<string, Values>> = {
  absent: point(1),
  absent_over_time: point(1),
  acos: { ...between(0, Math.PI), nan: true },
  asin: { ...between(-Math.PI / 2, Math.PI / 2), nan: true },
  atan: { ...between(-Math.PI / 2, Math.PI / 2), nan: true },
  changes: atLeast(0, true),
  cos: { ...between(-1, 1), nan: true },
  count_over_time: atLeast(1, true),
  day_of_month: whole(1, 31),
  day_of_week: whole(0, 6),
  day_of_year: whole(1, 366),
  days_in_month: whole(28, 31),
  histogram_count: { ...atLeast(0), nan: true },
  histogram_stddev: { ...atLeast(0), nan: true },
  histogram_stdvar: { ...atLeast(0), nan: true },
  hour: whole(0, 23),
  mad_over_time: { ...atLeast(0), nan: true },
  minute: whole(0, 59),
  month: whole(1, 12),
  pi: point(Math.PI),
  present_over_time: point(1),
  resets: atLeast(0, true),
  sin: { ...between(-1, 1), nan: true },
  tanh: { ...between(-1, 1), nan: true },
  // No rule is evaluated in 1970.
  time: { ...atLeast(0), lo: { at: 0, open: true } },
}

/** `valuesOf`: value range of an argument. */
export function callValues({ func, args }: Call, valuesOf: (expr: Expr) => Values): Values {
  const known = Object.hasOwn(fixed, func) ? fixed[func] : undefined
  // The date functions of NaN are NaN.
  if (known !== undefined) return args.length === 0 ? known : { ...known, nan: known.nan || isDate(func) }
  const [first, second, third] = args
  if (first === undefined) return all
  if (keeping.has(func)) return valuesOf(first)
  switch (func) {
    case 'abs':
      return absolute(valuesOf(first))
    case 'avg_over_time':
      return { ...valuesOf(first), integral: false }
    case 'sum_over_time':
      return sumOf(valuesOf(first))
    case 'histogram_fraction':
      return fraction(valuesOf(first), second === undefined ? all : valuesOf(second))
    case 'stddev_over_time':
      return { ...between(0, spread(valuesOf(first)) / 2), nan: true }
    case 'stdvar_over_time':
      return { ...between(0, (spread(valuesOf(first)) / 2) ** 2), nan: true }
    case 'rate':
    case 'increase':
    case 'irate':
      return valuesOf(first).lo.at >= 0 ? { ...atLeast(0), nan: valuesOf(first).nan } : all
    case 'ceil':
    case 'floor':
      return rounded(valuesOf(first), func === 'ceil' ? Math.ceil : Math.floor)
    case 'round':
      return second === undefined ? { ...all, integral: true } : roundedTo(valuesOf(first), valuesOf(second))
    case 'exp':
    case 'ln':
    case 'log2':
    case 'log10':
    case 'sqrt':
      return rising(valuesOf(first), func)
    case 'sgn':
      return rounded(valuesOf(first), Math.sign)
    case 'scalar':
      return { ...valuesOf(first), nan: true }
    case 'quantile_over_time':
      return second === undefined ? all : quantileValues(valuesOf(first), valuesOf(second))
    case 'histogram_quantile':
      return quantileValues(valuesOf(first), all)
    case 'clamp':
      return clamped(
        valuesOf(first),
        second === undefined ? all : valuesOf(second),
        third === undefined ? all : valuesOf(third),
      )
    case 'clamp_min':
      return clamped(valuesOf(first), second === undefined ? all : valuesOf(second), point(infinite))
    case 'clamp_max':
      return clamped(valuesOf(first), point(-infinite), second === undefined ? all : valuesOf(second))
    default:
      return all
  }
}

const isDate = (func: string): boolean => /^(?:day|days|hour|minute|month)/.test(func)

function absolute(values: Values): Values {
  if (values.lo.at >= 0) return values
  const most = Math.max(Math.abs(values.lo.at), Math.abs(values.hi.at))
  return {
    lo: { at: 0, open: false },
    hi: { at: most, open: false },
    nan: values.nan,
    integral: values.integral,
  }
}

function rounded({ lo, hi, nan }: Values, by: (value: number) => number): Values {
  const at = (value: number): number =>
    Number.isFinite(value) ? by(value) : by === Math.sign ? by(value) : value
  return { lo: { at: at(lo.at), open: false }, hi: { at: at(hi.at), open: false }, nan, integral: true }
}

const curves: Readonly<Record<string, (value: number) => number>> = {
  exp: Math.exp,
  ln: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
}

/** Functions that rise; below 0, a root or a logarithm is NaN. Widened, for languages differ in the last bits. */
function rising({ lo, hi, nan }: Values, func: string): Values {
  const [from, to] = func === 'exp' ? [lo.at, hi.at] : [Math.max(lo.at, 0), hi.at]
  if (from > to) return point(Number.NaN)
  const [least, most] = [from, to].map(curves[func]!)
  const wide = (end: number): number => (Number.isFinite(end) ? Math.abs(end) * 2 ** -40 : 0)
  return { ...between(least! - wide(least!), most! + wide(most!)), nan: nan || from !== lo.at }
}

const spread = ({ lo, hi }: Values): number => Math.abs(hi.at - lo.at)

/** The part of the observations between two numbers: none, if the first is not below the second. */
function fraction(from: Values, to: Values): Values {
  if (from.nan || to.nan || from.lo.at < to.hi.at) return { ...between(0, 1), nan: true }
  return { ...point(0), nan: true }
}

/** `round` to multiples of a constant, computed as Prometheus does. */
function roundedTo({ lo, hi, nan }: Values, step: Values): Values {
  const inverse = 1 / step.lo.at
  // Everything times infinity, divided by infinity.
  if (step.lo.at === 0 && step.hi.at === 0) return point(Number.NaN)
  if (step.lo.at !== step.hi.at || step.nan || !(inverse > 0 && Number.isFinite(inverse))) return all
  const at = (value: number): number =>
    Number.isFinite(value) ? Math.floor(value * inverse + 0.5) / inverse : value
  return { lo: { at: at(lo.at), open: false }, hi: { at: at(hi.at), open: false }, nan, integral: false }
}

/** Clamps values to constants. The result is empty if the minimum is above the maximum; that is not considered here. */
function clamped(values: Values, least: Values, most: Values): Values {
  if (least.lo.at !== least.hi.at || most.lo.at !== most.hi.at) return all
  const cut = (value: number): number => Math.max(least.lo.at, Math.min(most.hi.at, value))
  // What lies beyond the other constant becomes it, so an end there is among the values.
  const lo = {
    at: cut(values.lo.at),
    open: values.lo.open && values.lo.at >= least.lo.at && values.lo.at < most.hi.at,
  }
  const hi = {
    at: cut(values.hi.at),
    open: values.hi.open && values.hi.at <= most.hi.at && values.hi.at > least.lo.at,
  }
  const ends = { lo, hi, nan: values.nan, integral: false }
  return lo.at > hi.at ? hull(ends, values) : ends
}
