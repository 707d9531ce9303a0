/** Functions that map floats and drop histograms. */

import { type Block, float, none } from '../block.ts'
import * as math from '../go-math.ts'
import type { Labels } from '../labels.ts'
import { unify } from '../merge.ts'
import { dropReserved } from '../reserved.ts'
import type { Run } from '../run.ts'
import { argument, type CallContext, type VectorFunction } from './context.ts'

/** Drops the names of all series: at once, or at the end of the query. */
export function dropNames(run: Run, block: Block): void {
  for (let row = 0; row < block.rows; row++) {
    if (!run.shared.delayedNames) block.labels[row] = dropReserved(run.shared, block.labels[row] as Labels)
    block.drop[row] = true
  }
}

/** Applies a function to every float of a block, in place. */
export function mapFloats(run: Run, block: Block, map: (value: number, step: number) => number): Block {
  const { steps, rows, kinds, values } = block
  for (let row = 0; row < rows; row++) {
    const first = row * steps
    for (let step = 0; step < steps; step++) {
      const cell = first + step
      if (kinds[cell] === float) values[cell] = map(values[cell] as number, step)
      else kinds[cell] = none
    }
  }
  dropNames(run, block)
  return unify(run, block)
}

const simple =
  (map: (value: number) => number): VectorFunction =>
  (context) =>
    mapFloats(context.run, argument(context, 0), map)

function sign(value: number): number {
  if (value < 0) return -1
  return value > 0 ? 1 : value
}

export const simpleFunctions: Readonly<Record<string, VectorFunction>> = {
  abs: simple(Math.abs),
  ceil: simple(Math.ceil),
  floor: simple(Math.floor),
  exp: simple(math.exp),
  sqrt: simple(Math.sqrt),
  ln: simple(math.log),
  log2: simple(math.log2),
  log10: simple(math.log10),
  sin: simple(math.sin),
  cos: simple(math.cos),
  tan: simple(math.tan),
  asin: simple(math.asin),
  acos: simple(math.acos),
  atan: simple(math.atan),
  sinh: simple(math.sinh),
  cosh: simple(math.cosh),
  tanh: simple(math.tanh),
  asinh: simple(math.asinh),
  acosh: simple(math.acosh),
  atanh: simple(math.atanh),
  rad: simple((value) => (value * Math.PI) / 180),
  deg: simple((value) => (value * 180) / Math.PI),
  sgn: simple(sign),
  round: roundTo,
  clamp: (context) => clamp(context, argument(context, 1).values, argument(context, 2).values),
  clamp_min: (context) => clamp(context, argument(context, 1).values, undefined),
  clamp_max: (context) => clamp(context, undefined, argument(context, 1).values),
}

/** Ties are rounded up. */
function roundTo(context: CallContext): Block {
  const nearest = context.args[1]?.values
  return mapFloats(context.run, argument(context, 0), (value, step) => {
    const inverse = 1 / (nearest === undefined ? 1 : (nearest[step] as number))
    return Math.floor(value * inverse + 0.5) / inverse
  })
}

function clamp(context: CallContext, least: Float64Array | undefined, most: Float64Array | undefined): Block {
  const block = argument(context, 0)
  const { steps, rows, kinds } = block
  const low = (step: number): number =>
    least === undefined ? Number.NEGATIVE_INFINITY : (least[step] as number)
  const high = (step: number): number =>
    most === undefined ? Number.POSITIVE_INFINITY : (most[step] as number)
  for (let step = 0; step < steps; step++) {
    if (high(step) >= low(step) || Number.isNaN(high(step)) || Number.isNaN(low(step))) continue
    for (let row = 0; row < rows; row++) kinds[row * steps + step] = none
  }
  return mapFloats(context.run, block, (value, step) => math.max(low(step), math.min(high(step), value)))
}
