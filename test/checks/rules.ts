/** What the tests of checks share: rules of the corpora, and the findings about a rule by itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { BoundRule, Config, Diagnostic, Source } from '../../src/model.ts'
import { corpus } from '../setup.ts'

/** The folders with rule files, by the names that the tables use. */
export const SETS: Readonly<Record<string, string>> = {
  srerun: 'srerun/rules',
  awesome: 'awesome',
  alloy: 'alloy',
  rulesets: 'rulesets',
}

/** The rule files of a set; undefined where the corpora are absent. */
export function ruleFiles(set: string): Source[] | undefined {
  const folder = corpus(SETS[set]!)
  if (!folder) return undefined
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => ({ path: `rules/${set}/${path}`, text: readFileSync(join(folder, path), 'utf8') }))
}

/** Every rule of the corpora that has an expression; undefined where they are absent. */
export function corpusRules(): BoundRule[] | undefined {
  loaded ??= loadRules()
  return loaded
}

let loaded: BoundRule[] | undefined

function loadRules(): BoundRule[] | undefined {
  const sources = Object.keys(SETS).map(ruleFiles)
  if (sources.some((files) => files === undefined)) return undefined
  return sources.flatMap(
    (files) =>
      compile(files!, defaultConfig(), { checks: [] }).program.rules.filter((rule) =>
        rule.expr(),
      ) as BoundRule[],
  )
}

/** The configuration of a project that says how often it scrapes and evaluates, where that is given. */
export function configWith(scrape = '', evaluation = ''): Config {
  const base = defaultConfig()
  const { prometheus } = base
  return { ...base, prometheus: { ...prometheus, scrapeInterval: scrape, evaluationInterval: evaluation } }
}

export interface Judged {
  readonly diagnostics: readonly Diagnostic[]
  /** Where the expression begins in the file. */
  readonly at: number
}

/** What the checks say of one alert with this expression, on one line. */
export function judge(
  expr: string,
  fields = 'for: 5m',
  config: Config = configWith(),
  codes?: readonly string[],
): Judged {
  const lines = fields === '' ? '' : `${fields.replace(/^/gm, '        ')}\n`
  const text = `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: |-\n          ${expr}\n${lines}        labels: { severity: warning }\n`
  const checks = CHECKS.filter(({ code }) => codes === undefined || codes.includes(code))
  const { diagnostics } = compile([{ path: 'rules/a.yml', text }], config, { checks })
  return { diagnostics, at: text.indexOf('          ', text.indexOf('|-')) + 10 }
}
