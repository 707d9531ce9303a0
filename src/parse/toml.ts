/**
 * TOML frontmatter, as Hugo takes it between `+++` lines → the tree of the equivalent YAML. Supports all TOML used in
 * frontmatter: keys and tables, all four kinds of strings, numbers, dates, lists, inline tables.
 */
import { plainText, type Range } from '../text/source.ts'
import type { ScalarTag, YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from '../yaml/index.ts'

export interface TomlProblem {
  readonly range: Range
  readonly message: string
}

type Entries = YamlEntry[]

/** Lists, tables and dots within each other; what walks the tree does so by recursion. */
const MAX_DEPTH = 100

const BLANK = /[ \t\r\n]*/y
const COMMENT = /#[^\r\n]*/y
const BARE = /[A-Za-z0-9_-]+/y
const PLAIN = /[^\s,\]}#]+(?: \d\d:[\d:.Z+-]+)?/y
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\x1b' }

/** Parses the TOML within a range; on an error, returns what it understood before. */
export function parseToml(source: string, within: Range): { root: YamlMap; problem?: TomlProblem } {
  const entries: Entries = []
  const root: YamlMap = { kind: 'map', range: within, entries }
  const reader = new Reader(source.slice(0, within.end), within.start)
  try {
    reader.read(entries)
    return { root }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { root, problem: { range: error.range, message: error.message } }
  }
}

/** Thrown and caught inside the reader. */
class Unreadable extends Error {
  readonly range: Range

  constructor(message: string, range: Range) {
    super(message)
    this.range = range
  }
}

class Reader {
  readonly #text: string
  /** The entries of each table by their names. */
  readonly #known = new Map<Entries, Map<string, YamlEntry>>()
  #at: number
  #depth = 0

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  read(root: Entries): void {
    let table = root
    for (this.#blank(); this.#at < this.#text.length; this.#blank()) {
      if (this.#takes('[')) {
        const isList = this.#takes('[')
        const path = this.#path()
        this.#expect(isList ? ']]' : ']')
        table = this.#table(root, path, isList)
      } else this.#pair(table)
      this.#endOfLine()
    }
  }

  /** The entries of the table at a path; missing tables are created. */
  #table(root: Entries, path: readonly YamlScalar[], isList: boolean): Entries {
    let entries = root
    for (const [index, key] of path.entries()) {
      const known = this.#entry(entries, key)?.value
      const last = known?.kind === 'seq' ? known.items.at(-1) : known
      const isNew = isList && index === path.length - 1
      if (last?.kind === 'map' && !isNew) {
        entries = last.entries as Entries
        continue
      }
      if (known !== undefined && !(isNew && known.kind === 'seq')) this.#twice(key)
      const inner: Entries = []
      const map: YamlMap = { kind: 'map', range: key.range, entries: inner }
      if (known?.kind === 'seq') (known.items as YamlNode[]).push(map)
      else {
        const value: YamlNode = isNew ? { kind: 'seq', range: key.range, items: [map] } : map
        this.#add(entries, key, { key, value, range: key.range })
      }
      entries = inner
    }
    return entries
  }

  #pair(table: Entries): void {
    const path = this.#path()
    const key = path.at(-1)!
    this.#expect('=')
    this.#spaces()
    const value = this.#value()
    const entries = this.#table(table, path.slice(0, -1), false)
    if (this.#entry(entries, key)) this.#twice(key)
    this.#add(entries, key, { key, value, range: { start: path[0]!.range.start, end: value.range.end } })
  }

  #entry(entries: Entries, key: YamlScalar): YamlEntry | undefined {
    return this.#known.get(entries)?.get(key.text.value)
  }

  #add(entries: Entries, key: YamlScalar, entry: YamlEntry): void {
    const names = this.#known.get(entries) ?? new Map<string, YamlEntry>()
    this.#known.set(entries, names.set(key.text.value, entry))
    entries.push(entry)
  }

  #path(): YamlScalar[] {
    const path: YamlScalar[] = []
    do {
      this.#spaces()
      path.push(this.#key())
      if (path.length > MAX_DEPTH) this.#tooDeep()
      this.#spaces()
    } while (this.#takes('.'))
    return path
  }

  #key(): YamlScalar {
    if (/["']/.test(this.#text[this.#at] ?? '')) return this.#string()
    const start = this.#at
    const bare = this.#match(BARE)
    if (bare === undefined) this.#fail('Expected a TOML key: `key = "value"`')
    return scalar(bare, start, this.#at, 'plain', 'str')
  }

  #value(): YamlNode {
    const start = this.#at
    const character = this.#text[start]
    if (character === '"' || character === "'") return this.#string()
    if (character === '[' || character === '{') {
      if (++this.#depth > MAX_DEPTH) this.#tooDeep()
      const value = character === '[' ? this.#list() : this.#inline()
      this.#depth--
      return value
    }
    const word = this.#match(PLAIN)
    const tag = word === undefined ? undefined : tagOf(word)
    if (word === undefined || tag === undefined) {
      this.#at = start
      this.#fail('Expected a TOML value: a string needs quotes')
    }
    return scalar(word, start, this.#at, 'plain', tag)
  }

  #list(): YamlSeq {
    const start = this.#at++
    const items: YamlNode[] = []
    for (this.#blank(); !this.#takes(']'); this.#blank()) {
      items.push(this.#value())
      this.#blank()
      if (!this.#takes(',') && this.#text[this.#at] !== ']') this.#fail('Expected `,` or `]`')
    }
    return { kind: 'seq', range: { start, end: this.#at }, items }
  }

  #inline(): YamlMap {
    const start = this.#at++
    const entries: Entries = []
    for (this.#blank(); !this.#takes('}'); this.#blank()) {
      this.#pair(entries)
      this.#blank()
      if (!this.#takes(',') && this.#text[this.#at] !== '}') this.#fail('Expected `,` or `}`')
    }
    return { kind: 'map', range: { start, end: this.#at }, entries }
  }

  #string(): YamlScalar {
    const start = this.#at
    const quote = this.#text[start]!
    const isLong = this.#text.startsWith(quote.repeat(3), start)
    const mark = isLong ? quote.repeat(3) : quote
    let at = start + mark.length
    // A line break after the opening quotes is not part of the text.
    if (isLong) at += /^\r?\n/.exec(this.#text.slice(at, at + 2))?.[0].length ?? 0
    const begin = at
    while (at < this.#text.length && !this.#text.startsWith(mark, at)) {
      if (!isLong && /[\r\n]/.test(this.#text[at]!)) break
      at += quote === '"' && this.#text[at] === '\\' ? 2 : 1
    }
    if (!this.#text.startsWith(mark, at)) this.#fail(`This string is never closed: \`${mark}\` is missing`)
    const written = this.#text.slice(begin, at)
    this.#at = at + mark.length
    if (quote === "'" || !written.includes('\\')) {
      const text = { ...plainText(written, begin), range: { start, end: this.#at } }
      return {
        kind: 'scalar',
        range: text.range,
        text,
        tag: 'str',
        style: quote === "'" ? 'single' : 'double',
      }
    }
    return scalar(unescaped(written), start, this.#at, 'double', 'str')
  }

  /** Passes blanks and comments: one pattern for all of them overflows the stack of V8's where there are millions. */
  #blank(): void {
    do this.#match(BLANK)
    while (this.#match(COMMENT) !== undefined)
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0]
    this.#at += found?.length ?? 0
    return found
  }

  #spaces(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++
  }

  #takes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #expect(text: string): void {
    if (!this.#takes(text)) this.#fail(`Expected \`${text}\``)
  }

  #endOfLine(): void {
    this.#spaces()
    if (!/^(?:#|\r|\n|$)/.test(this.#text.slice(this.#at, this.#at + 1)))
      this.#fail('Expected the end of the line')
  }

  #tooDeep(): never {
    this.#fail(`Lists and tables nest more than ${MAX_DEPTH} levels deep`)
  }

  #twice({ range, text }: YamlScalar): never {
    throw new Unreadable(`Key \`${text.value}\` is set twice in one table`, range)
  }

  #fail(message: string): never {
    const start = Math.min(this.#at, this.#text.length)
    throw new Unreadable(message, { start, end: Math.min(start + 1, this.#text.length) })
  }
}

function scalar(
  value: string,
  start: number,
  end: number,
  style: YamlScalar['style'],
  tag: ScalarTag,
): YamlScalar {
  const range = { start, end }
  const runs = style === 'plain' ? [0, start] : []
  return { kind: 'scalar', range, text: { value, range, runs }, tag, style }
}

function tagOf(word: string): ScalarTag | undefined {
  if (/^(?:true|false)$/.test(word)) return 'bool'
  if (/^(?:\d{4}-\d\d-\d\d|\d\d:\d\d)/.test(word)) return 'timestamp'
  if (/^[+-]?(?:\d[\d_]*|0[xob][\da-fA-F_]+)$/.test(word)) return 'int'
  return /^[+-]?(?:\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?|inf|nan)$/.test(word) ? 'float' : undefined
}

const unescaped = (written: string): string =>
  written
    .replace(/\\[ \t]*\r?\n\s*/g, '')
    .replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs, (whole, short, long, letter: string) => {
      const code = Number.parseInt(short ?? long ?? '', 16)
      if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : whole
      return ESCAPES[letter] ?? letter
    })
