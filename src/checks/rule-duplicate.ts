import { contradiction, heldMatchers, type LabelStatus, labelStatus, labelsOf } from '../analysis/index.ts'
import type { BoundRule } from '../model.ts'
import { counted } from '../text/group-by.ts'
import type { ProgramCheck } from './check.ts'
import { duplicates } from './shared/duplicates.ts'
import { atName, subject } from './shared/in-expr.ts'

export const ruleDuplicate: ProgramCheck = {
  code: 'rule-duplicate',
  severity: 'warning',
  summary: 'No two rules have the same name and the same labels.',
  *run(program) {
    const all = program.groups.flatMap((group) => group.rules.map((rule) => ({ rule, group })))
    // Most names occur once.
    const named = counted(all.map(({ rule }) => rule.name))
    const members = all.filter(({ rule }) => named.get(rule.name)! > 1)
    const found = duplicates(
      members,
      ({ rule, group }) => ({ name: rule.name, labels: [...group.labels, ...rule.labels] }),
      (one, other) => differInLabel(one.rule, other.rule),
    )
    for (const { rule: second, first } of found) {
      const { rule } = second
      const other = first.rule
      const same = other.rule.expr?.value.value === rule.rule.expr?.value.value
      yield {
        ...atName(rule),
        message: `${subject(rule)} is defined twice with the same labels${same ? ' and the same expression' : ''}`,
        hint: same ? 'remove one of them' : 'rename one, or give the two different labels such as `severity`',
        related: [{ ...atName(other), message: 'first defined here' }],
      }
    }
  },
}

/**
 * Whether the results of two rules surely differ in a label that neither sets: it is on those of one alone, or has other
 * values on each, as with `{job="a"}` and `{job="b"}`.
 */
function differInLabel(one: BoundRule, other: BoundRule): boolean {
  if (one.rule.expr?.value.value === other.rule.expr?.value.value) return false
  const [left, right] = [one.expr(), other.expr()]
  if (left === undefined || right === undefined) return false
  const set = new Set(['__name__', ...[...one.labels, ...other.labels].map(({ key }) => key)])
  const held = heldMatchers(right)
  for (const [label, matchers] of heldMatchers(left))
    if (!set.has(label) && contradiction(matchers, held.get(label) ?? []) !== undefined) return true
  const models = [left, right].map(labelsOf)
  const isAny = (label: string, status: LabelStatus): boolean =>
    models.some((model) => labelStatus(model, label).status === status)
  return models.some(({ known }) =>
    [...known.keys()].some((label) => !set.has(label) && isAny(label, 'sure') && isAny(label, 'never')),
  )
}
