/**
 * The state of a YAML scan: the queue of tokens, the keys that may turn out to be keys, the columns of the
 * open collections. Mirrors the `yaml_parser_t` of go-yaml v3 and what `scannerc.go` does to it.
 */
import type { Range, Text } from './source.ts'
import type { YamlScalar } from './yaml.ts'
import { type Cursor, characterAt, column, restOfLine, stop } from './yaml-cursor.ts'

/** A token. `end` is the end of its characters; structural tokens that have none are empty ranges. */
export type YamlToken = Range &
  (
    | { readonly type: YamlMark }
    | { readonly type: 'anchor'; readonly name: string }
    | { readonly type: 'alias'; readonly name: string }
    | { readonly type: 'tag'; readonly handle: string; readonly suffix: string }
    | { readonly type: 'directive'; readonly name: 'YAML' | 'TAG'; readonly words: readonly string[] }
    | { readonly type: 'scalar'; readonly text: Text; readonly style: YamlScalar['style'] }
  )

/** Tokens that are nothing but their type. */
export type YamlMark =
  | 'stream-end'
  | 'document-start'
  | 'document-end'
  | 'block-seq'
  | 'block-map'
  | 'block-end'
  | 'flow-seq'
  | 'flow-seq-end'
  | 'flow-map'
  | 'flow-map-end'
  | 'flow-entry'
  | 'block-entry'
  | 'key'
  | 'value'

/** A place where a key may have begun without `?`: known to be one only when its `:` comes. */
interface SimpleKey {
  readonly start: number
  readonly line: number
  readonly column: number
  /** Nothing but a key can stand here, because the column is that of the mapping. */
  readonly required: boolean
  readonly token: number
}

/** The state of a scan. Tokens are taken with `nextToken`, and looked at with `peekToken`. */
export interface Scanner extends Cursor {
  readonly queue: YamlToken[]
  /** Tokens taken from the queue so far. */
  taken: number
  /** One slot per open bracket, and one for the block context. */
  readonly keys: (SimpleKey | undefined)[]
  keyAllowed: boolean
  /** Column of the innermost block collection, -1 outside all. */
  indent: number
  readonly indents: number[]
  done: boolean
}

/** Open collections beyond which go-yaml gives up. */
export const MAX_DEPTH = 10_000
/** A key without `?` ends within so many characters. */
export const MAX_KEY = 1024
/** A byte-order mark: skipped at the beginning of a text, a character like any other elsewhere. */
const BOM = '\ufeff'

/** Begins a scan at the beginning of a line. */
export function scan(text: string, lineStart = 0): Scanner {
  const start = text.startsWith(BOM, lineStart) ? lineStart + 1 : lineStart
  return {
    text,
    at: start,
    line: 0,
    lineStart: start,
    comments: [],
    queue: [],
    taken: 0,
    keys: [undefined],
    keyAllowed: true,
    indent: -1,
    indents: [],
    done: false,
  }
}

export function inFlow(scanner: Scanner): boolean {
  return scanner.keys.length > 1
}

export function push(scanner: Scanner, token: YamlToken): void {
  scanner.queue.push(token)
}

export function mark(scanner: Scanner, type: YamlMark, length: number): void {
  const start = scanner.at
  scanner.at += length
  push(scanner, { type, start, end: scanner.at })
}

// ── Simple keys ─────────────────────────────────────────────────────────────────────────────────────

/** The possible key of the innermost context, forgotten (or an error, when required) once out of reach. */
export function possibleKey(
  scanner: Scanner,
  level: number = scanner.keys.length - 1,
): SimpleKey | undefined {
  const key = scanner.keys[level]
  if (key === undefined || (key.line === scanner.line && key.start + MAX_KEY >= scanner.at)) return key
  forgetKey(scanner, level)
  return undefined
}

export function forgetKey(scanner: Scanner, level: number = scanner.keys.length - 1): void {
  const key = scanner.keys[level]
  scanner.keys[level] = undefined
  if (!key?.required) return
  const range = restOfLine(scanner.text, key.start)
  const name = gluedKey(scanner.text, key.start)
  if (name !== undefined) {
    stop('yaml-syntax', range, `Expected a space after \`${name}:\``, `write \`${name}: …\``)
  }
  stop(
    'yaml-syntax',
    range,
    'Expected a key followed by `: `',
    'add the `:`, or indent the line if it goes on a value',
  )
}

/** The key of `key:value` at `start`, which lacks its space. */
export function gluedKey(text: string, start: number): string | undefined {
  return /^([\w-]+):[^\s/]/.exec(text.slice(start, start + MAX_KEY))?.[1]
}

export function keyPendingAtHead(scanner: Scanner): boolean {
  const level = scanner.keys.findLastIndex((key) => key?.token === scanner.taken)
  return level >= 0 && possibleKey(scanner, level) !== undefined
}

export function saveKey(scanner: Scanner): void {
  if (!scanner.keyAllowed) return
  forgetKey(scanner)
  scanner.keys[scanner.keys.length - 1] = {
    start: scanner.at,
    line: scanner.line,
    column: column(scanner),
    required: !inFlow(scanner) && scanner.indent === column(scanner),
    token: scanner.taken + scanner.queue.length,
  }
}

// ── Indentation ─────────────────────────────────────────────────────────────────────────────────────

export function tooDeep(scanner: Scanner): never {
  stop('yaml-syntax', characterAt(scanner.text, scanner.at), `Nested deeper than ${MAX_DEPTH} levels`)
}

/** Opens a block collection when the column is deeper than all open ones; `at` is a place in the queue. */
export function openBlock(
  scanner: Scanner,
  to: number,
  type: 'block-seq' | 'block-map',
  start: number,
  at?: number,
): void {
  if (inFlow(scanner) || scanner.indent >= to) return
  scanner.indents.push(scanner.indent)
  if (scanner.indents.length > MAX_DEPTH) tooDeep(scanner)
  scanner.indent = to
  scanner.queue.splice(at ?? scanner.queue.length, 0, { type, start, end: start })
}

export function closeBlocks(scanner: Scanner, to: number): void {
  if (inFlow(scanner)) return
  while (scanner.indent > to) {
    mark(scanner, 'block-end', 0)
    scanner.indent = scanner.indents.pop()!
  }
}
