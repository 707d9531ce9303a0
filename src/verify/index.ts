/**
 * Verification: finds everything that Prometheus would refuse, at its exact place, and a few mistakes that it accepts.
 * Errors of this stage cannot be lowered: exit code 0 means that Prometheus loads every rule. Mirrors `model/rulefmt`
 * of Prometheus.
 */
import type {
  Config,
  Diagnostic,
  Parsed,
  Program,
  PrometheusSettings,
  Queries,
  Remember,
  Rule,
  RuleFile,
  RuleGroup,
  Runbook,
  Step,
} from '../model.ts'
import type { Regexps } from '../template/index.ts'
import { counted } from '../text/group-by.ts'
import { type Identified, identifiedBy } from '../text/identified.ts'
import { targetOf, type VerifyContext } from './context.ts'
import { verifyFile, verifyGroup } from './groups.ts'
import { verifyQuery } from './query.ts'
import { verifyAnnotations, verifyLabels, verifyTemplate } from './rule.ts'

/**
 * Verifies a whole program, file by file; results are cached. Without `regexps`, regular expressions in templates are
 * not checked; Prometheus does not check them either.
 */
export function verify(
  program: Program,
  { prometheus: settings }: Pick<Config, 'prometheus'>,
  queries: Queries,
  remember: Remember,
  regexps?: Regexps,
): Diagnostic[] {
  const counts = counted(program.rules.map(({ file }) => file))
  const common = {
    settings,
    // Its results depend on the settings alone, which are part of the key.
    parse: identifiedBy(() => '', queries.parse),
    regexps: regexps && identifiedBy(() => 'regexps', regexps),
  }
  const known = <T extends Parsed>(file: T): Identified<T> =>
    identifiedBy(() => `${file.source.path} ${program.hashOf(file.source.path)}`, file)
  return [
    ...program.ruleFiles.flatMap((file) => remember(ruleFileStep, { ...common, file: known(file) })),
    ...program.runbooks.flatMap((runbook) => {
      const rules = runbook.blocks.flatMap(({ groups }) => groups.flatMap((group) => group.rules))
      // Copies are verified where they are compiled because their rule lives nowhere else: all copies of a page, or
      // none.
      const withCopies =
        runbook.copyCount > 0 && (counts.get(runbook.source.path) ?? 0) > rules.filter(hasName).length
      if (runbook.blocks.length + runbook.queries.length === 0 && !withCopies) return []
      return remember(runbookStep, { ...common, runbook: known(runbook), withCopies })
    }),
  ]
}

const hasName = ({ alert, record }: Rule): boolean => ((alert ?? record)?.value.value ?? '') !== ''

/** Inputs of the verification other than the file. */
interface Beside {
  readonly settings: PrometheusSettings
  readonly parse: Identified<Queries['parse']>
  readonly regexps: Identified<Regexps> | undefined
}

const ruleFileStep: Step<Beside & { readonly file: Identified<RuleFile> }, readonly Diagnostic[]> = {
  name: 'verify-rules',
  run: ({ file, settings, parse, regexps }) =>
    verifyRuleFile(file.value, settings, { parse: parse.value }, regexps?.value),
}

const runbookStep: Step<
  Beside & { readonly runbook: Identified<Runbook>; readonly withCopies: boolean },
  readonly Diagnostic[]
> = {
  name: 'verify-runbook',
  run({ runbook, withCopies, settings, parse, regexps }) {
    const { value } = runbook
    const blocks = withCopies ? [...value.blocks, ...value.copies()] : value.blocks
    const groups = blocks.flatMap((block) => block.groups)
    return verifyRunbook(value, groups, settings, { parse: parse.value }, regexps?.value)
  },
}

/** Verifies one rule file. Without an error here or from parsing, Prometheus loads it. */
export function verifyRuleFile(
  file: RuleFile,
  settings: PrometheusSettings,
  queries: Pick<Queries, 'parse'>,
  regexps?: Regexps,
): Diagnostic[] {
  return collect(file.source.path, settings, queries, regexps, (context) => verifyFile(context, file))
}

/** Verifies the groups in a runbook's blocks, and the labels and annotations that its frontmatter adds to its rules. */
function verifyRunbook(
  { source, frontmatter, queries: written }: Runbook,
  groups: readonly RuleGroup[],
  settings: PrometheusSettings,
  queries: Pick<Queries, 'parse'>,
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
  run({
    file,
    settings,
    ...targetOf(settings),
    parse,
    regexps,
    report: (diagnostic) => diagnostics.push(diagnostic),
  })
  return diagnostics
}
