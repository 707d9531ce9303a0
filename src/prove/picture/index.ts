/** A test of a runbook as data for a picture. In: a test and its groups. Out: the curves and rows to draw. */
import type { Labels, VectorSample } from '../../engine/index.ts'
import type { Curve, Picture, RunbookTest, Stretch } from '../../model.ts'
import { type BinaryExpr, type Expr, parseExpr, parseOptions, walk } from '../../promql/index.ts'
import type { Alert } from '../alerting.ts'
import type { RunningRule } from '../group.ts'
import { pairsOf } from '../labels.ts'
import { planOf, vectorAt } from '../query.ts'
import type { GroupSpec } from '../rules.ts'
import { alertsIn } from '../run.ts'
import { endOf, lengthProblem, type RunbookRun, type RunbookSettings, startRun } from '../runbook/check.ts'
import { ticksOf } from '../runbook/ticks.ts'

/** Most curves and rows: a small picture cannot show more apart. */
const MOST_CURVES = 3
const MOST_ROWS = 3
/** Most points: a small picture has no room for more. */
const MOST_POINTS = 120

/** Undefined where the test is about no known alert or cannot be run. */
export function pictureOf(
  title: string,
  test: RunbookTest,
  groups: readonly GroupSpec[],
  settings: RunbookSettings,
): Picture | undefined {
  const told = test.alerts.find(({ firing }) => firing !== undefined && firing !== 0) ?? test.alerts[0]
  const { read, running } = startRun(test, groups, settings)
  if (told === undefined || read.problem !== undefined) return undefined
  if (lengthProblem(running) !== undefined) return undefined
  const rules = alertsIn(running.run, told.name)
  if (rules.length === 0) return undefined
  const end = endOf(test)
  const films = rules.map((rule) => createFilm(rule, running, settings))
  let step = 0
  for (const { at, next } of ticksOf(running.run.groups, running.evaluation, end)) {
    if (running.run.loadTill(running.start + at) !== undefined) return undefined
    const isDue = (interval: number | undefined): boolean => at % (interval ?? running.evaluation) === 0
    const errors = running.run.evaluate(running.start + at, ({ spec }) => isDue(spec.interval))
    if (errors.length > 0) return undefined
    step = Math.max(step, next - at)
    for (const film of films) film.take(at, Math.min(next, end))
  }
  // Of an alert with several rules, picks the one that fires, else one that is active.
  const film = films.find((one) => one.fired()) ?? films.find((one) => one.active()) ?? films[0]!
  return film.develop(title, told.name, end, step)
}

interface Film {
  take(at: number, until: number): void
  active(): boolean
  fired(): boolean
  develop(title: string, alert: string, end: number, step: number): Picture
}

function createFilm(
  rule: RunningRule,
  { run, options, start }: RunbookRun,
  { version, features }: RunbookSettings,
): Film {
  const { expr } = parseExpr(rule.spec.expr, parseOptions(features, version))
  const compared = expr && comparisonIn(expr)
  const shown = compared?.metric ?? expr
  const metric =
    shown === undefined ? rule.spec.expr : rule.spec.expr.slice(shown.range.start, shown.range.end)
  const curves = new Map<string, { labels: Labels; points: [number, number][] }>()
  const rows = new Map<string, { labels: Labels; stretches: Stretch[] }>()
  let summary = ''
  const note = (at: number, samples: readonly VectorSample[]): void => {
    for (const { labels, value, histogram } of samples) {
      if (histogram !== undefined || !Number.isFinite(value)) continue
      const curve = curves.get(labels.key) ?? { labels, points: [] }
      curves.set(labels.key, curve)
      curve.points.push([at, value])
    }
  }
  const mark = (alert: Alert, at: number, until: number): void => {
    const row = rows.get(alert.labels.key) ?? { labels: alert.labels, stretches: [] }
    rows.set(alert.labels.key, row)
    const last = row.stretches.at(-1)
    if (last !== undefined && last.to === at && last.state === alert.state) {
      row.stretches[row.stretches.length - 1] = { ...last, to: until }
    } else row.stretches.push({ from: at, to: until, state: alert.state })
    if (alert.state === 'firing' && summary === '') summary = summaryOf(alert)
  }
  return {
    take(at, until) {
      const samples = vectorAt(planOf(metric, options), run.storage, start + at)
      if (typeof samples !== 'string') note(at, samples)
      for (const alert of rule.alerts()) mark(alert, at, until)
    },
    active: () => rows.size > 0,
    fired: () =>
      [...rows.values()].some(({ stretches }) => stretches.some(({ state }) => state === 'firing')),
    develop(title, alert, end, step) {
      const drawn = [...curves.values()].slice(0, MOST_CURVES)
      const named = [...rows.values()].slice(0, MOST_ROWS)
      return {
        alert,
        title,
        end,
        step,
        metric: metric.replace(/\s+/g, ' '),
        curves: drawn.map((one): Curve => ({ name: nameAmong(one, drawn), points: thinned(one.points) })),
        op: compared?.op,
        threshold: compared?.threshold,
        rows: named.map((one) => ({ name: nameAmong(one, named), stretches: one.stretches })),
        summary,
      }
    },
  }
}

/** The first comparison with a number, outermost first. */
function comparisonIn(expr: Expr): { metric: Expr; op: string; threshold: number } | undefined {
  let found: { metric: Expr; op: string; threshold: number } | undefined
  walk(expr, (node) => {
    if (found !== undefined || node.kind === 'subquery') return false
    if (node.kind !== 'binary' || !/^(?:[<>]=?|[!=]=)$/.test(node.op)) return true
    found = sidesOf(node)
    return found === undefined
  })
  return found
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' }

function sidesOf({ lhs, rhs, op }: BinaryExpr): { metric: Expr; op: string; threshold: number } | undefined {
  const [left, right] = [constantOf(lhs), constantOf(rhs)]
  if (right !== undefined) return { metric: lhs, op, threshold: right }
  return left === undefined ? undefined : { metric: rhs, op: MIRRORED[op] ?? op, threshold: left }
}

/** The value of a constant expression: a number, or one computed from numbers, like `10 / 100`. */
function constantOf(expr: Expr): number | undefined {
  if (expr.kind === 'number') return expr.value
  if (expr.kind === 'paren') return constantOf(expr.expr)
  if (expr.kind !== 'binary') return undefined
  const [left, right] = [constantOf(expr.lhs), constantOf(expr.rhs)]
  return left === undefined || right === undefined ? undefined : ARITHMETIC[expr.op]?.(left, right)
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

function summaryOf(alert: Alert): string {
  const annotations = new Map(alert.annotations())
  return annotations.get('summary') ?? annotations.get('description') ?? annotations.get('message') ?? ''
}

interface Labelled {
  readonly labels: Labels
}

/** Values of the labels that differ between some series; empty for one alone. */
function nameAmong({ labels }: Labelled, all: readonly Labelled[]): string {
  const textAt = (one: Labels, name: string): string => new Map(pairsOf(one)).get(name) ?? ''
  return pairsOf(labels)
    .filter(([name, value]) => name !== '__name__' && all.some((one) => textAt(one.labels, name) !== value))
    .map(([, value]) => value)
    .join(' ')
}

/** Thins out points to what can be seen: keeps the lowest and highest of each stretch. */
function thinned(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  if (points.length <= MOST_POINTS) return [...points]
  const size = Math.ceil((points.length / MOST_POINTS) * 2)
  const kept: (readonly [number, number])[] = []
  for (let at = 0; at < points.length; at += size) {
    const some = points.slice(at, at + size)
    const low = some.reduce((a, b) => (b[1] < a[1] ? b : a))
    const high = some.reduce((a, b) => (b[1] > a[1] ? b : a))
    kept.push(...(low === high ? [low] : low[0] < high[0] ? [low, high] : [high, low]))
  }
  const last = points.at(-1)!
  return kept.at(-1) === last ? kept : [...kept, last]
}
