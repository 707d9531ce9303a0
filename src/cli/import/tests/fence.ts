/** Converts a promtool test to a `yaml test` fence. In: the parts of the test that concern one page. Out: Markdown. */
import { yaml } from '../../../emit/prometheus.ts'
import { formatDuration } from '../../../promql/index.ts'
import type {
  AlertTest,
  ExpectedAlert,
  ExprTest,
  PromtoolFile,
  PromtoolTest,
} from '../../../prove/promtool/file.ts'
import { groupBy } from '../../../text/group-by.ts'
import { most } from '../../../text/most.ts'
import { fenceAround } from '../fence-around.ts'
import type { Comments } from './comments.ts'

/** Input for a fence. */
export interface FenceParts {
  readonly file: PromtoolFile
  /** Restricted to the alerts and expressions of one page. */
  readonly test: PromtoolTest
  /** Files of the project with rules that it needs. */
  readonly rules: readonly string[]
  readonly comments: Comments
  /** The test as in its file, which has the comments. */
  readonly whole: PromtoolTest
  /** Annotations to omit: builds write them. */
  readonly links: ReadonlySet<string>
  /** Default interval of tests, in milliseconds. */
  readonly usual: number
  /** Whether the evaluation interval must be stated: samples or groups have another. */
  readonly isEven: boolean
}

export function fenceText(parts: FenceParts): string {
  const { file, test, rules, comments, whole, usual, isEven } = parts
  const interval = formatDuration(test.interval)
  const isExact =
    test.alerts.some(({ expected }) => expected.length > 0) ||
    test.exprs.some(({ expected }) => expected.length > 0)
  const external = Object.entries(test.externalLabels)
  const head = {
    name: test.name.trim() === '' ? titleOf(test) : test.name,
    ...(test.interval !== usual && test.interval > 0 && { interval }),
    ...(isEven && { evaluation_interval: formatDuration(file.evaluationInterval) }),
    ...(test.start !== 0 && { start: new Date(test.start).toISOString().replace('.000Z', 'Z') }),
    ...(external.length > 0 && { external_labels: test.externalLabels }),
    ...(test.externalUrl !== '' && { external_url: test.externalUrl }),
    ...(rules.length > 0 && { rules: rules.length === 1 ? rules[0] : rules }),
    ...(isExact && { exact: true }),
  }
  const lines = [
    ...comments(whole),
    yaml(head, 0),
    ...seriesLines(parts),
    ...alertLines(parts),
    ...queryLines(parts),
  ]
  const text = lines.join('\n')
  const fence = fenceAround(text)
  return `${fence}yaml test\n${text}\n${fence}`
}

/** A title for a test without a name. */
function titleOf({ alerts, exprs }: PromtoolTest): string {
  const [first] = alerts
  const fires = alerts.filter(({ expected }) => expected.length > 0).sort((a, b) => a.at - b.at)[0]
  if (fires !== undefined) return `${fires.alertname.value} fires at ${formatDuration(fires.at)}`
  const last = most([...alerts, ...exprs].map(({ at }) => at))
  return first === undefined
    ? `returns what is expected at ${formatDuration(last)}`
    : `${first.alertname.value} does not fire at ${formatDuration(last)}`
}

const indented = (lines: readonly string[], indent: number): string[] =>
  lines.map((line) => ' '.repeat(indent) + line)

/** Of a repeated series, promtool reads the later one. */
function seriesLines({ test, comments }: FenceParts): string[] {
  const last = new Map(test.series.map((one) => [one.series.value, one]))
  const lines = [...last.values()].flatMap((one) => [
    ...indented(comments(one), 2),
    yaml({ [one.series.value]: one.values.value }, 2),
  ])
  return lines.length === 0 ? [] : ['series:', ...lines]
}

function alertLines(parts: FenceParts): string[] {
  const { test, comments } = parts
  if (test.alerts.length === 0) return []
  const byName = groupBy(test.alerts, ({ alertname }) => alertname.value)
  return [
    'alerts:',
    ...[...byName].flatMap(([name, own]) => {
      const moments = [...groupBy(own, ({ at }) => at)].sort(([a], [b]) => a - b)
      return [
        yaml({ [name]: null }, 2).replace(/ null$/, ''),
        ...moments.flatMap(([at, same]) => [
          ...indented(
            same.flatMap((one) => comments(one)),
            4,
          ),
          momentText(formatDuration(at), same, parts),
        ]),
      ]
    }),
  ]
}

function momentText(at: string, same: readonly AlertTest[], { links }: FenceParts): string {
  const statements = same.map(({ expected }) => ({
    firing: expected.length === 0 ? 0 : expected.map((alert) => instanceOf(alert, links)),
  }))
  const [only, ...more] = statements
  if (more.length > 0) return yaml({ [at]: statements }, 4)
  return only?.firing === 0 ? `    ${at}: { firing: 0 }` : yaml({ [at]: only }, 4)
}

function instanceOf(
  { labels, annotations }: ExpectedAlert,
  links: ReadonlySet<string>,
): Record<string, unknown> {
  const told = [...annotations].filter(([name]) => !links.has(name))
  return {
    ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
    ...(told.length > 0 && { annotations: Object.fromEntries(told) }),
  }
}

function queryLines({ test, comments }: FenceParts): string[] {
  if (test.exprs.length === 0) return []
  return [
    'queries:',
    ...test.exprs.flatMap((one) => [...indented(comments(one), 2), yaml([queryOf(one)], 2)]),
  ]
}

function queryOf({ expr, at, expected }: ExprTest): Record<string, unknown> {
  const samples = expected.map(({ labels, value, histogram }) => [
    labels.value,
    histogram.value === '' ? value : histogram.value,
  ])
  return {
    expr: expr.value,
    at: formatDuration(at),
    ...(samples.length === 0 ? { empty: true } : { samples: Object.fromEntries(samples) }),
  }
}
