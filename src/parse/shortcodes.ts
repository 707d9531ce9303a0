/**
 * Hugo shortcodes, so that other people's repositories compile as they are. In: a Markdown text. Out: the
 * same text, character for character as long, in which every shortcode has become something Markdown can
 * read in its place, and the list of what they were.
 */

import { fences } from '../text/fences.ts'
import type { Range } from '../text/source.ts'

export interface Shortcode {
  readonly name: string
  readonly range: Range
  /** Arguments as written, quotes removed, with their places. */
  readonly args: readonly { readonly value: string; readonly range: Range }[]
  readonly closing: boolean
  /** Stands in a link's target: `[text]({{< ref "page.md" >}})`. */
  readonly inTarget: boolean
}

export interface Shortcodes {
  /** The text for the Markdown parser: same length, shortcodes replaced. */
  readonly text: string
  readonly found: readonly Shortcode[]
  /** Content of `{{% comment %}}` … `{{% /comment %}}`, markers not included. */
  readonly comments: readonly Range[]
}

/** Brackets a hole's number in text that passes through Markdown; Unicode says nobody may use them. */
export const HOLE_OPEN = '\uFDD0'
export const HOLE_CLOSE = '\uFDD1'
const FILLER = '\uFDD2'

// On one line, and no brace inside: each character is looked at once, however hostile the text.
const SHORTCODE =
  /\{\{[<%][ \t]*(\/?)[ \t]*([A-Za-z][\w./-]*)((?:[^"`>%{}\r\n]|"[^"{}\r\n]*"|`[^`{}\r\n]*`|[>%](?!\}\}))*)[>%]\}\}/g
const ARGUMENT = /"([^"]*)"|`([^`]*)`|([^\s"`]+)/g

function argumentsOf(text: string, start: number): Shortcode['args'] {
  return [...text.matchAll(ARGUMENT)].map((match) => {
    const value = match[1] ?? match[2] ?? match[3] ?? ''
    const quoted = match[3] === undefined ? 1 : 0
    const at = start + match.index + quoted
    return { value, range: { start: at, end: at + value.length } }
  })
}

/** `12` as digits that no author writes: a hole's token, padded to the length of what it stands for. */
function token(index: number, length: number): string {
  return (HOLE_OPEN + String(index) + HOLE_CLOSE).padEnd(length, FILLER)
}

/** Code points that stand for something here. An author's own become the sign for what cannot be shown. */
const OURS = /[\uFDD0-\uFDEF]/g

export function withoutHoles(text: string): string {
  return text.replace(OURS, '\uFFFD')
}

/** The same for what an HTML parser would make such code points of: `&#xFDD0;`. */
export function withoutReferences(html: string): string {
  return html.replace(/&#(?:x([\da-f]+)|(\d+));?/gi, (written, hex, decimal) => {
    const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16)
    return code >= 0xfdd0 && code <= 0xfdef ? '\uFFFD' : written
  })
}

const WRITTEN = /\uFDD0(\d+)\uFDD1\uFDD2*/g

/** A text with its shortcodes as the author wrote them: in code nothing stands for something else. */
export function asWritten(text: string, source: string, found: readonly Shortcode[]): string {
  return text.replace(WRITTEN, (_, index) => {
    const range = found[Number(index)]?.range
    return range ? source.slice(range.start, range.end) : ''
  })
}

/** Removes the padding of hole tokens from text that came back from Markdown. */
export function withoutFiller(text: string): string {
  return text.replaceAll(FILLER, '')
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ')

/** Finds every shortcode outside fences (Hugo's comments may hold fences: what is inside them is not read). */
export function readShortcodes(source: string): Shortcodes {
  if (!source.includes('{{<') && !source.includes('{{%')) return { text: source, found: [], comments: [] }
  const found: Shortcode[] = []
  const comments: Range[] = []
  const shown = fences(source)
  let text = ''
  let at = 0
  let commentStart = -1
  let fence = 0
  for (const match of source.matchAll(SHORTCODE)) {
    const start = match.index
    const end = start + match[0].length
    const name = match[2]!
    const closing = match[1] === '/'
    if (commentStart >= 0 && !(closing && name === 'comment')) continue
    while (fence < shown.length && shown[fence]!.range.end < end) fence++
    if (commentStart < 0 && fence < shown.length && shown[fence]!.range.start <= start) continue
    const inTarget = /\]\([ \t]*$/.test(source.slice(Math.max(0, start - 200), start))
    const args = argumentsOf(match[3]!, end - match[0].length + match[0].indexOf(match[3]!, 2 + name.length))
    found.push({ name, range: { start, end }, args, closing, inTarget })
    if (name === 'comment' && !closing) {
      commentStart = end
      text += source.slice(at, start) + blank(match[0])
    } else if (name === 'comment') {
      if (commentStart >= 0) comments.push({ start: commentStart, end: start })
      text += (commentStart >= 0 ? blank(source.slice(at, start)) : source.slice(at, start)) + blank(match[0])
      commentStart = -1
    } else {
      text += source.slice(at, start)
      text +=
        inTarget && name !== 'param'
          ? targetOf(match[0], start, args[0])
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

/** A `ref` in a link's target: its argument stays, the rest becomes white space, which Markdown allows there. */
function targetOf(written: string, start: number, argument: Shortcode['args'][number] | undefined): string {
  if (!argument || /\s/.test(argument.value)) return blank(written)
  const from = argument.range.start - start
  return ' '.repeat(from) + argument.value + ' '.repeat(written.length - from - argument.value.length)
}
