/** Notes and tabs as MkDocs and Docusaurus write them → GitHub's callouts, and headings. */

import type {
  Blockquote,
  List,
  ListItem,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
  RootContent,
  Text,
} from 'mdast'
import { own } from '../text/own.ts'
import type { Range } from '../text/source.ts'
import { MARK, restoreLines } from './admonition-lines.ts'
import { rangeOf } from './outline.ts'

/** Kinds of MkDocs, Docusaurus and their themes → GitHub's callouts. */
export const KINDS: Readonly<Record<string, string>> = {
  tip: 'TIP',
  hint: 'TIP',
  success: 'TIP',
  check: 'TIP',
  done: 'TIP',
  important: 'IMPORTANT',
  example: 'NOTE',
  warning: 'WARNING',
  caution: 'WARNING',
  attention: 'WARNING',
  danger: 'CAUTION',
  error: 'CAUTION',
  failure: 'CAUTION',
  fail: 'CAUTION',
  bug: 'CAUTION',
}

/** Turns the admonitions found, and blocks between `:::note` and `:::`, into callouts. Changes the tree in place. */
export function nestAdmonitions(root: Root, source: string, ranges: readonly Range[]): void {
  if (ranges.length > 0) {
    nestWithin(root, source, ranges)
    restoreLines(root, source, ranges)
  }
  if (source.includes(':::')) nestFenced(root)
  if (source.includes('[!')) nestMarked(root)
}

/** `> [!warning]- Title`, as in Obsidian: a quote with GitHub's marker, and more. */
const MARKED = /^\[!([A-Za-z][\w-]*)\]([+-]?)[ \t]*([^\n]*)(?:\n|$)/
const GITHUB = /^(?:note|tip|important|warning|caution)$/i

function nestMarked(parent: Parents): void {
  for (const node of parent.children as Nodes[]) {
    if (!('children' in node) || node.type === 'paragraph') continue
    nestMarked(node)
    const text = node.type === 'blockquote' ? firstText(node.children[0]) : undefined
    const [whole, kind = '', fold = '', title = ''] = (text && MARKED.exec(text.value)) ?? []
    if (whole === undefined || (GITHUB.test(kind) && fold === '' && title === '')) continue
    const name = GITHUB.test(kind) ? kind.toUpperCase() : undefined
    const rest = text!.value.slice(whole.length)
    const { children } = node as Blockquote
    ;(node as Blockquote).children = callout(
      children,
      text!,
      kind.toLowerCase(),
      title.trim(),
      rest,
      name,
    ) as Blockquote['children']
  }
}

/** Lists first, whose positions are still their own. */
function nestWithin(parent: Root | List | ListItem, source: string, ranges: readonly Range[]): void {
  let next = 0
  for (const node of parent.children) {
    if (node.type !== 'list' && node.type !== 'listItem') continue
    const { start, end } = rangeOf(node)
    while (next < ranges.length && ranges[next]!.start < start) next++
    const first = next
    while (next < ranges.length && ranges[next]!.start < end) next++
    if (next > first) nestWithin(node, source, ranges.slice(first, next))
  }
  parent.children = nestIndented(parent.children, source, ranges) as never
}

/** One pass, because the blocks of a parent and `ranges` are both in the order of the text. */
function nestIndented(
  nodes: readonly RootContent[],
  source: string,
  ranges: readonly Range[],
): RootContent[] {
  const made: RootContent[] = []
  let within: RootContent[] = []
  let next = 0
  let at = 0
  const close = (): void => {
    if (within.length > 0) made.push(...nested(within, source, ranges[next]!))
    within = []
  }
  for (const node of separated(nodes, ranges)) {
    at = node.position?.start.offset ?? at
    while (next < ranges.length && ranges[next]!.end <= at) {
      close()
      next++
    }
    if (next < ranges.length && ranges[next]!.start <= at) within.push(node)
    else made.push(node)
  }
  close()
  return made
}

/** The blocks, with each quote that contains several openings in parts. */
function separated(nodes: readonly RootContent[], ranges: readonly Range[]): RootContent[] {
  let next = 0
  return nodes.flatMap((node): RootContent[] => {
    const start = node.position?.start.offset ?? 0
    while (next < ranges.length && ranges[next]!.start <= start) next++
    return node.type === 'blockquote' ? apart(node, ranges.slice(next, next + lines(node)).values()) : [node]
  })
}

/** The most openings that a quote can contain: one a line. */
const lines = ({ position }: RootContent): number =>
  position === undefined ? 0 : position.end.line - position.start.line

/** Quotes that Markdown took for one, because no blank line is between two openings. */
function apart(quote: Blockquote, next: Iterator<Range>): Blockquote[] {
  const quotes: Blockquote[] = [{ ...quote, children: [] }]
  const begin = (node: Paragraph): Paragraph => {
    const place = next.next().value
    if (!place || !node.position) return node
    const position = { ...node.position, start: { ...node.position.start, offset: place.start } }
    quotes.push({ ...quote, position, children: [] })
    return { ...node, position }
  }
  for (let node of quote.children) {
    if (
      node.type === 'paragraph' &&
      quotes.at(-1)!.children.length > 0 &&
      firstText(node)?.value.startsWith(MARK)
    )
      node = begin(node)
    for (let cut = cutOf(node); cut; cut = cutOf(node)) {
      quotes.at(-1)!.children.push(cut.before)
      node = begin(cut.behind)
    }
    quotes.at(-1)!.children.push(node)
  }
  return quotes
}

/** A paragraph in two, where a line of it is an opening. */
function cutOf(node: RootContent): { before: Paragraph; behind: Paragraph } | undefined {
  if (node.type !== 'paragraph') return undefined
  const at = node.children.findIndex((child) => child.type === 'text' && child.value.includes(`\n${MARK}`))
  if (at < 0) return undefined
  const text = node.children[at] as Text
  const end = text.value.indexOf(`\n${MARK}`)
  return {
    before: {
      ...node,
      children: [...node.children.slice(0, at), { ...text, value: text.value.slice(0, end) }],
    },
    behind: {
      ...node,
      children: [{ ...text, value: text.value.slice(end + 1) }, ...node.children.slice(at + 1)],
    },
  }
}

/** What replaces the blocks of one admonition or tab. */
function nested(quotes: readonly RootContent[], source: string, { start }: Range): readonly RootContent[] {
  if (quotes.some(({ type }) => type !== 'blockquote')) return quotes
  const children = quotes.flatMap((quote) => (quote as Blockquote).children)
  const text = firstText(children[0])
  if (!text?.value.startsWith(MARK)) return quotes
  const opening = /^\uFDD4+[ \t]*([^\n]*)\n?/.exec(text.value)!
  const isTab = source.startsWith('===', start)
  const [, words = '', quoted] = /^((?:[\w+-]+[ \t]*)*)(?:["“]([^"”]*)["”]?)?/.exec(opening[1]!)!
  const kind = /^[\w-]+/.exec(words)?.[0]?.toLowerCase() ?? ''
  const title = quoted ?? (isTab ? words.trim() : '')
  // Markup in the title splits the line into several nodes: it stays as written, without its quotes.
  const rest =
    opening[0].endsWith('\n') || text.value.length === opening[0].length
      ? text.value.slice(opening[0].length)
      : ''
  const made = isTab
    ? headed(children, [bold(title, children[0]!)], { ...text, value: rest })
    : callout(children, text, kind, title, rest)
  return isTab
    ? (made as RootContent[])
    : [{ type: 'blockquote', children: made, position: quotes[0]!.position } as Blockquote]
}

export const firstText = (node: Nodes | undefined): Text | undefined => {
  const text = node?.type === 'paragraph' ? node.children[0] : undefined
  return text?.type === 'text' ? text : undefined
}

/** A bold title, with the position of its block: trees are searched by position. */
export const bold = (value: string, { position }: Nodes): PhrasingContent => ({
  type: 'strong',
  children: [{ type: 'text', value, ...(position && { position }) }],
  ...(position && { position }),
})

/** The blocks, headed by the callout's marker and title. */
function callout(
  blocks: Nodes[],
  text: Text,
  kind: string,
  title: string,
  rest: string,
  name: string = own(KINDS, kind) ?? 'NOTE',
): Nodes[] {
  const marker = { ...text, value: `[!${name}]\n` }
  if (title !== '') return headed(blocks, [marker, bold(title, blocks[0]!)], { ...text, value: rest })
  const paragraph = blocks[0] as Paragraph
  return [
    { ...paragraph, children: [marker, ...below(paragraph, { ...text, value: rest })] },
    ...blocks.slice(1),
  ]
}

/** The blocks below a paragraph of their own; `rest`: what is left of the first text. */
function headed(blocks: Nodes[], head: PhrasingContent[], rest: Text): Nodes[] {
  const paragraph = blocks[0] as Paragraph
  const inner = below(paragraph, rest)
  return [
    { ...paragraph, children: head },
    ...(inner.length > 0 ? [{ ...paragraph, children: inner }] : []),
    ...blocks.slice(1),
  ]
}

const below = ({ children }: Paragraph, rest: Text): PhrasingContent[] =>
  [rest, ...children.slice(1)].filter((one) => one.type !== 'text' || one.value !== '')

// No two parts that follow each other take the same character: what does not match is found out in one pass.
const FENCE =
  /^:{3,}[ \t]*([A-Za-z][\w-]*)(?:\[([^\]\n]*)\][ \t]*|[ \t]([^\n{]*))?(?:\{[^}\n]*\}[ \t]*)?(?:\n|$)/
const CLOSING = /(?:^|\n):{3,}[ \t]*$/

function nestFenced(parent: Parents): void {
  const children = parent.children as Nodes[]
  // Where one opening finds no end, no later one does.
  let isClosed = true
  for (let at = 0; at < children.length; at++) {
    const node = children[at]!
    if ('children' in node && node.type !== 'paragraph') nestFenced(node)
    const text = isClosed ? firstText(node) : undefined
    const opening = text && FENCE.exec(text.value)
    if (!opening) continue
    let end = at
    while (end < children.length && closingText(children[end]) === undefined) end++
    isClosed = end < children.length
    if (!isClosed) continue
    const closing = closingText(children[end])!
    closing.value = closing.value.replace(CLOSING, '')
    const inner = children.slice(at, end + 1)
    const rest = closing === text ? closing.value.replace(FENCE, '') : text.value.slice(opening[0].length)
    const title = (opening[2] ?? opening[3] ?? '').trim()
    const last = inner.at(-1)!
    if (inner.length > 1 && last.type === 'paragraph' && last.children.length === 1 && closing.value === '')
      inner.pop()
    const made = callout(inner, text, opening[1]!.toLowerCase(), title, rest)
    const position = node.position && { ...node.position }
    children.splice(at, end + 1 - at, { type: 'blockquote', children: made, position } as Blockquote)
  }
}

function closingText(node: Nodes | undefined): Text | undefined {
  const last = node?.type === 'paragraph' ? node.children.at(-1) : undefined
  return last?.type === 'text' && CLOSING.test(last.value) ? last : undefined
}
