/**
 * A test as a small drawing: the metric and its threshold, and below when the alert is pending and when it fires. The
 * same data gives the same bytes; colours come from the theme.
 */
import type { Curve, Picture } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { humanize } from '../../template/humanize.ts'
import { type Html, html } from './html.ts'

/** Size in drawing units; on a phone one unit is about a pixel. */
const WIDTH = 360
const LEFT = 42
const RIGHT = 8
const TOP = 10
const PLOT = 104
const ROW = 16

const round = (value: number): number => Math.round(value * 10) / 10

interface Scale {
  x(time: number): number
  y(value: number): number
  readonly low: number
  readonly high: number
}

function scaleOf({ curves, threshold, end }: Picture): Scale {
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value))
  if (threshold !== undefined && Number.isFinite(threshold)) values.push(threshold)
  let low = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0)
  let high = values.reduce((a, b) => Math.max(a, b), values[0] ?? 1)
  // Includes zero if it is not far off, and gives a flat line room above and below.
  if (low > 0 && low < high / 2) low = 0
  if (low === high) {
    low -= low === 0 ? 0 : Math.abs(low) / 2
    high += high === 0 ? 1 : Math.abs(high) / 2
  }
  const span = Math.max(end, 1)
  return {
    low,
    high,
    x: (time) => round(LEFT + (time / span) * (WIDTH - LEFT - RIGHT)),
    y: (value) => round(TOP + ((high - value) / (high - low)) * PLOT),
  }
}

/** A figure: the drawing, the test's name, and the pager's text. */
export function pictureFigure(picture: Picture): Html {
  const { summary, title, alert, metric } = picture
  return html`<figure class="picture">${drawing(picture)}<figcaption><strong>${alert}</strong> ${title}${
    summary !== '' && html`<span class="pager">${summary}</span>`
  }<code>${metric}</code></figcaption></figure>`
}

function drawing(picture: Picture): Html {
  const { curves, threshold, op, rows, end, metric } = picture
  const scale = scaleOf(picture)
  const height = TOP + PLOT + 8 + Math.max(rows.length, 1) * ROW + 18
  const bottom = TOP + PLOT
  const label = (value: number, y: number): Html =>
    html`<text class="scale" x="${LEFT - 5}" y="${round(y + 4)}">${short(value)}</text>`
  const place = placeOfNames(threshold === undefined ? [] : [aboveThreshold(scale.y(threshold))])
  const labels = [label(scale.high, scale.y(scale.high)), label(scale.low, scale.y(scale.low))]
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${altText(picture)}"><title>${metric}</title><path class="axis" d="M${LEFT} ${TOP}V${bottom}H${WIDTH - RIGHT}"/>${labels}${
    threshold !== undefined && thresholdLine(threshold, op ?? '', scale)
  }${curves.map((curve, index) => curvePath(curve, scale, index, picture.step, place))}${stateRows(picture, scale, bottom + 8)}${timeMarks(picture, scale, height - 4)}<text class="time" x="${LEFT}" y="${height - 4}">0</text><text class="time end" x="${WIDTH - RIGHT}" y="${height - 4}">${formatDuration(end)}</text></svg>`
}

/** Shortens large numbers as Prometheus does; fractions keep their form: `0.05`, not `50m`. */
const short = (value: number): string =>
  Math.abs(value) >= 0.001 && Math.abs(value) < 1 ? String(Number(value.toPrecision(3))) : humanize(value)

const aboveThreshold = (y: number): number => (y - TOP > 14 ? y - 4 : y + 12)

/** The height at which the name of a curve is written that ends at `y`. */
type Place = (y: number) => number

/** Room that a line of text takes. */
const LINE = 11

/** Names at the right edge: above the end of their curve, or as near as others leave room; `taken`: where some are already. */
function placeOfNames(taken: number[]): Place {
  const isFree = (y: number): boolean =>
    y >= TOP - 1 && y <= TOP + PLOT && taken.every((other) => Math.abs(other - y) >= LINE)
  return (end) => {
    const lines = Array.from({ length: Math.ceil(PLOT / LINE) }, (_, i) => i * LINE)
    const wanted = lines.flatMap((away) => [round(end - 4 - away), round(end + LINE + away)])
    const free = wanted.find(isFree) ?? Math.max(wanted[0]!, TOP - 1)
    taken.push(free)
    return free
  }
}

function thresholdLine(threshold: number, op: string, scale: Scale): Html {
  const y = scale.y(threshold)
  const above = aboveThreshold(y)
  return html`<path class="threshold" d="M${LEFT} ${y}H${WIDTH - RIGHT}"/><text class="threshold" x="${WIDTH - RIGHT}" y="${round(above)}">${op} ${short(threshold)}</text>`
}

/** A line with gaps where samples are missing; a lone sample is a dot. */
function curvePath(
  { points, name }: Curve,
  { x, y }: Scale,
  index: number,
  step: number,
  place: Place,
): Html {
  const widest = Math.max(step, (points.at(-1)?.[0] ?? 0) / 60) * 2.5
  const path = points
    .map(([time, value], at) => {
      const before = points[at - 1]
      const joined = before !== undefined && time - before[0] <= widest
      return `${joined ? 'L' : 'M'}${x(time)} ${y(value)}${joined ? '' : 'h.1'}`
    })
    .join('')
  const last = points.at(-1)
  const named =
    name !== '' &&
    last !== undefined &&
    html`<text class="end" x="${x(last[0])}" y="${place(y(last[1]))}">${name.slice(0, 24)}</text>`
  return html`<path class="metric m${index + 1}" d="${path}"/>${named}`
}

/** Marks when it is first pending and first fires, if there is room between the ends of the axis. */
function timeMarks({ rows, end }: Picture, { x }: Scale, y: number): Html[] {
  const first = (wanted: string): number[] =>
    rows
      .flatMap(({ stretches }) => stretches.filter(({ state }) => state === wanted).map(({ from }) => from))
      .slice(0, 1)
  let free = LEFT + 16
  return [...first('pending'), ...first('firing')].flatMap((time) => {
    const at = x(time)
    if (at < free || at > x(end) - 56) return []
    free = at + 34
    return [html`<text class="time" x="${at}" y="${y}">${formatDuration(time)}</text>`]
  })
}

function stateRows({ rows }: Picture, { x }: Scale, top: number): Html[] {
  const shown = rows.length > 0 ? rows : [{ name: '', stretches: [] }]
  return shown.map(({ stretches, name }, index) => {
    const y = top + index * ROW
    const bars = stretches.map(({ from, to, state }) => {
      const width = round(Math.max(x(to) - x(from), 2))
      const words =
        x(to) - x(from) > 48
          ? html`<text class="word" x="${round(x(from) + 4)}" y="${y + 9}">${state}</text>`
          : undefined
      return html`<rect class="${state}" x="${x(from)}" y="${y}" width="${width}" height="12" rx="2"/>${words}`
    })
    const line = html`<path class="axis" d="M${LEFT} ${y + 12.5}H${WIDTH - RIGHT}"/>`
    return html`${line}${bars}${name !== '' && html`<text class="scale" x="${LEFT - 5}" y="${y + 10}">${name.slice(0, 6)}</text>`}`
  })
}

/** The drawing in words. */
function altText({ alert, curves, threshold, op, rows, end, metric }: Picture): string {
  const first = curves[0]?.points
  const moves =
    first === undefined || first.length === 0
      ? `${metric} has no value`
      : `${metric} goes from ${short(first[0]![1])} to ${short(first.at(-1)![1])} within ${formatDuration(end)}`
  const compared = threshold === undefined ? '' : `, compared with ${op} ${short(threshold)}`
  const states = rows.map(({ name, stretches }) => {
    const told = stretches.map(
      ({ from, to, state }) =>
        `${state} from ${formatDuration(from)} to ${to === end ? 'the end' : formatDuration(to)}`,
    )
    return `${name === '' ? alert : name} is ${told.join(', ')}`
  })
  return `${moves}${compared}. ${states.length === 0 ? `${alert} stays inactive` : states.join('; ')}.`
}
