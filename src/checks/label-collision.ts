import type { BoundRule } from '../model.ts'
import { expectedLabels, heldMatchers, labelsOf, partsOf, pointlessMatching } from '../promql/index.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { asRelated, inExpr, subject } from './in-expr.ts'
import { labelsOfGroups } from './severities.ts'

/** Labels that nearly always tell series apart, whatever others there are. */
const FINEST = new Set(['instance', 'pod'])

export const labelCollision: ProgramCheck = {
  code: 'label-collision',
  severity: 'warning',
  summary: 'The labels of a rule leave its results apart.',
  *run(program) {
    const groupLabels = labelsOfGroups(program)
    for (const rule of program.rules) {
      if (/\bon\b/i.test(rule.rule.expr?.value.value ?? '')) yield* unmatched(rule)
      const set = [
        ...groupLabels(rule).filter(({ key }) => !rule.labels.some((own) => own.key === key)),
        ...rule.labels,
      ]
      // What a template reads from the label itself stays apart.
      const fixed = set.filter(
        ({ key, value }) => value !== '' && !value.includes('{{') && key !== 'severity',
      )
      const expr = fixed.length > 0 ? rule.expr() : undefined
      if (!expr) continue
      const model = labelsOf(expr)
      const expected = expectedLabels(expr, model)
      const held = heldMatchers(expr)
      const isOpen = (label: string): boolean => !held.get(label)?.some(({ op }) => op === '=')
      const apart = [...expected.keys()].filter(
        (label) => isOpen(label) && !fixed.some(({ key }) => key === label),
      )
      for (const { key, value, from } of fixed) {
        const reason = expected.get(key)
        if (reason === undefined || !isOpen(key)) continue
        const isOnly = model.rest.status === 'never' && apart.length === 0
        if (!FINEST.has(key) && !isOnly) continue
        yield {
          file: from.file,
          range: from.range,
          message: `Label \`${key}\` of ${rule.kind === 'alert' ? 'alert' : 'recording rule'} \`${rule.name}\` becomes \`${value}\` on every result: two of them are then one labelset, and the rule fails`,
          hint: `rename the label, or leave it out: the expression returns \`${key}\``,
          related: asRelated(rule, [reason.reason]),
        }
      }
    }
  },
}

/** Matching by labels that are gone on both sides: an error as soon as there are two series. */
function* unmatched(rule: BoundRule): Iterable<Finding> {
  const expr = rule.expr()
  if (!expr) return
  const found: Finding[] = []
  for (const node of partsOf(expr)) {
    const reason = node.kind === 'binary' ? pointlessMatching(node) : undefined
    if (!reason) continue
    found.push({
      file: rule.file,
      range: inExpr(rule, reason.range),
      message: `${subject(rule)}: ${reason.text}, which is an error as soon as a side has two`,
      hint: 'match by labels that both sides have',
    })
  }
  yield* found
}
