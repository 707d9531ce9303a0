/** How go-yaml v3 decodes mappings and aliases (`decode.go`): duplicate keys, `<<` merges, alias bombs. */
import type { Range } from '../text/source.ts'
import { stop } from './problem.ts'
import type { YamlEntry, YamlMap, YamlNode, YamlProblem, YamlScalar } from './tree.ts'

/** Most entries that merges may add to one document. */
const MAX_MERGED = 100_000

/** Errors in a document's mappings so far, and the number of entries added by merges. */
export interface MapReading {
  readonly problems: YamlProblem[]
  merged: number
}

/** A key; for an alias, its name, `*a`. */
export interface Key {
  readonly node: YamlNode
  readonly alias: string | undefined
}

/** The identity by which go-yaml finds duplicates: kind and text; for an alias, its name. */
const idOf = ({ node, alias }: Key): string =>
  alias ?? (node.kind === 'scalar' ? `=${node.text.value}` : node.kind)

const isSame = ({ node, alias }: Key, other: Key): boolean =>
  alias === other.alias &&
  (alias !== undefined ||
    (node.kind === 'scalar'
      ? other.node.kind === 'scalar' && node.text.value === other.node.text.value
      : node.kind === other.node.kind))

/** An entry before its mapping is checked. */
export interface Written {
  readonly key: Key
  readonly value: YamlNode
  readonly range: Range
}

/** Builds a mapping: reports duplicate keys, resolves merges. */
export function makeMap(reading: MapReading, range: Range, written: readonly Written[]): YamlMap {
  reportDuplicates(reading, written)
  const entries: YamlEntry[] = []
  let merge: YamlNode | undefined
  for (const { key, value, range } of written) {
    if (key.node.kind === 'scalar' && key.node.tag === 'merge') merge = value
    else entries.push({ key: key.node, value, range })
  }
  const merged = merge === undefined ? [] : mergedEntries(reading, entries, merge)
  return { kind: 'map', range, entries: merged.length === 0 ? entries : [...entries, ...merged] }
}

/** Below this many keys, to compare each with each takes less than a table of them. */
const FEW = 12

function areDistinct(written: readonly Written[]): boolean {
  for (let one = 1; one < written.length; one++)
    for (let other = 0; other < one; other++) if (isSame(written[one]!.key, written[other]!.key)) return false
  return true
}

function reportDuplicates(reading: MapReading, written: readonly Written[]): void {
  if (written.length < FEW && areDistinct(written)) return
  const first = new Map<string, Range>()
  for (const { key } of written) {
    const id = idOf(key)
    const before = first.get(id)
    if (before === undefined) {
      first.set(id, key.node.range)
      continue
    }
    const name = key.node.kind === 'scalar' ? `Key \`${key.node.text.value}\`` : 'This key'
    reading.problems.push({
      code: 'yaml-duplicate-key',
      range: key.node.range,
      message: `${name} appears twice in one mapping, expected once`,
      hint: 'keep one of them',
      related: { range: before, message: 'it is first set here' },
    })
  }
}

/** The entries that `<<` adds from one mapping or several; earlier and written ones take precedence. */
function mergedEntries(reading: MapReading, written: readonly YamlEntry[], merge: YamlNode): YamlEntry[] {
  const sources = merge.kind === 'seq' ? merge.items : [merge]
  const present = new Set<string>()
  for (const { key } of written) if (key.kind === 'scalar') present.add(key.text.value)
  const added: YamlEntry[] = []
  for (const source of sources) {
    if (source.kind !== 'map') {
      stop(
        'yaml-syntax',
        source.range,
        `\`<<\` merges a mapping or a list of mappings, found ${kindName(source)}`,
      )
    }
    reading.merged += source.entries.length
    if (reading.merged > MAX_MERGED)
      stop('yaml-alias', merge.range, `Merges add more than ${MAX_MERGED} entries`)
    for (const entry of source.entries) {
      if (entry.key.kind === 'scalar') {
        if (present.has(entry.key.text.value)) continue
        present.add(entry.key.text.value)
      }
      added.push({ ...entry, merged: true })
    }
  }
  return added
}

/** A node's kind in words: `a list`, `a mapping`, `a number`. */
export function kindName(node: YamlNode): string {
  if (node.kind === 'seq') return 'a list'
  if (node.kind === 'map') return 'a mapping'
  const names: Readonly<Partial<Record<YamlScalar['tag'], string>>> = {
    null: 'nothing',
    bool: 'a boolean',
    int: 'a number',
    float: 'a number',
    timestamp: 'a date',
  }
  return names[node.tag] ?? 'a string'
}

/** The same without its article: `list`, `number`. */
export const bareKind = (node: YamlNode): string => kindName(node).replace(/^an? /, '')

/** A node for a message: the beginning of its text, or its kind. */
export const described = (node: YamlNode, most = 40): string =>
  node.kind === 'scalar' ? `\`${node.text.value.slice(0, most)}\`` : bareKind(node)

/** Whether aliases multiply a tree so much that go-yaml refuses it (`decode.go`: `aliasCount`, `allowedAliasRatio`). */
export function isAliasBomb(root: YamlNode): boolean {
  const seen = new Set<YamlNode>()
  const stack: { node: YamlNode; copied: boolean }[] = [{ node: root, copied: false }]
  let nodes = 0
  let copies = 0
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { node } = top
    // A node seen before is reached through an alias, which counts as a node too.
    const aliased = seen.has(node)
    nodes += aliased ? 2 : 1
    copies += (aliased && top.copied ? 1 : 0) + (aliased || top.copied ? 1 : 0)
    if (copies > 100 && nodes > 1000 && copies / nodes > allowedCopies(nodes)) return true
    seen.add(node)
    if (node.kind === 'scalar') continue
    const copied = aliased || top.copied
    const children = node.kind === 'seq' ? node.items : node.entries.flatMap(({ key, value }) => [key, value])
    for (const child of children.toReversed()) stack.push({ node: child, copied })
  }
  return false
}

function allowedCopies(nodes: number): number {
  if (nodes <= 400_000) return 0.99
  if (nodes >= 4_000_000) return 0.1
  return 0.99 - (0.89 * (nodes - 400_000)) / 3_600_000
}
