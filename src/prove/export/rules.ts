/** Groups as the rule file that exported tests name. */
import type { NameValue } from '../../model.ts'
import { formatDuration } from '../../promql/index.ts'
import { ruleObject, type TextPairs } from '../../rule-fields.ts'
import type { GroupSpec, RuleSpec } from '../rules.ts'

/** Plain data in the words of rule files; labels of a group stand in its rules, which every Prometheus reads. */
export function ruleFileOf(groups: readonly GroupSpec[]): unknown {
  return {
    groups: groups.map(({ name, queryOffset, limit, rules }, index) => ({
      // Groups of further files may go by the same name, which one file must not hold twice.
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
