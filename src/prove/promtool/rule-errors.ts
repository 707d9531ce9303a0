/**
 * Why promtool refuses a rule file, in its words. Covers only the errors distinguished here: unknown fields and
 * expressions that do not parse. Mirrors `rulefmt.Parse` and `Rule.Validate` of Prometheus.
 */
import type { Rule, RuleFile } from '../../model.ts'
import { quote } from '../../promql/go.ts'
import { type ParseResult, promError } from '../../promql/index.ts'
import { lineColumn, lineStarts } from '../../text/source.ts'

/** One text per error; empty for any other error. */
export function ruleErrors(
  file: RuleFile,
  text: string,
  parse: (expression: string) => ParseResult,
  ignoresUnknown: boolean,
): string[] {
  const starts = lineStarts(text)
  const unknown = [
    ...file.unknown,
    ...file.groups.flatMap((group) => [...group.unknown, ...group.rules.flatMap((rule) => rule.unknown)]),
  ].sort((a, b) => a.key.range.start - b.key.range.start)
  if (unknown.length > 0 && !ignoresUnknown && file.manifest !== true) {
    const lines = unknown.map(({ key, type }) => {
      const { line } = lineColumn(starts, key.range.start)
      return `  line ${line}: field ${key.value} not found in type ${type}`
    })
    return [`yaml: unmarshal errors:\n${lines.join('\n')}`]
  }
  return file.groups.flatMap((group) =>
    group.rules.flatMap((rule, index) => {
      const expr = rule.expr?.value
      const error = expr && promError(expr.value, parse(expr.value).problems)
      if (!expr || error === null || error === undefined) return []
      const { line, column } = lineColumn(starts, expr.range.start)
      const place = `group ${quote(group.name?.value.value ?? '')}, rule ${index + 1}, ${quote(nameOf(rule))}`
      return [`${line}:${column}: ${place}: could not parse expression: ${error}`]
    }),
  )
}

const nameOf = ({ alert, record }: Rule): string => alert?.value.value || record?.value.value || ''
