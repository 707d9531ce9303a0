/** Parts of groups → groups: merged by name, in order of file path, then position. */
import type { Diagnostic, Field, Group, GroupSettings, Pair } from '../model.ts'
import { GROUP_FIELDS, type GroupRow } from '../rule-fields.ts'
import { groupBy } from '../text/group-by.ts'
import type { Part } from './part.ts'

/** A group before its rules are bound. */
export interface MergedGroup {
  readonly head: Omit<Group, 'rules'>
  readonly parts: readonly Part[]
  /** Its parts have different labels: each rule gets those of its own part, which is equivalent. */
  readonly movesLabels: boolean
}

const isSetting = (row: GroupRow): row is Exclude<GroupRow, { kind: 'pairs' | 'text' }> =>
  row.kind !== 'pairs' && row.kind !== 'text'

/** Fields of a group other than its name and labels. */
const SETTINGS = GROUP_FIELDS.filter(isSetting)

/** Merges parts in order. Contradictory settings make a group meaningless: an error. */
export function mergeGroups(parts: readonly Part[]): { groups: MergedGroup[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const byName = groupBy(parts, ({ name }) => name)
  const groups = [...byName.values()].map((same): MergedGroup => {
    const settings = SETTINGS.map((row) => [row.property, agreed(same, row, diagnostics)?.value.value])
    const { name, labels, from } = same[0]!
    const movesLabels = same.some((part) => textOf(part.labels) !== textOf(labels))
    return {
      head: {
        name,
        ...(Object.fromEntries(settings) as GroupSettings),
        labels: movesLabels ? [] : labels,
        from,
      },
      parts: same,
      movesLabels,
    }
  })
  return { groups, diagnostics }
}

function agreed(
  parts: readonly Part[],
  { name, property }: (typeof SETTINGS)[number],
  diagnostics: Diagnostic[],
): Field | undefined {
  const set = parts.filter((part) => part.group[property] !== undefined)
  const first = set[0]
  if (!first) return undefined
  const value = first.group[property]!
  for (const part of set.slice(1)) {
    const other = part.group[property]!
    if (other.value.value === value.value.value) continue
    diagnostics.push({
      file: part.file,
      range: other.value.range,
      code: 'group-conflict',
      severity: 'error',
      message: `Group \`${part.name}\` has \`${name}: ${other.value.value}\` here and \`${value.value.value}\` in its first part`,
      hint: 'give both the same value, or rename one of the groups',
      related: [{ file: first.file, range: value.value.range, message: 'first set here' }],
    })
  }
  return value
}

const textOf = (labels: readonly Pair[]): string =>
  JSON.stringify(labels.map(({ key, value }) => [key, value]).sort())
