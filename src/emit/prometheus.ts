/** Groups as plain objects in Prometheus' format, for every rule output. */
import { dump } from 'js-yaml'
import type { BoundRule, Group, Program, Remember, Step } from '../model.ts'
import { GROUP_FIELDS, type GroupRow, groupObject, isValue, ruleObject } from '../rule-fields.ts'
import { groupBy } from '../text/group-by.ts'
import { lazy } from '../text/once.ts'

/**
 * A value as block YAML without its last line break, indented by `indent` spaces. Strings that some YAML reader could
 * misread are quoted; long lines are never folded, so that diffs stay small.
 */
export function yaml(value: unknown, indent: number): string {
  return indented(dump(value, { lineWidth: -1, noRefs: true }).replace(/\n$/, ''), indent)
}

export const indented = (text: string, indent: number): string => text.replace(/^(?=.)/gm, ' '.repeat(indent))

/** A rule as block YAML: exactly the text that is deployed and shown. */
export type RuleYaml = (rule: BoundRule) => string

/** Rules in Prometheus' format → block YAML for each. */
const rulesAsYaml: Step<readonly Record<string, unknown>[], readonly string[]> = {
  name: 'yaml',
  run: (rules) => rules.map((rule) => yaml(rule, 0)),
}

/** The YAML of every rule of a program. The first request for a rule makes all of its file. */
export const ruleYaml = ({ rules }: Program, remember: Remember): RuleYaml => {
  const byFile = lazy(() => groupBy(rules, ({ file }) => file))
  const made = new Map<BoundRule, string>()
  return (rule) => {
    if (!made.has(rule)) {
      const own = byFile().get(rule.file) ?? [rule]
      const texts = remember(
        rulesAsYaml,
        own.map((one) => ruleObject(one.rule, one)),
      )
      own.forEach((one, index) => void made.set(one, texts[index]!))
    }
    return made.get(rule)!
  }
}

/** The group's own fields, without its rules. Integers keep their notation. */
export function groupHeader(group: Group, indent: number): string {
  const isInteger = ({ kind }: GroupRow): boolean => kind === 'integer'
  const integers = GROUP_FIELDS.filter(isValue).filter(isInteger)
  const written = integers.flatMap(({ name, property }) =>
    group[property] === undefined ? [] : [`\n${' '.repeat(indent)}${name}: ${group[property]}`],
  )
  return (
    yaml(
      groupObject((row) => (isInteger(row) ? undefined : group[row.property]), group),
      indent,
    ) + written.join('')
  )
}
