/** Shared by the tests of checks: rules of the corpora, and findings about a single rule. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { BoundRule, Config, Diagnostic, Source } from '../../src/model.ts'
import { corpus } from '../setup.ts'

/** Folders of rule files, by their names in the tables. */
export const SETS: Readonly<Record<string, string>> = {
  srerun: 'srerun/rules',
  awesome: 'awesome',
  alloy: 'alloy',
  rulesets: 'rulesets',
}

/** The rule files of a set; undefined where the corpora are missing. */
export function ruleFiles(set: string): Source[] | undefined {
  const folder = corpus(SETS[set]!)
  if (!folder) return undefined
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => ({ path: `rules/${set}/${path}`, text: readFileSync(join(folder, path), 'utf8') }))
}

/** Every rule of the corpora with an expression; undefined where they are missing. */
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

/** The configuration of a project with these scrape and evaluation intervals, if given. */
export function configWith(scrape = '', evaluation = ''): Config {
  const base = defaultConfig()
  const { prometheus } = base
  return { ...base, prometheus: { ...prometheus, scrapeInterval: scrape, evaluationInterval: evaluation } }
}

export interface Judged {
  readonly diagnostics: readonly Diagnostic[]
  /** Offset of the expression in the file. */
  readonly at: number
}

/** The findings on one alert with this expression, on one line. */
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
