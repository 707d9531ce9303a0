import type { Expr, Matcher, VectorSelector } from '../promql/ast.ts'
import { formatValue } from '../promql/go.ts'
import { metricName, selectors } from '../promql/walk.ts'
import type { Reasoned, Remark } from './reasoned.ts'

/** Matchers on numbers that are written otherwise than Prometheus stores them since version 3. */
export function numberLabels(expr: Expr): Remark[] {
  return selectors(expr).flatMap((selector) => numberMatchers(selector).flatMap(judge))
}

/** A matcher that no `le` and no `quantile` ever passes: `le="Inf"`, `quantile="99"`. */
export function impossibleNumber(selector: VectorSelector): Reasoned | undefined {
  for (const { name, op, value, range } of numberMatchers(selector)) {
    if (op !== '=') continue
    if (name === 'le' && value !== '+Inf' && /^\+?inf$/i.test(value)) {
      const text = `\`le="${value}"\` matches nothing: the last bucket is \`+Inf\``
      return { range, text, hint: 'write `le="+Inf"`', related: [] }
    }
    const number = name === 'quantile' && decimal.test(value) ? Number(value) : 0
    if (number <= 1) continue
    return {
      range,
      text: `\`quantile="${value}"\` matches nothing: a quantile is between 0 and 1`,
      hint: `write \`quantile="${number < 100 ? number / 100 : 0.99}"\``,
      related: [],
    }
  }
  return undefined
}

/** The matchers of a selector on a bucket's or quantile's number. */
function numberMatchers(selector: VectorSelector): Matcher[] {
  const metric = metricName(selector) ?? ''
  return selector.matchers.filter(({ name }) =>
    name === 'le' ? /_bucket(?:$|:)/.test(metric) : name === 'quantile' && /^[^:]+$/.test(metric),
  )
}

function judge(matcher: Matcher): Remark[] {
  const { name, op, value, range } = matcher
  const isPattern = op === '=~' || op === '!~'
  if (isPattern && !/^\(?[\d.|]+\)?$/.test(value)) return []
  const asked = isPattern ? value.replace(/[()]/g, '').split('|') : [value]
  const wrong = asked.flatMap((text) => {
    const stored = decimal.test(text) ? storedAs(Number(text)) : text
    return stored === text || asked.includes(stored) ? [] : [{ text, stored }]
  })
  const [first] = wrong
  if (first === undefined) return []
  const written = `${name}${op}"${value}"`
  const effect = op.startsWith('!')
    ? `\`${written}\` leaves out nothing`
    : wrong.length < asked.length
      ? `\`${first.text}\` in \`${written}\` matches nothing`
      : `\`${written}\` matches nothing`
  const pattern = `${op.startsWith('!') ? '!~' : '=~'}"${both(asked, wrong)}"`
  return [
    {
      range,
      text: `${effect}: Prometheus 3 stores \`${name}="${first.stored}"\` for what is scraped`,
      hint: `write \`${name}${pattern}\`, which matches in every version`,
    },
  ]
}

/** All texts, each followed by what is stored of it. */
const both = (asked: readonly string[], wrong: readonly { text: string; stored: string }[]): string =>
  asked
    .flatMap((text) => [text, ...wrong.filter((one) => one.text === text).map(({ stored }) => stored)])
    .map((text) => text.replaceAll('.', '[.]'))
    .join('|')

const decimal = /^\d*\.?\d+(?:e[-+]?\d+)?$/i

/** How Prometheus writes a number of a label (`labels.FormatOpenMetricsFloat`). */
function storedAs(number: number): string {
  const written = formatValue(number)
  return /[.e]/.test(written) ? written : `${written}.0`
}
