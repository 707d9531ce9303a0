/** What is known of the labels of a result, and how two such facts combine. */
import type { Range } from '../text/source.ts'

/** `sure`: on every returned series; `never`: on none; `possible`: neither can be said. */
export type LabelStatus = 'sure' | 'possible' | 'never'

export interface Reason {
  /** The characters of the expression that decide. */
  readonly range: Range
  /** Why, names in backticks, no full stop: "`sum by (job)` keeps only `job`". */
  readonly text: string
}

export interface LabelFact {
  readonly status: LabelStatus
  readonly reason: Reason
  /**
   * A metric name dropped by a function or operator. With the feature flag `promql-delayed-name-removal` it
   * goes only when the query is done, so functions further out may still read it.
   */
  readonly late?: true
}

/** The labels of every series an expression may return. An absent label and an empty one are the same. */
export interface LabelModel {
  /** Labels of which more is known than of the rest. */
  readonly known: ReadonlyMap<string, LabelFact>
  /** Every label not in `known`; its status is `possible` or, where the result is closed, `never`. */
  readonly rest: LabelFact
}

export const metricNameLabel = '__name__'

export function fact(status: LabelStatus, range: Range, text: string): LabelFact {
  return { status, reason: { range, text } }
}

/** The fact about one label. The empty string names no label. */
export function factOf(model: LabelModel, label: string): LabelFact {
  return model.known.get(label) ?? model.rest
}

/** A result about which nothing can be said. */
export function anything(range: Range, text: string): LabelModel {
  return { known: new Map(), rest: fact('possible', range, text) }
}

/** A result without labels. */
export function nothing(range: Range, text: string): LabelModel {
  return { known: new Map(), rest: fact('never', range, text) }
}

/** The model with other facts about some labels. */
export function withFacts(model: LabelModel, facts: Iterable<readonly [string, LabelFact]>): LabelModel {
  const known = new Map(model.known)
  for (const [label, found] of facts) known.set(label, found)
  return { known, rest: model.rest }
}

/** Only these labels stay; `text` says why no other does. */
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

/** Some versions drop these labels, others do not; `text` says what drops them. */
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

/** The metric name goes; `text` says why. */
export function dropName(model: LabelModel, range: Range, text: string): LabelModel {
  const rest = mayDrop(model, metadata, range, text)
  if (factOf(rest, metricNameLabel).status === 'never') return rest
  return withFacts(rest, [[metricNameLabel, { ...fact('never', range, text), late: true }]])
}

/** Both hold of the same label; where they contradict each other nothing is returned at all. */
export function both(one: LabelFact, other: LabelFact): LabelFact {
  if (one.status === 'never' || other.status === 'possible') return one
  return other.status === 'never' || one.status === 'possible' ? other : one
}

/** The same reason, after words that lead to it; words that stand there already are not said twice. */
export function because(found: LabelFact, words: string): LabelFact {
  if (found.reason.text.startsWith(words)) return found
  return fact(found.status, found.reason.range, words + found.reason.text)
}

/** One or the other holds. The words lead to the reason why a label is missing from that side. */
function eitherFact(one: LabelFact, other: LabelFact, words: readonly [string, string]): LabelFact {
  if (one.status === other.status) return one.late ? one : other.late ? other : one
  if (one.status === 'possible' && other.status === 'sure') return one
  if (one.status === 'sure' && other.status === 'possible') return other
  const missing = one.status === 'never' ? because(one, words[0]) : because(other, words[1])
  return { status: 'possible', reason: missing.reason }
}

/** Series of both results: sure is what both are sure of, never what neither can have. */
export function either(one: LabelModel, other: LabelModel, words: readonly [string, string]): LabelModel {
  const known = new Map<string, LabelFact>()
  for (const [label, found] of one.known) known.set(label, eitherFact(found, factOf(other, label), words))
  for (const [label, found] of other.known) {
    if (!known.has(label)) known.set(label, eitherFact(one.rest, found, words))
  }
  return { known, rest: eitherFact(one.rest, other.rest, words) }
}
