/** The edits that make a copy of a rule equal to the rule. */
import type { Rule, RuleBlock } from '../../model.ts'
import { isPairs, isValue, RULE_FIELDS, type RuleRow } from '../../rule-fields.ts'
import { applyEdits, type TextEdit } from '../../text/edits.ts'
import { addEntryAfter, removeEntry, replaceScalar } from '../../yaml/edit.ts'
import { parseYaml } from '../../yaml/index.ts'
import type { Named } from './copies.ts'

/** The edits that make the fields of a copy equal; undefined if they cannot be proved correct. */
export function editsOf(
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
