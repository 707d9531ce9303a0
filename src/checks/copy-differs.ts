import type { BoundRule, Edit, Field, Page, Program, Rule, RuleBlock, Runbook, Step } from '../model.ts'
import { formatExpr, metricNames, parseExpr } from '../promql/index.ts'
import { isPairs, isValue, RULE_FIELDS, type RuleRow } from '../rule-fields.ts'
import { chunks } from '../text/chunks.ts'
import { applyEdits, type TextEdit } from '../text/edits.ts'
import { groupBy } from '../text/group-by.ts'
import { type Identified, identified, identifiedBy } from '../text/identified.ts'
import { lazy } from '../text/once.ts'
import { mayUseParams } from '../text/params.ts'
import { addEntryAfter, removeEntry, replaceScalar } from '../yaml/edit.ts'
import { parseYaml } from '../yaml/index.ts'
import { shown } from './alert-links.ts'
import type { Finding, ProgramCheck } from './check.ts'

/** A field of a rule by its YAML name. */
interface Named {
  readonly name: string
  readonly copied: Field | undefined
  readonly deployed: Field | undefined
}

const text = (field: Field | undefined): string | undefined => field?.value.value.trim()

/** The fields in which a copy differs from a rule; the labels together count as one field. Names are equal already. */
function differences(
  copy: Rule,
  deployed: Rule,
): { readonly label: string; readonly fields: readonly Named[] }[] {
  return RULE_FIELDS.flatMap((row): { label: string; fields: Named[] }[] => {
    const { name } = row
    if (!isPairs(row)) {
      const field = { name, copied: copy[row.property], deployed: deployed[row.property] }
      return row.kind !== 'text' && differs(field) ? [{ label: name, fields: [field] }] : []
    }
    const fields = pairs(copy[row.property], deployed[row.property]).filter(differs)
    if (fields.length === 0) return []
    if (name === 'labels') return [{ label: name, fields }]
    return fields.map((field) => ({ label: `${name}.${field.name}`, fields: [field] }))
  })
}

/**
 * The same for an example, which may be a part of a rule, and need not be valid: an expression that means something
 * else, a `for` of its own, labels that have another value.
 */
function differencesOfExample(example: Rule, deployed: Rule): ReturnType<typeof differences> {
  // What reads other metrics is another way to find the same thing, and no copy.
  if (metricsOf(example) !== metricsOf(deployed)) return []
  return differences(example, deployed).flatMap(({ label, fields }) => {
    const read = fields.filter(
      ({ name, copied, deployed }) =>
        copied !== undefined &&
        !mayUseParams(copied.value.value) &&
        (name === 'expr'
          ? deployed !== undefined && meansOther(copied.value.value, deployed.value.value)
          : deployed !== undefined || name === 'for'),
    )
    return label.startsWith('annotations.') || read.length === 0 ? [] : [{ label, fields: read }]
  })
}

/** Names in order; none for what is no expression. */
function metricsOf({ expr }: Rule): string {
  const parsed = parseExpr(expr?.value.value ?? '').expr
  return parsed ? [...metricNames(parsed)].sort().join() : ''
}

/** Whether both are expressions, and not the same one. */
function meansOther(one: string, other: string): boolean {
  const [a, b] = [parseExpr(one), parseExpr(other)]
  if (!a.expr || !b.expr || a.problems.length > 0) return false
  return formatExpr(a.expr) !== formatExpr(b.expr)
}

const differs = ({ copied, deployed }: Named): boolean => text(copied) !== text(deployed)

function pairs(copied: readonly Field[], deployed: readonly Field[]): Named[] {
  const names = new Set([...copied, ...deployed].map(({ key }) => key.value))
  const named = (fields: readonly Field[], name: string): Field | undefined =>
    fields.find(({ key }) => key.value === name)
  return [...names].map((name) => ({ name, copied: named(copied, name), deployed: named(deployed, name) }))
}

export const copyDiffers: ProgramCheck = {
  code: 'copy-differs',
  severity: 'warning',
  summary: 'A copy of a rule on a page is equal to the deployed rule.',
  needsPages: true,
  *run(program, _, remember) {
    const byName = lazy(() => groupBy(program.rules, ({ name }) => name))
    const pages = program.pages.filter(
      ({ runbook, refs }) =>
        (runbook.copyCount > 0 && refs.some(({ rules }) => rules.length > 0)) ||
        runbook.examples?.some((block) => namesIn(block).some((name) => byName().has(name))),
    )
    for (const some of chunks(pages, ({ runbook }) => runbook.source.path))
      yield* remember(
        compareSome,
        some.map((page) => copiesOf(page, program, byName())),
      )
  },
}

function copiesOf(
  { runbook, refs }: Page,
  { hashOf, texts }: Program,
  byName: ReadonlyMap<string, readonly BoundRule[]>,
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
    examples: shown.map((name) => ({ name, rules: (byName.get(name) ?? []).map(deployed) })),
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

/** Every difference of the copies of some pages, with its fix. */
const compareSome: Step<readonly Copies[], readonly Finding[]> = {
  name: 'compare-copies',
  run: (pages) =>
    pages.flatMap(({ page, refs, examples }) => {
      const { runbook, text } = page.value
      const around = { file: runbook.source.path, text }
      const each = (blocks: readonly RuleBlock[], named: readonly Target[], how: typeof differences) =>
        blocks.flatMap((block) =>
          block.groups.flatMap(({ rules }) =>
            rules.flatMap((copy) => compare(around, named, block, copy, how)),
          ),
        )
      return [
        ...each(runbook.copies(), refs, differences),
        ...each(runbook.examples ?? [], examples, differencesOfExample),
      ]
    }),
}

function compare(
  { file, text }: { readonly file: string; readonly text: string },
  named: readonly Target[],
  block: RuleBlock,
  copy: Rule,
  differencesOf: typeof differences,
): Finding[] {
  const name = nameOf(copy)
  const candidates = named.filter((one) => one.name === name).flatMap(({ rules }) => rules)
  // Of an alert's tiers, the copy shows the most similar one.
  const [nearest] = candidates
    .filter((candidate) => candidate.file !== file || differencesOf === differencesOfExample)
    .map(({ file, rule }) => ({ from: file, rule: rule.value, found: differencesOf(copy, rule.value) }))
    .sort((a, b) => a.found.length - b.found.length)
  if (!nearest) return []
  const { from, rule, found } = nearest
  return found.map(({ label, fields }): Finding => {
    const first = fields[0]!
    const range = first.deployed?.value.range ?? (rule.alert ?? rule.record)!.value.range
    const edits = editsOf(text, block, copy, label, fields)
    return {
      file,
      range: first.copied?.value.range ?? (copy.alert ?? copy.record)!.value.range,
      message: `\`${label}\` in this copy of \`${name}\` differs from the rule: ${fields.map((field) => both(field, label)).join('; ')}`,
      hint: `copy it from \`${from}\``,
      related: [{ file: from, range, message: 'the rule that is deployed' }],
      ...(edits && {
        fix: { title: `Copy ${label} from ${from}`, edits: edits.map((edit): Edit => ({ file, ...edit })) },
      }),
    }
  })
}

/** The edits that make the fields of a copy equal; undefined if they cannot be proved correct. */
function editsOf(
  source: string,
  block: RuleBlock,
  copy: Rule,
  label: string,
  fields: readonly Named[],
): readonly TextEdit[] | undefined {
  const edits = fields.map((field) => editOf(source, copy, label, field))
  if (!edits.every((edit) => edit !== undefined)) return undefined
  return verified(source, block, copy, label, fields, edits) ? edits : undefined
}

function both({ name, copied, deployed }: Named, label: string): string {
  const show = (field: Field | undefined): string => (field ? `\`${shown(field.value.value)}\`` : 'nothing')
  return `${label === 'labels' ? `\`${name}\`: ` : ''}${show(copied)} instead of ${show(deployed)}`
}

/** The row of pairs that a difference is about: `labels`, `annotations.summary`. */
const pairsRow = (label: string): Extract<RuleRow, { kind: 'pairs' }> | undefined =>
  RULE_FIELDS.filter(isPairs).find(({ name }) => label === name || label.startsWith(`${name}.`))

/** The edit that makes one field of a copy equal. */
function editOf(
  source: string,
  copy: Rule,
  label: string,
  { name, copied, deployed }: Named,
): TextEdit | undefined {
  if (copied && deployed) {
    return replaceScalar(source, copied.value, deployed.value.value)
  }
  if (copied) return removeEntry(source, { key: copied.key.range, end: copied.value.range.end })
  const value = deployed!.value.value
  const row = pairsRow(label)
  const siblings = row && copy[row.property]
  const last = siblings?.at(-1)
  if (last)
    return addEntryAfter(source, { key: last.key.range, end: last.value.range.end }, { key: name, value })
  const above = RULE_FIELDS.filter(isValue)
    .map(({ property }) => copy[property])
    .findLast((field) => field !== undefined)
  if (!above) return undefined
  const entry = row ? { key: row.name, value: [{ key: name, value }] } : { key: name, value }
  return addEntryAfter(source, { key: above.key.range, end: above.value.range.end }, entry)
}

/** Whether the block still parses, with the intended values, after the edits. */
function verified(
  source: string,
  { range }: RuleBlock,
  copy: Rule,
  label: string,
  fields: readonly Named[],
  edits: readonly TextEdit[],
): boolean {
  const { text: edited, applied } = applyEdits(source, edits)
  if (applied.length !== edits.length) return false
  const grown = edited.length - source.length
  const block = edited.slice(range.start, range.end + grown)
  const content = block.replace(/^[^\n]*\n/, '').replace(/\n[^\n]*\n?$/, '\n')
  const { root, problems } = parseYaml(content)
  if (problems.length > 0 || root === null) return false
  const name = (copy.alert ?? copy.record)!.value.value
  const row = pairsRow(label)
  const path = row ? [row.name] : []
  return fields.every(({ name: key, deployed }) => {
    const found = valuesAt(root, name, [...path, key])
    return found.includes(deployed?.value.value.trim())
  })
}

type Node = NonNullable<ReturnType<typeof parseYaml>['root']>

/** The values at a path in every rule with that name, anywhere in the tree. */
function valuesAt(node: Node, name: string, path: readonly string[]): (string | undefined)[] {
  if (node.kind === 'seq') return node.items.flatMap((item) => valuesAt(item, name, path))
  if (node.kind === 'scalar') return []
  const at = (map: Node, key: string): Node | undefined =>
    map.kind === 'map'
      ? map.entries.find((entry) => entry.key.kind === 'scalar' && entry.key.text.value === key)?.value
      : undefined
  const named = at(node, 'alert') ?? at(node, 'record')
  if (named?.kind === 'scalar' && named.text.value === name) {
    let found: Node | undefined = node
    for (const key of path) found = found && at(found, key)
    return [found?.kind === 'scalar' ? found.text.value.trim() : undefined]
  }
  return node.entries.flatMap(({ value }) => valuesAt(value, name, path))
}
