/** `timestamp` and `start_timestamp` of a selector: when its samples were taken, and when their counters started. */
import { addRow, type Block, createBlock, dropLastRow, setFloat } from './block.ts'
import { dropNames } from './functions/simple.ts'
import { unify } from './merge.ts'
import type { SelectorNode } from './plan-nodes.ts'
import { hold, type Run } from './run.ts'
import { atTime, findSeries, isTooOld, sampleAt, shiftOf } from './select.ts'

export function timestampOf(run: Run, func: 'timestamp' | 'start_timestamp', node: SelectorNode): Block {
  const { shared, steps } = run
  const block = createBlock(steps, 16)
  if (func === 'start_timestamp' && !shared.useStartTimes) return block
  // With `@`, Prometheus ignores the offset here, yet it has read only the data for that offset.
  const fixed = atTime(shared, node.at)
  const [latest, lookFrom] =
    fixed === undefined
      ? [Number.POSITIVE_INFINITY, 0]
      : [Math.min(fixed, fixed - node.offset.ms), Math.max(fixed, fixed - node.offset.ms)]
  const shift = shiftOf(run, node.offset.ms, undefined)
  for (const series of findSeries(shared.storage, node.matchers, node.found)) {
    const row = addRow(block, series.labels, false)
    let count = 0
    let at = -1
    for (let step = 0; step < steps; step++) {
      const time = Math.min(fixed ?? run.start + step * run.interval - shift, latest)
      const found = sampleAt(shared, series, time, at)
      if (found < 0) continue
      if (fixed !== undefined && isTooOld(shared, series.times[found] as number, lookFrom)) continue
      at = found
      const value = func === 'timestamp' ? series.times[at] : (series.startTimes?.[at] ?? 0)
      setFloat(block, row * steps + step, (value as number) / 1000)
      count++
    }
    if (count === 0) dropLastRow(block)
    else hold(shared, count)
  }
  dropNames(run, block)
  return unify(run, block)
}
