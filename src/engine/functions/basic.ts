/** Functions that convert between scalars and vectors, and those that test for presence. */
import { addRow, type Block, createBlock, float, keepRows, none, setFloat } from '../block.ts'
import { max, min } from '../go-math.ts'
import { type Labels, labelsOf, metricNameLabel, noLabels } from '../labels.ts'
import { unify } from '../merge.ts'
import type { LabelMatcher, Node } from '../plan-nodes.ts'
import type { Run } from '../run.ts'
import type { Semantics } from '../versions.ts'
import { argument, type CallContext, type VectorFunction } from './context.ts'
import { dropNames } from './simple.ts'

/** One row whose value is computed at each step. */
function oneRow(run: Run, labels: Labels, valueAt: (step: number) => number, drop = false): Block {
  const block = createBlock(run.steps, 1)
  addRow(block, labels, drop)
  for (let step = 0; step < run.steps; step++) setFloat(block, step, valueAt(step))
  return block
}

/** The value of a single-element vector at each step, else NaN. */
function scalar({ run, args }: CallContext): Block {
  const block = args[0] as Block
  return oneRow(run, noLabels, (step) => {
    let value = Number.NaN
    let found = false
    for (let row = 0; row < block.rows; row++) {
      const cell = row * block.steps + step
      if (block.kinds[cell] !== float) continue
      if (found) return Number.NaN
      found = true
      value = block.values[cell] as number
    }
    return value
  })
}

/**
 * Sorts as Prometheus' storage does: matchers that select series come before those that exclude. The order is visible
 * in the labels of `absent`.
 */
function intersectingFirst(matchers: readonly LabelMatcher[]): readonly LabelMatcher[] {
  const mustBeSet = new Set(matchers.filter(({ matches }) => !matches('')).map(({ name }) => name))
  const subtracts = ({ name, op, matches }: LabelMatcher): boolean =>
    !mustBeSet.has(name) || ((op === '!=' || op === '!~') && matches(''))
  return [...matchers.filter((one) => !subtracts(one)), ...matchers.filter(subtracts)]
}

/** Labels that a selector matches once, with `=`: the labels of the result of `absent`. */
function labelsForAbsent({ matchersSorted }: Semantics, node: Node): Labels {
  const selector = node.kind === 'matrix' ? node.selector : node
  if (selector.kind !== 'selector') return noLabels
  const values = new Map<string, string>()
  const seen = new Set<string>()
  const { matchers } = selector
  for (const { name, op, value } of matchersSorted ? intersectingFirst(matchers) : matchers) {
    if (name === metricNameLabel) continue
    if (op === '=' && !seen.has(name)) {
      values.set(name, value)
      seen.add(name)
    } else values.delete(name)
  }
  return labelsOf(values)
}

/** 1 at the steps where no row has a sample: the result of `absent` and `absent_over_time`. */
export function absentFrom(
  { run, node }: Pick<CallContext, 'run' | 'node'>,
  { rows, steps, kinds }: Block,
  drop: boolean,
): Block {
  const labels = labelsForAbsent(run.shared.semantics, node.args[0] as Node)
  const block = oneRow(run, labels, () => 1, drop)
  for (let cell = 0; cell < rows * steps; cell++) if (kinds[cell] !== none) block.kinds[cell % steps] = none
  if (!block.kinds.includes(float)) keepRows(block, [])
  return block
}

/** For an expression other than a selector, the sample time is the step's time. */
function timestamp({ run, args }: CallContext): Block {
  const block = args[0] as Block
  const { rows, steps, kinds } = block
  for (let row = 0; row < rows; row++)
    for (let step = 0; step < steps; step++) {
      const cell = row * steps + step
      if (kinds[cell] !== none) setFloat(block, cell, (run.start + step * run.interval) / 1000)
    }
  dropNames(run, block)
  return unify(run, block)
}

const two =
  (pick: (a: number, b: number) => number): VectorFunction =>
  (context) => {
    const a = argument(context, 0).values
    const b = argument(context, 1).values
    return oneRow(context.run, noLabels, (step) => pick(a[step] as number, b[step] as number))
  }

export const basicFunctions: Readonly<Record<string, VectorFunction>> = {
  absent: (context) => absentFrom(context, argument(context, 0), false),
  scalar,
  timestamp,
  start_timestamp: ({ run }) => createBlock(run.steps, 0),
  vector: ({ args }) => args[0] as Block,
  time: ({ run }) => oneRow(run, noLabels, (step) => (run.start + step * run.interval) / 1000),
  pi: ({ run }) => oneRow(run, noLabels, () => Math.PI),
  max_of: two(max),
  min_of: two(min),
}
