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
  Queries,
  Remember,
  Rule,
  RuleFile,
  RuleGroup,
  Runbook,
} from '../model.ts'
import type { Regexps } from '../template/index.ts'
import type { VerifyContext } from './context.ts'
import { verifyFile, verifyGroup } from './groups.ts'
import { verifyQuery } from './query.ts'
import { verifyAnnotations, verifyLabels, verifyTemplate } from './rule.ts'

/**
 * Verifies a whole program, each file by itself: what is found in it is remembered. Without `regexps` the regular
 * expressions in templates are not judged; Prometheus does not judge them either.
 */
export function verify(
  program: Program,
  { prometheus }: Pick<Config, 'prometheus'>,
  queries: Queries,
  remember: Remember,
  regexps?: Regexps,
): Diagnostic[] {
  const bound = new Set<Rule>()
  const counts = new Map<string, number>()
  for (const { rule, file } of program.rules) {
    bound.add(rule)
    counts.set(file, (counts.get(file) ?? 0) + 1)
  }
  const once = (file: string, aside: string, make: () => Diagnostic[]): Diagnostic[] =>
    remember(`verify ${regexps ? 'regexps ' : ''}${aside}${program.hashOf(file)} ${file}`, make)
  return [
    ...program.ruleFiles.flatMap((file) =>
      once(file.source.path, '', () => verifyRuleFile(file, prometheus, queries, regexps)),
    ),
    ...program.runbooks.flatMap((runbook) => {
      const { path } = runbook.source
      if (runbook.blocks.length + runbook.queries.length === 0 && !counts.has(path)) return []
      return once(path, `${counts.get(path) ?? 0} `, () => {
        // Copies count where they are compiled because their rule lives nowhere else.
        const copies = runbook.copies.filter(({ groups }) =>
          groups.some(({ rules }) => rules.some((rule) => bound.has(rule))),
        )
        const groups = [...runbook.blocks, ...copies].flatMap((block) => block.groups)
        return verifyRunbook(runbook, groups, prometheus, queries, regexps)
      })
    }),
  ]
}

/** Verifies one rule file: with no error here and none from parsing, Prometheus loads it. */
export function verifyRuleFile(
  file: RuleFile,
  settings: PrometheusSettings,
  queries: Pick<Queries, 'parse'>,
  regexps?: Regexps,
): Diagnostic[] {
  return collect(file.source.path, settings, queries, regexps, (context) => verifyFile(context, file))
}

/** Verifies the groups of a runbook's blocks, and the labels and annotations its frontmatter gives its rules. */
function verifyRunbook(
  { source, frontmatter, queries: written }: Runbook,
  groups: readonly RuleGroup[],
  settings: PrometheusSettings,
  queries: Queries,
  regexps: Regexps | undefined,
): Diagnostic[] {
  return collect(source.path, settings, queries, regexps, (context) => {
    for (const query of written) verifyQuery(context, query)
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
  { parse }: Pick<Queries, 'parse'>,
  regexps: Regexps | undefined,
  run: (context: VerifyContext) => void,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  run({ file, settings, parse, regexps, report: (diagnostic) => diagnostics.push(diagnostic) })
  return diagnostics
}
