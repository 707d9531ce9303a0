/** Functions of histograms that are given something else: buckets without `le`, counts and sums, numbers. */

import type { Call } from '../promql/ast.ts'
import { selectors } from '../promql/walk.ts'
import { labelStatus, labelsOf } from './labels/labels.ts'
import type { Reasoned } from './reasoned.ts'
import { bare } from './values/alike.ts'

/** `histogram_count(rate(x_bucket[5m]))`: functions of native histograms, which ignore other samples. */
export function withoutHistograms({ func, args }: Call): Reasoned | undefined {
  const [given] = args
  if (given === undefined || !/^histogram_(?:avg|count|sum|stddev|stdvar)$/.test(func)) return undefined
  const found = selectors(given)
  const [first] = found
  if (first?.nameRange === undefined || !found.every(({ name }) => numbers.test(name ?? ''))) return undefined
  const base = first.name!.replace(/_(?:bucket|count|sum)$/, '')
  return {
    range: first.nameRange,
    text: `\`${func}\` takes native histograms and ignores numbers, and \`${first.name}\` is a number`,
    hint: !first.name!.endsWith('_total')
      ? `write \`${base}\` if it is a native histogram, else \`${base}_count\` and \`${base}_sum\``
      : 'give it a native histogram, or read the number as it is',
    related: [],
  }
}

/** Names of what is never a native histogram itself. */
const numbers = /_(?:bucket|total|(?:seconds|milliseconds|bytes)_(?:count|sum))$/

/** Functions of histograms whose results are numbers. */
const measures = /^histogram_(?:avg|count|sum|stddev|stdvar|fraction|quantile)$/

/** Quantiles of buckets (`…_bucket`) that have lost `le`. Native histograms need none, so they are exempt. */
export function withoutBuckets({ func, args }: Call): Reasoned | undefined {
  const buckets = args.at(-1)
  if (buckets === undefined) return undefined
  const inner = bare(buckets)
  if (inner.kind === 'call' && measures.test(inner.func)) {
    return {
      range: inner.funcRange,
      text: `\`${func}\` needs histograms, and the results of \`${inner.func}\` are numbers`,
      hint: `give \`${func}\` the histogram itself`,
      related: [],
    }
  }
  const names = selectors(buckets).map(({ name }) => name)
  const [sum] = selectors(buckets).filter(({ name }) => /_(?:count|sum)$/.test(name ?? ''))
  if (sum?.nameRange && names.length === 1) {
    return {
      range: sum.nameRange,
      text: `\`${func}\` needs buckets, and \`${sum.name}\` is the ${sum.name!.endsWith('_sum') ? 'sum' : 'count'} of all of them`,
      hint: `write \`${sum.name!.replace(/_(?:count|sum)$/, '_bucket')}\``,
      related: [],
    }
  }
  const stored = selectors(buckets).flatMap((one) => (one.recorded ? selectors(one.recorded.expr) : [one]))
  if (names.length === 0 || !stored.every(({ name }) => name?.endsWith('_bucket'))) return undefined
  const { status, reason: why } = labelStatus(labelsOf(buckets), 'le')
  if (status !== 'never') return undefined
  return {
    range: why.range,
    text: `\`${func}\` needs the label \`le\`, and ${why.text}`,
    hint: 'add `le` to the labels that the aggregation keeps',
    related: [{ range: buckets.range, text: 'the buckets have no `le` here' }],
  }
}
