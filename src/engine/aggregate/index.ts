/** Aggregations over series: `rangeEvalAgg` of `promql/engine.go`. */
import type { Block } from '../block.ts'
import type { AggregateNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { countValues } from './count-values.ts'
import { fold } from './fold.ts'
import { pick } from './pick.ts'

/** `param` is the scalar before the vector, at every step. */
export function aggregate(run: Run, node: AggregateNode, param: Block | undefined, input: Block): Block {
  switch (node.op) {
    case 'count_values':
      return countValues(run, node, input)
    case 'topk':
    case 'bottomk':
    case 'limitk':
    case 'limit_ratio':
      return pick(run, node, (param as Block).values.subarray(0, run.steps), input)
    default:
      return fold(run, node, param?.values.subarray(0, run.steps), input)
  }
}
