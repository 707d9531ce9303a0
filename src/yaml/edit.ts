/**
 * Edits YAML in place. Each function returns the edit, or undefined where it cannot guarantee that the result parses as
 * intended: then a person has to do it. Everything but the value keeps its characters.
 */
import type { TextEdit } from '../text/edits.ts'
import type { Range, Text } from '../text/source.ts'
import { parseYaml } from './index.ts'
import { lineStartOf } from './problem.ts'

/** The text of a line before `at`. */
const lineBefore = (source: string, at: number): string => source.slice(lineStartOf(source, at), at)

/** Column of the key whose value begins at `at`; undefined in flow style or after a `>`. */
function keyColumn(source: string, at: number): number | undefined {
  const match = /^([ \t]*(?:- +)*)[^\s{[][^{[]*$/.exec(lineBefore(source, at))
  return match === null ? undefined : match[1]!.length
}

const breakOf = (source: string): string => (/\r\n|\n|\r/.exec(source)?.[0] === '\r\n' ? '\r\n' : '\n')

/** Replaces the value of a scalar. Keeps its quotes where possible; several lines become a literal block. */
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
    const ending = /[\r\n][\s\S]*/.exec(written.slice(written.trimEnd().length))?.[0] ?? ''
    const edit = { range: { start: range.start, end: range.end - ending.length }, text }
    if (reads(source, edit, value)) return edit
  }
  return undefined
}

/** A text in single quotes, as YAML writes it. */
export const single = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** How far the lines of a block here are indented beyond its key. */
function indentStep(source: string, range: Range, column: number): number {
  const block = /^[|>][^\r\n]*(?:\r\n|\n|\r)(?:[ \t]*(?:\r\n|\n|\r))*( +)\S/.exec(
    source.slice(range.start, range.end),
  )
  return block && block[1]!.length > column ? block[1]!.length - column : 2
}

/** A literal block; undefined for a value ending in empty lines, whose meaning would depend on the next lines. */
function literal(value: string, indent: number, lineBreak: string): string | undefined {
  const body = value.replace(/\n$/, '')
  if (body === '' || body.endsWith('\n')) return undefined
  const chomp = value === body ? '-' : ''
  const lines = body.split('\n').map((line) => (line === '' ? '' : ' '.repeat(indent) + line))
  const explicit = /^ /.test(body) ? String(indent) : ''
  return [`|${explicit}${chomp}`, ...lines].join(lineBreak)
}

/** Whether the edited lines, parsed as `key: value`, give the value and nothing else. */
function reads(source: string, { range, text }: TextEdit, value: string): boolean {
  const column = keyColumn(source, range.start) ?? 0
  const after = /^[^\r\n]*/.exec(source.slice(range.end))![0]
  // In a flow collection, the rest of the line belongs to the collection.
  const flow = /^\s*[,}\]]/.test(after) || /[{[][^{}[\]]*$/.test(lineBefore(source, range.start))
  const probe = flow
    ? `{ k: ${text} }`
    : `${' '.repeat(column)}k: ${text}${/^\s*(#|$)/.test(after) ? after : ''}\n`
  return holds(probe, value)
}

/** Whether a text is one key with this string. */
function holds(text: string, value: string): boolean {
  const { root, problems } = parseYaml(text)
  if (problems.length > 0 || root?.kind !== 'map' || root.entries.length !== 1) return false
  const read = root.entries[0]!.value
  return read.kind === 'scalar' && read.text.value === value && read.tag === 'str'
}

/** An entry to add to a mapping: a key with a value, or with several entries below. */
export interface NewEntry {
  readonly key: string
  readonly value: string | readonly NewEntry[]
}

/** Adds an entry on a line of its own after another entry of the same block mapping. */
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

/** The end of the line where a value ends; undefined if anything but a comment follows the value. */
function endOfLine(source: string, end: number): number | undefined {
  const atBreak = /[\r\n]/.test(source[end - 1] ?? '')
  const from = atBreak ? source.slice(0, end).trimEnd().length : end
  const rest = /^[^\r\n]*/.exec(source.slice(from))![0]
  return /^[ \t]*(?:#.*)?$/.test(rest) ? from + rest.length : undefined
}

function render({ key, value }: NewEntry, column: number, lineBreak: string): string {
  const head = `${' '.repeat(column)}${scalar(key)}:`
  if (typeof value !== 'string')
    return [head, ...value.map((one) => render(one, column + 2, lineBreak))].join(lineBreak)
  return `${head} ${value.includes('\n') ? literal(value, column + 2, lineBreak) : scalar(value)}`
}

/** A text as a plain scalar if it reads back unchanged, else quoted. */
export function scalar(value: string): string {
  const plain = [value, single(value)].find((text) => !text.includes('\n') && holds(`k: ${text}\n`, value))
  return plain ?? JSON.stringify(value)
}

/** Removes an entry that has its lines to itself, including a comment on them. */
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
