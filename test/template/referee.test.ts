/** A real Prometheus renders every template for every alert; the executor must match it, including errors. */
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { executeTemplate, type TemplateSample } from '../../src/template/exec.ts'
import { parseTemplate } from '../../src/template/parse.ts'
import { loadRegexps } from '../../src/template/regexps.ts'
import { type Prometheus, prometheusVersion, startPrometheus } from '../prometheus.ts'
import { formatted, mutated } from './generate.ts'
import { alerts, external, templates } from './templates.ts'

const version = prometheusVersion()
const byHand = Object.values(templates).flat()

/** Generated templates that 2.42 loads; `printf` of a list of samples prints addresses, which always differ. */
const generated = [
  ...fc.sample(formatted, { numRuns: 500, seed: 1 }),
  ...fc.sample(mutated, { numRuns: 1000, seed: 2 }),
].filter((template) => parseTemplate(template, { version: version ?? '2.42' }).tree !== undefined)

const all = [...byHand, ...generated]
const withoutAddresses = (text: string): string => text.replace(/c000[0-9a-f]{6}/gi, 'ADDRESS')

/** JSON has no bytes that are not UTF-8. */
const asSent = (text: string): string => text.replace(/[\udc80-\udcff]/gu, '\ufffd')

/** Error texts contain type names and Go's own words, which change: this version is the referee. */
const judging = version === '2.42'

if (!judging) {
  if (process.env.CI && existsSync('../shared')) {
    throw new Error('prometheus 2.42 is needed to judge the templates')
  }
  console.warn('SKIPPED: no prometheus 2.42 on the PATH, so nothing judges the text of templates')
}

/** A template that reads the recorded series: once it sees them, all texts are final. */
const recordedKey = `t${all.findIndex((template) => template.includes('referee_recorded'))}`

interface ApiAlert {
  readonly labels: Record<string, string>
  readonly annotations: Record<string, string>
}

describe.runIf(judging)('what Prometheus says', () => {
  let prometheus: Prometheus
  let rendered: Map<string, Record<string, string>>

  beforeAll(async () => {
    const annotations = Object.fromEntries(all.map((template, i) => [`t${i}`, template]))
    const rules = alerts.map(({ name, expr }) => ({ alert: name, expr, annotations }))
    const recorded = { record: 'referee_recorded', expr: 'vector(42)', labels: { recorded_by: 'rule' } }
    const groups = [
      { name: 'records', interval: '1s', rules: [recorded] },
      { name: 'alerts', interval: '1s', rules },
    ]
    prometheus = await startPrometheus({
      config: {
        global: { evaluation_interval: '1s', external_labels: external.labels },
        rule_files: ['rules.yml'],
      },
      files: { 'rules.yml': JSON.stringify({ groups }) },
      flags: [`--web.external-url=${external.url}`, '--web.route-prefix=/', '--log.level=error'],
    })
    for (let attempt = 0; attempt < 100; attempt++) {
      const data = (await prometheus.get('/api/v1/alerts')) as { alerts: ApiAlert[] }
      rendered = new Map(data.alerts.map((alert) => [alert.labels.alertname!, alert.annotations]))
      const recordedIsSeen = [...rendered.values()].every((texts) => texts[recordedKey]?.startsWith('42'))
      if (rendered.size === alerts.length && recordedIsSeen) break
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  })

  afterAll(() => prometheus?.stop())

  /** Answers `query` with Prometheus' own answers, requested beforehand. */
  const answers = new Map<string, readonly TemplateSample[] | string>()
  const ask = async (expression: string): Promise<void> => {
    const path = `/api/v1/query?query=${encodeURIComponent(expression)}`
    const answer = await prometheus.get(path).catch((error: Error) => error.message)
    if (typeof answer === 'string') {
      answers.set(expression, answer.replace(/^.*invalid parameter "query": /, ''))
      return
    }
    const { result } = answer as { result: { metric: Record<string, string>; value: [number, string] }[] }
    const number = (text: string): number => Number(text.replace('Inf', 'Infinity'))
    answers.set(
      expression,
      result.map(({ metric, value }) => ({ labels: metric, value: number(value[1]) })),
    )
  }

  test(`agrees on ${byHand.length} templates and ${generated.length} generated ones for ${alerts.length} alerts`, async () => {
    const regexps = await loadRegexps()
    const differences: string[] = []
    for (const { name, labels, value } of alerts) {
      const run = (template: string, asked: (expression: string) => void): string => {
        const { tree, problems } = parseTemplate(template, { version: version! })
        if (tree === undefined) return `does not parse: ${problems[0]?.message}`
        const { text, error } = executeTemplate(
          tree,
          {
            labels,
            value,
            externalLabels: external.labels,
            externalURL: external.url,
            query: (expression) => {
              asked(expression)
              return answers.get(expression) ?? []
            },
          },
          { regexps, name: `__alert_${name}`, version: version! },
        )
        if (error === undefined) return text
        return error.kind === 'execution'
          ? `<error expanding template: error executing template __alert_${name}: ${error.goMessage}>`
          : `${error.kind}: ${error.message}`
      }
      for (const [i, template] of all.entries()) {
        const asked = new Set<string>()
        run(template, (expression) => asked.add(expression))
        for (const expression of asked) if (!answers.has(expression)) await ask(expression)
        const ours = run(template, () => {})
        const theirs = rendered.get(name)?.[`t${i}`] ?? 'not rendered'
        if (withoutAddresses(asSent(ours)) !== withoutAddresses(theirs)) {
          differences.push(`${name} ${template}\n  theirs ${theirs}\n  ours   ${ours}`)
        }
      }
    }
    expect(differences.length, differences.slice(0, 20).join('\n\n')).toBe(0)
  })
})
