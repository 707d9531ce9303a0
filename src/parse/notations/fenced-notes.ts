/**
 * Notes between `:::note` and `:::`, as in Docusaurus and VitePress → callouts. There a line of colons ends what is above it, also a
 * list or a paragraph; to Markdown it would be more of their text. So it is read as a thematic break, `***`.
 */
import type { Blockquote, Code, Html, Nodes, Paragraph, Parents, Root, Text } from 'mdast'
import { fences, outsideOf } from '../../text/fences.ts'
import { rangeOf } from '../outline.ts'
import { callout, firstText } from './note-blocks.ts'

// No two parts that follow each other take the same character: what does not match is found out in one pass.
const OPENING =
  /^:{3,}[ \t]*([A-Za-z][\w-]*)(?:\[([^\]\n]*)\][ \t]*|[ \t]([^\n{]*))?(?:\{[^}\n]*\}[ \t]*)?(?:\n|$)/
const LATER = /\n(?=:{3,}[ \t]*[A-Za-z])/
/** Lines of the source, with what indents or quotes them. */
const OPENS = /^([ \t>]*)(:{3,})[ \t]*[A-Za-z]/
const CLOSES = /^([ \t>]*)(:{3,})[ \t]*\r?\n?$/

/** A text of the same length, in which the line that ends a note is a thematic break. */
export function withBreaks(text: string): string {
  if (!/^[ \t>]*:{3,}[ \t]*[A-Za-z]/m.test(text)) return text
  const outside = outsideOf(fences(text).map(({ range }) => range))
  let at = 0
  const open: number[] = []
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const start = at
      at += line.length
      if (!outside(start)) return line
      const opened = OPENS.exec(line)
      if (opened) open.push(opened[2]!.length)
      const [, before = '', colons] = opened ? [] : (CLOSES.exec(line) ?? [])
      if (colons === undefined || open.length === 0) return line
      // A longer line ends the notes within its own too.
      while (open.length > 0 && open.pop()! < colons.length);
      return before + '*'.repeat(colons.length) + line.slice(before.length + colons.length)
    })
    .join('')
}

/** `source`: the text as it is written, by which such a break is known. */
export function nestFenced(parent: Root | Parents, source: string): void {
  const children = apart(parent.children as Nodes[])
  const isEnd = (node: Nodes): boolean =>
    node.type === 'thematicBreak' && node.position !== undefined && source[rangeOf(node).start] === ':'
  const ended = pairsOf(children, isEnd)
  // Of each note that is open: its first block, and those below.
  const notes: Nodes[][] = [[]]
  for (const [index, node] of children.entries()) {
    if (ended.opening.has(index)) notes.push([node])
    else if (ended.closing.has(index)) {
      const inner = notes.pop()!
      notes.at(-1)!.push(noteOf(inner))
    } else {
      if ('children' in node && node.type !== 'paragraph') nestFenced(node, source)
      if (node.type === 'html' || node.type === 'code') node.value = withColons(node, source)
      notes.at(-1)!.push(isEnd(node) ? shown(node, source) : node)
    }
  }
  parent.children = notes[0] as never
}

/** Which blocks begin a note, and which end one. */
function pairsOf(
  nodes: readonly Nodes[],
  isEnd: (node: Nodes) => boolean,
): { opening: ReadonlySet<number>; closing: ReadonlySet<number> } {
  const open: number[] = []
  const [opening, closing] = [new Set<number>(), new Set<number>()]
  for (const [index, node] of nodes.entries()) {
    if (OPENING.test(firstText(node)?.value ?? '')) open.push(index)
    const first = isEnd(node) ? open.pop() : undefined
    if (first === undefined) continue
    opening.add(first)
    closing.add(index)
  }
  return { opening, closing }
}

function noteOf(inner: readonly Nodes[]): Blockquote {
  const text = firstText(inner[0])!
  const [line, kind = '', inBrackets, behind] = OPENING.exec(text.value)!
  const title = (inBrackets ?? behind ?? '').trim()
  const children = callout([...inner], text, kind.toLowerCase(), title, text.value.slice(line.length))
  const position = inner[0]!.position && { ...inner[0]!.position }
  return { type: 'blockquote', children: children as never[], position: position! }
}

/** Code and HTML keep what is written. */
function withColons(node: Code | Html, source: string): string {
  if (!node.value.includes('***') || !node.position) return node.value
  const { start, end } = rangeOf(node)
  const written = source.slice(start, end).split('\n')
  // The first line of a fence is its own.
  const skipped = node.type === 'code' && /^[`~]/.test(written[0]!) ? 1 : 0
  return node.value
    .split('\n')
    .map((line, index) => (CLOSES.test(written[index + skipped] ?? '') ? line.replace(/\*/g, ':') : line))
    .join('\n')
}

/** What ends no note is text. */
function shown(node: Nodes, source: string): Paragraph {
  const { start, end } = rangeOf(node)
  const position = node.position!
  return {
    type: 'paragraph',
    children: [{ type: 'text', value: source.slice(start, end).trim(), position }],
    position,
  }
}

/** The blocks, with each paragraph in parts where a line of it begins a note. */
function apart(nodes: readonly Nodes[]): Nodes[] {
  return nodes.flatMap((node): Nodes[] => {
    if (
      node.type !== 'paragraph' ||
      !node.children.some((one) => one.type === 'text' && LATER.test(one.value))
    )
      return [node]
    const parts: Paragraph[] = [{ ...node, children: [] }]
    for (const child of node.children) {
      const texts = child.type === 'text' ? child.value.split(LATER) : []
      if (texts.length < 2) parts.at(-1)!.children.push(child)
      for (const [index, value] of texts.length < 2 ? [] : texts.entries()) {
        if (index > 0) parts.push({ ...node, children: [] })
        parts.at(-1)!.children.push({ ...(child as Text), value })
      }
    }
    return parts
  })
}
