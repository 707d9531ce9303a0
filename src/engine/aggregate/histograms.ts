/** Sums and averages of native histograms. */
import type { Block } from '../block.ts'
import { Failure } from '../failure.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import type { Groups } from './groups.ts'

/** Puts the sums and averages of histograms into a block that has those of floats. */
export function foldHistograms(
  _run: Run,
  _node: AggregateNode,
  _input: Block,
  _groups: Groups,
  _block: Block,
): void {
  throw new Failure('native histograms are not supported by this engine yet', 'refused')
}
