/**
 * YAML parsed where it stands. In: a text (masked where only a part of it is YAML). Out: a tree in which
 * every node has its range in that text and every scalar a map back to its characters, read as Prometheus'
 * YAML library (go-yaml v3) reads it, plus the problems that library would refuse the document for.
 */
import { mask, type Range, type Text } from './source.ts'
import { stop, type YamlStop } from './yaml-cursor.ts'
import { isAliasBomb } from './yaml-map.ts'
import { type Reading, readNode } from './yaml-node.ts'
import { nextToken, peekToken } from './yaml-scan.ts'
import { type Scanner, scan, type YamlToken } from './yaml-scanner.ts'
import { LONE_SURROGATE } from './yaml-tag.ts'

/**
 * The type go-yaml v3 resolves a scalar to (`!!str`, `!!int`, …), explicit tags included; `other` when the
 * value does not fit its explicit tag, which go-yaml refuses to decode.
 */
export type ScalarTag = 'str' | 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'binary' | 'merge' | 'other'

export interface YamlScalar {
  readonly kind: 'scalar'
  readonly range: Range
  /** Value as a Go `string` field receives it: decoded text, also of `010`, `true`, `5m`; `''` for null. */
  readonly text: Text
  readonly tag: ScalarTag
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded'
}

export interface YamlMap {
  readonly kind: 'map'
  readonly range: Range
  /** In written order; entries that came through a `<<` merge follow, with `merged`. */
  readonly entries: readonly YamlEntry[]
}

export interface YamlEntry {
  readonly key: YamlNode
  readonly value: YamlNode
  /** From the key to the end of the value as written: an alias here, not what it stands for. */
  readonly range: Range
  readonly merged?: true
}

export interface YamlSeq {
  readonly kind: 'seq'
  readonly range: Range
  readonly items: readonly YamlNode[]
}

export type YamlNode = YamlScalar | YamlMap | YamlSeq

export interface YamlProblem {
  /** `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias` (unknown anchor, bomb). */
  readonly code: 'yaml-syntax' | 'yaml-duplicate-key' | 'yaml-alias'
  readonly range: Range
  readonly message: string
  readonly hint?: string
  /** A second place: where the key was first defined. */
  readonly related?: { readonly range: Range; readonly message: string }
}

export interface YamlDocument {
  /** The text as it was read: spaces where it was masked. Offsets are those of the author's file. */
  readonly text: string
  /** The part of the text that was read as YAML (all documents of it). */
  readonly range: Range
  /** The document's root; `null` for an empty document or one that cannot be read. */
  readonly root: YamlNode | null
  readonly problems: readonly YamlProblem[]
  /** Its comments, from `#` to the end of their line; up to two tokens after its end are seen as well. */
  readonly comments: readonly Range[]
  /** Where each further document begins, its `---` (Prometheus ignores them). */
  readonly more: readonly Range[]
}

/**
 * Parses the first document of a text; only what stands within the given ranges counts, and all of the text
 * when there are none. Never throws: a document that cannot be read has no root, and a problem says why.
 */
export function parseYaml(text: string, within?: readonly Range[]): YamlDocument {
  return parseDocuments(text, within, 1)[0]!
}

/** Parses all documents of a text up to the first that cannot be read; there is at least one. */
export function parseYamlDocuments(text: string, within?: readonly Range[]): YamlDocument[] {
  return parseDocuments(text, within, Number.POSITIVE_INFINITY)
}

function parseDocuments(text: string, within: readonly Range[] | undefined, limit: number): YamlDocument[] {
  const range = { start: within?.[0]?.start ?? 0, end: within?.at(-1)?.end ?? text.length }
  const scanner = within === undefined ? scan(text) : scanWithin(text, within, range)
  const documents: YamlDocument[] = []
  for (let goesOn = true; goesOn && documents.length < limit; ) {
    const document = parseDocument(scanner, range, documents.length === 0)
    if (document === undefined) break
    documents.push(document)
    goesOn = document.root !== null || document.problems.length === 0
  }
  return documents
}

/** Scans from the beginning of the line in which the ranges begin; only what follows needs a mask. */
function scanWithin(text: string, within: readonly Range[], range: Range): Scanner {
  const before = text.slice(0, range.start)
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1
  const shifted = within.map(({ start, end }) => ({ start: start - lineStart, end: end - lineStart }))
  return scan(text.slice(0, lineStart) + mask(text.slice(lineStart, range.end), shifted), lineStart)
}

/** Reads the next document; undefined at the end of the stream. The first one is always there. */
function parseDocument(scanner: Scanner, range: Range, first: boolean): YamlDocument | undefined {
  const problems: YamlProblem[] = []
  const commentsBefore = scanner.comments.length
  let root: YamlNode | null = null
  try {
    const opening = openDocument(scanner, first)
    if (opening === undefined && !first) return undefined
    if (opening !== undefined) root = readRoot(scanner, problems, opening)
    rejectUnreadable(scanner.text, range, scanner.at)
  } catch (thrown) {
    problems.push(problemOf(thrown, scanner))
    root = null
  }
  const comments = scanner.comments.slice(commentsBefore)
  return { text: scanner.text, range, root, problems, comments, more: first ? furtherDocuments(scanner) : [] }
}

/** The problem that ended a document; what is not ours to catch goes on. */
function problemOf(thrown: unknown, scanner: Scanner): YamlProblem {
  if (typeof thrown === 'object' && thrown !== null && 'stop' in thrown) return (thrown as YamlStop).stop
  if (!(thrown instanceof RangeError)) throw thrown
  const range = {
    start: Math.min(scanner.at, scanner.text.length),
    end: Math.min(scanner.at, scanner.text.length),
  }
  return { code: 'yaml-syntax', range, message: 'Nested too deep to be read' }
}

/** What stands before a document's content. */
interface Opening {
  readonly tagHandles: ReadonlyMap<string, string>
  /** It has its `---`; every document after the first needs it. */
  readonly explicit: boolean
}

/** Takes what stands before a document's content; undefined where the stream ends. */
function openDocument(scanner: Scanner, first: boolean): Opening | undefined {
  const tagHandles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ])
  let token = peekToken(scanner)
  while (!first && token.type === 'document-end') {
    nextToken(scanner)
    token = peekToken(scanner)
  }
  if (token.type === 'stream-end') return undefined
  const explicit = token.type === 'document-start' || token.type === 'directive'
  if (first && !explicit) return { tagHandles, explicit }
  readDirectives(scanner, tagHandles)
  const opening = nextToken(scanner)
  if (opening.type !== 'document-start') {
    stop('yaml-syntax', opening, 'Expected `---` before the document')
  }
  return { tagHandles, explicit: true }
}

function readDirectives(scanner: Scanner, handles: Map<string, string>): void {
  let versioned = false
  const declared = new Set<string>()
  for (let token = peekToken(scanner); token.type === 'directive'; token = peekToken(scanner)) {
    const [word = '', prefix = ''] = token.words
    const twice = token.name === 'YAML' ? versioned : declared.has(word)
    if (twice) stop('yaml-syntax', token, `Directive \`%${token.name}\` stands twice, expected once`)
    if (token.name === 'YAML' && word !== '1.1') {
      const message = `Unexpected \`%YAML ${word}\`, expected \`%YAML 1.1\`, the only version Prometheus reads`
      stop('yaml-syntax', token, message, 'remove the directive')
    }
    if (token.name === 'YAML') versioned = true
    else {
      declared.add(word)
      handles.set(word, prefix)
    }
    nextToken(scanner)
  }
}

function readRoot(
  scanner: Scanner,
  problems: YamlProblem[],
  { tagHandles, explicit }: Opening,
): YamlNode | null {
  const isOutside = (token: YamlToken): boolean =>
    ['directive', 'document-start', 'document-end', 'stream-end'].includes(token.type)
  let root: YamlNode | null = null
  // Without `---` the content begins at once, and a `...` is not the end of a document but an error.
  if (!explicit || !isOutside(peekToken(scanner))) {
    const reading: Reading = {
      scanner,
      problems,
      tagHandles,
      anchors: new Map(),
      end: scanner.at,
      depth: 0,
      aliases: 0,
      merged: 0,
    }
    root = readNode(reading, 'block')
    if (reading.aliases > 0 && isAliasBomb(root)) {
      stop('yaml-alias', root.range, 'The aliases of this document repeat too much of it')
    }
  }
  if (peekToken(scanner).type === 'document-end') nextToken(scanner)
  return root
}

/** Characters that go-yaml's reader refuses (`readerc.go`); lone surrogates stand for bytes that are not UTF-8. */
const UNREADABLE = new RegExp(
  `[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]|${LONE_SURROGATE.source}`,
)

/** go-yaml's reader takes so many bytes at once, and so sees a little of what follows a document. */
const CHUNK = 512

/** Refuses the document when the part of the text that had to be read for it has a character it may not have. */
function rejectUnreadable(text: string, range: Range, end: number): void {
  const found = text.slice(range.start, range.end).search(UNREADABLE)
  if (found < 0) return
  const at = range.start + found
  const bytes = (to: number): number => encoder.encode(text.slice(0, to)).length
  if (bytes(at) >= Math.ceil((bytes(Math.min(end, text.length)) + 1) / CHUNK) * CHUNK) return
  const code = text.charCodeAt(at)
  const isByte = code >= 0xd800 && code <= 0xdfff
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  stop(
    'yaml-syntax',
    { start: at, end: at + 1 },
    isByte ? 'Unexpected bytes that are not UTF-8' : `Unexpected control character ${name}`,
    isByte ? 'save the file as UTF-8' : 'remove it',
  )
}

const encoder = new TextEncoder()

/** Where the documents after the one just read begin. */
function furtherDocuments(scanner: Scanner): Range[] {
  let next: YamlToken
  try {
    next = peekToken(scanner)
  } catch {
    // What follows cannot even be scanned: it is a further document all the same.
    return [{ start: scanner.at, end: scanner.at }]
  }
  if (next.type === 'stream-end') return []
  const markers = /^---(?=\s|$)/gm
  markers.lastIndex = next.end
  const rest = [...scanner.text.matchAll(markers)].map(({ index }) => ({ start: index, end: index + 3 }))
  return [{ start: next.start, end: next.end }, ...rest]
}

export { kindName } from './yaml-map.ts'
export * from './yaml-read.ts'
