/** Which series on the two sides of an operator match. */
import type { Block } from '../block.ts'
import { groupLabels, type Labels } from '../labels.ts'
import type { Matching } from '../plan-nodes.ts'

export interface Signatures {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly count: number
}

const known = new WeakMap<Matching, WeakMap<Labels, Labels>>()

/** The labels by which series are matched, cached. */
export function groupOf(labels: Labels, matching: Matching): Labels {
  let ofMatching = known.get(matching)
  if (ofMatching === undefined) {
    ofMatching = new WeakMap()
    known.set(matching, ofMatching)
  }
  let group = ofMatching.get(labels)
  if (group === undefined) {
    group = groupLabels(labels, matching.labels, !matching.on)
    ofMatching.set(labels, group)
  }
  return group
}

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
