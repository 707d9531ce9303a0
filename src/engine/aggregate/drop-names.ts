/** Which results of an aggregation lose their name at the end, with delayed name removal. */
import { type Block, float, hasSamples, none } from '../block.ts'
import type { Run } from '../run.ts'

/**
 * Marks the rows of the result, one per group. The last step with a result counts: the group loses its name when one of
 * its samples there does. `countsHistograms`: the aggregation uses histograms.
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
    // An ignored histogram counts too, once another sample of the group was counted.
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

/** Older versions mistake the group's number for a series' number: they look at that series, whatever its group. */
function dropOfOthers(input: Block, result: Block): void {
  const rows = input.labels.map((_, row) => row).filter((row) => hasSamples(input, row))
  for (let group = 0; group < result.rows; group++)
    result.drop[group] = input.drop[rows[group] ?? -1] === true
}
