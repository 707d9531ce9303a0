/**
 * Labels of a series: `model/labels` of Prometheus. Sorted by name in byte order, without empty values, and immutable,
 * so that derived values can be cached beside them.
 */
import { quote } from '../promql/go.ts'

/** A set of labels, sorted by name. Made by `labelsOf` or `labelsFromRecord`, never changed. */
export interface Labels {
  readonly names: readonly string[]
  readonly values: readonly string[]
  /** Two sets of labels are equal exactly if their keys are. */
  readonly key: string
  /** The same labels without `__name__`; computed on demand. */
  nameless: Labels | undefined
  /** The same labels without `__name__`, `__type__` and `__unit__`; computed on demand. */
  untyped: Labels | undefined
}

export const metricNameLabel = '__name__'

const surrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** Compares strings as Go does: by the bytes of UTF-8. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // A surrogate pair is a character above all others.
    if (surrogate(x) !== surrogate(y) && x >= 0xd800 && y >= 0xd800) return surrogate(x) ? 1 : -1
    return x - y
  }
  return a.length - b.length
}

function keyOf(names: readonly string[], values: readonly string[]): string {
  let key = ''
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    const value = values[i] as string
    key += `${name.length}:${value.length}:${name}${value}`
  }
  return key
}

function make(names: readonly string[], values: readonly string[]): Labels {
  return { names, values, key: keyOf(names, values), nameless: undefined, untyped: undefined }
}

/** The empty set. */
export const noLabels: Labels = make([], [])

/**
 * Labels from pairs in any order. A later value of a name replaces an earlier one; an empty value removes the label.
 */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels {
  const map = new Map<string, string>()
  for (const [name, value] of pairs) map.set(name, value)
  const sorted = [...map].filter(([, value]) => value !== '').sort(([a], [b]) => compareStrings(a, b))
  if (sorted.length === 0) return noLabels
  return make(
    sorted.map(([name]) => name),
    sorted.map(([, value]) => value),
  )
}

/** Labels from an object; an empty value removes the label. */
export function labelsFromRecord(record: Readonly<Record<string, string>>): Labels {
  return labelsOf(Object.entries(record))
}

/** The value of a label; empty where the label is missing. */
export function getLabel(labels: Labels, name: string): string {
  const at = labels.names.indexOf(name)
  return at < 0 ? '' : (labels.values[at] as string)
}

export const metricNameOf = (labels: Labels): string => getLabel(labels, metricNameLabel)

/** The labels whose name passes `keep`. */
export function filterLabels(labels: Labels, keep: (name: string) => boolean): Labels {
  const { names, values } = labels
  if (names.every(keep)) return labels
  const keptNames: string[] = []
  const keptValues: string[] = []
  for (let i = 0; i < names.length; i++) {
    if (!keep(names[i] as string)) continue
    keptNames.push(names[i] as string)
    keptValues.push(values[i] as string)
  }
  return keptNames.length === 0 ? noLabels : make(keptNames, keptValues)
}

/** The labels that a series shares with its group: those named, or, `without`, all but those named and the metric name. */
export function groupLabels(labels: Labels, names: readonly string[], without: boolean): Labels {
  if (without) return filterLabels(labels, (name) => name !== metricNameLabel && !names.includes(name))
  return filterLabels(labels, (name) => names.includes(name))
}

export function dropName(labels: Labels): Labels {
  labels.nameless ??= filterLabels(labels, (name) => name !== metricNameLabel)
  return labels.nameless
}

const metadata: ReadonlySet<string> = new Set([metricNameLabel, '__type__', '__unit__'])

/** `DropReserved(schema.IsMetadataLabel)`. */
export function dropMetadata(labels: Labels): Labels {
  labels.untyped ??= filterLabels(labels, (name) => !metadata.has(name))
  return labels.untyped
}

/** The same labels with one set, or removed where the value is empty. */
export function setLabel(labels: Labels, name: string, value: string): Labels {
  return setLabels(labels, [[name, value]])
}

export function setLabels(labels: Labels, changes: Iterable<readonly [string, string]>): Labels {
  const pairs: (readonly [string, string])[] = labels.names.map((name, i) => [
    name,
    labels.values[i] as string,
  ])
  pairs.push(...changes)
  return labelsOf(pairs)
}

/** `labels.Compare`: label by label; on a tie the shorter set comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  if (a === b) return 0
  const length = Math.min(a.names.length, b.names.length)
  for (let i = 0; i < length; i++) {
    const order =
      compareStrings(a.names[i] as string, b.names[i] as string) ||
      compareStrings(a.values[i] as string, b.values[i] as string)
    if (order !== 0) return order
  }
  return a.names.length - b.names.length
}

/** A label name that needs no quotes. */
export const legacyName: RegExp = /^[a-zA-Z_][a-zA-Z0-9_]*$/

/** As Prometheus prints labels: `{__name__="up", job="node"}`. */
export function formatLabels(labels: Labels): string {
  const parts = labels.names.map(
    (name, i) => `${legacyName.test(name) ? name : quote(name)}=${quote(labels.values[i] as string)}`,
  )
  return `{${parts.join(', ')}}`
}
