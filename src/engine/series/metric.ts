/** The metric of a series: a name, labels in braces, or both. */
import { isMetricWord } from '../../promql/parse-grouping.ts'
import { unquote } from '../../promql/scan-string.ts'
import { accept, expect, peek, type State, take, textOf, unexpected } from './state.ts'
import type { SeriesLabel } from './types.ts'

const nameLabel = '__name__'
const context = 'label set'

/** Parses the labels, in written order. A name before the braces replaces one inside them. */
export function metric(p: State): readonly SeriesLabel[] {
  const name = isMetricWord(peek(p).kind) ? textOf(p, take(p)) : undefined
  const found = peek(p).kind === '{' ? labelSet(p) : []
  const labels = found.filter(([label]) => name === undefined || label !== nameLabel)
  if (name !== undefined) labels.push([nameLabel, name])
  return labels
}

function labelSet(p: State): SeriesLabel[] {
  take(p)
  const labels: SeriesLabel[] = []
  for (;;) {
    if (accept(p, '}')) return labels
    labels.push(label(p))
    if (accept(p, ',')) continue
    if (peek(p).kind !== '}') unexpected(p, context, '"," or "}"')
  }
}

/** `name="value"`, or a quoted metric name alone. */
function label(p: State): SeriesLabel {
  const { kind } = peek(p)
  const isName = kind === 'identifier' || (kind === 'string' && p.lexer.syntax.quotedNames)
  if (!isName) unexpected(p, context, 'identifier or "}"')
  const written = textOf(p, take(p))
  const name = kind === 'string' ? unquote(written) : written
  if (kind === 'string' && peek(p).kind !== '=') return [nameLabel, name]
  expect(p, '=', context, '"="')
  return [name, unquote(textOf(p, expect(p, 'string', context, 'string')))]
}
