/** Classic histograms in a block: which rows are buckets of which histogram. */
import { once } from '../../text/once.ts'
import { type Block, float } from '../block.ts'
import { parseGoFloat } from '../go-text.ts'
import { filterLabels, getLabel, type Labels } from '../labels.ts'

interface Group {
  /** Labels of the histogram, without `le`. */
  readonly labels: Labels
  /** Rows of the buckets by upper bound, ascending. */
  readonly rows: readonly number[]
  readonly bounds: readonly number[]
}

interface Buckets {
  readonly bounds: number[]
  readonly counts: number[]
}

export interface ClassicGroups {
  readonly list: readonly Group[]
  /** The number of the group with these labels. */
  readonly byKey: ReadonlyMap<string, number>
  /** Floats whose `le` is not a number. */
  readonly bad: readonly { readonly labels: Labels; readonly le: string }[]
  hasBuckets(group: number, step: number): boolean
  /** The buckets at a step; undefined where there are none. */
  bucketsAt(group: number, step: number): Buckets | undefined
}

/** The parsed `le` of labels, cached with them. */
const boundOf = once((labels: Labels) => ({
  bound: parseGoFloat(getLabel(labels, 'le')),
  rest: filterLabels(labels, (name) => name !== 'le'),
}))

export function classicGroups(block: Block): ClassicGroups {
  const { steps, rows, kinds, values } = block
  const byKey = new Map<string, number>()
  const found: { labels: Labels; buckets: { row: number; bound: number }[] }[] = []
  const bad: { labels: Labels; le: string }[] = []
  for (let row = 0; row < rows; row++) {
    const first = row * steps
    if (kinds.indexOf(float, first) < 0 || kinds.indexOf(float, first) >= first + steps) continue
    const labels = block.labels[row] as Labels
    const { bound, rest } = boundOf(labels)
    if (bound === undefined) {
      bad.push({ labels, le: getLabel(labels, 'le') })
      continue
    }
    let group = byKey.get(rest.key)
    if (group === undefined) {
      group = found.length
      byKey.set(rest.key, group)
      found.push({ labels: rest, buckets: [] })
    }
    found[group]?.buckets.push({ row, bound })
  }
  const list = found.map(({ labels, buckets }): Group => {
    const sorted = buckets.sort((a, b) => (a.bound < b.bound ? -1 : a.bound > b.bound ? 1 : 0))
    return { labels, rows: sorted.map(({ row }) => row), bounds: sorted.map(({ bound }) => bound) }
  })
  return {
    list,
    byKey,
    bad,
    hasBuckets: (group, step) =>
      (list[group] as Group).rows.some((row) => kinds[row * steps + step] === float),
    bucketsAt: (group, step) => {
      const { rows: members, bounds: upper } = list[group] as Group
      const buckets: Buckets = { bounds: [], counts: [] }
      for (let i = 0; i < members.length; i++) {
        const cell = (members[i] as number) * steps + step
        if (kinds[cell] !== float) continue
        buckets.bounds.push(upper[i] as number)
        buckets.counts.push(values[cell] as number)
      }
      return buckets.bounds.length === 0 ? undefined : buckets
    },
  }
}
