/** Binary operators: between scalars, between a vector and a scalar, between vectors. */
import { isSetOperator } from '../../promql/check.ts'
import type { Block } from '../block.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import { matchVectors } from './match.ts'
import { scalars, withScalar } from './scalar.ts'
import { combineSets } from './sets.ts'

export function binaryOf(run: Run, node: BinaryNode, lhs: Block, rhs: Block): Block {
  const isLeft = node.lhs.type === 'scalar'
  const isRight = node.rhs.type === 'scalar'
  if (isLeft && isRight) return scalars(node, lhs, rhs)
  if (isRight) return withScalar(run, node, lhs, rhs, false)
  if (isLeft) return withScalar(run, node, rhs, lhs, true)
  return isSetOperator(node.op) ? combineSets(run, node, lhs, rhs) : matchVectors(run, node, lhs, rhs)
}
