/** Groups as the plain objects that Prometheus reads: shared by every rule output. */
import { dump } from 'js-yaml'
import type { BoundRule, Group, Pair, Program, Remember } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { hash } from '../text/hash.ts'
import { lazy, once } from '../text/once.ts'

const record = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, value]))

/** A rule's fields in the order of Prometheus' documentation; absent where empty. */
function ruleObject({ kind, name, rule, labels, annotations }: BoundRule): Record<string, unknown> {
  return {
    [kind]: name,
    expr: rule.expr?.value.value ?? '',
    ...(rule.for && { for: rule.for.value.value }),
    ...(rule.keepFiringFor && { keep_firing_for: rule.keepFiringFor.value.value }),
    ...(labels.length > 0 && { labels: record(labels) }),
    ...(annotations.length > 0 && { annotations: record(annotations) }),
  }
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
  yaml(ruleObject(rule), 0),
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

/** The group's own fields, without its rules. `limit` is a number: it goes out as it was written. */
export function groupHeader(group: Group, indent: number): string {
  const head = yaml(
    {
      name: group.name,
      ...(group.interval !== undefined && { interval: group.interval }),
      ...(group.queryOffset !== undefined && { query_offset: group.queryOffset }),
      ...(group.labels.length > 0 && { labels: record(group.labels) }),
    },
    indent,
  )
  return group.limit === undefined ? head : `${head}\n${' '.repeat(indent)}limit: ${group.limit}`
}
