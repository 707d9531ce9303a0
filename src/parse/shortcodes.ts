/**
 * Hugo shortcodes, so that existing repositories compile unchanged. In: a Markdown text. Out: a text of the same
 * length, in which every shortcode is replaced by something that Markdown can parse, and the list of shortcodes.
 */

import { fences } from '../text/fences.ts'
import { blank, type Range } from '../text/source.ts'

export interface Shortcode {
  readonly name: string
  readonly range: Range
  /** Arguments as written, without quotes, with their ranges. */
  readonly args: readonly { readonly value: string; readonly range: Range }[]
  readonly closing: boolean
  /** Inside a link's target: `[text]({{< ref "page.md" >}})`. */
  readonly inTarget: boolean
}

export interface Shortcodes {
  /** Text for the Markdown parser: same length, shortcodes replaced. */
  readonly text: string
  readonly found: readonly Shortcode[]
  /** Content of `{{% comment %}}` … `{{% /comment %}}`, without the markers. */
  readonly comments: readonly Range[]
}

/** Delimits a hole's number in text that passes through Markdown. A Unicode noncharacter, so no text may use it. */
export const HOLE_OPEN = '\uFDD0'
export const HOLE_CLOSE = '\uFDD1'
/** A hole, with its number. */
export const HOLE: RegExp = /\uFDD0(\d+)\uFDD1/g
const FILLER = '\uFDD2'

const OPENING = /\{\{[<%][ \t]*(?:(\/)[ \t]*)?([A-Za-z][\w./-]*)/g
/** Of the arguments, up to what may be the end. */
const PART = /[^"`>%{}\r\n]+|"[^"{}\r\n]*"|`[^`{}\r\n]*`/y

interface Match {
  readonly start: number
  readonly end: number
  readonly name: string
  readonly closing: boolean
  /** The text of the arguments, and where it begins. */
  readonly written: string
  readonly from: number
}

/** The shortcodes of a text. One stands on one line and without an inner brace: each character is read once. */
function* matchesIn(source: string): Generator<Match> {
  for (const { index, 0: opening, 1: slash, 2: name } of source.matchAll(OPENING)) {
    const from = index + opening.length
    let at = from
    for (;;) {
      PART.lastIndex = at
      const part = PART.exec(source)
      if (part) at += part[0].length
      else if (/[>%]/.test(source[at] ?? '') && !source.startsWith('}}', at + 1)) at++
      else break
    }
    if (!/[>%]/.test(source[at] ?? '')) continue
    const written = source.slice(from, at)
    yield { start: index, end: at + 3, name: name!, closing: slash !== undefined, written, from }
  }
}
const ARGUMENT = /"([^"]*)"|`([^`]*)`|([^\s"`]+)/g

function argumentsOf(text: string, start: number): Shortcode['args'] {
  return [...text.matchAll(ARGUMENT)].map((match) => {
    const value = match[1] ?? match[2] ?? match[3] ?? ''
    const quoted = match[3] === undefined ? 1 : 0
    const at = start + match.index + quoted
    return { value, range: { start: at, end: at + value.length } }
  })
}

/** A hole's token, padded to the length of the text it replaces. */
function token(index: number, length: number): string {
  return (HOLE_OPEN + String(index) + HOLE_CLOSE).padEnd(length, FILLER)
}

/** Code points with a special meaning here. An author's own are replaced by U+FFFD. */
const OURS = /[\uFDD0-\uFDEF]/g

export function withoutHoles(text: string): string {
  return text.replace(OURS, '\uFFFD')
}

/** Does the same to references that an HTML parser would turn into such code points: `&#xFDD0;`. */
export function withoutReferences(html: string): string {
  return html.replace(/&#(?:x([\da-f]+)|(\d+));?/gi, (written, hex, decimal) => {
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16)
    return code >= 0xfdd0 && code <= 0xfdef ? '\uFFFD' : written
  })
}

const WRITTEN = /\uFDD0(\d+)\uFDD1\uFDD2*/g

/** Restores the shortcodes of a text as the author wrote them: code is shown unchanged. */
export function asWritten(text: string, source: string, found: readonly Shortcode[]): string {
  return text.replace(WRITTEN, (_, index) => {
    const range = found[Number(index)]?.range
    return range ? source.slice(range.start, range.end) : ''
  })
}

/** Removes the padding of hole tokens from text returned by Markdown. */
export function withoutFiller(text: string): string {
  return text.replaceAll(FILLER, '')
}

/** Finds every shortcode outside fences. Hugo's comments may contain fences; their contents are not searched. */
export function readShortcodes(source: string): Shortcodes {
  if (!source.includes('{{<') && !source.includes('{{%')) return { text: source, found: [], comments: [] }
  const found: Shortcode[] = []
  const comments: Range[] = []
  const shown = fences(source)
  let text = ''
  let at = 0
  let commentStart = -1
  let fence = 0
  for (const { start, end, name, closing, written, from } of matchesIn(source)) {
    if (commentStart >= 0 && !(closing && name === 'comment')) continue
    while (fence < shown.length && shown[fence]!.range.end < end) fence++
    if (commentStart < 0 && fence < shown.length && shown[fence]!.range.start <= start) continue
    const inTarget = /\]\([ \t]*$/.test(source.slice(Math.max(0, start - 200), start))
    const args = argumentsOf(written, from)
    found.push({ name, range: { start, end }, args, closing, inTarget })
    if (name === 'comment' && !closing) {
      commentStart = end
      text += source.slice(at, start) + blank(source.slice(start, end))
    } else if (name === 'comment') {
      if (commentStart >= 0) comments.push({ start: commentStart, end: start })
      text +=
        (commentStart >= 0 ? blank(source.slice(at, start)) : source.slice(at, start)) +
        blank(source.slice(start, end))
      commentStart = -1
    } else {
      text += source.slice(at, start)
      text +=
        inTarget && name !== 'param'
          ? targetOf(source.slice(start, end), start, args[0])
          : token(found.length - 1, end - start)
    }
    at = end
  }
  if (commentStart >= 0) {
    comments.push({ start: commentStart, end: source.length })
    return { text: text + blank(source.slice(at)), found, comments }
  }
  return { text: text + source.slice(at), found, comments }
}

/** A `ref` in a link's target: keeps its argument; the rest becomes white space, which Markdown allows there. */
function targetOf(written: string, start: number, argument: Shortcode['args'][number] | undefined): string {
  if (!argument || /\s/.test(argument.value)) return blank(written)
  const from = argument.range.start - start
  return ' '.repeat(from) + argument.value + ' '.repeat(written.length - from - argument.value.length)
}
