/**
 * Arithmetic of float ranges. Rounding is monotone, so ends computed like values remain ends; one that was excluded may be
 * among the results, because a value beside it may be rounded to it.
 */
import type { BinaryOp } from '../../promql/ast.ts'
import type { Comparison } from '../../promql/operators.ts'

export interface Bound {
  readonly at: number
  /** The end itself is excluded. */
  readonly open: boolean
}

export interface Values {
  readonly lo: Bound
  readonly hi: Bound
  /** They may include NaN. */
  readonly nan: boolean
  /** All of them are whole numbers. */
  readonly integral: boolean
}

const infinite = Number.POSITIVE_INFINITY
const closed = (at: number): Bound => ({ at, open: false })

/** Any value. */
export const all: Values = { lo: closed(-infinite), hi: closed(infinite), nan: true, integral: false }

export function point(value: number): Values {
  if (Number.isNaN(value)) return { lo: closed(infinite), hi: closed(-infinite), nan: true, integral: true }
  return { lo: closed(value), hi: closed(value), nan: false, integral: Number.isInteger(value) }
}

export const between = (least: number, most: number, integral = false): Values => ({
  lo: closed(least),
  hi: closed(most),
  nan: false,
  integral,
})

export const atLeast = (least: number, integral = false): Values => between(least, infinite, integral)

const isEmpty = ({ lo, hi }: Values): boolean => lo.at > hi.at || (lo.at === hi.at && (lo.open || hi.open))

const higher = (a: Bound, b: Bound): Bound => (a.at > b.at || (a.at === b.at && a.open) ? a : b)
const lower = (a: Bound, b: Bound): Bound => (a.at < b.at || (a.at === b.at && a.open) ? a : b)

export function negate({ lo, hi, nan, integral }: Values): Values {
  return { lo: { at: -hi.at, open: hi.open }, hi: { at: -lo.at, open: lo.open }, nan, integral }
}

export function hull(a: Values, b: Values): Values {
  const integral = a.integral && b.integral
  const nan = a.nan || b.nan
  if (isEmpty(a)) return { ...b, nan, integral }
  if (isEmpty(b)) return { ...a, nan, integral }
  const lo = a.lo.at < b.lo.at || (a.lo.at === b.lo.at && !a.lo.open) ? a.lo : b.lo
  const hi = a.hi.at > b.hi.at || (a.hi.at === b.hi.at && !a.hi.open) ? a.hi : b.hi
  return { lo, hi, nan, integral }
}

/** Ends of a range of whole numbers are whole and closed. */
function tightened(values: Values): Values {
  if (!values.integral) return values
  const lo = values.lo.open && Number.isInteger(values.lo.at) ? values.lo.at + 1 : Math.ceil(values.lo.at)
  const hi = values.hi.open && Number.isInteger(values.hi.at) ? values.hi.at - 1 : Math.floor(values.hi.at)
  return { ...values, lo: closed(lo), hi: closed(hi) }
}

/** The values of the left side for which some value of the right side passes. */
export function narrow(op: Comparison, left: Values, right: Values): Values {
  if (op === '!=') {
    const only = right.lo.at === right.hi.at && !right.nan ? right.lo.at : undefined
    if (only === undefined) return left
    const lo = left.lo.at === only ? { at: only, open: true } : left.lo
    const hi = left.hi.at === only ? { at: only, open: true } : left.hi
    return tightened({ ...left, lo, hi })
  }
  let { lo, hi } = left
  if (isEmpty(right)) return { ...point(Number.NaN), nan: false }
  if (op === '==') {
    lo = higher(lo, right.lo)
    hi = lower(hi, right.hi)
  } else if (op === '>' || op === '>=')
    lo = higher(lo, { at: right.lo.at, open: right.lo.open || op === '>' })
  else hi = lower(hi, { at: right.hi.at, open: right.hi.open || op === '<' })
  return tightened({ lo, hi, nan: false, integral: left.integral })
}

/** Whether `op` holds for all pairs of values (true), for none (false), or for some (undefined). */
export function compare(op: Comparison, left: Values, right: Values): boolean | undefined {
  if (op === '!=') {
    const equal = compare('==', left, right)
    return equal === undefined ? undefined : !equal
  }
  if (isEmpty(narrow(op, left, right))) return false
  if (left.nan || right.nan) return undefined
  const touches = (a: Bound, b: Bound): boolean => a.at === b.at && !a.open && !b.open
  switch (op) {
    case '==':
      return left.lo.at === left.hi.at && right.lo.at === right.hi.at ? true : undefined
    case '>':
      return left.lo.at > right.hi.at || (left.lo.at === right.hi.at && !touches(left.lo, right.hi))
        ? true
        : undefined
    case '>=':
      return left.lo.at >= right.hi.at ? true : undefined
    case '<':
      return left.hi.at < right.lo.at || (left.hi.at === right.lo.at && !touches(left.hi, right.lo))
        ? true
        : undefined
    case '<=':
      return left.hi.at <= right.lo.at ? true : undefined
  }
}

const hasZero = ({ lo, hi }: Values): boolean => lo.at <= 0 && hi.at >= 0
const isBounded = ({ lo, hi }: Values): boolean => lo.at > -infinite && hi.at < infinite

/** The values of an arithmetic operation. */
export function combine(op: BinaryOp, left: Values, right: Values): Values {
  const nan = left.nan || right.nan || !isBounded(left) || !isBounded(right)
  if (isEmpty(left) || isEmpty(right)) return nan ? point(Number.NaN) : all
  const integral = left.integral && right.integral
  switch (op) {
    case '+':
      return {
        lo: closed(sum(left.lo.at, right.lo.at, -infinite)),
        hi: closed(sum(left.hi.at, right.hi.at, infinite)),
        nan,
        integral,
      }
    case '-':
      return combine('+', left, negate(right))
    case '*':
      return product(left, right, nan, integral)
    case '/':
      if (!hasZero(right)) return product(left, inverse(right), nan, false)
      return left.lo.at >= 0 && right.lo.at >= 0 && !isNegativeZero(right)
        ? { ...atLeast(0), nan: true }
        : all
    case '^':
      // Even NaN to the power of 0 is 1.
      if (right.lo.at === 0 && right.hi.at === 0 && !right.nan) return point(1)
      if (right.lo.at === right.hi.at && right.lo.at % 2 === 0 && !right.nan) return { ...atLeast(0), nan }
      return left.lo.at >= 0 ? { ...atLeast(0), nan } : all
    case '%':
      return remainder(left, right)
    default:
      return all
  }
}

const isNegativeZero = ({ lo }: Values): boolean => Object.is(lo.at, -0)

/** The remainder has the sign of the left side and a smaller magnitude than the right side. */
function remainder(left: Values, right: Values): Values {
  const most = Math.max(Math.abs(right.lo.at), Math.abs(right.hi.at))
  const isOpen = most > 0 && Number.isFinite(most)
  return {
    lo: left.lo.at >= 0 ? { at: 0, open: false } : { at: -most, open: isOpen },
    hi: left.hi.at < most ? { at: Math.max(left.hi.at, 0), open: false } : { at: most, open: isOpen },
    nan: true,
    integral: left.integral && right.integral,
  }
}

/** Adds two ends; infinities that cancel give the worst case. */
const sum = (a: number, b: number, worst: number): number => (Number.isNaN(a + b) ? worst : a + b)

function product(left: Values, right: Values, nan: boolean, integral: boolean): Values {
  const ends = [left.lo, left.hi].flatMap(({ at: a }) =>
    [right.lo, right.hi].map(({ at: b }) => (a === 0 || b === 0 ? 0 : a * b)),
  )
  return { lo: closed(Math.min(...ends)), hi: closed(Math.max(...ends)), nan, integral }
}

function inverse({ lo, hi, nan }: Values): Values {
  // To the last bit, a quotient is not the product with the rounded inverse: widened by one part in 2⁵⁰.
  const wide = 2 ** -50
  const ends = [1 / lo.at, 1 / hi.at]
  const least = Math.min(...ends)
  const most = Math.max(...ends)
  return {
    lo: closed(least - Math.abs(least) * wide),
    hi: closed(most + Math.abs(most) * wide),
    nan,
    integral: false,
  }
}

/** Values of a sum of one or more such values. */
export function sumOf({ lo, hi, nan, integral }: Values): Values {
  return {
    lo: lo.at >= 0 ? lo : closed(-infinite),
    hi: hi.at <= 0 ? hi : closed(infinite),
    nan: nan || lo.at === -infinite,
    integral,
  }
}

/** A quantile outside 0 to 1 is infinite; one inside is among the values. */
export function quantileValues(which: Values, inner: Values): Values {
  if (which.lo.at > 1 && !isEmpty(which)) return point(infinite)
  if (which.hi.at < 0 && !isEmpty(which)) return point(-infinite)
  const isInside = which.lo.at >= 0 && which.hi.at <= 1 && !which.nan
  return isInside ? { ...inner, integral: false, nan: true } : all
}
