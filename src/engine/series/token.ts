/** Tokens of the series notation, and Prometheus' names for them in messages. */
import { byteLength, quote } from '../../promql/go.ts'
import { aggregators, keywords, wordOperators } from '../../promql/lexer.ts'

/**
 * In the metric: the kinds of PromQL's lexer. In the values: `<space>`, `_`, `x`, `+`, `-`, `number`, `identifier` or
 * another word of PromQL, `{{`, `}}`, `:`, `[`, `]`, and `field` and `hint` for the names of fields and of counter
 * reset hints.
 */
export interface Token {
  readonly kind: string
  /** Half-open, in UTF-16 units. */
  readonly start: number
  readonly end: number
}

/** The fields of a histogram, by their token numbers in the parser of Prometheus 3.14. */
export const fieldNumbers: ReadonlyMap<string, number> = new Map(
  [
    'sum',
    'count',
    'schema',
    'offset',
    'n_offset',
    'buckets',
    'n_buckets',
    'z_bucket',
    'z_bucket_w',
    'custom_values',
    'counter_reset_hint',
  ].map((name, i) => [name, 57370 + i]),
)

/** The counter reset hints, by their token numbers. */
export const hintNumbers: ReadonlyMap<string, number> = new Map(
  ['unknown', 'reset', 'not_reset', 'gauge'].map((name, i) => [name, 57445 + i]),
)

const named: ReadonlySet<string> = new Set([
  'identifier',
  'metric identifier',
  'number',
  'duration',
  'string',
])

/** Describes a token as `Item.desc` of `promql/parser/lex.go` does. */
export function describe(text: string, token: Token): string {
  const { kind } = token
  if (kind === 'eof') return 'end of input'
  const written = text.slice(token.start, token.end)
  const shown = kind === 'identifier' || kind === 'metric identifier' ? quote(written) : clipped(written)
  if (named.has(kind)) return `${kind} ${shown}`
  const number = numberOf(kind, written)
  if (number !== undefined) return `"<Item ${number}>" ${shown}`
  if (keywords.has(kind)) return `<${written}>`
  if (wordOperators.has(kind) || /^(?:[-+*/%^@<>]|[=!<>]=|[=!]~|<\/|>\/)$/.test(kind))
    return `<op:${written}>`
  return aggregators.has(kind) ? `<aggr:${written}>` : shown
}

function numberOf(kind: string, written: string): number | undefined {
  const name = written.toLowerCase()
  if (kind === 'field') return fieldNumbers.get(name)
  return kind === 'hint' ? hintNumbers.get(name) : undefined
}

/** Text longer than ten bytes is cut after ten characters. */
function clipped(written: string): string {
  if (byteLength(written) <= 10) return quote(written)
  return `${quote([...written.slice(0, 20)].slice(0, 10).join(''))}...`
}
