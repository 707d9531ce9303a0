/**
 * The state of an alerting rule over time: which alerts are pending, which fire, and the series `ALERTS` and
 * `ALERTS_FOR_STATE` that record it. Mirrors `AlertingRule.Eval` of Prometheus (`rules/alerting.go`).
 */
import { type Labels, labelsOf, type VectorSample } from '../engine/index.ts'
import type { NameValue } from '../model.ts'
import { append } from '../text/append.ts'
import { pairsOf, recordOf } from './labels.ts'
import { templateValue } from './query.ts'
import { createRenderer, type Moment, type Renderer, type Surroundings } from './render.ts'
import type { RuleSpec } from './rules.ts'

/** One instance of an alert. */
export interface Alert {
  readonly labels: Labels
  state: 'pending' | 'firing'
  /** When its condition began to hold. Milliseconds since 1970. */
  readonly activeAt: number
  /** When it began to fire. */
  firedAt: number | undefined
  /** When its condition ended, if only `keep_firing_for` keeps it firing. */
  keptSince: number | undefined
  /** The series of the expression that raised it, from the last evaluation that returned it. */
  source: Labels
  value: number
  /** Rendered on demand. */
  annotations: () => readonly NameValue[]
  /** Labels of its series `ALERTS` (by state) and `ALERTS_FOR_STATE`. */
  readonly series: { pending?: Labels; firing?: Labels; forState?: Labels }
}

/** A sample that a rule records. */
export interface Recorded {
  readonly labels: Labels
  readonly value: VectorSample['histogram'] | number
}

/** The samples that one evaluation of a rule records, or Prometheus' error. */
export type RuleResult =
  | { readonly samples: readonly Recorded[]; readonly error?: undefined }
  | { readonly samples?: undefined; readonly error: string }

export interface AlertingState {
  readonly alerts: () => readonly Alert[]
  /** Updates the state with the result of the expression at a moment. */
  update(result: readonly VectorSample[], at: number, limit: number, query: Moment['query']): RuleResult
}

const DUPLICATE = 'vector contains metrics with the same labelset after applying alert labels'

const NOTHING: RuleResult = { samples: [] }

/** An element of the result, rendered as an alert. */
interface Found {
  readonly labels: Labels
  readonly sample: VectorSample
}

export function createAlerting(spec: RuleSpec, surroundings: Surroundings): AlertingState {
  const labelTemplates = spec.labels.map(([name, text]) => renderable(name, text, spec.name, surroundings))
  const annotationTemplates = spec.annotations.map(([name, text]) =>
    renderable(name, text, spec.name, surroundings),
  )
  const hasTimedAnnotation = annotationTemplates.some(({ renderer }) => renderer.isTimed)
  const isTimedLabel = labelTemplates.some(({ renderer }) => renderer.isTimed)
  const active = new Map<string, Alert>()
  /** Labels of the alert for each series of the result, with the value they were rendered for. */
  const rendered = new Map<string, { value: number | undefined; labels: Labels }>()
  const isStatic = labelTemplates.every(({ renderer }) => renderer.isStatic)

  const labelsFor = (sample: VectorSample, at: number, query: Moment['query']): Labels => {
    const known = rendered.get(sample.labels.key)
    if (
      known !== undefined &&
      !isTimedLabel &&
      (isStatic || (known.value !== undefined && Object.is(known.value, numberOf(sample))))
    ) {
      return known.labels
    }
    const moment = momentOf(sample, at, query)
    const own = labelTemplates.map(({ name, renderer }) => [name, renderer.render(moment)] as const)
    const labels = labelsOf([
      ...pairsOf(sample.labels).filter(([name]) => name !== '__name__'),
      ...own,
      ['alertname', spec.name],
    ])
    rendered.set(sample.labels.key, { value: numberOf(sample), labels })
    return labels
  }

  const annotationsFor = (sample: VectorSample, at: number, query: Moment['query']): Alert['annotations'] => {
    let texts: readonly NameValue[] | undefined
    const render = (): readonly NameValue[] => {
      if (texts === undefined) {
        const moment = momentOf(sample, at, query)
        texts = annotationTemplates.map(({ name, renderer }) => [name, renderer.render(moment)] as const)
      }
      return texts
    }
    if (hasTimedAnnotation) render()
    return render
  }

  return {
    alerts: () => [...active.values()],
    update(result, at, limit, query) {
      if (result.length === 0 && active.size === 0) return NOTHING
      const found = new Map<string, Found>()
      for (const sample of result) {
        const labels = labelsFor(sample, at, query)
        // Prometheus renders annotations before it notices a duplicate, but nobody would see them.
        if (found.has(labels.key)) return { error: DUPLICATE }
        found.set(labels.key, { labels, sample })
      }
      for (const [key, { labels, sample }] of found) {
        const known = active.get(key)
        const annotations = annotationsFor(sample, at, query)
        if (known === undefined) active.set(key, newAlert(labels, sample, at, annotations))
        else {
          known.source = sample.labels
          known.value = sample.value
          known.annotations = annotations
          known.keptSince = undefined
        }
      }
      const samples: Recorded[] = []
      for (const [key, alert] of active) {
        if (!found.has(key) && !keeps(alert, at, spec.keepFiring)) {
          active.delete(key)
          continue
        }
        if (alert.state === 'pending' && at - alert.activeAt >= spec.hold) {
          alert.state = 'firing'
          alert.firedAt = at
        }
        append(samples, seriesOf(alert, spec))
      }
      if (limit > 0 && active.size > limit) {
        const error = `exceeded limit of ${limit} with ${active.size} alerts`
        active.clear()
        return { error }
      }
      return { samples }
    },
  }
}

/** The value as a number; undefined for a histogram. */
const numberOf = ({ value, histogram }: VectorSample): number | undefined =>
  histogram === undefined ? value : undefined

const newAlert = (
  labels: Labels,
  sample: VectorSample,
  activeAt: number,
  annotations: Alert['annotations'],
): Alert => ({
  labels,
  state: 'pending',
  activeAt,
  firedAt: undefined,
  keptSince: undefined,
  source: sample.labels,
  value: sample.value,
  annotations,
  series: {},
})

/** Whether `keep_firing_for` still keeps an alert firing whose condition no longer holds. */
function keeps(alert: Alert, at: number, keepFiring: number): boolean {
  if (alert.state !== 'firing' || keepFiring === 0) return false
  alert.keptSince ??= at
  return at - alert.keptSince < keepFiring
}

/** Samples of `ALERTS` and `ALERTS_FOR_STATE`. */
function seriesOf(alert: Alert, spec: RuleSpec): [Recorded, Recorded] {
  const { series, state } = alert
  series[state] ??= seriesLabels(alert, spec, 'ALERTS', [['alertstate', state]])
  series.forState ??= seriesLabels(alert, spec, 'ALERTS_FOR_STATE', [])
  return [
    { labels: series[state], value: 1 },
    { labels: series.forState, value: Math.floor(alert.activeAt / 1000) },
  ]
}

/** The rule's labels as written, overridden by those of the alert. */
function seriesLabels(alert: Alert, spec: RuleSpec, name: string, more: readonly NameValue[]): Labels {
  const own = spec.labels.filter(([, value]) => value !== '')
  return labelsOf([...own, ...pairsOf(alert.labels), ['__name__', name], ['alertname', spec.name], ...more])
}

// ── Templates ───────────────────────────────────────────────────────────────────────────────────────

interface Renderable {
  readonly name: string
  readonly renderer: Renderer
}

const renderable = (name: string, text: string, alert: string, surroundings: Surroundings): Renderable => ({
  name,
  renderer: createRenderer(text, alert, surroundings),
})

const momentOf = (sample: VectorSample, at: number, query: Moment['query']): Moment => ({
  labels: recordOf(sample.labels),
  value: templateValue(sample),
  at,
  query,
})
