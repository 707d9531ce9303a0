/**
 * Links of wikis in the text of a page, as in GitHub's wikis and Obsidian: `[[Page]]`, `[[Page#Heading|Text]]`, `![[image.png]]`; and
 * links without a text, as in MyST. In: a
 * Markdown tree, changed in place. Out: the links, whose pages only the program knows.
 */
import type { Image, Link as LinkNode, Nodes, Parents, PhrasingContent, Root, Text } from 'mdast'
import type { Link } from '../../model.ts'
import type { Range } from '../../text/source.ts'
import { rangeOf, targetRange } from '../outline.ts'
import { walk } from '../walk.ts'

/** Two brackets around a name, which has a letter, and neither a shell's test nor a class of characters. */
const WIKI = /(!?)\[\[(?=[^\][\n]*\p{L})((?![\s:$"'-])[^\][\n|]+)(?:\|([^\][\n]*))?\]\]/gu

/** `[[inputs.cpu]]` begins a table of TOML. */
const TABLE = /^[a-z][\w-]*(?:\.[a-z][\w-]*)+$/

/** After so many links that are written otherwise than they read (`[[a &amp; b]]`), the rest of a text stays text: each is searched for. */
const MISSES = 20

/** What an image's file is called at its end. */
const IMAGE = /\.(?:png|jpe?g|gif|svg|webp|avif|bmp)$/i

const MARK = /^alertbook-wiki-(\d+)-end$/

/** Address of such a link in the tree, until the page is rendered. */
const markOf = (index: number): string => `alertbook-wiki-${index}-end`

/** The number of the link that an address in the tree stands for. */
export function wikiIndex(url: unknown): number | undefined {
  const found = typeof url === 'string' ? MARK.exec(url) : null
  return found ? Number(found[1]) : undefined
}

/** What may become one: also roles and lists of pages of MyST, whose links have no text. */
const MAYBE = /\[\[|\[\]\(|\{(?:\w*ref|doc|download)\}`|\{toctree\}/

/** Turns them into links and images. */
export function takeWikiLinks(root: Root, source: string): Link[] {
  if (!MAYBE.test(source)) return []
  const links: Link[] = []
  walk<Nodes>(root, (node, index, parent) => {
    if (node.type === 'link' && node.children.length === 0 && isOwn(node.url)) takeBare(node, source, links)
    if (node.type === 'link' || node.type === 'linkReference' || node.type === 'definition') return 'skip'
    if (node.type !== 'text' || !parent || !node.position || !node.value.includes('[[')) return undefined
    const parts = partsOf(node, source, links)
    if (parts.every(({ type }) => type === 'text')) return undefined
    ;(parent as Parents).children.splice(index, 1, ...(parts as never[]))
    return index + parts.length
  })
  return links
}

/** A link without a text is given the title of its target only where that is a page of the site. */
export const isOwn = (url: string): boolean => url !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url)

/** `[](page.md#heading)`, whose text is the title. */
function takeBare(node: LinkNode, source: string, links: Link[]): void {
  const range = rangeOf(node)
  links.push({ range, target: node.url, targetRange: targetRange(source, node, range.start), bare: true })
  node.children.push({ type: 'text', value: node.url, position: node.position })
  node.url = markOf(links.length - 1)
}

function partsOf(node: Text, source: string, links: Link[]): PhrasingContent[] {
  const parts: PhrasingContent[] = []
  const { start, end } = rangeOf(node)
  let at = 0
  let from = start
  let misses = 0
  const within = (range: Range): Text['position'] => ({
    start: { ...node.position!.start, offset: range.start },
    end: { ...node.position!.end, offset: range.end },
  })
  const text = (value: string, range: Range): void => {
    if (value !== '') parts.push({ type: 'text', value, position: within(range) })
  }
  for (const { index, 0: whole, 1: embedded, 2: name = '', 3: other } of node.value.matchAll(WIKI)) {
    const range = placeOf(whole, source, { start: from, end })
    if (!range && ++misses === MISSES) break
    if (!range || (TABLE.test(name) && !/\.md$/i.test(name))) continue
    text(node.value.slice(at, index), { start: from, end: range.start })
    at = index + whole.length
    from = range.end
    const position = within(range)
    if (embedded && IMAGE.test(name)) {
      // `|300` is its width.
      const alt = other !== undefined && !/^\d+(?:x\d+)?$/.test(other) ? other : name
      parts.push({ type: 'image', url: name.trim(), alt, position } satisfies Image)
      continue
    }
    const names = [name, ...(other === undefined ? [] : [other])].map((one) => one.trim())
    const link: LinkNode = { type: 'link', url: markOf(links.length), children: [], position }
    link.children.push({ type: 'text', value: names.at(-1)!, position })
    parts.push(link)
    links.push({ range, target: source.slice(range.start, range.end), targetRange: range, names })
  }
  text(node.value.slice(at), { start: from, end })
  return parts
}

/** Where a link is written; in a table, its bar is escaped. */
function placeOf(whole: string, source: string, { start, end }: Range): Range | undefined {
  for (const written of [whole, whole.replace('|', '\\|')]) {
    const at = source.slice(start, end).indexOf(written)
    if (at >= 0) return { start: start + at, end: start + at + written.length }
  }
  return undefined
}
