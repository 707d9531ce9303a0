/**
 * Directives of MyST, the Markdown of Sphinx and Jupyter Book: a fence whose language is in braces, ```` ```{note} ````, and a label above a
 * heading, `(label)=`. In: a Markdown tree, changed in place. Out: the labels.
 */
import type {
  Code,
  Html,
  ListItem,
  Nodes,
  Paragraph,
  Parents,
  PhrasingContent,
  Root,
  RootContent,
} from 'mdast'
import type { Heading, Label } from '../../model.ts'
import { append } from '../../text/append.ts'
import { own } from '../../text/own.ts'
import { parseMarkdown } from '../markdown.ts'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'
import { bold, KINDS } from './note-blocks.ts'
import { linkTo, titledTarget } from './roles.ts'

const NAME = /^\{([A-Za-z][\w:-]*)\}$/
const NOTES = /^(?:note|tip|hint|important|warning|caution|attention|danger|error|seealso|todo|admonition)$/
/** Those whose argument is a title, and those without one. */
const TITLED = /^(?:tab-item|dropdown|card|grid-item-card|details)$/
const PLAIN = /^(?:tab-set|grid|grid-item|container|div|margin|sidebar)$/
const CODE = /^(?:code|code-block|code-cell|sourcecode|prompt)$/
const IMAGES = /^(?:image|figure)$/
/** A list of pages or headings: the site has one of its own. */
const CONTENTS = /^(?:contents|tableofcontents|toc)$/

/** Options at the beginning: `:class: x` on lines, or between `---` lines. */
const OPTIONS = /^(?:(?::[\w-]+:[^\n]*(?:\n|$))+|---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|$))\n*/

/** A label on a line of its own: at the beginning of a paragraph, or all of it. */
const LABEL = /^\(([^()\s"'<>&]+)\)=[ \t]*(?:\n|$)/

/** Fences within each other need ever more marks: nobody nests them deeper. */
const DEEPEST = 6

/** A label, and the node of its anchor. */
interface Placed {
  readonly name: string
  readonly node: Html
}

/** The labels, with the anchors of the headings that they are above. */
export const labelsOf = (
  placed: readonly Placed[],
  headings: readonly Heading[],
  source: string,
): readonly Label[] =>
  placed.map(({ name, node }) => {
    const { end } = rangeOf(node)
    const next = headings.find(({ range }) => range.start >= end)
    const isAbove = next !== undefined && source.slice(end, next.range.start).trim() === ''
    return isAbove ? { name, heading: next.slug } : { name }
  })

/** Replaces the directives that are known; others stay code. `source`: the text that the tree was made of. */
export function expandDirectives(root: Root, source: string, depth = 0): Placed[] {
  const labels: Placed[] = []
  if (!/^[ \t>]*(?:(?:```|~~~|:::)[`~:]*[ \t]*\{|\([^()\s]+\)=)/m.test(source)) return labels
  walk<Nodes>(root, (node, index, parent) => {
    if (node.type === 'paragraph') takeLabel(node, parent as Parents, index, labels)
    if (node.type !== 'code' || !parent) return undefined
    const [, name] = NAME.exec(node.lang ?? '') ?? []
    const made = name === undefined ? undefined : blocksOf(name.toLowerCase(), node, source, labels, depth)
    if (!made) return undefined
    const label = /^:name:[ \t]*([^\s"'<>&]+)[ \t]*$/m.exec(OPTIONS.exec(node.value)?.[0] ?? '')?.[1]
    const anchor = label === undefined ? undefined : anchorOf(label, node)
    if (anchor) labels.push({ name: label!, node: anchor })
    const blocks = anchor ? [anchor, ...made] : made
    ;(parent as Parents).children.splice(index, 1, ...(blocks as never[]))
    return index + blocks.length
  })
  return labels
}

const anchorOf = (label: string, { position }: Nodes): Html => ({
  type: 'html',
  value: `<a id="${label}"></a>`,
  position,
})

/** Labels become anchors, as HTML writes them. */
function takeLabel(node: Paragraph, parent: Parents, index: number, labels: Placed[]): void {
  const first = node.children[0]
  if (first?.type !== 'text') return
  const names: string[] = []
  for (let found = LABEL.exec(first.value); found; found = LABEL.exec(first.value)) {
    names.push(found[1]!)
    first.value = first.value.slice(found[0].length)
  }
  if (names.length === 0) return
  const isAll = first.value === '' && node.children.length === 1
  // Above a text, it is above no heading.
  const { start } = node.position!
  const place = isAll ? node : { ...node, position: { start, end: start } }
  const anchors = names.map((name) => anchorOf(name, place))
  for (const [at, name] of names.entries()) labels.push({ name, node: anchors[at]! })
  if (isAll) parent.children.splice(index, 1, ...(anchors as never[]))
  else node.children.unshift(...anchors)
}

function blocksOf(
  name: string,
  node: Code,
  source: string,
  labels: Placed[],
  depth: number,
): RootContent[] | undefined {
  const title = (node.meta ?? '').trim()
  const options = OPTIONS.exec(node.value)?.[0] ?? ''
  const content = node.value.slice(options.length)
  if (CONTENTS.test(name)) return []
  if (name === 'toctree') return listOf(node, options, content)
  if (name === 'mermaid') return [{ ...node, lang: 'mermaid', meta: null }]
  if (CODE.test(name)) return [{ ...node, lang: title === '' ? null : title, meta: null, value: content }]
  const isNote = NOTES.test(name)
  const isImage = IMAGES.test(name)
  if (!(isNote || isImage || TITLED.test(name) || PLAIN.test(name)) || depth >= DEEPEST) return undefined
  const inner = parsedWithin(node, source, options, labels, depth)
  if (isImage) return [imageOf(node, title, options), ...inner]
  if (!isNote)
    return TITLED.test(name) && title !== '' ? [paragraph(node, [bold(title, node)]), ...inner] : inner
  const ownTitle = name === 'admonition' ? title : name === 'seealso' ? 'See also' : ''
  // Of other notes, what follows the name is text.
  const said = name !== 'admonition' && title !== '' ? [paragraph(node, [text(node, title)])] : []
  const kind = own(KINDS, /^:class:[ \t]*(\w+)/m.exec(options)?.[1] ?? name) ?? own(KINDS, name) ?? 'NOTE'
  const head: PhrasingContent[] = [
    text(node, `[!${kind}]\n`),
    ...(ownTitle === '' ? [] : [bold(ownTitle, node)]),
  ]
  const children = [paragraph(node, head), ...said, ...inner]
  return [{ type: 'blockquote', children: children as never[], position: node.position }]
}

/** The pages that a table of contents names, as links; a hidden one says where they are in the navigation. */
function listOf(node: Code, options: string, content: string): RootContent[] {
  const lines = content.split('\n').flatMap((line) => line.trim() || [])
  if (/^:hidden:/m.test(options) || lines.some((line) => line.includes('*'))) return []
  const caption = /^:caption:[ \t]*(.+)$/m.exec(options)?.[1]
  const { position } = node
  const children = lines.flatMap((line): ListItem[] => {
    const titled = titledTarget(line)
    if (titled.target === 'self') return []
    const link = linkTo(titled, titled.target, position)
    return [{ type: 'listItem', children: [paragraph(node, [link])], position }]
  })
  return [
    ...(caption ? [paragraph(node, [bold(caption, node)])] : []),
    ...(children.length > 0 ? [{ type: 'list', ordered: false, children, position } as const] : []),
  ]
}

const text = ({ position }: Code, value: string): PhrasingContent => ({ type: 'text', value, position })
const paragraph = ({ position }: Code, children: PhrasingContent[]): Paragraph => ({
  type: 'paragraph',
  children,
  position,
})

function imageOf(node: Code, url: string, options: string): Paragraph {
  const alt = /^:alt:[ \t]*(.*)$/m.exec(options)?.[1]?.trim() ?? ''
  return paragraph(node, [{ type: 'image', url, alt, position: node.position }])
}

const COLONS = /^( {0,3})(:{3,})(?=\{[A-Za-z])/

/** A text of the same length, in which a fence of colons, `:::{note}`, is one of tildes, which Markdown knows. */
export function withTildes(text: string): string {
  if (!/^ {0,3}:{3,}\{[A-Za-z]/m.test(text)) return text
  let marks: string | undefined
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      const [, blanks = '', colons = ''] = (marks === undefined ? COLONS : CLOSING).exec(line) ?? []
      if (colons.length < (marks?.length ?? 3)) return line
      marks = marks === undefined ? colons : undefined
      return blanks + '~'.repeat(colons.length) + line.slice(blanks.length + colons.length)
    })
    .join('')
}

const CLOSING = /^( {0,3})(:{3,})(?=[ \t]*\r?\n?$)/

/** The Markdown inside, with the places that it has in the source. */
function parsedWithin(
  node: Code,
  source: string,
  options: string,
  labels: Placed[],
  depth: number,
): RootContent[] {
  const lines = node.value.split('\n')
  const skipped = options.split('\n').length - 1
  const places = placesOf(node, source, lines)
  const value = withTildes(lines.slice(skipped).join('\n'))
  const root = parseMarkdown(value)
  append(labels, expandDirectives(root, value, depth + 1))
  // Blocks that were made share the place of what they were made of.
  const placed = new Set<object>()
  walk<Nodes>(root, ({ position }) => {
    for (const point of position ? [position.start, position.end] : []) {
      const place = places[point.line - 1 + skipped] ?? places.at(-1)!
      if (placed.has(point)) continue
      placed.add(point)
      point.offset = Math.min(place.start + point.column - 1, source.length)
      point.line = place.line
      point.column += place.column
    }
    return undefined
  })
  return root.children
}

interface Place {
  /** Where the text of a line begins in the source: behind what indents or quotes it. */
  readonly start: number
  readonly line: number
  readonly column: number
}

function placesOf(node: Code, source: string, lines: readonly string[]): Place[] {
  let at = source.indexOf('\n', rangeOf(node).start) + 1
  return lines.map((line, index) => {
    const end = source.indexOf('\n', at)
    const written = source.slice(at, end < 0 ? undefined : end).replace(/\r$/, '')
    const column = written.endsWith(line) ? written.length - line.length : 0
    const place = { start: at + column, line: node.position!.start.line + 1 + index, column }
    at = end < 0 ? source.length : end + 1
    return place
  })
}
