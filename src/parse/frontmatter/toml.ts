/**
 * TOML frontmatter, as Hugo takes it between `+++` lines → the tree of the equivalent YAML. toml-eslint-parser reads
 * the TOML.
 */
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
import { plainText, type Range } from '../../text/source.ts'
import type { ScalarTag, YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/index.ts'

export interface TomlProblem {
  readonly range: Range
  readonly message: string
}

/** Most characters that are read: a megabyte may take the library some seconds, or all of the stack. */
const MOST = 1 << 16
/** Lists, tables and dots within each other; what walks the tree does so by recursion. */
const MAX_DEPTH = 100

type Entries = YamlEntry[]

const TAGS: Readonly<Record<AST.TOMLValue['kind'], ScalarTag>> = {
  string: 'str',
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  'offset-date-time': 'timestamp',
  'local-date-time': 'timestamp',
  'local-date': 'timestamp',
  'local-time': 'timestamp',
}

/** Parses the TOML within a range; on an error, returns what the lines before it say. */
export function parseToml(source: string, within: Range): { root: YamlMap; problem?: TomlProblem } {
  const { root, problem } = read(source, within)
  if (problem === undefined) return { root }
  const line = source.lastIndexOf('\n', problem.range.start - 1) + 1
  const before = line > within.start ? read(source, { start: within.start, end: line }) : { root }
  return { root: { ...before.root, range: within }, problem }
}

function read(source: string, within: Range): { root: YamlMap; problem?: TomlProblem } {
  const { start, end } = within
  const entries: Entries = []
  const root: YamlMap = { kind: 'map', range: within, entries }
  const failed = (message: string, index: number): { root: YamlMap; problem: TomlProblem } => {
    const at = Math.min(start + index, end)
    const word = /^[\w-]+/.exec(source.slice(at, end))?.[0] ?? ' '
    return {
      root: { ...root, entries: [] },
      problem: { message, range: { start: at, end: Math.min(at + word.length, end) } },
    }
  }
  if (end - start > MOST) return failed(`This TOML is longer than ${MOST} characters`, 0)
  try {
    const [{ body }] = parseTOML(source.slice(start, end)).body
    new Reader(source, start).read(body, entries)
    return { root }
  } catch (error) {
    if (error instanceof ParseError) {
      const { message } = error
      return failed(`This is not TOML: ${message[0]!.toLowerCase()}${message.slice(1)}`, error.index)
    }
    // The library calls itself for each level, and so do those who walk the tree.
    if (error instanceof RangeError)
      return failed(`Lists and tables nest more than ${MAX_DEPTH} levels deep`, 0)
    throw error
  }
}

/** From the library's tree, whose places count from an offset, to that of YAML. */
class Reader {
  readonly #source: string
  readonly #offset: number
  /** The entries of each table by their names. */
  readonly #known = new Map<Entries, Map<string, YamlEntry>>()

  constructor(source: string, offset: number) {
    this.#source = source
    this.#offset = offset
  }

  read(body: readonly (AST.TOMLKeyValue | AST.TOMLTable)[], root: Entries, depth = 0): void {
    for (const node of body) {
      const path = node.key.keys.map((key) => this.#key(key))
      if (node.type === 'TOMLTable') this.read(node.body, this.#table(root, path, node.kind === 'array'))
      else {
        const table = this.#table(root, path.slice(0, -1), false)
        this.#add(table, path.at(-1)!, this.#value(node.value, depth + path.length), this.#range(node))
      }
    }
  }

  #range({ range: [start, end] }: AST.TOMLNode): Range {
    return { start: this.#offset + start, end: this.#offset + end }
  }

  #key(node: AST.TOMLBare | AST.TOMLQuoted): YamlScalar {
    return this.#scalar(node, node.type === 'TOMLBare' ? node.name : node.value, 'str')
  }

  #value(node: AST.TOMLContentNode, depth: number): YamlNode {
    if (depth > MAX_DEPTH) throw new RangeError()
    const range = this.#range(node)
    if (node.type === 'TOMLArray')
      return { kind: 'seq', range, items: node.elements.map((element) => this.#value(element, depth + 1)) }
    if (node.type === 'TOMLValue') {
      const value = node.kind === 'string' ? node.value : this.#source.slice(range.start, range.end)
      return this.#scalar(node, value, TAGS[node.kind])
    }
    const entries: Entries = []
    this.read(node.body, entries, depth + 1)
    return { kind: 'map', range, entries }
  }

  #scalar(node: AST.TOMLNode, value: string, tag: ScalarTag): YamlScalar {
    const range = this.#range(node)
    const written = this.#source.slice(range.start, range.end)
    const quotes = /^(?:"""|'''|["'])?/.exec(written)![0]
    const style = quotes === '' ? 'plain' : quotes[0] === '"' ? 'double' : 'single'
    // Between its quotes, a text without escapes is as it is written.
    const at = written.indexOf(value, quotes.length)
    const text = at < 0 ? { value, runs: [] } : plainText(value, range.start + at)
    return { kind: 'scalar', range, text: { ...text, range }, tag, style }
  }

  /** The entries of the table at a path, or of a new item of the list there; what is missing is added. */
  #table(root: Entries, path: readonly YamlScalar[], isItem: boolean): Entries {
    if (path.length > MAX_DEPTH) throw new RangeError()
    let entries = root
    for (const [index, key] of path.entries()) {
      const known = this.#known.get(entries)?.get(key.text.value)?.value
      const isNew = isItem && index === path.length - 1
      const last = known?.kind === 'seq' ? known.items.at(-1) : known
      if (last?.kind === 'map' && !isNew) {
        entries = last.entries as Entries
        continue
      }
      const map = { kind: 'map', range: key.range, entries: [] as Entries } as const
      if (known?.kind === 'seq') (known.items as YamlNode[]).push(map)
      else this.#add(entries, key, isNew ? { kind: 'seq', range: key.range, items: [map] } : map, key.range)
      entries = map.entries
    }
    return entries
  }

  #add(entries: Entries, key: YamlScalar, value: YamlNode, range: Range): void {
    const entry = { key, value, range }
    const names = this.#known.get(entries) ?? new Map<string, YamlEntry>()
    this.#known.set(entries, names.set(key.text.value, entry))
    entries.push(entry)
  }
}
