/** From tokens to a tree: the grammar of go-yaml v3 (`parserc.go`), with its leniences. */
import type { Range, Text } from './source.ts'
import type { YamlMap, YamlNode, YamlScalar, YamlSeq } from './yaml.ts'
import { refuseTemplate, stop } from './yaml-cursor.ts'
import { type Key, type MapReading, makeMap, type Written } from './yaml-map.ts'
import { nextToken, peekToken } from './yaml-scan.ts'
import type { Scanner, YamlMark, YamlToken } from './yaml-scanner.ts'
import { decodeBinary, resolvePlain, resolveTagged } from './yaml-tag.ts'

/** Nesting beyond which we give up; rule files and frontmatter need fewer than ten levels. */
const MAX_DEPTH = 500

/** One document as it is read. */
export interface Reading extends MapReading {
  readonly scanner: Scanner
  readonly anchors: Map<string, YamlNode | 'open'>
  readonly tagHandles: ReadonlyMap<string, string>
  /** End of the last token taken that has characters. */
  end: number
  depth: number
  aliases: number
}

/** What may stand before a node. */
interface Properties {
  readonly anchor?: string
  readonly tag?: string
  /** End of the last property. */
  readonly end?: number
}

/** Where a node may stand: block context, block context where a list needs no indentation, or brackets. */
type Context = 'block' | 'indentless' | 'flow'

function isAt(reading: Reading, ...types: readonly YamlToken['type'][]): boolean {
  return types.includes(peekToken(reading.scanner).type)
}

function take(reading: Reading): YamlToken {
  const token = nextToken(reading.scanner)
  if (token.end > token.start) reading.end = token.end
  return token
}

// ── Scalars ─────────────────────────────────────────────────────────────────────────────────────────

function emptyScalar(at: number, properties: Properties = {}): YamlScalar {
  const start = properties.end ?? at
  const range = { start, end: start }
  return scalar({ value: '', range, runs: [] }, 'plain', properties.tag)
}

function scalar(text: Text, style: YamlScalar['style'], tag: string | undefined): YamlScalar {
  const { range } = text
  if (tag === undefined || tag === '!') {
    return { kind: 'scalar', range, text, tag: style === 'plain' ? resolvePlain(text.value) : 'str', style }
  }
  const resolved = resolveTagged(tag, text.value)
  const binary = resolved === 'binary' ? decodeBinary(text.value) : undefined
  const decoded = binary === undefined ? text : { value: binary, range, runs: [] }
  return { kind: 'scalar', range, text: decoded, tag: resolved, style }
}

// ── Nodes ───────────────────────────────────────────────────────────────────────────────────────────

function readProperties(reading: Reading): Properties {
  let anchor: (YamlToken & { type: 'anchor' }) | undefined
  let tag: (YamlToken & { type: 'tag' }) | undefined
  while (true) {
    const token = peekToken(reading.scanner)
    if (token.type === 'anchor' && anchor === undefined) anchor = token
    else if (token.type === 'tag' && tag === undefined) tag = token
    else break
    take(reading)
  }
  const end = Math.max(anchor?.end ?? -1, tag?.end ?? -1)
  return {
    ...(anchor === undefined ? {} : { anchor: anchor.name }),
    ...(tag === undefined ? {} : { tag: fullTag(reading, tag) }),
    ...(end < 0 ? {} : { end }),
  }
}

function fullTag(reading: Reading, tag: YamlToken & { type: 'tag' }): string {
  if (tag.handle === '') return tag.suffix
  const prefix = reading.tagHandles.get(tag.handle)
  if (prefix === undefined)
    stop('yaml-syntax', tag, `Unexpected tag handle \`${tag.handle}\`, which is not declared`)
  return prefix + tag.suffix
}

function keyOf(node: YamlNode): Key {
  return { node, id: node.kind === 'scalar' ? `=${node.text.value}` : node.kind }
}

function readKey(reading: Reading, context: Context): Key {
  const token = peekToken(reading.scanner)
  const node = readNode(reading, context)
  return token.type === 'alias' ? { node, id: `*${token.name}` } : keyOf(node)
}

/** Reads one node with its properties. */
export function readNode(reading: Reading, context: Context): YamlNode {
  const first = peekToken(reading.scanner)
  if (first.type === 'alias') {
    take(reading)
    return readAlias(reading, first)
  }
  if (++reading.depth > MAX_DEPTH) stop('yaml-syntax', first, `Nested deeper than ${MAX_DEPTH} levels`)
  const properties = readProperties(reading)
  if (properties.anchor !== undefined) reading.anchors.set(properties.anchor, 'open')
  const node = readContent(reading, context, properties, first)
  if (properties.anchor !== undefined) reading.anchors.set(properties.anchor, node)
  reading.depth--
  return node
}

function readAlias(reading: Reading, alias: YamlToken & { type: 'alias' }): YamlNode {
  reading.aliases++
  const node = reading.anchors.get(alias.name)
  if (node === undefined) {
    const hint = `define \`&${alias.name}\` earlier in the document, or quote the value if the \`*\` is meant`
    stop(
      'yaml-alias',
      alias,
      `Unexpected alias \`*${alias.name}\`, expected an anchor \`&${alias.name}\` before it`,
      hint,
    )
  }
  if (node === 'open') stop('yaml-alias', alias, `The value of anchor \`&${alias.name}\` contains itself`)
  return node
}

function readContent(reading: Reading, context: Context, properties: Properties, first: YamlToken): YamlNode {
  const token = peekToken(reading.scanner)
  if (token.type === 'scalar') {
    take(reading)
    return scalar(token.text, token.style, properties.tag)
  }
  if (token.type === 'flow-seq') return readFlowSeq(reading)
  if (token.type === 'flow-map') return readFlowMap(reading)
  if (token.type === 'block-entry' && context === 'indentless') return readBlockSeq(reading, token, false)
  if (token.type === 'block-seq' && context !== 'flow') return readBlockSeq(reading, take(reading), true)
  if (token.type === 'block-map' && context !== 'flow') return readBlockMap(reading, take(reading))
  if (properties.end !== undefined) return emptyScalar(token.start, properties)
  stop('yaml-syntax', visible(reading, token), `Expected a value${found(token)}`, undefined, {
    range: visible(reading, first),
    message: 'the value begins here',
  })
}

const NAMES: Readonly<Partial<Record<YamlToken['type'], string>>> = {
  'stream-end': 'the end of the text',
  'document-start': '`---`',
  'document-end': '`...`',
  'flow-seq': '`[`',
  'flow-seq-end': '`]`',
  'flow-map': '`{`',
  'flow-map-end': '`}`',
  'flow-entry': '`,`',
  'block-entry': '`-`',
  value: '`:`',
  'block-end': 'the end of the block',
}

function found(token: YamlToken): string {
  const name = NAMES[token.type]
  return name === undefined ? '' : `, found ${name}`
}

/** The range of a token for people: structural tokens show what stands behind them. */
function visible(reading: Reading, token: YamlToken): Range {
  if (token.end > token.start) return token
  const code = reading.scanner.text.codePointAt(token.start)
  return {
    start: token.start,
    end: Math.min(token.start + (code === undefined ? 0 : 1), reading.scanner.text.length),
  }
}

// ── Block collections ───────────────────────────────────────────────────────────────────────────────

/** A list of `-` entries; `owned` tells that it has a block of its own, not that of the mapping around it. */
function readBlockSeq(reading: Reading, opening: YamlToken, owned: boolean): YamlSeq {
  const items: YamlNode[] = []
  let end = opening.start
  while (isAt(reading, 'block-entry')) {
    const entry = take(reading)
    const ends: YamlMark[] = owned
      ? ['block-entry', 'block-end']
      : ['block-entry', 'key', 'value', 'block-end']
    const item = isAt(reading, ...ends) ? emptyScalar(entry.end) : readNode(reading, 'block')
    items.push(item)
    end = reading.end
  }
  if (owned) expectBlockEnd(reading, opening, 'a list entry that begins with `- `')
  return { kind: 'seq', range: { start: opening.start, end }, items }
}

function readBlockMap(reading: Reading, opening: YamlToken): YamlMap {
  const entries: Written[] = []
  let end = opening.start
  while (isAt(reading, 'key')) {
    const { start, end: afterMark } = take(reading)
    const noKey = isAt(reading, 'key', 'value', 'block-end')
    const key = noKey ? keyOf(emptyScalar(afterMark)) : readKey(reading, 'indentless')
    let value: YamlNode
    if (isAt(reading, 'value')) {
      const colon = take(reading)
      const noValue = isAt(reading, 'key', 'value', 'block-end')
      value = noValue ? emptyScalar(colon.end) : readNode(reading, 'indentless')
      end = reading.end
    } else {
      end = reading.end
      value = emptyScalar(end)
    }
    entries.push({ key, value, range: { start, end } })
  }
  expectBlockEnd(reading, opening, 'a key')
  return makeMap(reading, { start: opening.start, end }, entries)
}

function expectBlockEnd(reading: Reading, opening: YamlToken, expected: string): void {
  const token = peekToken(reading.scanner)
  if (token.type === 'block-end') {
    take(reading)
    return
  }
  const { text } = reading.scanner
  refuseTemplate(text, token.start)
  stop(
    'yaml-syntax',
    visible(reading, token),
    `Expected ${expected} in the column of the others${found(token)}`,
    'check the indentation, and quotes that close too early',
    { range: visible(reading, opening), message: 'the block begins here' },
  )
}

// ── Flow collections ────────────────────────────────────────────────────────────────────────────────

function readFlowSeq(reading: Reading): YamlSeq {
  const opening = take(reading)
  const items: YamlNode[] = []
  while (!isAt(reading, 'flow-seq-end')) {
    if (items.length > 0) takeComma(reading, opening, ']')
    if (isAt(reading, 'key')) items.push(readFlowPair(reading))
    else if (!isAt(reading, 'flow-seq-end')) items.push(readNode(reading, 'flow'))
  }
  const { end } = take(reading)
  return { kind: 'seq', range: { start: opening.start, end }, items }
}

/** A mapping of one entry without braces: `[a: b]`. */
function readFlowPair(reading: Reading): YamlMap {
  const mark = take(reading)
  let key: Key
  if (isAt(reading, 'value', 'flow-entry', 'flow-seq-end')) {
    // go-yaml takes the token for the empty key, whatever it is, and so shall we.
    key = keyOf(emptyScalar(take(reading).end))
  } else key = readKey(reading, 'flow')
  const { value, end } = readFlowValue(reading, 'flow-seq-end')
  const range = { start: mark.start, end }
  return makeMap(reading, range, [{ key, value, range }])
}

function readFlowMap(reading: Reading): YamlMap {
  const opening = take(reading)
  const entries: Written[] = []
  while (!isAt(reading, 'flow-map-end')) {
    if (entries.length > 0) takeComma(reading, opening, '}')
    if (isAt(reading, 'flow-map-end')) break
    const { start } = peekToken(reading.scanner)
    if (isAt(reading, 'key')) {
      const mark = take(reading)
      const noKey = isAt(reading, 'value', 'flow-entry', 'flow-map-end')
      const key = noKey ? keyOf(emptyScalar(mark.end)) : readKey(reading, 'flow')
      const { value, end } = readFlowValue(reading, 'flow-map-end')
      entries.push({ key, value, range: { start, end } })
    } else {
      const key = readKey(reading, 'flow')
      const end = reading.end
      entries.push({ key, value: emptyScalar(end), range: { start, end } })
    }
  }
  const { end } = take(reading)
  return makeMap(reading, { start: opening.start, end }, entries)
}

function readFlowValue(reading: Reading, closing: YamlMark): { value: YamlNode; end: number } {
  if (!isAt(reading, 'value')) {
    const end = reading.end
    return { value: emptyScalar(end), end }
  }
  const colon = take(reading)
  const value = isAt(reading, 'flow-entry', closing) ? emptyScalar(colon.end) : readNode(reading, 'flow')
  return { value, end: reading.end }
}

function takeComma(reading: Reading, opening: YamlToken, closing: string): void {
  const token = peekToken(reading.scanner)
  if (token.type === 'flow-entry') {
    take(reading)
    return
  }
  stop(
    'yaml-syntax',
    visible(reading, token),
    `Expected \`,\` or \`${closing}\`${found(token)}`,
    reading.scanner.text.slice(opening.start - 1, opening.start + 2).includes('{{')
      ? 'put the value in quotes: YAML reads `{{` as the beginning of a mapping'
      : undefined,
    { range: { start: opening.start, end: opening.start + 1 }, message: 'opened here' },
  )
}
