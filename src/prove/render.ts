/**
 * Renders templates of labels and annotations as a firing alert does (`AlertingRule.Eval` in `rules/alerting.go`). In:
 * a template and the data of an alert. Out: its text, or the text that Prometheus puts in its place.
 */
import { executeTemplate, parseTemplate, type Regexps, type TemplateSample } from '../template/index.ts'

/** Data for the templates of a test, the same for all alerts. */
export interface Surroundings {
  /** Version of Prometheus, such as `2.42`. */
  readonly version: string
  readonly externalLabels: Readonly<Record<string, string>>
  /** Value of `$externalURL`. */
  readonly externalUrl: string
  /** Result of `externalURL` and `pathPrefix`; null where they fail, as under promtool. */
  readonly serverUrl: string | null
  /** Needed if a template matches regular expressions. */
  readonly regexps: Regexps | undefined
}

/** Data of one alert when its templates run. */
export interface Moment {
  readonly labels: Readonly<Record<string, string>>
  readonly value: TemplateSample['value']
  /** Milliseconds since 1970. */
  readonly at: number
  /** Answers `query` at that moment; a string is the error. */
  readonly query: (expression: string) => readonly TemplateSample[] | string
}

export interface Renderer {
  /** The text is the same for every alert. */
  readonly isStatic: boolean
  /** May query other series or use the time: must be rendered at its moment. */
  readonly isTimed: boolean
  render(moment: Moment): string
}

/** An action that may query other series or use the time. */
const TIMED = /\{\{(?:(?!\}\}|\{\{).)*\b(?:query|now)\b/s

/** Prepares a template of an alert. */
export function createRenderer(text: string, alert: string, surroundings: Surroundings): Renderer {
  if (!text.includes('{{')) return { isStatic: true, isTimed: false, render: () => text }
  const { version, regexps } = surroundings
  const name = `__alert_${alert}`
  const { tree, problems } = parseTemplate(text, { version, name })
  if (tree === undefined) {
    const failed = `<error expanding template: error parsing template ${name}: ${problems[0]?.message ?? ''}>`
    return { isStatic: true, isTimed: false, render: () => failed }
  }
  return {
    isStatic: false,
    isTimed: TIMED.test(text),
    render({ labels, value, at, query }) {
      const { externalLabels, externalUrl, serverUrl } = surroundings
      const data = {
        labels,
        value,
        externalLabels,
        externalURL: externalUrl,
        serverURL: serverUrl,
        query,
        now: at / 1000,
      }
      const done = executeTemplate(tree, data, { regexps, name, version })
      if (done.error === undefined) return done.text
      return `<error expanding template: error executing template ${name}: ${done.error.goMessage}>`
    },
  }
}
