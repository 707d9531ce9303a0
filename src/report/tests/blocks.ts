/**
 * A test as lines of blocks: the metric, and below it when the alert is pending (`░`) and when it fires (`█`).
 *
 *     ▁▁▂▅███▅▂▁  rate(load[5m]) > 2
 *       ░░█████   pending 8m, firing 13m
 */
import type { Picture } from '../../model.ts'

const LEVELS = '▁▂▃▄▅▆▇█'
const WIDEST = 48

/** Milliseconds in short form; the report stage must not import the duration library. */
const minutes = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000}m` : `${Math.round(ms / 1000)}s`)

/** Two lines; empty where there is nothing to draw. */
export function pictureLines({ curves, rows, end, metric, op, threshold, step }: Picture): string[] {
  const width = Math.min(WIDEST, Math.max(1, Math.floor(end / Math.max(step, 1)) + 1))
  const columnOf = (time: number): number =>
    Math.min(width - 1, Math.floor((time / Math.max(end, 1)) * width))
  const points = curves[0]?.points ?? []
  if (points.length === 0 && rows.length === 0) return []
  const values = points.map(([, value]) => value)
  const low = values.reduce((a, b) => Math.min(a, b), threshold ?? values[0] ?? 0)
  const high = values.reduce((a, b) => Math.max(a, b), threshold ?? values[0] ?? 1)
  const curve = new Array<string>(width).fill(' ')
  for (const [time, value] of points) {
    const level = high === low ? 0 : Math.round(((value - low) / (high - low)) * (LEVELS.length - 1))
    curve[columnOf(time)] = LEVELS[level]!
  }
  const state = new Array<string>(width).fill(' ')
  const stretches = rows.flatMap((row) => row.stretches)
  for (const { from, to, state: word } of stretches) {
    for (let at = columnOf(from); at <= columnOf(Math.max(from, to - 1)); at++) {
      if (word === 'firing' || state[at] === ' ') state[at] = word === 'firing' ? '█' : '░'
    }
  }
  const firsts = (['pending', 'firing'] as const).flatMap((word) => {
    const first = stretches.find((one) => one.state === word)
    return first === undefined ? [] : [`${word} ${minutes(first.from)}`]
  })
  const compared = threshold === undefined ? '' : ` ${op} ${threshold}`
  return [
    `${curve.join('')}  ${metric}${compared}`,
    `${state.join('')}  ${firsts.length === 0 ? 'inactive' : firsts.join(', ')}`,
  ]
}
