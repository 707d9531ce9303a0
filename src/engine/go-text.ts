/** Numbers as Go reads and writes them. */
import { quote } from '../promql/go.ts'
import { formatFloat } from '../text/go-float.ts'

export const quoteGo: (text: string) => string = quote

/** `%g` and `%v`: the fewest digits; an exponent below 1e-4, and from 1e+06 for whole numbers. */
export const formatGeneral = (value: number): string => formatFloat(value, 'g', -1)

/** `labels.FormatOpenMetricsFloat`: always with a point or an exponent. */
export function formatOpenMetrics(value: number): string {
  const text = formatGeneral(value === 0 ? 0 : value)
  return /[e.NI]/.test(text) ? text : `${text}.0`
}

/** `strconv.FormatFloat(value, 'f', -1, 64)`. */
export const formatPlain = (value: number): string => formatFloat(value, 'f', -1)

/** `strconv.ParseFloat`; undefined when the text is not a number. */
export function parseGoFloat(text: string): number | undefined {
  const found = /^([+-]?)(.*)$/s.exec(text) as RegExpExecArray
  const body = found[2] as string
  const sign = found[1] === '-' ? -1 : 1
  if (/^inf(?:inity)?$/i.test(body)) return sign * Number.POSITIVE_INFINITY
  if (/^nan$/i.test(body)) return Number.NaN
  if (/^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(body)) {
    const value = sign * Number(body)
    return Number.isFinite(value) ? value : undefined
  }
  if (/^0[xX]/.test(body) && /[pP]/.test(body)) return hexFloat(body, sign)
  return undefined
}

function hexFloat(text: string, sign: number): number | undefined {
  const found = /^0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d+)$/.exec(text)
  if (found === null) return undefined
  const [, whole = '', fraction = '', power] = found
  if (whole === '' && fraction === '') return undefined
  const value = sign * Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(power) - 4 * fraction.length)
  return Number.isFinite(value) ? value : undefined
}
