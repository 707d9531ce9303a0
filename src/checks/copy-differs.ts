import type { BoundRule, Edit, Field, Fix, Page, Program, Rule, RuleBlock, Runbook, Step } from '../model.ts'
import { chunks } from '../text/chunks.ts'
import { groupBy } from '../text/group-by.ts'
import { type Identified, identified, identifiedBy } from '../text/identified.ts'
import { lazy } from '../text/once.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { shown } from './shared/alert-links.ts'
import { differences, differencesOfExample, type Named } from './shared/copies.ts'
import { editsOf } from './shared/copy-edits.ts'

export const copyDiffers: ProgramCheck = {
  code: 'copy-differs',
  severity: 'warning',
  summary: 'A copy of a rule on a page is equal to the deployed rule.',
  needsPages: true,
  *run(program, _, remember) {
    const byName = lazy(() => groupBy(program.rules, ({ name }) => name))
    const comparable = program.pages.filter(
      ({ runbook, refs }) =>
        (runbook.copyCount > 0 && refs.some(({ rules }) => rules.length > 0)) ||
        runbook.examples?.some((block) => namesIn(block).some((name) => byName().has(name))),
    )
    for (const pages of chunks(comparable, ({ runbook }) => runbook.source.path)) {
      const some = pages.map((page) => copiesOf(page, program, byName))
      const fixes = lazy(() => remember(fixSome, some))
      for (const [at, finding] of remember(compareSome, some).entries())
        yield { ...finding, fix: () => fixes()[at] ?? undefined }
    }
  },
}

function copiesOf(
  { runbook, refs }: Page,
  { hashOf, texts }: Program,
  byName: () => ReadonlyMap<string, readonly BoundRule[]>,
): Copies {
  const { path } = runbook.source
  const deployed = ({ file, rule }: Pick<BoundRule, 'file' | 'rule'>): Deployed => ({
    file,
    rule: identifiedBy(() => `${hashOf(file)} ${rule.range.start}`, rule),
  })
  const shown = [...new Set(runbook.examples?.flatMap(namesIn))]
  return {
    page: identified(
      () => `${path} ${hashOf(path)}`,
      () => ({ runbook, text: texts.get(path) ?? '' }),
    ),
    refs: refs.map(({ ref, rules }) => ({ name: ref.alert.value, rules: rules.map(deployed) })),
    examples: shown.map((name) => ({ name, rules: (byName().get(name) ?? []).map(deployed) })),
  }
}

const nameOf = ({ alert, record }: Rule): string => (alert ?? record)?.value.value ?? ''

const namesIn = ({ groups }: RuleBlock): string[] => groups.flatMap(({ rules }) => rules.map(nameOf))

interface Deployed {
  readonly file: string
  readonly rule: Identified<Rule>
}

interface Target {
  readonly name: string
  readonly rules: readonly Deployed[]
}

/** A page with the rules that its shortcodes and its examples name. */
interface Copies {
  readonly page: Identified<{
    readonly runbook: Pick<Runbook, 'source' | 'copies' | 'examples'>
    readonly text: string
  }>
  readonly refs: readonly Target[]
  readonly examples: readonly Target[]
}

/** Every difference of the copies of some pages. */
const compareSome: Step<readonly Copies[], readonly Finding[]> = {
  name: 'compare-copies',
  run: (pages) => pages.flatMap(compareAll).map(({ finding }) => finding),
}

/** Its fix; null where it cannot be made safely. It reads YAML anew, so it has a step of its own. */
const fixSome: Step<readonly Copies[], readonly (Fix | null)[]> = {
  name: 'fix-copies',
  run: (pages) => pages.flatMap(compareAll).map(({ fix }) => fix() ?? null),
}

interface Difference {
  readonly finding: Finding
  fix(): Fix | undefined
}

function compareAll({ page, refs, examples }: Copies): Difference[] {
  const { runbook, text } = page.value
  const around = { file: runbook.source.path, text }
  const each = (blocks: readonly RuleBlock[], named: readonly Target[], how: typeof differences) =>
    blocks.flatMap((block) =>
      block.groups.flatMap(({ rules }) => rules.flatMap((copy) => compare(around, named, block, copy, how))),
    )
  return [
    ...each(runbook.copies(), refs, differences),
    ...each(runbook.examples ?? [], examples, differencesOfExample),
  ]
}

function compare(
  { file, text }: { readonly file: string; readonly text: string },
  named: readonly Target[],
  block: RuleBlock,
  copy: Rule,
  differencesOf: typeof differences,
): Difference[] {
  const name = nameOf(copy)
  const candidates = named.filter((one) => one.name === name).flatMap(({ rules }) => rules)
  // Of an alert's tiers, the copy shows the most similar one.
  const [nearest] = candidates
    .filter((candidate) => candidate.file !== file || differencesOf === differencesOfExample)
    .map(({ file, rule }) => ({ from: file, rule: rule.value, found: differencesOf(copy, rule.value) }))
    .sort((a, b) => a.found.length - b.found.length)
  if (!nearest) return []
  const { from, rule, found } = nearest
  return found.map(({ label, fields }): Difference => {
    const first = fields[0]!
    const range = first.deployed?.value.range ?? (rule.alert ?? rule.record)!.value.range
    return {
      finding: {
        file,
        range: first.copied?.value.range ?? (copy.alert ?? copy.record)!.value.range,
        message: `\`${label}\` in this copy of \`${name}\` differs from the rule: ${fields.map((field) => both(field, label)).join('; ')}`,
        hint: `copy it from \`${from}\``,
        related: [{ file: from, range, message: 'the rule that is deployed' }],
      },
      fix() {
        const edits = editsOf(text, block, copy, label, fields)
        return (
          edits && {
            title: `Copy ${label} from ${from}`,
            edits: edits.map((edit): Edit => ({ file, ...edit })),
          }
        )
      },
    }
  })
}

function both({ name, copied, deployed }: Named, label: string): string {
  const show = (field: Field | undefined): string => (field ? `\`${shown(field.value.value)}\`` : 'nothing')
  return `${label === 'labels' ? `\`${name}\`: ` : ''}${show(copied)} instead of ${show(deployed)}`
}
