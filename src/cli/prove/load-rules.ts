/** Rule files that tests name: YAML as Prometheus loads it, manifests, and runbooks with the rules they compile to. */
import { compile } from '../../compile.ts'
import { readSource } from '../../disk/read.ts'
import type { Config, Diagnostic, Source } from '../../model.ts'
import { isRunbook } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules.ts'
import { type ParseResult, parseExpr, parseOptions } from '../../promql/index.ts'
import { ruleErrors } from '../../prove/promtool/rule-errors.ts'
import type { TestedRules } from '../../prove/promtool/suite.ts'
import { specOfWritten } from '../../prove/rules.ts'
import { groupsIn } from '../../prove/runbook/known.ts'
import type { Regexps } from '../../template/index.ts'
import { lineColumn, lineStarts } from '../../text/source.ts'
import { verifyRuleFile } from '../../verify/index.ts'

/** Rule files by path, each read once, however many tests name it. */
export interface RuleShelf {
  get(path: string): TestedRules
  /** Texts of what was read, for frames. */
  readonly texts: Map<string, string>
}

export function openRules(root: string, config: Config, regexps: () => Regexps | undefined): RuleShelf {
  const known = new Map<string, TestedRules>()
  const texts = new Map<string, string>()
  const parsed = new Map<string, ParseResult>()
  const { features, version } = config.prometheus
  const options = parseOptions(features, version)
  const parse = (text: string): ParseResult => {
    let result = parsed.get(text)
    if (result === undefined) {
      result = parseExpr(text, options)
      parsed.set(text, result)
    }
    return result
  }
  const load = (path: string): TestedRules => {
    const source = readSource(root, path)
    if (!('text' in source)) return { path, groups: [], errors: [source.message] }
    texts.set(path, source.text)
    if (isRunbook(path)) return fromRunbook(source, config, regexps())
    const file = parseRuleFile(source)
    const found = [...file.diagnostics, ...verifyRuleFile(file, config.prometheus, { parse }, regexps())]
    return {
      path,
      groups: file.groups.map((group) => specOfWritten(group, path)),
      errors: errorsOf(found, source.text),
      promtool: ruleErrors(file, source.text, parse, config.prometheus.ignoreUnknownFields === true),
    }
  }
  return {
    texts,
    get(path) {
      let rules = known.get(path)
      if (rules === undefined) {
        rules = load(path)
        known.set(path, rules)
      }
      return rules
    },
  }
}

/** A runbook: its rules as a build would deploy them. */
function fromRunbook(source: Source, config: Config, regexps: Regexps | undefined): TestedRules {
  const { program, diagnostics } = compile([source], config, { checks: [], regexps })
  return {
    path: source.path,
    groups: groupsIn(program, () => true),
    errors: errorsOf(diagnostics, source.text),
  }
}

function errorsOf(diagnostics: readonly Diagnostic[], text: string): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return []
  const starts = lineStarts(text)
  return errors.map(({ range, message }) => {
    const { line, column } = lineColumn(starts, range.start)
    return `${line}:${column}: ${message}`
  })
}
