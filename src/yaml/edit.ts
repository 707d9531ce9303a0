/**
 * Edits of YAML in place. Each function gives the edit, or undefined where it cannot promise that the result
 * reads as wanted: then a person has to do it. Whatever is not the value keeps its characters.
 */
import type { TextEdit } from '../text/edits.ts'
import type { Range, Text } from '../text/source.ts'
import { parseYaml } from './index.ts'

/** The white space a line begins with, up to where `at` stands; list marks and quotes count as they are. */
function lineBefore(source: string, at: number): string {
  const start = Math.max(source.lastIndexOf('\n', at - 1), source.lastIndexOf('\r', at - 1)) + 1
  return source.slice(start, at)
}

/** The column at which the key stands whose value begins at `at`; undefined in flow style or behind a `>`. */
function keyColumn(source: string, at: number): number | undefined {
  const match = /^([ \t]*(?:- +)*)[^\s{[][^{[]*$/.exec(lineBefore(source, at))
  return match === null ? undefined : match[1]!.length
}

const breakOf = (source: string): string => (/\r\n|\n|\r/.exec(source)?.[0] === '\r\n' ? '\r\n' : '\n')

/** Replaces the value of a scalar. Quotes stay as they were where they can; several lines become a literal block. */
export function replaceScalar(source: string, { range }: Text, value: string): TextEdit | undefined {
  const written = source.slice(range.start, range.end)
  const column = keyColumn(source, range.start)
  const candidates = value.includes('\n')
    ? [
        column === undefined
          ? undefined
          : literal(value, column + indentStep(source, range, column), breakOf(source)),
      ]
    : [
        ...(written.startsWith("'") ? [single(value)] : []),
        ...(written.startsWith('"') ? [JSON.stringify(value)] : []),
        value,
      ]
  for (const text of [...candidates, single(value), JSON.stringify(value)]) {
    if (text === undefined) continue
    const ending = /[\r\n]\s*$/.exec(written)?.[0] ?? ''
    const edit = { range: { start: range.start, end: range.end - ending.length }, text }
    if (reads(source, edit, value)) return edit
  }
  return undefined
}

const single = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** How far the lines of a block at this place are indented beyond its key. */
function indentStep(source: string, range: Range, column: number): number {
  const block = /^[|>][^\r\n]*(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))*( +)\S/.exec(
    source.slice(range.start, range.end),
  )
  return block && block[1]!.length > column ? block[1]!.length - column : 2
}

/** A literal block; undefined for a value that ends with empty lines, because their meaning would depend on the next lines. */
function literal(value: string, indent: number, lineBreak: string): string | undefined {
  const body = value.replace(/\n$/, '')
  if (body === '' || body.endsWith('\n')) return undefined
  const chomp = value === body ? '-' : ''
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
  const explicit = /^ /.test(body) ? String(indent) : ''
  return [`|${explicit}${chomp}`, ...lines].join(lineBreak)
}

/** Whether the line or lines of the edit, read as `key: value`, give the value and nothing else. */
function reads(source: string, { range, text }: TextEdit, value: string): boolean {
  const column = keyColumn(source, range.start) ?? 0
  const after = /^[^\r\n]*/.exec(source.slice(range.end))![0]
  // In a flow collection, what follows on the line belongs to it.
  const flow = /^\s*[,}\]]/.test(after) || /[{[][^{}[\]]*$/.test(lineBefore(source, range.start))
  const probe = flow
    ? `{ k: ${text} }`
    : `${' '.repeat(column)}k: ${text}${/^\s*(#|$)/.test(after) ? after : ''}\n`
  const { root, problems } = parseYaml(probe)
  if (problems.length > 0 || root?.kind !== 'map' || root.entries.length !== 1) return false
  const read = root.entries[0]!.value
  return read.kind === 'scalar' && read.text.value === value && read.tag === 'str'
}

/** An entry to add to a mapping: its key and value, or several below a key. */
export interface NewEntry {
  readonly key: string
  readonly value: string | readonly NewEntry[]
}

/** Adds an entry on a line of its own behind another entry of the same block mapping. */
export function addEntryAfter(
  source: string,
  after: { readonly key: Range; readonly end: number },
  entry: NewEntry,
): TextEdit | undefined {
  const column = keyColumn(source, after.key.start) ?? lineBefore(source, after.key.start).length
  const before = lineBefore(source, after.key.start)
  if (!/^[ \t]*(?:- +)*$/.test(before)) return undefined
  const at = endOfLine(source, after.end)
  if (at === undefined) return undefined
  return { range: { start: at, end: at }, text: breakOf(source) + render(entry, column, breakOf(source)) }
}

/** The end of the line a value ends on; undefined when something other than a comment follows it there. */
function endOfLine(source: string, end: number): number | undefined {
  const atBreak = /[\r\n]/.test(source[end - 1] ?? '')
  const from = atBreak ? end - /\s*$/.exec(source.slice(0, end))![0].length : end
  const rest = /^[^\r\n]*/.exec(source.slice(from))![0]
  return /^[ \t]*(?:#.*)?$/.test(rest) ? from + rest.length : undefined
}

function render({ key, value }: NewEntry, column: number, lineBreak: string): string {
  const head = `${' '.repeat(column)}${scalar(key)}:`
  if (typeof value !== 'string')
    return [head, ...value.map((one) => render(one, column + 2, lineBreak))].join(lineBreak)
  return `${head} ${value.includes('\n') ? literal(value, column + 2, lineBreak) : scalar(value)}`
}

/** A text as a plain scalar where it reads back as itself, else quoted. */
export function scalar(value: string): string {
  for (const text of [value, single(value)]) {
    const { root, problems } = parseYaml(`k: ${text}\n`)
    const read = root?.kind === 'map' && root.entries.length === 1 ? root.entries[0]!.value : undefined
    if (
      problems.length === 0 &&
      read?.kind === 'scalar' &&
      read.text.value === value &&
      read.tag === 'str' &&
      !text.includes('\n')
    )
      return text
  }
  return JSON.stringify(value)
}

/** Removes an entry that has its lines for itself, comment on them included. */
export function removeEntry(
  source: string,
  entry: { readonly key: Range; readonly end: number },
): TextEdit | undefined {
  const before = lineBefore(source, entry.key.start)
  if (!/^[ \t]*$/.test(before)) return undefined
  const end = endOfLine(source, entry.end)
  if (end === undefined) return undefined
  const lineBreak = /^(?:\r\n|\n|\r)/.exec(source.slice(end))?.[0] ?? ''
  return { range: { start: entry.key.start - before.length, end: end + lineBreak.length }, text: '' }
}
