import type { BoundRule, Place } from '../model.ts'
import type { Check } from './check.ts'

/** What Prometheus tells series and alerts apart by: the name and the labels a rule sets (promtool's lint does the same). */
function identity(rule: BoundRule): string {
  return JSON.stringify([rule.name, rule.labels.map(({ key, value }) => [key, value]).sort()])
}

const place = ({ rule, file }: BoundRule): Place => ({
  file,
  range: (rule.alert ?? rule.record)!.value.range,
})

export const ruleDuplicate: Check = {
  code: 'rule-duplicate',
  severity: 'warning',
  summary: 'No two rules have the same name and the same labels.',
  *run(program) {
    const first = new Map<string, BoundRule>()
    for (const rule of program.groups.flatMap((group) => group.rules)) {
      const key = identity(rule)
      const other = first.get(key)
      if (!other) {
        first.set(key, rule)
        continue
      }
      const same = other.rule.expr?.value.value === rule.rule.expr?.value.value
      yield {
        ...place(rule),
        message: `Unexpected second ${rule.kind} \`${rule.name}\` with the same labels${same ? ' and the same expression' : ''}, expected one`,
        hint: same ? 'remove one of them' : 'rename one, or give the two different labels such as `severity`',
        related: [{ ...place(other), message: 'first defined here' }],
      }
    }
  },
}
