/** The labels of the result for two matched series: `resultMetric` of `promql/engine.go`. */

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

function within<K extends object, V extends object>(map: WeakMap<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

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
      let ofKey = rows.get(labels.key)
      if (ofKey === undefined) {
        ofKey = new Map()
        rows.set(labels.key, ofKey)
      }
      let pair = ofKey.get(group)
      if (pair === undefined) {
        pair = { labels, row: -1, stamp: 0 }
        ofKey.set(group, pair)
      }
      ofMany.set(one, pair)
      return pair
    },
  }
}
