/** Duplicate rules as `promtool check rules` counts them (`checkDuplicates` in cmd/promtool/main.go). */
import { byCodeUnits } from '../../text/compare.ts'

/** The identity of a rule: its name and the labels that it sets. */
export interface RuleIdentity {
  readonly name: string
  /** Labels in any order; of several with one key, the last counts. */
  readonly labels: readonly { readonly key: string; readonly value: string }[]
}

/** A rule's identity as a string. Alerts and recording rules share names; an empty label counts as a label. */
function identityKey({ name, labels }: RuleIdentity): string {
  const last = new Map(labels.map(({ key, value }) => [key, value]))
  const sorted = [...last].sort(([a], [b]) => byCodeUnits(a, b))
  return JSON.stringify([name, sorted])
}

/** Most rules of one identity that a rule is compared with. */
const MOST = 50

/**
 * Every rule with the same identity as an earlier one, together with the first such, in order. `differ`: whether the
 * results of two rules are known to differ all the same; else all are taken to meet, as promtool does.
 */
export function duplicates<R>(
  rules: Iterable<R>,
  identityOf: (rule: R) => RuleIdentity,
  differ: (one: R, other: R) => boolean = () => false,
): { readonly rule: R; readonly first: R }[] {
  const seen = new Map<string, R[]>()
  const found: { rule: R; first: R }[] = []
  for (const rule of rules) {
    const key = identityKey(identityOf(rule))
    const earlier = seen.get(key)
    const first = earlier?.find((one) => !differ(one, rule))
    if (first !== undefined) found.push({ rule, first })
    if (earlier === undefined) seen.set(key, [rule])
    else if (earlier.length < MOST) earlier.push(rule)
  }
  return found
}
