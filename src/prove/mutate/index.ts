/**
 * Would the tests notice? Changes every rule a little, one change at a time, and runs its tests; a change survives if
 * no test fails. In: groups, and a function that tests them. Out: the changes and their results.
 */
import { createQuery } from '../../engine/index.ts'
import type { Edit } from '../../model.ts'
import { formatDuration, parseExpr, parseOptions } from '../../promql/index.ts'
import { locate, type Text } from '../../text/source.ts'
import type { GroupSpec, RuleSpec } from '../rules.ts'
import { exprChanges } from './expr.ts'

/** A rule with one change. */
export interface Mutant {
  readonly rule: RuleSpec
  readonly changed: RuleSpec
  /** The change in words. */
  readonly what: string
  /** The change, in the file of the rule. */
  readonly edit: Edit
}

/** The changes of a rule that Prometheus would still load. */
function mutantsOf(rule: RuleSpec, version: string, features: readonly string[]): Mutant[] {
  return [...exprMutants(rule, version, features), ...timeMutants(rule)]
}

function exprMutants(rule: RuleSpec, version: string, features: readonly string[]): Mutant[] {
  const text: Text | undefined = rule.written.expr?.value
  const { expr } = parseExpr(rule.expr, parseOptions(features, version))
  if (text === undefined || expr === undefined) return []
  const before = createQuery(rule.expr, { version, features }).type
  return exprChanges(rule.expr, expr).flatMap(({ range, text: by, what }): Mutant[] => {
    const changed = rule.expr.slice(0, range.start) + by + rule.expr.slice(range.end)
    const { type, error } = createQuery(changed, { version, features })
    if (error !== undefined || type !== before) return []
    const place = locate(text, range.start, range.end)
    const edit = { file: rule.place.file, range: place, text: by }
    return [{ rule, changed: { ...rule, expr: changed }, what, edit }]
  })
}

function timeMutants(rule: RuleSpec): Mutant[] {
  const { written, hold, keepFiring, place } = rule
  const change = (
    field: 'for' | 'keep_firing_for',
    ms: number,
    what: string,
    changed: Partial<RuleSpec>,
  ): Mutant[] => {
    const text = field === 'for' ? written.for?.value : written.keepFiringFor?.value
    if (text === undefined) return []
    const edit = { file: place.file, range: text.range, text: ms === 0 ? '0s' : formatDuration(ms) }
    return [{ rule, changed: { ...rule, ...changed }, what, edit }]
  }
  const half = Math.trunc(hold / 2)
  return [
    ...(hold > 0 ? change('for', 0, `\`for: ${formatDuration(hold)}\` was dropped`, { hold: 0 }) : []),
    ...(half > 0
      ? change('for', half, `\`for: ${formatDuration(hold)}\` became \`${formatDuration(half)}\``, {
          hold: half,
        })
      : []),
    ...(keepFiring > 0
      ? change('keep_firing_for', 0, `\`keep_firing_for: ${formatDuration(keepFiring)}\` was dropped`, {
          keepFiring: 0,
        })
      : []),
  ]
}

export interface Judged {
  readonly mutant: Mutant
  readonly killed: boolean
}

/** Tries every change of the selected rules; `fails` tells whether any test fails with these groups. */
export function mutate(
  groups: readonly GroupSpec[],
  settings: { readonly version: string; readonly features: readonly string[] },
  isJudged: (rule: RuleSpec) => boolean,
  fails: (groups: readonly GroupSpec[], mutant: Mutant) => boolean,
): Judged[] {
  return groups.flatMap((group, at) =>
    group.rules.flatMap((rule, index) => {
      if (!isJudged(rule)) return []
      return mutantsOf(rule, settings.version, settings.features).map((mutant): Judged => {
        const rules = group.rules.with(index, mutant.changed)
        return { mutant, killed: fails(groups.with(at, { ...group, rules }), mutant) }
      })
    }),
  )
}
