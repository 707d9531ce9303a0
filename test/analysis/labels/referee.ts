/** The referee of the label model: a real Prometheus that evaluates expressions over random series. */

import { labelStatus, labelsOf } from '../../../src/analysis/labels/labels.ts'
import { parseExpr } from '../../../src/promql/index.ts'
import { startPrometheus } from '../../prometheus.ts'
import { type Labels, labels, type Random, randomExpr, randomSeries } from './random.ts'

export interface Referee {
  /** Number of moments, each with its own series. */
  readonly moments: number
  /** The labels of every series returned at a moment; undefined if Prometheus refuses to answer. */
  query(expr: string, moment: number): Promise<readonly Labels[] | undefined>
  stop(): Promise<void>
}

const start = 1_700_000_000
/** Longer than the lookback, so that no moment sees another's series. */
const apart = 3600

/** OpenMetrics: every series has one sample per minute for six minutes up to its moment. */
function samples(r: Random, moments: number): string {
  const lines: string[] = []
  for (let moment = 0; moment < moments; moment++) {
    for (const series of randomSeries(r)) {
      const { __name__, ...rest } = series
      const written = Object.entries(rest).map(([label, value]) => `${label}="${value}"`)
      let value = r.below(4)
      for (let minute = -6; minute <= 0; minute++) {
        value += r.below(3)
        lines.push(`${__name__}{${written}} ${value} ${start + moment * apart + minute * 60}`)
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`
}

/** Starts a Prometheus with random series. */
export async function startReferee(r: Random, moments: number): Promise<Referee> {
  const { base, stop } = await startPrometheus({ samples: samples(r, moments) })
  return { moments, stop, query: (expr, moment) => query(base, expr, start + moment * apart) }
}

async function query(base: string, expr: string, time: number): Promise<readonly Labels[] | undefined> {
  const body = new URLSearchParams({ query: expr, time: String(time) })
  const response = await fetch(`${base}/api/v1/query`, { method: 'POST', body })
  const answer = (await response.json()) as {
    status: string
    errorType?: string
    error?: string
    data?: { resultType: string; result: { metric: Labels }[] }
  }
  if (answer.status === 'success' && answer.data !== undefined) {
    const { resultType, result } = answer.data
    return resultType === 'scalar' ? [{}] : result.map(({ metric }) => metric)
  }
  // An error caused by the data is acceptable; a refused expression means a bug in the generator.
  if (answer.errorType === 'execution') return undefined
  throw new Error(`Prometheus refuses ${expr}: ${answer.error}`)
}

export interface Verdict {
  /** Expressions; those that answered at least once; and those that returned series. */
  readonly expressions: number
  readonly answered: number
  readonly fruitful: number
  readonly series: number
  /** One line per claim that a returned series contradicts. */
  readonly contradictions: readonly string[]
  /** Judged labels of the `seen` expressions: the model's claims, and what was seen. */
  readonly said: Readonly<Record<'sure' | 'possible' | 'never', number>>
  /** How many labels called `possible` were on all or on none of the series seen. */
  readonly alwaysThere: number
  readonly neverThere: number
  /** Examples of these, for sharpening the model. */
  readonly vague: readonly string[]
}

/** Series that an expression must have returned to count for precision. */
const enough = 12

/** Compares the model with Prometheus' results for random expressions, at every moment. */
export async function judge(referee: Referee, r: Random, expressions: number): Promise<Verdict> {
  const contradictions: string[] = []
  const vague: string[] = []
  const said = { sure: 0, possible: 0, never: 0 }
  let [answered, fruitful, total, alwaysThere, neverThere] = [0, 0, 0, 0, 0]
  for (let i = 0; i < expressions; i++) {
    const text = randomExpr(r)
    const parsed = parseExpr(text, { version: '2.42' })
    if (parsed.expr === undefined || parsed.problems.length > 0) {
      throw new Error(`we refuse ${text}: ${parsed.problems[0]?.message}`)
    }
    const model = labelsOf(parsed.expr)
    const moments = Array.from({ length: referee.moments }, (_, moment) => referee.query(text, moment))
    const answers = (await Promise.all(moments)).filter((answer) => answer !== undefined)
    const series = answers.flat()
    answered += answers.length > 0 ? 1 : 0
    fruitful += series.length > 0 ? 1 : 0
    total += series.length
    const names = new Set([...labels, ...model.known.keys(), ...series.flatMap((one) => Object.keys(one))])
    for (const label of names) {
      const { status, reason } = labelStatus(model, label)
      const count = series.filter((one) => Object.hasOwn(one, label)).length
      if ((status === 'sure' && count < series.length) || (status === 'never' && count > 0)) {
        contradictions.push(
          `${text}: \`${label}\` is called ${status} (${reason.text}): on ${count} of ${series.length}`,
        )
      }
      if (series.length < enough) continue
      said[status]++
      if (status !== 'possible' || (count > 0 && count < series.length)) continue
      if (count === 0) neverThere++
      else alwaysThere++
      vague.push(`${text}: \`${label}\` is ${count === 0 ? 'never' : 'always'} there (${reason.text})`)
    }
  }
  return {
    expressions,
    answered,
    fruitful,
    series: total,
    contradictions,
    said,
    alwaysThere,
    neverThere,
    vague,
  }
}
