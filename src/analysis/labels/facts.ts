/** Facts about the labels of a result, and how they combine. */
import type { Range } from '../../text/source.ts'

/** `sure`: on every returned series; `never`: on none; `possible`: unknown. */
export type LabelStatus = 'sure' | 'possible' | 'never'

/** A part of an expression, and what it decides. */
export interface Reason {
  /** The characters of the expression that decide it. */
  readonly range: Range
  /** The reason, with names in backticks and no full stop: "`sum by (job)` keeps only `job`". */
  readonly text: string
}

/** Whether a label is on a result, and the reason. */
export interface LabelFact {
  readonly status: LabelStatus
  readonly reason: Reason
  /**
   * A metric name dropped by a function or operator. With the feature flag `promql-delayed-name-removal` it is removed
   * only at the end of the query, so outer functions may still read it.
   */
  readonly late?: true
}

/** The labels of every series that an expression may return. A missing label equals an empty one. */
export interface LabelModel {
  /** Labels with facts of their own. */
  readonly known: ReadonlyMap<string, LabelFact>
  /** Every label not in `known`; its status is `possible` or, where the result is closed, `never`. */
  readonly rest: LabelFact
}

export const metricNameLabel = '__name__'

export function fact(status: LabelStatus, range: Range, text: string): LabelFact {
  return { status, reason: { range, text } }
}

/** The fact about one label. The empty string is no label. */
export function factOf(model: LabelModel, label: string): LabelFact {
  return model.known.get(label) ?? model.rest
}

/** The labels named by the model that may be on a series. */
export const possibleLabels = ({ known }: LabelModel): string[] =>
  [...known].flatMap(([label, { status }]) => (status === 'never' ? [] : [label]))

/** A result of which nothing is known. */
export function anything(range: Range, text: string): LabelModel {
  return { known: new Map(), rest: fact('possible', range, text) }
}

/** A result without labels. */
export function nothing(range: Range, text: string): LabelModel {
  return { known: new Map(), rest: fact('never', range, text) }
}

/** The model with the facts about some labels replaced. */
export function withFacts(model: LabelModel, facts: Iterable<readonly [string, LabelFact]>): LabelModel {
  const known = new Map(model.known)
  for (const [label, found] of facts) known.set(label, found)
  return { known, rest: model.rest }
}

/** Keeps only these labels; `text`: why the others are dropped. */
export function keepOnly(
  model: LabelModel,
  labels: Iterable<string>,
  range: Range,
  text: string,
): LabelModel {
  const known = new Map<string, LabelFact>()
  for (const label of labels) known.set(label, factOf(model, label))
  return { known, rest: fact('never', range, text) }
}

/** Labels that only some versions drop; `text`: what drops them. */
export function mayDrop(
  model: LabelModel,
  labels: readonly string[],
  range: Range,
  text: string,
): LabelModel {
  const uncertain = labels.filter((label) => factOf(model, label).status === 'sure')
  if (uncertain.length === 0) return model
  return withFacts(
    model,
    uncertain.map((label) => [label, fact('possible', range, text)] as const),
  )
}

/** Labels that Prometheus 3 drops together with the metric name (`DropReserved` of `model/labels`). */
export const metadata: readonly string[] = ['__type__', '__unit__']

/** Drops the metric name; `text`: why. */
export function dropName(model: LabelModel, range: Range, text: string): LabelModel {
  const rest = mayDrop(model, metadata, range, text)
  if (factOf(rest, metricNameLabel).status === 'never') return rest
  return withFacts(rest, [[metricNameLabel, { ...fact('never', range, text), late: true }]])
}

/** Combines two facts that both hold for a label; if they contradict each other, the result is always empty. */
export function both(one: LabelFact, other: LabelFact): LabelFact {
  if (one.status === 'never' || other.status === 'possible') return one
  return other.status === 'never' || one.status === 'possible' ? other : one
}

/** Prefixes a reason with words, unless it begins with them already. */
export function because(found: LabelFact, words: string): LabelFact {
  if (found.reason.text.startsWith(words)) return found
  return fact(found.status, found.reason.range, words + found.reason.text)
}

/** Combines facts of which one holds. `words`: prefix of the reason why a label is missing from that side. */
function eitherFact(one: LabelFact, other: LabelFact, words: readonly [string, string]): LabelFact {
  if (one.status === other.status) return one.late ? one : other.late ? other : one
  if (one.status === 'possible' && other.status === 'sure') return one
  if (one.status === 'sure' && other.status === 'possible') return other
  const missing = one.status === 'never' ? because(one, words[0]) : because(other, words[1])
  return { status: 'possible', reason: missing.reason }
}

/** Series from either result: `sure` if both are, `never` if both are. */
export function either(one: LabelModel, other: LabelModel, words: readonly [string, string]): LabelModel {
  const known = new Map<string, LabelFact>()
  for (const [label, found] of one.known) known.set(label, eitherFact(found, factOf(other, label), words))
  for (const [label, found] of other.known) {
    if (!known.has(label)) known.set(label, eitherFact(one.rest, found, words))
  }
  return { known, rest: eitherFact(one.rest, other.rest, words) }
}
