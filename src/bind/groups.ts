/** Parts of groups → groups: merged by name, in order of file path, then position. */
import type { Diagnostic, Field, Group, Pair } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import type { Part } from './parts.ts'

/** A group before its rules are bound. */
export interface MergedGroup {
  readonly head: Omit<Group, 'rules'>
  readonly parts: readonly Part[]
  /** Its parts do not agree on labels: each rule carries those of its own part, which means the same. */
  readonly movesLabels: boolean
}

const SETTINGS = ['interval', 'queryOffset', 'limit'] as const
const WRITTEN = { interval: 'interval', queryOffset: 'query_offset', limit: 'limit' } as const

/** Merges parts that come in order. Settings that contradict each other make the group meaningless: an error. */
export function mergeGroups(parts: readonly Part[]): { groups: MergedGroup[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const byName = groupBy(parts, ({ name }) => name)
  const groups = [...byName.values()].map((same): MergedGroup => {
    const [interval, queryOffset, limit] = SETTINGS.map((setting) => agreed(same, setting, diagnostics))
    const { name, labels, from } = same[0]!
    const movesLabels = same.some((part) => textOf(part.labels) !== textOf(labels))
    return {
      head: {
        name,
        interval: interval?.value.value,
        queryOffset: queryOffset?.value.value,
        limit: limit?.value.value,
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
  setting: (typeof SETTINGS)[number],
  diagnostics: Diagnostic[],
): Field | undefined {
  const set = parts.filter((part) => part.group[setting] !== undefined)
  const first = set[0]
  if (!first) return undefined
  const value = first.group[setting]!
  for (const part of set.slice(1)) {
    const other = part.group[setting]!
    if (other.value.value === value.value.value) continue
    diagnostics.push({
      file: part.file,
      range: other.value.range,
      code: 'group-conflict',
      severity: 'error',
      message: `Unexpected \`${WRITTEN[setting]}: ${other.value.value}\` for group \`${part.name}\`, expected \`${value.value.value}\` as in its first part`,
      hint: 'give both the same value, or one of the groups another name',
      related: [{ file: first.file, range: value.value.range, message: 'first set here' }],
    })
  }
  return value
}

const textOf = (labels: readonly Pair[]): string =>
  JSON.stringify(labels.map(({ key, value }) => [key, value]).sort())
