/**
 * Finds the end of a number or duration like `scanNumber` and `acceptRemainingDuration` of Prometheus'
 * `promql/parser/lex.go`. Only the end: `literals.ts` parses the value and may still refuse it.
 */

/** Where scanning stopped; unless `ok`, the text up to there is not a number. */
export interface Scan {
  readonly ok: boolean
  readonly end: number
}

const decimal = '0123456789'
const hexadecimal = '0123456789abcdefABCDEF'

const within = (set: string, text: string, at: number): boolean =>
  at < text.length && set.includes(text[at] as string)

/** Whether a letter, digit or underscore is at this position. */
function isWord(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return (
    (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95
  )
}

/**
 * Scans a number from `start`. In hexadecimal numbers the letter `e` still counts as an exponent, so `0xdee` is refused
 * and `0xdef` is not: an accident of Prometheus since 2.54, mirrored here. Without `hexExponent` it is a digit. In
 * series notation (`inSeries`) there are no hexadecimal numbers, and an `x` may follow.
 */
export function scanNumber(text: string, start: number, hexExponent: boolean, inSeries = false): Scan {
  let at = start
  let digits = decimal
  if (!inSeries && within('0', text, at)) {
    at++
    if (within('xX', text, at)) {
      at++
      if (within('_', text, at)) at++
      digits = hexadecimal
    }
  }
  if (within('.', text, at)) at++
  if (within(digits, text, at)) at++
  let dot = false
  let exponent = false
  for (;;) {
    if (within('.', text, at)) {
      at++
      if (dot) return { ok: false, end: at }
      dot = true
      if (within('_.', text, at)) return { ok: false, end: at + 1 }
      if (digits === hexadecimal) return { ok: false, end: at }
    } else if (within('eE', text, at) && (hexExponent || digits === decimal)) {
      at++
      if (exponent) return { ok: false, end: at }
      exponent = true
      if (within('+-', text, at)) at++
      if (within('._eE', text, at)) return { ok: false, end: at + 1 }
      if (at >= text.length) return { ok: false, end: at }
    } else if (within('_', text, at)) {
      at++
      if (within('._eE', text, at)) return { ok: false, end: at + 1 }
      if (at >= text.length) return { ok: false, end: at }
    } else if (within(digits, text, at)) {
      while (within(digits, text, at)) at++
    } else break
  }
  const apart = !isWord(text, at) || (inSeries && text[at] === 'x')
  return { ok: at > start && apart, end: at }
}

/** Continues where `scanNumber` gave up: a unit, then further digits and units. */
export function scanRemainingDuration(text: string, start: number): Scan {
  let at = start
  if (!within('smhdwy', text, at)) return { ok: false, end: at }
  at++
  if (within('s', text, at)) at++
  while (within(decimal, text, at)) {
    while (within(decimal, text, at)) at++
    if (!within('smhdw', text, at)) return { ok: false, end: at }
    at++
    if (within('s', text, at)) at++
  }
  return isWord(text, at) ? { ok: false, end: at + 1 } : { ok: true, end: at }
}
