/** The query of an alert's link: which alert fired, its labels, its value. */
import type { BoundRule, Config, Pair } from '../model.ts'
import { actionsIn, labelsOf, pipelineIn } from '../text/actions.ts'
import type { LinkPart } from './addresses.ts'

/** Annotations shown in the head of a page, the summary first. */
const SHOWN = ['summary', 'description', 'message'] as const

/** The parts of an alert that its link depends on; its labels include those of its group. */
type Carried = Pick<BoundRule, 'labels' | 'annotations' | 'carries'>

/** Facts about the alert's page. */
export interface LinkFacts {
  /** Labels for which the page has slots, in order of appearance. */
  readonly slots: readonly string[]
  /** Whether other rules of the page share the alert's name. */
  readonly tiers: boolean
}

/**
 * In this order: `alertname`; `severity` where tiers share a name; the labels that the page or the alert's own
 * texts show; `value` as the summary, or else the description, prints it. Labels that the expression cannot return are
 * left out. A label that the rule or its group sets is written into the link as a constant, since templates do not see
 * it, unless a template makes its value.
 */
export function linkParts(alert: string, carried: Carried, facts: LinkFacts, config: Config): LinkPart[] {
  if (config.links.labels === 'off') return []
  const fixed: LinkPart[] = [{ name: 'alertname', value: alert }]
  const severity = textOf(carried.labels, 'severity')
  if (facts.tiers && severity !== '' && !severity.includes('{{'))
    fixed.push({ name: 'severity', value: severity })
  const taken = new Set(fixed.map(({ name }) => name))
  const shown = SHOWN.map((key) => actionsIn(textOf(carried.annotations, key)))
  const labels = [...new Set([...facts.slots, ...shown.flatMap(labelsOf)])].filter((name) => !taken.has(name))
  // The value as printed by the first text that prints it.
  const pipeline =
    config.links.value === 'off' ? undefined : shown.map(pipelineIn).find((one) => one !== undefined)
  return [
    ...fixed,
    ...labels.flatMap((name) => labelPart(carried, name)),
    ...(pipeline === undefined || labels.includes('value') ? [] : [{ name: 'value', pipeline }]),
  ]
}

function labelPart({ labels, carries }: Carried, name: string): LinkPart[] {
  const set = textOf(labels, name)
  if (set !== '') return set.includes('{{') ? [] : [{ name, value: set }]
  const status = carries(name)
  return status === undefined || status === 'never' ? [] : [{ name, pipeline: `$labels.${name}` }]
}

const textOf = (pairs: readonly Pair[], key: string): string =>
  pairs.find((pair) => pair.key === key)?.value ?? ''
