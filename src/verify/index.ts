/**
 * Verification: everything Prometheus would refuse in what was written, at its exact place, and the little
 * that it accepts although its author surely errs. Errors of this stage cannot be lowered: exit code 0 means
 * that Prometheus loads every rule. Mirrors `model/rulefmt` of Prometheus.
 */
import type {
  Config,
  Diagnostic,
  Program,
  PrometheusSettings,
  RuleFile,
  RuleGroup,
  Runbook,
} from '../model.ts'
import type { ParseResult } from '../promql/index.ts'
import type { Regexps } from '../template/index.ts'
import type { VerifyContext } from './context.ts'
import { verifyFile, verifyGroup } from './groups.ts'
import { verifyQuery } from './query.ts'
import { verifyAnnotations, verifyLabels, verifyTemplate } from './rule.ts'

/**
 * Verifies a whole program; `parse` should remember expressions, for they stand in other stages too. Without
 * `regexps` the regular expressions in templates are not judged; Prometheus does not judge them either.
 */
export function verify(
  program: Program,
  { prometheus }: Pick<Config, 'prometheus'>,
  parse: (text: string) => ParseResult,
  regexps?: Regexps,
): Diagnostic[] {
  const bound = new Set(program.rules.map(({ rule }) => rule))
  return [
    ...program.ruleFiles.flatMap((file) => verifyRuleFile(file, prometheus, parse, regexps)),
    ...program.runbooks.flatMap((runbook) => {
      // Copies count where they are compiled because their rule lives nowhere else.
      const copies = runbook.copies.filter(({ groups }) =>
        groups.some(({ rules }) => rules.some((rule) => bound.has(rule))),
      )
      const groups = [...runbook.blocks, ...copies].flatMap((block) => block.groups)
      return verifyRunbook(runbook, groups, prometheus, parse, regexps)
    }),
  ]
}

/** Verifies one rule file: with no error here and none from parsing, Prometheus loads it. */
export function verifyRuleFile(
  file: RuleFile,
  settings: PrometheusSettings,
  parse: (text: string) => ParseResult,
  regexps?: Regexps,
): Diagnostic[] {
  return collect(file.source.path, settings, parse, regexps, (context) => verifyFile(context, file))
}

/** Verifies the groups of a runbook's blocks, and the labels and annotations its frontmatter gives its rules. */
function verifyRunbook(
  { source, frontmatter, queries }: Runbook,
  groups: readonly RuleGroup[],
  settings: PrometheusSettings,
  parse: (text: string) => ParseResult,
  regexps: Regexps | undefined,
): Diagnostic[] {
  return collect(source.path, settings, parse, regexps, (context) => {
    for (const query of queries) verifyQuery(context, query)
    for (const group of groups) verifyGroup(context, group)
    if (groups.every(({ rules }) => rules.length === 0)) return
    verifyLabels(context, frontmatter.labels)
    verifyAnnotations(context, frontmatter.annotations)
    for (const { value } of frontmatter.labels) verifyTemplate(context, value, '', true)
    for (const { value } of frontmatter.annotations) verifyTemplate(context, value, '', false)
  })
}

function collect(
  file: string,
  settings: PrometheusSettings,
  parse: (text: string) => ParseResult,
  regexps: Regexps | undefined,
  run: (context: VerifyContext) => void,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  run({ file, settings, parse, regexps, report: (diagnostic) => diagnostics.push(diagnostic) })
  return diagnostics
}
