/**
 * The places where go-yaml v3, and so Prometheus, refuses what js-yaml accepts. (Tabs are checked in `blank.ts`, where
 * white space is skipped.)
 */

import { LONE_SURROGATE } from '../text/bytes.ts'
import type { Range } from '../text/source.ts'
import { unicodeName } from '../text/strange.ts'
import { refuseEscape, refuseName, refuseTab } from './explain.ts'
import { restOfLine, stop } from './problem.ts'

/** Characters that go-yaml's reader refuses (`readerc.go`); lone surrogates represent bytes that are not UTF-8. */
const UNREADABLE = new RegExp(
  `[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ufffe\\uffff]|${LONE_SURROGATE.source}`,
)
/** go-yaml reads this many bytes at once, so it checks text slightly past the end of a document. */
const CHUNK = 512
const encoder = new TextEncoder()

/** Refuses unreadable characters, also in comments, which js-yaml does not check; `limit`: end of the YAML. */
export function rejectUnreadable(text: string, { start, end }: Range, limit: number): void {
  const found = text.slice(start, Math.min(end + CHUNK, limit)).search(UNREADABLE)
  if (found < 0) return
  const at = start + found
  const bytes = (to: number): number => encoder.encode(text.slice(0, to)).length
  if (bytes(at) >= Math.ceil((bytes(end) + 1) / CHUNK) * CHUNK) return
  const code = text.charCodeAt(at)
  const isByte = code >= 0xd800 && code <= 0xdfff
  stop(
    'yaml-syntax',
    { start: at, end: at + 1 },
    isByte ? 'Unexpected bytes that are not UTF-8' : `Unexpected control character ${unicodeName(text[at]!)}`,
    isByte ? 'save the file as UTF-8' : 'remove it',
  )
}

/** Directives: go-yaml knows only `%YAML 1.1` and `%TAG`; js-yaml knows every version 1 and any name. */
export function readDirective(text: string, start: number, handles: Map<string, string>): number {
  const range = restOfLine(text, start)
  const line = text.slice(range.start, range.end)
  const [, name, word, prefix] =
    /^%(YAML)[ \t]+(\d{1,2}\.\d{1,2})[ \t]*(?:#.*)?$/.exec(line) ??
    /^%(TAG)[ \t]+(!|![\w-]*!)[ \t]+([\w\-;/?:@&=+$,.!~*'()[\]%]+)[ \t]*(?:#.*)?$/.exec(line) ??
    []
  if (name === undefined) {
    stop('yaml-syntax', range, 'A line that begins with `%` is a directive, expected `%YAML 1.1` or `%TAG`')
  }
  if (name === 'YAML' && word !== '1.1') {
    const message = `Unexpected \`%YAML ${word}\`, expected \`%YAML 1.1\`, the only version Prometheus reads`
    stop('yaml-syntax', range, message, 'remove the directive')
  }
  if (prefix !== undefined) handles.set(word!, prefix)
  return range.end
}

const NOT_IN_NAME = /[^\w-]/g
const AFTER_NAME = /[\s?:,\]}%@`]/

/**
 * Anchors and aliases: go-yaml allows letters, digits, `-` and `_`; js-yaml allows every non-blank character. Searches for
 * the end of the name, because a pattern for the whole of a long one can overflow the stack of V8's regular expressions.
 */
export function checkName(text: string, { start, end }: Range): void {
  NOT_IN_NAME.lastIndex = start
  const after = NOT_IN_NAME.exec(text)
  const last = after?.index ?? text.length
  if (last === start || last !== end || (after && !AFTER_NAME.test(after[0]))) refuseName(text, start - 1)
}

/** A key without `?` must end within this many characters of its line (`scannerc.go`: simple keys). */
export const MAX_KEY = 1024

/**
 * Keys: js-yaml has no limit, allows them to span lines between brackets, and ends them there at a `:` without a blank
 * after it, which go-yaml reads as part of the key.
 */
export function checkKey(text: string, start: number, end: number, colon: number, flow: boolean): void {
  if (
    flow &&
    colon === end &&
    /^:[,[\]{}]/.test(text.slice(colon, colon + 2)) &&
    !/["'\]}]/.test(text[end - 1]!)
  ) {
    const range = { start, end: colon + 1 }
    stop(
      'yaml-syntax',
      range,
      'Expected a space after the `:`',
      'put the value in quotes if the `:` is meant',
    )
  }
  if (colon - start <= MAX_KEY && !/[\r\n]/.test(text.slice(start, colon))) return
  const range = { start: colon, end: colon + 1 }
  if (colon - start > MAX_KEY) stop('yaml-syntax', range, `Unexpected key of more than ${MAX_KEY} characters`)
  stop('yaml-syntax', range, 'Unexpected key of several lines', 'put the key and its `:` on one line')
}

/** Block scalars: js-yaml determines the indentation from a line that continues with a tab, go-yaml does not. */
export function checkIndent(text: string, { start, end }: Range): void {
  const first = text.slice(start, end).search(/[^ \r\n]/)
  if (first >= 0 && text[start + first] === '\t') refuseTab(text, start + first)
}

/** Entries without a key: js-yaml reads an empty key; go-yaml does so only after `?`. */
export function refuseEmptyKey(colon: number): never {
  stop('yaml-syntax', { start: colon, end: colon + 1 }, 'Unexpected `:`, expected a key before it')
}

/** To go-yaml, line separators are line breaks, after which the value is not indented; js-yaml ignores them. */
export const SEPARATOR: RegExp = /[\x85\u2028\u2029]/

/** Stops at a line separator. */
function refuseSeparator(text: string, at: number): never {
  const message = `Unexpected line separator ${unicodeName(text[at]!)}, which ends the line for Prometheus`
  stop('yaml-syntax', { start: at, end: at + 1 }, message, 'remove it')
}

/** Comments end at a line separator: text after it would be content. */
export function checkComment(text: string, { start, end }: Range): void {
  const found = text.slice(start, end).search(/[\x85\u2028\u2029][ \t]*[^ \t#\x85\u2028\u2029]/)
  if (found >= 0) refuseSeparator(text, start + found)
}

/** Block scalars end at a line separator unless the text after it is indented like their other lines. */
export function checkBlock(text: string, { start, end }: Range, indent: number): void {
  for (const { 1: blanks, index } of text
    .slice(start, end)
    .matchAll(/[\x85\u2028\u2029]( *)(?=[^ \r\n\x85\u2028\u2029])/g)) {
    if (blanks!.length < indent) refuseSeparator(text, start + index)
  }
}

/** What a plain scalar between brackets may not have, though js-yaml reads and writes it. */
export const NOT_IN_FLOW: RegExp = /\?|^:/
const IN_FLOW = new RegExp(`${NOT_IN_FLOW.source}|${SEPARATOR.source}`)

/**
 * Plain scalars: between brackets, go-yaml ends them at a `?` and forbids `:` at their start. It ends them at line
 * separators, and refuses tabs in the indentation of their further lines (up to column `indent`).
 */
export function checkPlain(text: string, { start, end }: Range, indent: number, flow: boolean): void {
  const value = text.slice(start, end)
  const bad = value.search(flow ? IN_FLOW : SEPARATOR)
  if (bad >= 0) {
    const at = start + bad
    const message = SEPARATOR.test(value[bad]!)
      ? 'Unexpected line separator'
      : `Unexpected \`${value[bad]}\` between brackets`
    stop('yaml-syntax', { start: at, end: at + 1 }, message, 'put the value in quotes')
  }
  if (!value.includes('\t')) return
  for (const tab of value.matchAll(/(?<=[\r\n] *)\t/g)) {
    const lineStart = Math.max(value.lastIndexOf('\n', tab.index), value.lastIndexOf('\r', tab.index)) + 1
    if (tab.index - lineStart < indent) refuseTab(text, start + tab.index)
  }
}

/** Escapes: go-yaml refuses `\\/`, unpaired surrogates and code points beyond Unicode. */
export function checkEscapes(text: string, { start, end }: Range): void {
  const value = text.slice(start, end)
  for (const { 0: written, index } of value.matchAll(/\\(?:u.{4}|U.{8}|[\s\S])/g)) {
    if (written === '\\/') refuseEscape(text, start + index)
    const code = written.length > 2 ? Number.parseInt(written.slice(2), 16) : 0
    if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) continue
    const range = { start: start + index, end: start + index + written.length }
    stop('yaml-syntax', range, `\`${written}\` is not a Unicode character`)
  }
}
