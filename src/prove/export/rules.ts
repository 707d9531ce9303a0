/** Groups as the rule file that exported tests name. */
import { formatDuration } from '../../promql/index.ts'
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

function ruleOf({ kind, name, expr, hold, keepFiring, labels, annotations }: RuleSpec): unknown {
  return {
    [kind]: name,
    expr,
    ...(hold > 0 && { for: formatDuration(hold) }),
    ...(keepFiring > 0 && { keep_firing_for: formatDuration(keepFiring) }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  }
}
