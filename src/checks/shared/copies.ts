/** In what a copy or an example of a rule differs from the rule. */
import type { Field, Rule } from '../../model.ts'
import { formatExpr, metricNames, parseExpr } from '../../promql/index.ts'
import { isPairs, RULE_FIELDS } from '../../rule-fields.ts'
import { mayUseParams } from '../../text/params.ts'

/** A field of a rule by its YAML name. */
export interface Named {
  readonly name: string
  readonly copied: Field | undefined
  readonly deployed: Field | undefined
}

const text = (field: Field | undefined): string | undefined => field?.value.value.trim()

/** The fields in which a copy differs from a rule; the labels together count as one field. Names are equal already. */
export function differences(
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
export function differencesOfExample(example: Rule, deployed: Rule): ReturnType<typeof differences> {
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
