/** `count_values`: counts how often each value occurs in a group. */
import { addRow, type Block, createBlock, float, histogramAt, none, setFloat } from '../block.ts'
import { fail } from '../failure.ts'
import { isLabelName } from '../functions/labels.ts'
import { formatPlain, quoteGo } from '../go-text.ts'
import { type FloatHistogram, formatHistogram, usesCustomBuckets } from '../histogram/index.ts'
import { groupLabels, type Labels, setLabel } from '../labels.ts'
import { unify } from '../merge.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'

/** A multiplication by infinity makes the zero count of custom buckets NaN, which Prometheus cannot print. */
function histogramText(value: FloatHistogram): string {
  if (usesCustomBuckets(value) && value.zeroCount !== 0)
    fail('histograms with custom buckets have no zero bucket')
  return formatHistogram(value)
}

export function countValues(run: Run, node: AggregateNode, input: Block): Block {
  const { param } = node
  const name = param?.kind === 'string' ? param.value : ''
  if (!isLabelName(run, name)) fail(`invalid label name ${quoteGo(name)}`)
  const names = node.without ? node.grouping : [...node.grouping, name]
  const { steps } = run
  const block = createBlock(steps, 16)
  const rows = new Map<string, number>()
  const texts = new Map<Labels, Map<string, Labels>>()
  for (let step = 0; step < steps; step++) {
    for (let row = 0; row < input.rows; row++) {
      const cell = row * steps + step
      const kind = input.kinds[cell]
      if (kind === none) continue
      const text =
        kind === float ? formatPlain(input.values[cell] as number) : histogramText(histogramAt(input, cell))
      const own = input.labels[row] as Labels
      let known = texts.get(own)
      if (known === undefined) {
        known = new Map()
        texts.set(own, known)
      }
      let group = known.get(text)
      if (group === undefined) {
        group = groupLabels(setLabel(own, name, text), names, node.without)
        known.set(text, group)
      }
      let to = rows.get(group.key)
      if (to === undefined) {
        to = addRow(block, group, false)
        rows.set(group.key, to)
      }
      const at = to * steps + step
      setFloat(block, at, (block.values[at] as number) + 1)
    }
  }
  return unify(run, block)
}
