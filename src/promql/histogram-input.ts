/** Functions of histograms that are given none: buckets without `le`, counts and sums, numbers. */
import type { Call } from './ast.ts'
import { labelStatus, labelsOf } from './labels.ts'
import type { Reasoned } from './reasoned.ts'
import { selectors } from './walk.ts'

/** `histogram_count(rate(x_bucket[5m]))`: functions of native histograms, which ignore other samples. */
export function withoutHistograms({ func, args }: Call): Reasoned | undefined {
  const [given] = args
  if (given === undefined || !/^histogram_(?:avg|count|sum|stddev|stdvar)$/.test(func)) return undefined
  const found = selectors(given)
  const [first] = found
  if (first?.nameRange === undefined || !found.every(({ name }) => /_(?:bucket|total)$/.test(name ?? '')))
    return undefined
  const base = first.name!.replace(/_bucket$/, '')
  return {
    range: first.nameRange,
    text: `\`${func}\` takes native histograms and ignores numbers, and \`${first.name}\` is a number`,
    hint: first.name!.endsWith('_bucket')
      ? `write \`${base}\` if it is a native histogram, else \`${base}_count\` and \`${base}_sum\``
      : 'give it a native histogram, or read the number as it is',
    related: [],
  }
}

/** Quantiles of buckets (`…_bucket`) that have lost `le`. Native histograms need none, so they are exempt. */
export function withoutBuckets({ func, args }: Call): Reasoned | undefined {
  const buckets = args.at(-1)
  if (buckets === undefined) return undefined
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
  if (names.length === 0 || !names.every((name) => name?.endsWith('_bucket'))) return undefined
  const { status, reason: why } = labelStatus(labelsOf(buckets), 'le')
  if (status !== 'never') return undefined
  return {
    range: why.range,
    text: `\`${func}\` needs the label \`le\`, and ${why.text}`,
    hint: 'add `le` to the labels that the aggregation keeps',
    related: [{ range: buckets.range, text: 'the buckets have no `le` here' }],
  }
}
