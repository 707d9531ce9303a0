/** `timestamp` and `start_timestamp` of a selector: when its samples were taken, and since when they count. */
import { addRow, type Block, createBlock, dropLastRow, setFloat } from './block.ts'
import { dropNames } from './functions/simple.ts'
import { unify } from './merge.ts'
import type { SelectorNode } from './plan-nodes.ts'
import { hold, type Run } from './run.ts'
import { atTime, findSeries, sampleAt, shiftOf } from './select.ts'

export function timestampOf(run: Run, func: 'timestamp' | 'start_timestamp', node: SelectorNode): Block {
  const { shared, steps } = run
  const block = createBlock(steps, 16)
  if (func === 'start_timestamp' && !shared.useStartTimes) return block
  // With `@`, Prometheus overlooks the offset here.
  const fixed = atTime(shared, node.at)
  const shift = shiftOf(run, node.offset.ms, undefined)
  for (const series of findSeries(shared.storage, node.matchers, node.found)) {
    const row = addRow(block, series.labels, false)
    let count = 0
    let at = -1
    for (let step = 0; step < steps; step++) {
      const time = fixed ?? run.start + step * run.interval - shift
      const found = sampleAt(shared, series, time, at)
      if (found < 0) continue
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
