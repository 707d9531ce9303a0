import { expectedLabels, heldMatchers, heldTo } from '../analysis/index.ts'
import { disjuncts } from '../analysis/values/filters.ts'
import type { BoundRule, Config, Pair, Program } from '../model.ts'
import { counted } from '../text/group-by.ts'
import { replaceScalar } from '../yaml/edit.ts'
import type { Finding, ProgramCheck } from './check.ts'
import { atName, inExpr } from './shared/in-expr.ts'
import { labelsOfGroups, meantSeverity, misspelt, severityOf } from './shared/severities.ts'

interface Judged {
  readonly rule: BoundRule
  readonly severity: Pair | undefined
}

/** Names of alerts that reach nobody: Alertmanager uses them to inhibit others. */
const inhibiting = /inhibit/i

export const alertSeverity: ProgramCheck = {
  code: 'alert-severity',
  needsAll: true,
  severity: 'warning',
  summary: 'Every alert has a severity, one of those that the project uses.',
  *run(program, config) {
    const groupLabels = labelsOfGroups(program)
    const alerts = program.rules
      .filter(({ kind }) => kind === 'alert')
      .map((rule): Judged => ({ rule, severity: severityOf(rule, groupLabels(rule)) }))
    const counts = counted(alerts.flatMap(({ severity }) => severity?.value ?? []))
    const isUsed = config.severities.length > 0 || usesSeverities(alerts)
    for (const { rule, severity } of alerts) {
      if (severity === undefined) {
        const made = isUsed && !inhibiting.test(rule.name) ? fromExpr(rule) : []
        if (made === undefined) yield missing(rule, config, counts)
        for (const pair of made ?? []) yield* unknown(program, rule, pair, config, counts)
      } else if (!severity.value.includes('{{')) yield* unknown(program, rule, severity, config, counts)
      else {
        for (const value of alternatives(severity.value)) {
          for (const { fix: _, ...finding } of unknown(program, rule, { ...severity, value }, config, counts))
            yield finding
        }
      }
    }
  },
}

/** The words that a template chooses from: `{{ if … }}critical{{ else }}warning{{ end }}`. */
function alternatives(template: string): string[] {
  const words = template.split(/\{\{.*?\}\}/s).map((word) => word.trim())
  const isChoice = /^\s*\{\{-?\s*if\b/.test(template) && /\{\{-?\s*end\s*-?\}\}\s*$/.test(template)
  return isChoice ? words.filter((word) => /^\w+$/.test(word)) : []
}

/**
 * The severities that the expression itself gives its results, where it is known; undefined if they have none. `label_replace`
 * may write one, and a metric may carry one.
 */
function fromExpr(rule: BoundRule): Pair[] | undefined {
  const expr = /severity/.test(rule.rule.expr?.value.value ?? '') ? rule.expr() : undefined
  if (!expr) return undefined
  const found: Pair[] = []
  for (const side of disjuncts(expr)) {
    const by = heldTo(heldMatchers(side), 'severity')
    if (!by && !expectedLabels(side).has('severity')) return undefined
    if (by) found.push({ key: 'severity', value: by.value, from: inExpr(rule, by.valueRange) })
  }
  return found
}

/** If more than half of many alerts have none, the project distinguishes them otherwise. */
function usesSeverities(alerts: readonly Judged[]): boolean {
  const without = alerts.filter(({ severity }) => severity === undefined).length
  return alerts.length < 5 || without <= alerts.length / 2
}

const list = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ')

function missing(rule: BoundRule, { severities }: Config, counts: ReadonlyMap<string, number>): Finding {
  const used = severities.length > 0 ? severities : [...counts.keys()]
  return {
    ...atName(rule),
    message: `Alert \`${rule.name}\` has no label \`severity\``,
    hint: `add one under \`labels:\`${used.length > 0 && used.length < 9 ? `: ${list(used)}` : ''}`,
  }
}

function* unknown(
  program: Program,
  rule: BoundRule,
  { value, from, text }: Pair,
  { severities }: Config,
  counts: ReadonlyMap<string, number>,
): Iterable<Finding> {
  if (severities.includes(value)) return
  const meant = severities.length > 0 ? misspelt(value, severities) : meantSeverity(value, counts)
  if (severities.length === 0 && meant === undefined) return
  const times = (word: string): string => {
    const count = counts.get(word) ?? 0
    return count === 1 ? 'once' : `${count} times`
  }
  const why =
    severities.length > 0
      ? 'which is not among the severities of the configuration'
      : counts.has(meant!)
        ? `which is used ${times(value)}, \`${meant}\` ${times(meant!)}`
        : 'which is probably misspelt'
  const edit = meant && text && replaceScalar(program.texts.get(from.file) ?? '', text, meant)
  yield {
    file: from.file,
    range: from.range,
    message: `Alert \`${rule.name}\` has the severity \`${value}\`, ${why}`,
    hint: meant === undefined ? `use one of ${list(severities)}` : `did you mean \`${meant}\`?`,
    ...(edit && { fix: { title: `Write \`${meant}\``, edits: [{ file: from.file, ...edit }] } }),
  }
}
