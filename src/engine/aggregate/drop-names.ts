/** Which results of an aggregation lose their name in the end, when names go last. */
import { type Block, float, hasSamples, none } from '../block.ts'
import type { Run } from '../run.ts'

/**
 * Marks the rows of the result, one for each group. What counts is the last step at which a group has a result: it
 * loses its name when one of the samples there does. `countsHistograms`: histograms are not left out.
 */
export function dropNames(
  { shared }: Run,
  input: Block,
  groupOf: Int32Array,
  countsHistograms: boolean,
  result: Block,
): void {
  if (!input.drop.includes(true)) return
  if (!shared.semantics.groupsDropOwn) {
    dropOfOthers(input, result)
    return
  }
  const { steps } = input
  const last = Array.from({ length: result.rows }, (_, group) => lastStep(result, group))
  const seen = new Uint8Array(result.rows)
  for (let row = 0; row < input.rows; row++) {
    const group = groupOf[row] as number
    const kind = input.kinds[row * steps + (last[group] ?? -1)] ?? none
    if (group >= result.rows || (last[group] as number) < 0 || kind === none) continue
    // One that is left out counts all the same once there is another.
    if (seen[group] === 0 && kind !== float && !countsHistograms) continue
    seen[group] = 1
    if (input.drop[row] === true) result.drop[group] = true
  }
}

function lastStep({ kinds, steps }: Block, row: number): number {
  let step = steps - 1
  while (step >= 0 && kinds[row * steps + step] === none) step--
  return step
}

/** Older versions look at the series of the group's number, whatever group that is in. */
function dropOfOthers(input: Block, result: Block): void {
  const rows = input.labels.map((_, row) => row).filter((row) => hasSamples(input, row))
  for (let group = 0; group < result.rows; group++)
    result.drop[group] = input.drop[rows[group] ?? -1] === true
}
