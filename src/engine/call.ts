/** Functions of instant vectors and scalars, by name. */
import type { Block } from './block.ts'
import { Failure } from './failure.ts'
import { basicFunctions } from './functions/basic.ts'
import type { VectorFunction } from './functions/context.ts'
import { dateFunctions } from './functions/dates.ts'
import { histogramFunctions } from './functions/histogram.ts'
import { labelFunctions } from './functions/labels.ts'
import { simpleFunctions } from './functions/simple.ts'
import { sortFunctions } from './functions/sort.ts'
import type { CallNode } from './plan-nodes.ts'
import type { Run } from './run.ts'

const functions: ReadonlyMap<string, VectorFunction> = new Map(
  [basicFunctions, simpleFunctions, dateFunctions, labelFunctions, sortFunctions, histogramFunctions].flatMap(
    (group) => Object.entries(group),
  ),
)

export function callVector(run: Run, node: CallNode, args: readonly (Block | undefined)[]): Block {
  const call = functions.get(node.func)
  if (call === undefined) throw new Failure(`${node.func}() is not supported by this engine`, 'refused')
  return call({ run, node, args })
}
