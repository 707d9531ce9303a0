/**
 * A YAML tree → groups and rules, with the errors of go-yaml when it decodes into the structs of Prometheus' `rulefmt`
 * (`RuleGroups`, `RuleGroup`, `Rule`): wrong kinds, and values that it drops silently.
 */
import type { Diagnostic, Field, Range, Rule, RuleGroup, Text, Unknown } from '../../model.ts'
import { GROUP_FIELDS, RULE_FIELDS, type RuleField } from '../../rule-fields.ts'
import { lazy } from '../../text/once.ts'
import {
  bareKind,
  isNull,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from '../../yaml/index.ts'
import { floatOf, integerOf } from '../../yaml/tag.ts'

/** The source of a tree, and the errors so far. */
export interface RuleReader {
  readonly file: string
  readonly diagnostics: Diagnostic[]
}

/** Contents of a `groups:` document. */
export interface ReadGroups {
  readonly groups: readonly RuleGroup[]
  readonly unknown: readonly Unknown[]
}

/** Reports an error in the shape of a document. */
export function reportShape(reader: RuleReader, range: Range, message: string, hint?: string): void {
  const { file, diagnostics } = reader
  const { start, end } = range
  diagnostics.push({
    file,
    range: { start, end },
    code: 'rule-shape',
    severity: 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
  })
}

function reportDropped(reader: RuleReader, node: YamlNode, what: string): void {
  const { file, diagnostics } = reader
  diagnostics.push({
    file,
    range: node.range,
    code: 'rule-null',
    severity: 'warning',
    message: `Empty ${what}: Prometheus drops it silently`,
    hint: 'remove it, or write a value',
  })
}

// ── Scalars ─────────────────────────────────────────────────────────────────────────────────────────

/** The value of a field of type `string`: undefined for null, `'broken'` for anything but a scalar. */
function readString(reader: RuleReader, node: YamlNode, what: string): Text | undefined | 'broken' {
  if (node.kind === 'scalar') {
    if (node.tag === 'null') return undefined
    if (node.tag !== 'other') return node.text
    reportShape(reader, node.range, `The tag of ${what} does not match its value`, 'remove the tag')
    return 'broken'
  }
  const template = node.kind === 'map' && node.entries[0]?.key.kind === 'map'
  const hint = template ? 'put the value in quotes: YAML reads `{{` as the beginning of a mapping' : undefined
  reportShape(reader, node.range, `Unexpected ${bareKind(node)} in ${what}, expected a string`, hint)
  return 'broken'
}

/** `limit` is a Go `int`: any number that fits 64 bits; fractions are truncated. */
function isGoInt(node: YamlScalar): boolean {
  if (node.tag === 'int') {
    const value = integerOf(node.text.value)
    return value !== undefined && value < 2n ** 63n
  }
  if (node.tag !== 'float') return false
  const value = floatOf(node.text.value)
  return value !== undefined && value <= 2 ** 63
}

/** The value of a field of type `int`. */
function readInteger(reader: RuleReader, node: YamlNode, name: string): Text | undefined | 'broken' {
  if (isNull(node)) return undefined
  if (node.kind === 'scalar' && isGoInt(node)) return node.text
  reportShape(reader, node.range, `Unexpected ${bareKind(node)} in \`${name}\`, expected an integer`)
  return 'broken'
}

// ── Fields ──────────────────────────────────────────────────────────────────────────────────────────

/** The entries of a mapping with string keys, as a struct takes them. */
function structEntries(reader: RuleReader, map: YamlMap, what: string): { key: Text; entry: YamlEntry }[] {
  const entries: { key: Text; entry: YamlEntry }[] = []
  const seen = new Set<string>()
  const twice = lazy(() => writtenTwice(map))
  for (const entry of map.entries) {
    const key = readString(reader, entry.key, `a key of ${what}`)
    if (key === 'broken') continue
    if (key === undefined) reportDropped(reader, entry.key, `key in ${what}`)
    else if (seen.has(key.value)) {
      if (!twice().has(key.value)) {
        reportShape(reader, key.range, `Field \`${key.value}\` is already set in ${what}`, 'keep one of them')
      }
    } else {
      seen.add(key.value)
      entries.push({ key, entry })
    }
  }
  return entries
}

/** The keys whose repetition the YAML reader has already reported: two scalars with the same text. */
function writtenTwice(map: YamlMap): ReadonlySet<string> {
  const first = new Map<string, number>()
  const twice = new Set<string>()
  for (const { key } of map.entries) {
    if (key.kind !== 'scalar') continue
    const { value } = key.text
    if (!first.has(value)) first.set(value, key.range.start)
    else if (first.get(value) !== key.range.start) twice.add(value)
  }
  return twice
}

/** The value of a `map[string]string`. `null` values become empty strings; entries with a null key are dropped. */
function readPairs(reader: RuleReader, node: YamlNode, what: string): { fields: Field[]; broken: boolean } {
  if (isNull(node)) return { fields: [], broken: false }
  if (node.kind !== 'map') {
    const message = `Unexpected ${bareKind(node)} in \`${what}\`, expected a mapping of names to values`
    reportShape(reader, node.range, message)
    return { fields: [], broken: true }
  }
  const fields: Field[] = []
  let broken = false
  for (const { key, entry } of structEntries(reader, node, `\`${what}\``)) {
    const value = readString(reader, entry.value, `\`${what}.${key.value}\``)
    if (value === 'broken') broken = true
    else if (value === undefined) {
      fields.push({ key, value: { value: '', range: entry.value.range, runs: [] }, isNull: true })
    } else fields.push({ key, value })
  }
  return { fields, broken }
}

// ── Rules ───────────────────────────────────────────────────────────────────────────────────────────

/** The fields of a mapping that a table describes; `undefined` for a null value or the wrong kind. */
interface ReadFields {
  readonly fields: Record<string, Field | Field[] | Range>
  readonly unknown: Unknown[]
  /** Keys of fields without a value of their own here, which older versions may not know. */
  readonly empty: Text[]
  /** Some field could not be read. */
  broken: boolean
}

/** Reads a field that is not in the table; returns false for an unknown field. */
type OtherField = (key: Text, entry: YamlEntry, read: ReadFields) => boolean

/** Reads the fields of a mapping that a table describes. */
function readFields(
  reader: RuleReader,
  map: YamlMap,
  what: string,
  rows: readonly RuleField[],
  type: Unknown['type'],
  readOther: OtherField = () => false,
): ReadFields {
  const pairs = rows.filter(({ kind }) => kind === 'pairs')
  const read: ReadFields = {
    fields: Object.fromEntries(pairs.map(({ property }) => [property, []])),
    unknown: [],
    empty: [],
    broken: false,
  }
  for (const { key, entry } of structEntries(reader, map, what)) {
    const row = rows.find(({ name }) => name === key.value)
    if (row) readField(reader, row, key, entry, read)
    else if (!readOther(key, entry, read)) read.unknown.push({ key, range: entry.range, type })
  }
  return read
}

function readField(
  reader: RuleReader,
  { kind, name, property, since }: RuleField,
  key: Text,
  entry: YamlEntry,
  read: ReadFields,
): void {
  if (kind === 'pairs') {
    const { fields, broken } = readPairs(reader, entry.value, name)
    read.fields[property] = fields
    if (!entry.merged) read.fields[`${property}Range`] = entry.range
    else if (since !== undefined) read.empty.push(key)
    if (broken) read.broken = true
    return
  }
  const value =
    kind === 'integer'
      ? readInteger(reader, entry.value, name)
      : readString(reader, entry.value, `\`${name}\``)
  if (value === 'broken') read.broken = true
  else if (value !== undefined) read.fields[property] = { key, value }
  else if (since !== undefined) read.empty.push(key)
}

/** What was read beside the fields. */
const restOf = ({ unknown, empty, broken }: ReadFields): Pick<Rule, 'unknown' | 'empty' | 'broken'> => ({
  unknown,
  ...(empty.length > 0 && { empty }),
  ...(broken && { broken }),
})

/** The part of a value that comes from the table. */
type FieldsOf<T> = Omit<T, 'range' | 'rules' | 'unknown' | 'empty' | 'broken' | 'object'>

/** Reads one rule. */
export function readRule(reader: RuleReader, map: YamlMap): Rule {
  const read = readFields(reader, map, 'a rule', RULE_FIELDS, 'rulefmt.Rule')
  return { range: map.range, ...(read.fields as unknown as FieldsOf<Rule>), ...restOf(read) }
}

/** Reads a list of rules. Drops null entries, as Prometheus does. */
export function readRules(reader: RuleReader, node: YamlNode): { rules: Rule[]; broken: boolean } {
  if (isNull(node)) return { rules: [], broken: false }
  if (node.kind !== 'seq') {
    reportShape(reader, node.range, `Unexpected ${bareKind(node)} in \`rules\`, expected a list of rules`)
    return { rules: [], broken: true }
  }
  const rules: Rule[] = []
  for (const item of node.items) {
    if (isNull(item)) reportDropped(reader, item, 'rule')
    else if (item.kind === 'map') rules.push(readRule(reader, item))
    else reportShape(reader, item.range, `Unexpected ${bareKind(item)} among the rules, expected a rule`)
  }
  return { rules, broken: false }
}

// ── Groups ──────────────────────────────────────────────────────────────────────────────────────────

/** Reads one group. */
function readGroup(reader: RuleReader, map: YamlMap): RuleGroup {
  let rules: readonly Rule[] = []
  const readOther: OtherField = (key, entry, read) => {
    if (key.value !== 'rules') return false
    const found = readRules(reader, entry.value)
    rules = found.rules
    if (found.broken) read.broken = true
    return true
  }
  const type = 'rulefmt.RuleGroup'
  const read = readFields(reader, map, 'a group', GROUP_FIELDS, type, readOther)
  return { range: map.range, ...(read.fields as unknown as FieldsOf<RuleGroup>), rules, ...restOf(read) }
}

/** Reads the value of `groups:`. */
function readGroupList(reader: RuleReader, node: YamlNode): RuleGroup[] {
  if (isNull(node)) return []
  if (node.kind !== 'seq') {
    reportShape(reader, node.range, `Unexpected ${bareKind(node)} in \`groups\`, expected a list of groups`)
    return []
  }
  const groups: RuleGroup[] = []
  for (const item of node.items) {
    if (isNull(item)) reportDropped(reader, item, 'group')
    else if (item.kind === 'map') groups.push(readGroup(reader, item))
    else reportShape(reader, item.range, `Unexpected ${bareKind(item)} among the groups, expected a group`)
  }
  return groups
}

/** Reads a document with `groups:` at its top level, the form of `rulefmt.RuleGroups`; in a manifest, the `spec`. */
export function readGroups(
  reader: RuleReader,
  root: YamlNode | null,
  type = 'rulefmt.RuleGroups',
): ReadGroups {
  if (root === null || isNull(root)) return { groups: [], unknown: [] }
  if (root.kind !== 'map') {
    reportShape(
      reader,
      root.range,
      `Unexpected ${bareKind(root)}, expected a rule file: a mapping with \`groups\``,
    )
    return { groups: [], unknown: [] }
  }
  const unknown: Unknown[] = []
  let groups: RuleGroup[] = []
  for (const { key, entry } of structEntries(reader, root, 'a rule file')) {
    if (key.value === 'groups') groups = readGroupList(reader, entry.value)
    else unknown.push({ key, range: entry.range, type })
  }
  return { groups, unknown }
}
