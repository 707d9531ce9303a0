/** The labels of the result for two matched series: `resultMetric` of `promql/engine.go`. */
import { within } from '../../text/once.ts'
import { filterLabels, getLabel, type Labels, setLabels } from '../labels.ts'
import type { BinaryNode } from '../plan-nodes.ts'
import { dropReserved } from '../reserved.ts'
import type { Run } from '../run.ts'
import { changesMeaning } from './operators.ts'

/** A result within a match group. */
export interface Pair {
  readonly labels: Labels
  /** Its row in the result, -1 until it has a sample. */
  row: number
  /** The last step at which it was matched, counted from 1. */
  stamp: number
}

export interface Pairs {
  of(group: number, many: Labels, one: Labels): Pair
}

/** Labels of results, cached with the expression between evaluations. */
const known = new WeakMap<BinaryNode, WeakMap<Labels, WeakMap<Labels, Labels>>>()

export function createPairs(run: Run, node: BinaryNode): Pairs {
  const { op, bool, matching } = node
  const { semantics, delayedNames } = run.shared
  const isBool = bool && !delayedNames
  const dropsName = changesMeaning(op, semantics) || (isBool && semantics.boolDropsFirst)
  const dropsLast = isBool && !semantics.boolDropsFirst
  const ofNode = within(known, node, () => new WeakMap<Labels, WeakMap<Labels, Labels>>())
  const rows = new Map<string, Map<number, Pair>>()
  const byMany = new Map<Labels, Map<Labels, Pair>>()

  function labelsFor(many: Labels, one: Labels): Labels {
    let labels = dropsName ? dropReserved(run.shared, many) : many
    if (matching.card === 'one-to-one') {
      const isNamed = (name: string): boolean => matching.labels.includes(name)
      labels = filterLabels(labels, (name) => isNamed(name) === matching.on)
    }
    if (matching.include.length > 0)
      labels = setLabels(
        labels,
        matching.include.map((name) => [name, getLabel(one, name)] as const),
      )
    return dropsLast ? dropReserved(run.shared, labels) : labels
  }

  return {
    of(group, many, one) {
      let ofMany = byMany.get(many)
      if (ofMany === undefined) {
        ofMany = new Map()
        byMany.set(many, ofMany)
      }
      const found = ofMany.get(one)
      if (found !== undefined) return found
      const ofOne = within(ofNode, many, () => new WeakMap<Labels, Labels>())
      const labels = within(ofOne, one, () => labelsFor(many, one))
      const ofKey = within(rows, labels.key, () => new Map<number, Pair>())
      const pair = within(ofKey, group, () => ({ labels, row: -1, stamp: 0 }))
      ofMany.set(one, pair)
      return pair
    },
  }
}
