/** The rules that a runbook test knows, as deployed. */
import type { BoundRule, Group, Page, Pair, Program, Rule } from '../../model.ts'
import { groupBy } from '../../text/group-by.ts'
import { once } from '../../text/once.ts'
import { type GroupSpec, specOf } from '../rules.ts'

const pairs = (list: readonly Pair[]): [string, string][] => list.map(({ key, value }) => [key, value])

const headOf = ({ rule, file, labels, annotations }: BoundRule) => ({
  rule,
  file,
  labels: pairs(labels),
  annotations: pairs(annotations),
})

const groupOf = (group: Group, isWanted: (rule: BoundRule) => boolean): GroupSpec =>
  specOf({ ...group, labels: pairs(group.labels) }, group.rules.filter(isWanted).map(headOf))

/** All groups of a program, in order of evaluation. */
export function groupsIn(program: Program): GroupSpec[] {
  return program.groups.filter(({ rules }) => rules.length > 0).map((group) => groupOf(group, () => true))
}

/** The group of each rule of a program: searching a large book for every page would be slow. */
const placesIn = once((program: Program) => {
  const places = new Map<Rule, number>()
  program.groups.forEach(({ rules }, index) => {
    for (const { rule } of rules) places.set(rule, index)
  })
  return { places, byFile: groupBy(program.rules, ({ file }) => file) }
})

/** The rules of a page and of further files of the project. A draft's rules are tested before they are deployed. */
export function groupsKnown(program: Program, page: Page, files: ReadonlySet<string>): GroupSpec[] {
  const { places, byFile } = placesIn(program)
  const known = new Set(
    [...page.rules, ...[...files].flatMap((file) => byFile.get(file) ?? [])].map(({ rule }) => rule),
  )
  const indexes = new Set([...known].flatMap((rule) => places.get(rule) ?? []))
  const groups = [...indexes]
    .sort((a, b) => a - b)
    .map((index) => groupOf(program.groups[index]!, ({ rule }) => known.has(rule)))
  if (page.draft !== true) return groups
  const drafts = page.rules.filter(({ file }) => file === page.runbook.source.path)
  const names = [...new Set(drafts.map(({ group }) => group))]
  const unset = { interval: undefined, queryOffset: undefined, limit: undefined, labels: [] }
  return [
    ...groups,
    ...names.map((name) =>
      specOf({ name, ...unset }, drafts.filter(({ group }) => group === name).map(headOf)),
    ),
  ]
}
