/** Settings for the tests of this folder: they verify one file. */
import type { Diagnostic, PrometheusSettings, RuleFile } from '../../src/model.ts'
import { parseRuleFile } from '../../src/parse/rules/rule-file.ts'
import { type ParseResult, parseExpr, parseOptions } from '../../src/promql/index.ts'
import { verifyRuleFile } from '../../src/verify/index.ts'

const NEWEST: PrometheusSettings = { version: '3.14', features: [], names: 'utf8', target: 'prometheus' }

/** Parses and verifies a rule file; returns the file and its diagnostics. */
export function verifyText(
  text: string,
  changes: Partial<PrometheusSettings> = {},
): { file: RuleFile; diagnostics: Diagnostic[] } {
  const settings = { ...NEWEST, ...changes }
  const options = parseOptions(settings.features, settings.version)
  const known = new Map<string, ParseResult>()
  const parse = (expression: string): ParseResult => {
    const before = known.get(expression)
    if (before !== undefined) return before
    const result = parseExpr(expression, options)
    known.set(expression, result)
    return result
  }
  const file = parseRuleFile({ path: 'rules.yml', text })
  return { file, diagnostics: [...file.diagnostics, ...verifyRuleFile(file, settings, { parse })] }
}

/** Whether Prometheus would load it. */
export function isAccepted(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ severity }) => severity !== 'error')
}
