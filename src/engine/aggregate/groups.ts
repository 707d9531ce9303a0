/** The group of each series. */
import type { Block } from '../block.ts'
import { groupLabels, type Labels } from '../labels.ts'
import type { AggregateNode } from '../plan-nodes.ts'

export interface Groups {
  /** In order of their first series. */
  readonly labels: Labels[]
  /** The group of each row. */
  readonly of: Int32Array
}

const mostKept = 100_000

export function groupsOf(node: AggregateNode, input: Block): Groups {
  const { groups: known, grouping, without } = node
  if (known.size > mostKept) known.clear()
  const labels: Labels[] = []
  const of = new Int32Array(input.rows)
  const numbers = new Map<string, number>()
  for (let row = 0; row < input.rows; row++) {
    const own = input.labels[row] as Labels
    let group = known.get(own)
    if (group === undefined) {
      group = groupLabels(own, grouping, without)
      known.set(own, group)
    }
    let number = numbers.get(group.key)
    if (number === undefined) {
      number = labels.length
      numbers.set(group.key, number)
      labels.push(group)
    }
    of[row] = number
  }
  return { labels, of }
}
