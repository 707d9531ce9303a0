import { type LabelFact, labelStatus, labelsOf } from '../analysis/index.ts'
import { possibleLabels } from '../analysis/labels/facts.ts'
import type { BoundRule, Config, Program, Runbook } from '../model.ts'
import { slotsIn } from '../text/actions.ts'
import { didYouMean } from '../text/nearest.ts'
import type { ProgramCheck } from './check.ts'
import { asRelated } from './shared/in-expr.ts'

/** Why an alert never carries a label, given its expression, rule, group and Prometheus; undefined if it may. */
function whyNever(
  rule: BoundRule,
  label: string,
  groupLabels: ReadonlySet<string>,
  config: Config,
): LabelFact | undefined {
  const set =
    label === 'alertname' ||
    groupLabels.has(label) ||
    rule.labels.some(({ key }) => key === label) ||
    Object.hasOwn(config.prometheus.externalLabels, label)
  if (set || rule.carries(label) !== 'never') return undefined
  return labelStatus(labelsOf(rule.expr()!), label)
}

/** The slots in the addresses of a page's dashboards, as its author wrote them. */
function slotsOfHead({ frontmatter, source }: Runbook, texts: Program['texts']): Runbook['slots'] {
  return frontmatter.dashboards
    .filter(({ url }) => url.value.includes('$labels'))
    .flatMap(({ url: { range } }) =>
      slotsIn((texts.get(source.path) ?? '').slice(range.start, range.end)).map(({ label, start, end }) => ({
        label,
        range: { start: range.start + start, end: range.start + end },
      })),
    )
}

export const slotLabel: ProgramCheck = {
  code: 'slot-label',
  severity: 'warning',
  summary: 'Every slot on a page is filled from a label that an alert of the page can carry.',
  needsPages: true,
  *run({ pages, groups, texts }, config) {
    const groupLabels = new Map(
      groups.map((group) => [group.name, new Set(group.labels.map(({ key }) => key))]),
    )
    const none: ReadonlySet<string> = new Set()
    for (const { runbook, rules } of pages) {
      for (const { label, range } of [...runbook.slots, ...slotsOfHead(runbook, texts)]) {
        const alerts = rules.filter(({ kind, carries }) => kind === 'alert' && carries(label) !== undefined)
        if (alerts.length === 0) continue
        const facts = alerts.map((rule) => ({
          rule,
          fact: whyNever(rule, label, groupLabels.get(rule.group) ?? none, config),
        }))
        // One alert of the page with the label justifies the slot.
        if (facts.some(({ fact }) => fact === undefined)) continue
        const known = alerts.flatMap(({ expr, labels }) => [
          ...possibleLabels(labelsOf(expr()!)),
          ...labels.map(({ key }) => key),
        ])
        const names = [...new Set(alerts.map(({ name }) => `\`${name}\``))]
        yield {
          file: runbook.source.path,
          range,
          message: `The slot for label \`${label}\` is never filled: ${names.length === 1 ? `alert ${names[0]} does not carry it` : `none of the alerts ${names.join(', ')} carries it`}`,
          hint: didYouMean(label, known) ?? 'keep the label in the expression, or name it in prose',
          related: facts.flatMap(({ rule, fact }) => asRelated(rule, [fact!.reason])),
        }
      }
    }
  },
}
