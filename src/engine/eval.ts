/** Evaluates a planned expression node by node, each at all steps at once: `eval` of `promql/engine.go`. */
import { aggregate } from './aggregate/index.ts'
import { binaryOf } from './binary/index.ts'
import {
  addRow,
  type Block,
  copyCell,
  countSamples,
  createBlock,
  float,
  histogram,
  none,
  settle,
} from './block.ts'
import { callVector } from './call.ts'
import { fail } from './failure.ts'
import { dropNames } from './functions/simple.ts'
import type { FloatHistogram } from './histogram/index.ts'
import { times } from './histogram-ops.ts'
import { evalInfo } from './info.ts'
import { type Labels, noLabels } from './labels.ts'
import { mergeApart } from './merge.ts'
import type {
  AggregateNode,
  CallNode,
  ContextNode,
  InvariantNode,
  MatrixNode,
  Node,
  Plan,
  SubqueryNode,
} from './plan-nodes.ts'
import { callRange } from './range/call.ts'
import { rawMatrix } from './range/raw-matrix.ts'
import { blockSeries, type RangeSeries, rangeSeries } from './range/series.ts'
import { smoothVector } from './range/smooth.ts'
import { dropReserved } from './reserved.ts'
import { toMatrix, toVector } from './results.ts'
import { createRun, hold, type Run } from './run.ts'
import { findSeries, refuseHistograms, selectVector, shiftOf } from './select.ts'
import { timestampOf } from './timestamp.ts'
import type { Value } from './types.ts'

/** Evaluates a whole plan; returns the value as the caller sees it. */
export function evalRoot(plan: Plan, run: Run, isInstantQuery: boolean): Value {
  const { root } = plan
  if (isInstantQuery && root.kind === 'matrix') return rawMatrix(run, root)
  if (root.kind === 'subquery') {
    const inner = subqueryRun(run, root)
    return toMatrix(finish(run, evalWhole(inner, root.expr)), inner)
  }
  const block = finish(run, evalWhole(run, root))
  if (!isInstantQuery) return toMatrix(block, run)
  if (plan.type === 'scalar') return { type: 'scalar', time: run.start, value: block.values[0] as number }
  return toVector(block, run.start)
}

/** Removes the metric names whose removal was delayed. */
function finish(run: Run, block: Block): Block {
  if (!run.shared.delayedNames) return block
  for (let row = 0; row < block.rows; row++)
    if (block.drop[row]) block.labels[row] = dropReserved(run.shared, block.labels[row] as Labels)
  return mergeApart(run, block)
}

/** The value of a node at all steps. The caller owns the block. */
export const evalNode = (run: Run, node: Node): Block => settle(evalWhole(run, node))

/** Like `evalNode`, for functions of whole series: a cell may hold both a float and a histogram. */
function evalWhole(run: Run, node: Node): Block {
  if (run.steps === 0) return createBlock(0, 0)
  const { shared } = run
  const before = shared.samples
  const block = evalKind(run, node)
  shared.samples = before
  hold(shared, countSamples(block))
  return block
}

function evalKind(run: Run, node: Node): Block {
  switch (node.kind) {
    case 'number':
      return constant(run, node.value)
    case 'context':
      return constant(run, contextValue(run, node))
    case 'string':
      return createBlock(run.steps, 0)
    case 'selector':
      return node.extended === 'smoothed' ? smoothVector(run, node) : selectVector(run, node)
    case 'matrix':
    case 'subquery':
      return fail('a range cannot be evaluated by itself')
    case 'aggregate':
      return evalAggregate(run, node)
    case 'call':
      return evalCall(run, node)
    case 'binary':
      return binaryOf(run, node, evalNode(run, node.lhs), evalNode(run, node.rhs))
    case 'negate':
      return negate(run, evalWhole(run, node.expr))
    case 'invariant':
      return invariant(run, node)
  }
}

function constant(run: Run, value: number): Block {
  const block = createBlock(run.steps, 1)
  addRow(block, noLabels, false)
  block.values.fill(value)
  block.kinds.fill(float)
  return block
}

function contextValue({ shared }: Run, { func }: ContextNode): number {
  switch (func) {
    case 'start':
      return shared.start / 1000
    case 'end':
      return shared.end / 1000
    case 'range':
      return (shared.end - shared.start) / 1000
    case 'step':
      return shared.start === shared.end ? 0 : shared.step / 1000
  }
}

function negate(run: Run, block: Block): Block {
  const { delayedNames } = run.shared
  const cells = block.rows * block.steps
  dropNames(run, block)
  for (let i = 0; i < cells; i++) {
    if (block.kinds[i] === float) block.values[i] = -(block.values[i] as number)
    else if (block.kinds[i] === histogram && block.histograms !== undefined)
      block.histograms[i] = times(run.shared.semantics, block.histograms[i] as FloatHistogram, -1)
  }
  for (const [cell, hidden] of block.covered ?? [])
    block.covered?.set(cell, times(run.shared.semantics, hidden, -1))
  return delayedNames ? block : mergeApart(run, block)
}

/** Evaluates at the first step and repeats the value at all others. */
function invariant(run: Run, node: InvariantNode): Block {
  if (run.steps === 1) return evalWhole(run, node.expr)
  const once = evalNode(createRun(run.shared, run.start, run.start, run.interval), node.expr)
  const { steps } = run
  const block = createBlock(steps, once.rows)
  for (let row = 0; row < once.rows; row++) {
    const to = addRow(block, once.labels[row] as Labels, once.drop[row] as boolean) * steps
    if (once.kinds[row] === none) continue
    if (once.kinds[row] === float) {
      block.kinds.fill(float, to, to + steps)
      block.values.fill(once.values[row] as number, to, to + steps)
    } else for (let step = 0; step < steps; step++) copyCell(once, row, block, to + step)
  }
  return block
}

function evalAggregate(run: Run, node: AggregateNode): Block {
  const param =
    node.param === undefined || node.param.kind === 'string' ? undefined : evalNode(run, node.param)
  return aggregate(run, node, param, evalNode(run, node.expr))
}

function evalCall(run: Run, node: CallNode): Block {
  const { func, args, rangeArg } = node
  const first = args[0]
  if ((func === 'timestamp' || func === 'start_timestamp') && first?.kind === 'selector')
    return timestampOf(run, func, first)
  if (func === 'info') return evalInfo(run, node, evalNode)
  if (rangeArg < 0) {
    const evalArg = func === 'label_replace' || func === 'label_join' ? evalWhole : evalNode
    const blocks = args.map((arg) => (arg.type === 'string' ? undefined : evalArg(run, arg)))
    return callVector(run, node, blocks)
  }
  const range = args[rangeArg] as MatrixNode | SubqueryNode
  const source = range.kind === 'matrix' ? storedSeries(run, range) : subquerySeries(run, range)
  const others = args.map((arg, i) => (i === rangeArg ? undefined : evalNode(run, arg)))
  return callRange(run, node, range, source, others)
}

function storedSeries(run: Run, { selector }: MatrixNode): RangeSeries[] {
  const found = findSeries(run.shared.storage, selector.matchers, selector.found)
  return found.map((series) => {
    const split = rangeSeries(series, selector.statsOnly, run.shared.semantics)
    if (split.histograms.length > 0) refuseHistograms(run.shared, selector.place)
    return split
  })
}

function subquerySeries(run: Run, node: SubqueryNode): RangeSeries[] {
  const inner = subqueryRun(run, node)
  return blockSeries(evalWhole(inner, node.expr), inner)
}

/** The steps of a subquery: the multiples of its own step within its range. */
function subqueryRun(run: Run, node: SubqueryNode): Run {
  const { shared } = run
  const shift = shiftOf(run, node.offset.ms, node.at)
  const interval = node.step === undefined ? shared.defaultStep : Math.trunc(node.step.ms)
  if (interval === 0) fail('unexpected error: runtime error: integer divide by zero')
  const before = run.start - shift - Math.trunc(node.window.ms)
  let start = interval * Math.trunc(before / interval)
  if (shared.semantics.subqueryLeftOpen ? start <= before : start < before) start += interval
  const end = run.start + (run.steps - 1) * run.interval - shift
  const asked = createRun(shared, start, end, interval)
  // Older versions evaluate an invariant expression once, even where the range holds no step.
  const isOnce = asked.steps === 0 && node.expr.kind === 'invariant' && !shared.semantics.noStepsNoValue
  const made = isOnce ? createRun(shared, start, start, interval) : asked
  const latest = movesOn(run, node) ? run.start - shift : run.latest && run.latest - node.offset.ms
  return latest === undefined ? made : { ...made, latest }
}

/** Older versions move a subquery with `@` along with the steps, but over the data read for the first step. */
function movesOn({ steps, shared }: Run, { at }: SubqueryNode): boolean {
  return at !== undefined && steps > 1 && !shared.semantics.fixedRangesStay
}
