/** The rules that a test of a runbook knows, as they are deployed. */
import type { BoundRule, Page, Pair, Program } from '../../model.ts'
import { type GroupSpec, specOf } from '../rules.ts'

const pairs = (list: readonly Pair[]): [string, string][] => list.map(({ key, value }) => [key, value])

const headOf = ({ rule, file, labels, annotations }: BoundRule) => ({
  rule,
  file,
  labels: pairs(labels),
  annotations: pairs(annotations),
})

/** The groups of a program with those of their rules that are wanted, in order of evaluation. */
export function groupsIn(program: Program, isWanted: (rule: BoundRule) => boolean): GroupSpec[] {
  return program.groups.flatMap((group): GroupSpec[] => {
    const rules = group.rules.filter(isWanted)
    return rules.length === 0 ? [] : [specOf({ ...group, labels: pairs(group.labels) }, rules.map(headOf))]
  })
}

/** The rules of a page and those of further files of the project. A draft's rules are tested before they are deployed. */
export function groupsKnown(program: Program, page: Page, files: ReadonlySet<string>): GroupSpec[] {
  const own = new Set(page.rules.map(({ rule }) => rule))
  const groups = groupsIn(program, ({ rule, file }) => own.has(rule) || files.has(file))
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
