/** Which series on the two sides of an operator match. */
import { once } from '../../text/once.ts'
import type { Block } from '../block.ts'
import { groupLabels, type Labels } from '../labels.ts'
import type { Matching } from '../plan-nodes.ts'

export interface Signatures {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly count: number
}

const groupsOf = once((matching: Matching) =>
  once((labels: Labels) => groupLabels(labels, matching.labels, !matching.on)),
)

/** The labels by which series are matched, cached. */
export const groupOf = (labels: Labels, matching: Matching): Labels => groupsOf(matching)(labels)

/** Numbers the match groups of both sides. */
export function signaturesOf(matching: Matching, lhs: Block, rhs: Block): Signatures {
  const numbers = new Map<string, number>()
  const number = ({ rows, labels }: Block): Int32Array => {
    const list = new Int32Array(rows)
    for (let row = 0; row < rows; row++) {
      const { key } = groupOf(labels[row] as Labels, matching)
      let found = numbers.get(key)
      if (found === undefined) {
        found = numbers.size
        numbers.set(key, found)
      }
      list[row] = found
    }
    return list
  }
  const left = number(lhs)
  const right = number(rhs)
  return { left, right, count: numbers.size }
}
