/** Groups as a rule file for exported tests. */
import type { NameValue } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { ruleObject, type TextPairs } from '../../rule-fields.ts'
import type { GroupSpec, RuleSpec } from '../rules.ts'

/**
 * Plain data with the field names of rule files. Group labels are copied into the rules, which every version of
 * Prometheus reads.
 */
export function ruleFileOf(groups: readonly GroupSpec[]): unknown {
  return {
    groups: groups.map(({ name, queryOffset, limit, rules }, index) => ({
      // Groups of further files may share a name, which one file must not contain twice.
      name: groups.findIndex((group) => group.name === name) === index ? name : `${name} (${index + 1})`,
      ...(queryOffset > 0 && { query_offset: formatDuration(queryOffset) }),
      ...(limit > 0 && { limit }),
      rules: rules.map(ruleOf),
    })),
  }
}

const pairs = (list: readonly NameValue[]): TextPairs => list.map(([key, value]) => ({ key, value }))

const ruleOf = ({ written, labels, annotations }: RuleSpec): unknown =>
  ruleObject(written, { labels: pairs(labels), annotations: pairs(annotations) })
