/** Groups as the plain objects that Prometheus reads: shared by every rule output. */
import { dump } from 'js-yaml'
import type { BoundRule, Group, Pair, Program, Remember, Rule } from '../model.ts'
import {
  GROUP_FIELDS,
  type GroupRow,
  isPairs,
  isValue,
  type PairsOf,
  RULE_FIELDS,
  type RuleRow,
} from '../rule-fields.ts'
import { groupBy } from '../text/group-by.ts'
import { hash } from '../text/hash.ts'
import { lazy, once } from '../text/once.ts'

/** Names and texts, with or without their places. */
export type TextPairs = readonly Pick<Pair, 'key' | 'value'>[]

const record = (pairs: TextPairs): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]))

/** A rule as Prometheus reads it, with these labels and annotations; what is not written or empty is absent. */
export function ruleObject(
  rule: Rule,
  pairs: { readonly [P in PairsOf<RuleRow>]: TextPairs },
): Record<string, unknown> {
  const entries = RULE_FIELDS.map((row): [string, unknown] =>
    isPairs(row)
      ? [row.name, pairs[row.property].length > 0 ? record(pairs[row.property]) : undefined]
      : [row.name, rule[row.property]?.value.value],
  )
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** A group as Prometheus reads it, without its rules. */
export function groupObject(
  read: (row: Exclude<GroupRow, { kind: 'pairs' }>) => string | number | undefined,
  pairs: { readonly [P in PairsOf<GroupRow>]: TextPairs },
): Record<string, unknown> {
  const entries = GROUP_FIELDS.map((row): [string, unknown] =>
    isPairs(row)
      ? [row.name, pairs[row.property].length > 0 ? record(pairs[row.property]) : undefined]
      : [row.name, read(row)],
  )
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/**
 * A value as block YAML without its last line break, indented by `indent` spaces. Strings that any YAML
 * reader could take for something else are quoted; long lines are never folded, so that diffs stay small.
 */
export function yaml(value: unknown, indent: number): string {
  return indented(dump(value, { lineWidth: -1, noRefs: true }).replace(/\n$/, ''), indent)
}

const indented = (text: string, indent: number): string => text.replace(/^(?=.)/gm, ' '.repeat(indent))

/** A rule as block YAML, the very text that is deployed. Made once, because the site shows it too. */
export const ruleYaml: (rule: BoundRule) => string = once((rule: BoundRule): string =>
  yaml(ruleObject(rule.rule, rule), 0),
)

/** A rule as block YAML, indented by some spaces. */
export type IndentedYaml = (rule: BoundRule, indent: number) => string

/** The YAML of every rule that is deployed: that of a file whose rules are as they were is remembered. */
export function rememberedYaml({ groups, hashOf }: Program, remember: Remember): IndentedYaml {
  const texts = lazy(() => {
    const made = new Map<BoundRule, string>()
    const rules = groups.flatMap((group) => group.rules)
    for (const [file, own] of groupBy(rules, (rule) => rule.file)) {
      const key = `yaml ${hashOf(file)} ${hash(JSON.stringify(own.map(bound)))} ${file}`
      const yamls = remember(key, () => own.map(ruleYaml))
      own.forEach((rule, index) => void made.set(rule, yamls[index]!))
    }
    return made
  })
  return (rule, indent) => indented(texts().get(rule) ?? ruleYaml(rule), indent)
}

/** What is written of a rule beside the fields that stand in its file alone. */
const bound = ({ kind, name, rule, labels, annotations }: BoundRule): unknown => [
  rule.range.start,
  kind,
  name,
  record(labels),
  record(annotations),
]

/** The group's own fields, without its rules. An integer goes out as it was written. */
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
