/**
 * Hugo shortcodes, so that existing repositories compile unchanged. In: a Markdown text. Out: a text of the same
 * length, in which every shortcode is replaced by something that Markdown can parse, and the list of shortcodes.
 */

import { fences } from '../../text/fences.ts'
import { partners } from '../../text/partners.ts'
import { blank, type Range } from '../../text/source.ts'
import { imageLine, isCode, lineFor, type Shortcode } from './shortcode-pairs.ts'

export type { Shortcode } from './shortcode-pairs.ts'

export interface Shortcodes {
  /** Text for the Markdown parser: same length, shortcodes replaced. */
  readonly text: string
  readonly found: readonly Shortcode[]
  /** The number of the other marker of each pair, by the number of either. */
  readonly pairs: ReadonlyMap<number, number>
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

/** The shortcodes of a text. Each is on one line, without an inner brace: each character is read once. */
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

/** A text in which no shortcode is looked for, or none found. */
export const withoutShortcodes = (text: string): Shortcodes => ({
  text,
  found: [],
  pairs: new Map(),
  comments: [],
})

/** Finds every shortcode outside fences. Hugo's comments may contain fences; their contents are not searched. */
export function readShortcodes(source: string): Shortcodes {
  if (!source.includes('{{<') && !source.includes('{{%')) return withoutShortcodes(source)
  const found = shortcodesIn(source)
  const pairs = partners(found)
  const comments: Range[] = []
  let text = ''
  let at = 0
  let commentStart = -1
  for (const [index, shortcode] of found.entries()) {
    const { name, closing, inTarget, args } = shortcode
    const { start, end } = shortcode.range
    const written = source.slice(start, end)
    if (name === 'comment' && !closing) {
      commentStart = end
      text += source.slice(at, start) + blank(written)
    } else if (name === 'comment') {
      if (commentStart >= 0) comments.push({ start: commentStart, end: start })
      text += (commentStart >= 0 ? blank(source.slice(at, start)) : source.slice(at, start)) + blank(written)
      commentStart = -1
    } else {
      const line = pairedLine(source, found, index, pairs.get(index))
      const image = inTarget || pairs.has(index) ? undefined : imageLine(shortcode, written)
      if (image !== undefined || (line !== undefined && isCode(shortcode)))
        found[index] = { ...shortcode, isMarkdown: true }
      text += source.slice(at, start)
      text +=
        inTarget && name !== 'param'
          ? targetOf(written, start, args[0])
          : (image ?? line ?? token(index, end - start))
    }
    at = end
  }
  if (commentStart >= 0) {
    comments.push({ start: commentStart, end: source.length })
    return { text: text + blank(source.slice(at)), found, pairs, comments }
  }
  return { text: text + source.slice(at), found, pairs, comments }
}

const CODE_END = /\{\{[<%][ \t]*\/[ \t]*(highlight|mermaid)\b/g

/** Those outside fences, outside comments and outside code of a shortcode. */
function shortcodesIn(source: string): Shortcode[] {
  const found: Shortcode[] = []
  const shown = fences(source)
  const lastClosing = new Map([...source.matchAll(CODE_END)].map(({ 1: name, index }) => [name, index]))
  let fence = 0
  let within: string | undefined
  for (const { start, end, name, closing, written, from } of matchesIn(source)) {
    if (within !== undefined && !(closing && name === within)) continue
    while (fence < shown.length && shown[fence]!.range.end < end) fence++
    if (within === undefined && fence < shown.length && shown[fence]!.range.start <= start) continue
    const inTarget = /\]\([ \t]*$/.test(source.slice(Math.max(0, start - 200), start))
    const args = argumentsOf(written, from)
    found.push({ name, range: { start, end }, args, closing, inTarget })
    const isAround = name === 'comment' || (lastClosing.get(name) ?? 0) > end
    within = isAround && !closing ? name : undefined
  }
  return found
}

/** The text for a marker of a pair, if both have a line for themselves. */
function pairedLine(
  source: string,
  found: readonly Shortcode[],
  index: number,
  other: number | undefined,
): string | undefined {
  if (other === undefined) return undefined
  const [shortcode, partner] = [found[index]!, found[other]!]
  if (!hasLine(source, shortcode.range) || !hasLine(source, partner.range)) return undefined
  const [first, last] = shortcode.closing ? [partner, shortcode] : [shortcode, partner]
  const between = source.slice(first.range.end, last.range.start)
  return lineFor(shortcode, partner, source.slice(shortcode.range.start, shortcode.range.end), between)
}

/** Whether nothing else is on the line, but for the marks of a quote. */
function hasLine(source: string, { start, end }: Range): boolean {
  const from = source.lastIndexOf('\n', start - 1) + 1
  const to = source.indexOf('\n', end)
  return (
    /^[ \t>]*$/.test(source.slice(from, start)) && source.slice(end, to < 0 ? undefined : to).trim() === ''
  )
}

/** A `ref` in a link's target: keeps its argument; the rest becomes white space, which Markdown allows there. */
function targetOf(written: string, start: number, argument: Shortcode['args'][number] | undefined): string {
  if (!argument || /\s/.test(argument.value)) return blank(written)
  const from = argument.range.start - start
  return ' '.repeat(from) + argument.value + ' '.repeat(written.length - from - argument.value.length)
}
