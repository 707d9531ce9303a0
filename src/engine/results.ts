/** Converts blocks to results for callers. */
import { type Block, float, hasSamples, histogram, histogramAt, none } from './block.ts'
import type { FloatHistogram } from './histogram/types.ts'
import { compareLabels, type Labels } from './labels.ts'
import type { Run } from './run.ts'
import type { MatrixSeries, MatrixValue, VectorSample, VectorValue } from './types.ts'

export function toVector(block: Block, time: number): VectorValue {
  const samples: VectorSample[] = []
  for (let row = 0; row < block.rows; row++) {
    const cell = row * block.steps
    const kind = block.kinds[cell]
    if (kind === none) continue
    // In a cell with both a float and a histogram, an instant query shows the histogram.
    const hidden = block.covered?.get(cell)
    samples.push({
      labels: block.labels[row] as Labels,
      value: kind === float && !hidden ? (block.values[cell] as number) : Number.NaN,
      histogram: hidden ?? (kind === histogram ? histogramAt(block, cell) : undefined),
    })
  }
  return { type: 'vector', time, samples }
}

/** Sorted by labels, as every matrix is. */
export function toMatrix(block: Block, run: Run): MatrixValue {
  const series: MatrixSeries[] = []
  for (let row = 0; row < block.rows; row++)
    if (hasSamples(block, row)) series.push(rowSeries(block, row, run))
  return { type: 'matrix', series: series.sort((a, b) => compareLabels(a.labels, b.labels)) }
}

function rowSeries(block: Block, row: number, run: Run): MatrixSeries {
  const { steps, kinds } = block
  const first = row * steps
  let count = 0
  for (let step = 0; step < steps; step++) if (kinds[first + step] === float) count++
  const times = new Float64Array(count)
  const values = new Float64Array(count)
  const histogramTimes: number[] = []
  const histograms: FloatHistogram[] = []
  let to = 0
  for (let step = 0; step < steps; step++) {
    const cell = first + step
    if (kinds[cell] === float) {
      times[to] = run.start + step * run.interval
      values[to++] = block.values[cell] as number
      const hidden = block.covered?.get(cell)
      if (hidden === undefined) continue
      histogramTimes.push(run.start + step * run.interval)
      histograms.push(hidden)
    } else if (kinds[cell] === histogram) {
      histogramTimes.push(run.start + step * run.interval)
      histograms.push(histogramAt(block, cell))
    }
  }
  return { labels: block.labels[row] as Labels, times, values, histogramTimes, histograms }
}
