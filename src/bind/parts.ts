/** Parsed files → parts of groups: each file's contribution, with rules named but not yet bound. */
import type { Carried, Config, Parsed, Queries, Rule, RuleBlock, RuleFile, Runbook } from '../model.ts'
import { lazy } from '../text/once.ts'
import { groupName, type PathOf } from './addresses.ts'
import { isDraft } from './make-pages.ts'
import { namedFile, namesOfFiles } from './pages.ts'
import { type NamedRule, type Part, pairOf } from './part.ts'

/**
 * The parts of all files, in order of the files. Leaves out rules that are neither alert nor record: verification
 * reports them.
 */
export function readParts(
  parsed: readonly Parsed[],
  config: Config,
  pathOf: PathOf,
  queries: Queries,
): Part[] {
  const ruleFiles = namesOfFiles(
    parsed.filter((one): one is RuleFile => one.kind === 'rules').map(({ source }) => source.path),
  )
  return parsed.flatMap((one): Part[] => {
    const file = one.source.path
    const defaults = one.kind === 'runbook' ? one.frontmatter : undefined
    const groups =
      one.kind === 'rules' ? one.groups : compiledBlocks(one, ruleFiles).flatMap((block) => block.groups)
    if (groups.length === 0) return []
    const texts = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr?.value.value ?? ''))
    const metrics = lazy(() => queries.metrics(texts))
    const labels = lazy(() => queries.labels(texts))
    let count = 0
    return groups.map((group): Part => {
      const name = group.name?.value.value ?? defaults?.group?.value ?? groupName(file, config.runbooks)
      return {
        name,
        file,
        from: { file, range: group.name?.value.range ?? group.range },
        group,
        labels: group.labels.map((field) => pairOf(field, file)),
        page: one.kind === 'runbook' ? pathOf(one) : undefined,
        draft: one.kind === 'runbook' && isDraft(one),
        defaults,
        rules: group.rules.flatMap((rule) => {
          const at = count++
          return named(rule, {
            file,
            group: name,
            metrics: () => metrics()[at]!,
            carries: (label) => statusOf(labels()[at]!, label),
          })
        }),
      }
    })
  })
}

/** A rule with its name: `alert`, or `record` where that is missing or empty. */
function named(rule: Rule, around: Pick<NamedRule, 'file' | 'group' | 'metrics' | 'carries'>): NamedRule[] {
  const { alert, record } = rule
  if ((alert ?? record)?.value.value === '') return []
  if (alert) return [{ kind: 'alert', name: alert.value.value, rule, ...around }]
  return record ? [{ kind: 'record', name: record.value.value, rule, ...around }] : []
}

function statusOf(labels: Carried | null, label: string): ReturnType<NamedRule['carries']> {
  return labels === null ? undefined : (labels.known.find(([name]) => name === label)?.[1] ?? labels.rest)
}

/**
 * The compiled blocks of a runbook: its rule blocks, and copies of rules that exist nowhere else. A copy is beside a
 * shortcode that names a rule file; if the project has that file, the file counts.
 */
function compiledBlocks(runbook: Runbook, ruleFiles: ReadonlySet<string>): readonly RuleBlock[] {
  const deployed = runbook.ruleRefs.some((ref) => ruleFiles.has(namedFile(ref)))
  return deployed || runbook.copyCount === 0 ? runbook.blocks : [...runbook.blocks, ...runbook.copies()]
}
