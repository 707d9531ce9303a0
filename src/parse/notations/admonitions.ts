/** Notes and tabs as MkDocs and Docusaurus write them → GitHub's callouts, and headings. */
import type { Blockquote, List, ListItem, Nodes, Paragraph, Parents, Root, RootContent, Text } from 'mdast'
import type { Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'
import { MARK, restoreLines } from './admonition-lines.ts'
import { nestFenced } from './fenced-notes.ts'
import { bold, callout, firstText, headed } from './note-blocks.ts'

/** Turns the admonitions found, and blocks between `:::note` and `:::`, into callouts. Changes the tree in place. */
export function nestAdmonitions(root: Root, source: string, ranges: readonly Range[]): void {
  if (ranges.length > 0) {
    nestWithin(root, source, ranges)
    restoreLines(root, source, ranges)
  }
  if (source.includes(':::')) nestFenced(root, source)
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
