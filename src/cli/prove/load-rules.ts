/** Loads the rule files of tests: YAML as Prometheus loads it, manifests, and runbooks with their compiled rules. */
import { existsSync } from 'node:fs'
import { compile } from '../../compile.ts'
import { readSource } from '../../disk/read-source.ts'
import type { Config, Diagnostic, Source } from '../../model.ts'
import { isRunbook } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { type ParseResult, parseExpr, parseOptions } from '../../promql/index.ts'
import { ruleErrors } from '../../prove/promtool/rule-errors.ts'
import type { TestedRules } from '../../prove/promtool/suite.ts'
import { specOfWritten } from '../../prove/rules.ts'
import { groupsIn } from '../../prove/runbook/known.ts'
import type { Regexps } from '../../template/index.ts'
import { hash } from '../../text/hash.ts'
import { lineColumn, lineStarts } from '../../text/source.ts'
import { verifyRuleFile } from '../../verify/index.ts'

/** Rule files by path, each read once, however many tests use it. */
export interface RuleShelf {
  get(path: string): TestedRules
  /** The groups of a file; undefined if there is none. */
  groupsOf(path: string): TestedRules['groups'] | undefined
  /** Distinguishes versions of a file. */
  keyOf(path: string): string
  /** The text of a readable file, for frames. */
  textOf(path: string): string | undefined
}

export function openRules(root: string, config: Config, regexps: () => Regexps | undefined): RuleShelf {
  const rules = new Map<string, TestedRules>()
  const sources = new Map<string, Source | Diagnostic>()
  const sourceOf = (path: string): Source | Diagnostic => {
    const source = sources.get(path) ?? readSource(root, path)
    sources.set(path, source)
    return source
  }
  const parse = rememberedParse(config)
  const load = (path: string): TestedRules => {
    const source = sourceOf(path)
    if (!('text' in source)) return { path, groups: [], errors: [source.message] }
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
  const get = (path: string): TestedRules => {
    const known = rules.get(path) ?? load(path)
    rules.set(path, known)
    return known
  }
  return {
    get,
    groupsOf: (path) => (existsSync(`${root}/${path}`) ? get(path).groups : undefined),
    keyOf(path) {
      const source = sourceOf(path)
      return 'text' in source ? `${source.hash ?? hash(source.text)} ${path}` : `none ${path}`
    },
    textOf(path) {
      const source = sourceOf(path)
      return 'text' in source ? source.text : undefined
    },
  }
}

function rememberedParse({ prometheus }: Config): (text: string) => ParseResult {
  const parsed = new Map<string, ParseResult>()
  const options = parseOptions(prometheus.features, prometheus.version)
  return (text) => {
    const result = parsed.get(text) ?? parseExpr(text, options)
    parsed.set(text, result)
    return result
  }
}

/** A runbook: its rules as a build would deploy them. */
function fromRunbook(source: Source, config: Config, regexps: Regexps | undefined): TestedRules {
  const { program, diagnostics } = compile([source], config, { checks: [], regexps })
  return {
    path: source.path,
    groups: groupsIn(program),
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
