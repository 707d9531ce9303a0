/** Parts of groups → groups: merged by name, in order of file path, then position. */
import type { BoundRule, Diagnostic, Field, Group, Pair, Place, RuleGroup } from '../model.ts'
import { groupBy } from '../text/group-by.ts'

/** A group as one file contributes to it. */
export interface Part {
  readonly name: string
  readonly file: string
  /** The name's place, or the block's where the page names the group. */
  readonly from: Place
  readonly group: RuleGroup
  readonly labels: readonly Pair[]
  readonly rules: readonly BoundRule[]
}

const SETTINGS = ['interval', 'queryOffset', 'limit'] as const
const WRITTEN = { interval: 'interval', queryOffset: 'query_offset', limit: 'limit' } as const

/** Merges parts that come in order. Settings that contradict each other make the group meaningless: an error. */
export function mergeGroups(parts: readonly Part[]): { groups: Group[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const byName = groupBy(parts, ({ name }) => name)
  const groups = [...byName.values()].map((same): Group => {
    const [interval, queryOffset, limit] = SETTINGS.map((setting) => agreed(same, setting, diagnostics))
    return {
      name: same[0]!.name,
      interval: interval?.value.value,
      queryOffset: queryOffset?.value.value,
      limit: limit?.value.value,
      ...shareLabels(same),
      from: same[0]!.from,
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

/** Labels of the group where all parts agree; otherwise they move into the rules, which means the same. */
function shareLabels(parts: readonly Part[]): { labels: readonly Pair[]; rules: BoundRule[] } {
  const labels = parts[0]!.labels
  if (parts.every((part) => textOf(part.labels) === textOf(labels))) {
    return { labels, rules: parts.flatMap((part) => part.rules) }
  }
  return {
    labels: [],
    rules: parts.flatMap((part) => part.rules.map((rule) => withLabels(rule, part.labels))),
  }
}

function withLabels(rule: BoundRule, labels: readonly Pair[]): BoundRule {
  const own = new Set(rule.labels.map(({ key }) => key))
  return { ...rule, labels: [...rule.labels, ...labels.filter(({ key }) => !own.has(key))] }
}
