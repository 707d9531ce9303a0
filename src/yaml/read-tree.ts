/** From js-yaml's events to a tree in which every node has its range. */
import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { Range, Text } from '../text/source.ts'
import { pass, passBlank, passHeader, passTo, type Walk } from './blank.ts'
import { refuseTag } from './explain.ts'
import {
  checkBlock,
  checkEscapes,
  checkIndent,
  checkKey,
  checkName,
  checkPlain,
  MAX_KEY,
  refuseEmptyKey,
} from './go.ts'
import { isAliasBomb, type MapReading, makeMap, type Written } from './map.ts'
import { columnOf, stop } from './problem.ts'
import { scalarText } from './scalar-text.ts'
import { decodeBinary, resolvePlain, resolveTagged } from './tag.ts'
import type { YamlMap, YamlNode, YamlScalar, YamlSeq } from './tree.ts'

/** State of reading one document. */
export interface Reading extends Walk, MapReading {
  events: readonly Event[]
  /** Index of the next event. */
  next: number
  readonly anchors: Map<string, YamlNode | 'open'>
  readonly tagHandles: ReadonlyMap<string, string>
  aliases: number
}

/** The root of a document; null if it is empty. */
export function readRoot(reading: Reading): YamlNode | null {
  const [open, content] = reading.events
  if (open === undefined || content === undefined || isEmpty(content)) {
    passBlank(reading)
    return null
  }
  reading.next = 1
  const root = readNode(reading)
  passBlank(reading)
  if (reading.aliases > 0 && isAliasBomb(root)) {
    stop('yaml-alias', root.range, 'The aliases of this document expand to too much')
  }
  return root
}

function isEmpty(event: Event): boolean {
  const isScalar = event.type === EVENT_ID.SCALAR
  return isScalar && event.valueStart < 0 && event.anchorStart < 0 && event.tagStart < 0
}

/** Reads one node with its properties; `emptyAt`: the position of an empty one. */
function readNode(reading: Reading, emptyAt: number = reading.at): YamlNode {
  const event = reading.events[reading.next++]!
  if (isEmpty(event)) return scalar({ value: '', range: { start: emptyAt, end: emptyAt }, runs: [] }, 'plain')
  passBlank(reading)
  if (event.type === EVENT_ID.ALIAS) return readAlias(reading, event)
  const { anchor, tag } = readProperties(reading, event as NodeEvent)
  if (anchor !== undefined) reading.anchors.set(anchor, 'open')
  const node = readContent(reading, event as NodeEvent, tag)
  // An inner anchor of the same name has replaced it by now.
  if (anchor !== undefined && reading.anchors.get(anchor) === 'open') reading.anchors.set(anchor, node)
  return node
}

type NodeEvent = ScalarEvent | SequenceEvent | MappingEvent

function readContent(reading: Reading, event: NodeEvent, tag: string | undefined): YamlNode {
  if (event.type === EVENT_ID.SCALAR) return readScalar(reading, event, tag)
  const isFlow = event.style === COLLECTION_STYLE.FLOW
  if (isFlow) return event.type === EVENT_ID.SEQUENCE ? readFlowSeq(reading) : readFlowMap(reading)
  const outer = reading.indent
  reading.indent = columnOf(reading.text, event.start)
  const node = event.type === EVENT_ID.SEQUENCE ? readBlockSeq(reading) : readBlockMap(reading)
  reading.indent = outer
  return node
}

function readAlias(reading: Reading, event: AliasEvent): YamlNode {
  const range = { start: event.anchorStart - 1, end: event.anchorEnd }
  const name = reading.text.slice(event.anchorStart, event.anchorEnd)
  checkName(reading.text, { start: event.anchorStart, end: event.anchorEnd })
  passTo(reading, range.end)
  reading.aliases++
  const node = reading.anchors.get(name)
  if (node === undefined) {
    const message = `Unexpected alias \`*${name}\`, expected an anchor \`&${name}\` before it`
    const hint = `define \`&${name}\` earlier in the document, or quote the value if the \`*\` is meant`
    stop('yaml-alias', range, message, hint)
  }
  if (node === 'open') stop('yaml-alias', range, `The value of anchor \`&${name}\` contains itself`)
  return node
}

/** Skips an anchor and a tag, and the white space after them if something follows. */
function readProperties(reading: Reading, event: NodeEvent): { anchor?: string; tag?: string } {
  const { anchorStart, anchorEnd, tagStart, tagEnd } = event
  if (anchorStart < 0 && tagStart < 0) return {}
  const { text } = reading
  if (anchorStart >= 0) checkName(text, { start: anchorStart, end: anchorEnd })
  passTo(reading, anchorStart < 0 ? tagEnd : tagStart < 0 ? anchorEnd : Math.min(anchorEnd, tagEnd))
  if (anchorStart >= 0 && tagStart >= 0) {
    passBlank(reading)
    passTo(reading, Math.max(anchorEnd, tagEnd))
  }
  if (event.type !== EVENT_ID.SCALAR || event.valueStart >= 0) passBlank(reading)
  return {
    ...(anchorStart < 0 ? {} : { anchor: text.slice(anchorStart, anchorEnd) }),
    ...(tagStart < 0 ? {} : { tag: fullTag(reading, tagStart, tagEnd) }),
  }
}

function fullTag({ text, tagHandles }: Reading, start: number, end: number): string {
  const [, verbatim, handle = '', suffix = ''] = /^!<(.*)>$|^(!(?:[\w-]*!)?)(.*)$/.exec(
    text.slice(start, end),
  )!
  if (/[^ \t\r\n]/.test(text[end] ?? ' ') || suffix.includes('#') || (suffix === '' && handle.length > 1))
    refuseTag(text, start)
  if (verbatim === undefined && suffix === '') return '!'
  try {
    return verbatim ?? tagHandles.get(handle) + decodeURIComponent(suffix)
  } catch {
    return stop('yaml-syntax', { start, end }, 'Unexpected `%` escape in a tag, expected UTF-8')
  }
}

// ── Scalars ─────────────────────────────────────────────────────────────────────────────────────────

const STYLES: Readonly<Record<number, YamlScalar['style']>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
}

function scalar(text: Text, style: YamlScalar['style'], tag?: string): YamlScalar {
  const { range } = text
  if (tag === undefined || tag === '!') {
    return { kind: 'scalar', range, text, tag: style === 'plain' ? resolvePlain(text.value) : 'str', style }
  }
  const resolved = resolveTagged(tag, text.value)
  const binary = resolved === 'binary' ? decodeBinary(text.value) : undefined
  const decoded = binary === undefined ? text : { value: binary, range, runs: [] }
  return { kind: 'scalar', range, text: decoded, tag: resolved, style }
}

function readScalar(reading: Reading, event: ScalarEvent, tag: string | undefined): YamlScalar {
  const { text, at } = reading
  const style = STYLES[event.style]!
  if (event.valueStart < 0) return scalar({ value: '', range: { start: at, end: at }, runs: [] }, style, tag)
  const inside = { start: event.valueStart, end: event.valueEnd }
  if (style === 'literal' || style === 'folded') {
    const headerEnd = at + /^[|>][-+\d]*/.exec(text.slice(at, at + 3))![0].length
    if (!/\d/.test(text.slice(at, headerEnd))) checkIndent(text, inside)
    if (reading.hasSeparators) checkBlock(text, inside, event.indent)
    passHeader(reading, inside.start)
    const value = scalarText(text, event, { start: at, end: headerEnd })
    passTo(reading, inside.end)
    reading.lastEnd = value.range.end
    return scalar(value, style, tag)
  }
  const quote = style === 'plain' ? 0 : 1
  const range = { start: inside.start - quote, end: inside.end + quote }
  if (style === 'plain' && (reading.hasSeparators || reading.hasTabs || reading.flow > 0))
    checkPlain(text, inside, reading.indent + 1, reading.flow > 0)
  if (style === 'double' && !event.fast) checkEscapes(text, inside)
  passTo(reading, range.end, style === 'plain' ? 'plain' : 'other')
  return scalar(scalarText(text, event, range), style, tag)
}

// ── Collections ─────────────────────────────────────────────────────────────────────────────────────

/** Whether the collection has no more children; consumes its end. */
function isClosed(reading: Reading): boolean {
  if (reading.events[reading.next]!.type !== EVENT_ID.POP) return false
  reading.next++
  return true
}

function readBlockSeq(reading: Reading): YamlSeq {
  const start = reading.at
  const items: YamlNode[] = []
  while (!isClosed(reading)) {
    passBlank(reading)
    pass(reading, '-', 'indicator')
    items.push(readNode(reading))
  }
  return { kind: 'seq', range: { start, end: reading.lastEnd }, items }
}

function readBlockMap(reading: Reading): YamlMap {
  const start = reading.at
  const entries: Written[] = []
  while (!isClosed(reading)) {
    passBlank(reading)
    entries.push(readEntry(reading))
  }
  return makeMap(reading, { start, end: reading.lastEnd }, entries)
}

/** Whether a key is written as it is, in one line, with its `:` right after it. */
function isPlainKey({ flow }: Reading, event: Event, colon: number): boolean {
  if (flow > 0 || event.type !== EVENT_ID.SCALAR || !event.fast || event.style !== SCALAR_STYLE.PLAIN)
    return false
  const { valueStart, valueEnd, anchorStart, tagStart } = event
  return valueEnd === colon && colon - valueStart <= MAX_KEY && anchorStart < 0 && tagStart < 0
}

/** Reads a key and its value, including `?` and `:`. */
function readEntry(reading: Reading): Written {
  const { text } = reading
  const start = reading.at
  const hasMark = pass(reading, '?', 'indicator')
  const keyEvent = reading.events[reading.next]!
  if (!hasMark && isEmpty(keyEvent)) refuseEmptyKey(start)
  const key = readNode(reading)
  const keyEnd = Math.max(reading.lastEnd, start)
  passBlank(reading)
  const colon = reading.at
  const isOuter = hasMark && reading.flow === 0 && columnOf(text, colon) !== reading.indent
  const hasColon = !isOuter && pass(reading, ':', hasMark ? 'indicator' : 'other')
  if (hasColon && !hasMark && !isPlainKey(reading, keyEvent, colon))
    checkKey(text, start, keyEnd, colon, reading.flow > 0)
  const value = readNode(reading, hasColon ? reading.at : keyEnd)
  const alias =
    keyEvent.type === EVENT_ID.ALIAS ? text.slice(keyEvent.anchorStart - 1, keyEvent.anchorEnd) : undefined
  return { key: { node: key, alias }, value, range: { start, end: Math.max(reading.lastEnd, start) } }
}

/** Reads from one bracket to the other; `readItem` reads an item between commas. */
function readFlow(reading: Reading, opening: string, readItem: () => void): Range {
  const start = reading.at
  pass(reading, opening)
  reading.flow++
  while (!isClosed(reading)) {
    passBlank(reading)
    if (pass(reading, ',')) passBlank(reading)
    readItem()
  }
  passBlank(reading)
  if (pass(reading, ',')) passBlank(reading)
  pass(reading, opening === '[' ? ']' : '}')
  reading.flow--
  return { start, end: reading.lastEnd }
}

function readFlowSeq(reading: Reading): YamlSeq {
  const items: YamlNode[] = []
  const range = readFlow(reading, '[', () => {
    items.push(isPair(reading) ? readPair(reading) : readNode(reading))
  })
  return { kind: 'seq', range, items }
}

function readFlowMap(reading: Reading): YamlMap {
  const entries: Written[] = []
  const range = readFlow(reading, '{', () => entries.push(readEntry(reading)))
  return makeMap(reading, range, entries)
}

/** Whether the next event is a single-entry mapping without braces: `[a: b]`; its key may have braces itself. */
function isPair({ text, events, next }: Reading): boolean {
  const event = events[next]!
  if (event.type !== EVENT_ID.MAPPING) return false
  const key = events[next + 1]!
  return text[event.start] !== '{' || (key.type === EVENT_ID.MAPPING && key.start === event.start)
}

function readPair(reading: Reading): YamlMap {
  reading.next++
  const entry = readEntry(reading)
  reading.next++
  return makeMap(reading, entry.range, [entry])
}
