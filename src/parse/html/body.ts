/**
 * A Markdown tree → the page's content: sanitised HTML, with holes for what depends on the whole program. Raw HTML is
 * parsed and sanitised before our own additions, so nothing that an author writes can pass for them.
 */
import type { Element, ElementContent, Nodes as HastNodes, Root as HastRoot, Text as HastText } from 'hast'
import { defaultSchema, type Schema, sanitize } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import type {
  Code,
  Definition,
  FootnoteDefinition,
  Heading as HeadingNode,
  Html,
  Nodes,
  Parents,
  Root,
} from 'mdast'
import { defaultHandlers, type Handler, type State, toHast } from 'mdast-util-to-hast'
import { codeSpan } from '../../highlight/index.ts'
import type { Body, Heading, Hole, Link, Literal } from '../../model.ts'
import { addCallouts } from '../notations/callouts.ts'
import {
  HOLE,
  HOLE_CLOSE,
  HOLE_OPEN,
  withoutFiller,
  withoutHoles,
  withoutReferences,
} from '../notations/shortcodes.ts'
import { wikiIndex } from '../notations/wiki-links.ts'
import { walk } from '../walk.ts'
import { LINKED } from './lost.ts'
import { parseRawHtml } from './raw.ts'
import { isKnownTag, tagName } from './tags.ts'
import { takesSiteParam } from './targets.ts'
import { type Fillers, fenceToken, fillProperties, fillTokens, isTokenAlone } from './tokens.ts'

const PREFIX = 'user-content-'

const schema: Schema = {
  ...defaultSchema,
  clobberPrefix: PREFIX,
  // What they hold is no text of the page.
  strip: ['script', 'style'],
  attributes: { ...defaultSchema.attributes, ol: [...(defaultSchema.attributes?.ol ?? []), 'start'] },
  // Relative targets and anchors stay; `javascript:`, `data:` and the like are removed.
  protocols: { ...defaultSchema.protocols, href: [...LINKED], src: ['http', 'https'] },
}

export interface BodyInput extends Fillers {
  readonly root: Root
  readonly headings: readonly Heading[]
  /** With a title in the frontmatter, a first-level heading counts as the page's only at its top. */
  readonly hasTitle: boolean
  readonly literals: readonly Literal[]
  /** Links of wikis, which the tree has by number. */
  readonly wikiLinks: readonly Link[]
  /** A code text with its shortcodes as in the source. */
  asWritten(code: string): string
}

/** Consumes the tree: changes it on the way. */
export function renderBody(input: BodyInput): Body {
  const holes: (Hole | string)[] = []
  const hole = (value: Hole | string): string => HOLE_OPEN + String(holes.push(value) - 1) + HOLE_CLOSE
  const fences: Code[] = []
  const prepared = prepare(input, fences)
  let tree = toElements(input.root, prepared)
  if (prepared.hasHtml) tree = parseRawHtml(tree)
  tree = sanitize(tree, schema) as HastRoot
  finish(tree, input, fences, hole)
  const lead = takeLead(tree)
  if (lead) {
    const body = pieces(htmlOf(lead.node), holes)
    tree.children[lead.index] = { type: 'text', value: hole({ kind: 'lead', body }) }
  }
  return pieces(htmlOf(tree), holes)
}

const htmlOf = (tree: HastNodes): string =>
  toHtml(tree, { characterReferences: { useNamedReferences: false } })

const isSection = (node: HastNodes): boolean => node.type === 'element' && /^h[2-6]$/.test(node.tagName)

/** The first callout of the page, if no section begins before it. */
function takeLead({ children }: HastRoot): { node: Element; index: number } | undefined {
  for (const [index, node] of children.entries()) {
    if (isSection(node)) return undefined
    if (node.type === 'element' && node.tagName === 'aside') return { node, index }
  }
  return undefined
}

interface Prepared {
  readonly slugs: ReadonlyMap<HeadingNode, string>
  /** Targets of the page's references. */
  readonly definitions: readonly (Definition | FootnoteDefinition)[]
  /** Whether raw HTML remains. */
  readonly hasHtml: boolean
}

/**
 * Turns everything that the Markdown-to-HTML step must not see into text. Removes positions: copying them from tree to
 * tree costs time, and nothing reads them later.
 */
function prepare(input: BodyInput, fences: Code[]): Prepared {
  const literals = new Map(input.literals.map(({ range, text }) => [range.start, text]))
  const slugs = new Map<HeadingNode, string>()
  const definitions: (Definition | FootnoteDefinition)[] = []
  let hasHtml = false
  let heading = 0
  walk<Nodes>(input.root, (node, index, parent) => {
    const start = node.position?.start.offset
    node.position = undefined
    if (node.type === 'text') node.value = withoutFiller(node.value)
    else if (node.type === 'inlineCode') node.value = input.asWritten(node.value)
    else if (node.type === 'code') {
      node.value = input.asWritten(node.value)
      if (node.lang) node.lang = input.asWritten(node.lang)
      replace(parent as Parents, index, {
        type: 'paragraph',
        children: [{ type: 'text', value: fenceToken(fences.push(node) - 1) }],
      })
      return 'skip'
    } else if (node.type === 'heading') {
      const slug = input.headings[heading++]?.slug
      if (slug) slugs.set(node, slug)
    } else if (node.type === 'definition' || node.type === 'footnoteDefinition') {
      definitions.push(node)
    } else if (node.type === 'strong' && literals.has(start!)) {
      replace(parent as Parents, index, { type: 'text', value: literals.get(start!)! })
      return 'skip'
    } else if (node.type === 'html') {
      if (tagIsText(node)) {
        const text = { type: 'text' as const, value: withoutFiller(node.value) }
        replace(
          parent as Parents,
          index,
          isFlow(parent as Parents) ? { type: 'paragraph', children: [text] } : text,
        )
        return 'skip'
      }
      node.value = withoutFiller(withoutReferences(node.value))
      hasHtml = true
    }
    return undefined
  })
  return { slugs, definitions, hasHtml }
}

/**
 * The Markdown-to-HTML step. It searches the given tree for definitions, slowly; so it gets only those, and the page
 * when it asks for the root.
 */
function toElements(page: Root, { slugs, definitions }: Prepared): HastRoot {
  const root = (state: State): HastRoot => defaultHandlers.root(state, page) as HastRoot
  const heading = (state: State, node: HeadingNode): Element => {
    const made = defaultHandlers.heading(state, node) as Element
    const id = slugs.get(node)
    if (id) made.properties.id = id
    return made
  }
  const handlers = { root: root as unknown as Handler, heading }
  return toHast(
    { type: 'root', children: [...definitions] },
    { allowDangerousHtml: true, handlers },
  ) as HastRoot
}

function tagIsText(node: Html): boolean {
  const tag = tagName(node.value)
  return tag === undefined || !isKnownTag(tag)
}

const isFlow = (parent: Parents): boolean =>
  parent.type === 'root' ||
  parent.type === 'blockquote' ||
  parent.type === 'listItem' ||
  parent.type === 'footnoteDefinition'

function replace(parent: Parents, index: number, node: Nodes): void {
  ;(parent.children as Nodes[])[index] = node
}

/** Adds everything that follows sanitising. */
function finish(
  tree: HastRoot,
  input: BodyInput,
  fences: readonly Code[],
  hole: (value: Hole | string) => string,
): void {
  const slugs = new Set(input.headings.map((heading) => heading.slug))
  /** Nodes inside `<details>`. */
  const folded = new Set<HastNodes>()
  let titled = false
  let early = true
  addCallouts(tree)
  walk<HastNodes>(tree, (node, index, parent) => {
    if (node.type === 'text') {
      const place = { early: early && parent === tree, folded: folded.has(node) }
      const shown = fillTokens(node, input, fences, (value) => hole(placed(value, place)))
      ;(parent!.children as HastNodes[]).splice(index, 1, ...shown)
      return index + shown.length
    }
    if (node.type !== 'element') return undefined
    if (isTokenAlone(node)) {
      // A block of its own, which a paragraph must not contain.
      ;(parent!.children as HastNodes[]).splice(index, 1, ...node.children)
      return index
    }
    fillProperties(node, input, hole)
    unclobber(node, slugs)
    if (isSection(node)) early = false
    // What is inside one that is folded itself was added with it.
    if (node.tagName === 'details' && !folded.has(node))
      walk<HastNodes>(node, (inner) => void folded.add(inner))
    if (node.tagName === 'h1' && !titled) {
      titled = true
      if (!isTitle(input, tree, index, parent)) return undefined
      ;(parent!.children as HastNodes[])[index] = { type: 'text', value: hole({ kind: 'title' }) }
      return index + 1
    }
    if (node.tagName === 'table' && !isTableBox(parent)) {
      const properties = { className: ['table'], tabIndex: 0 }
      ;(parent!.children as HastNodes[])[index] = {
        type: 'element',
        tagName: 'div',
        properties,
        children: [node],
      }
      return index
    }
    const wiki = node.tagName === 'a' ? input.wikiLinks[wikiIndex(node.properties.href) ?? -1] : undefined
    if (wiki) {
      const value = hole({ kind: 'wiki', target: wiki.target })
      ;(parent!.children as HastNodes[])[index] = { type: 'text', value }
      return index + 1
    }
    if (node.tagName === 'a') linkHole(node, 'href', hole)
    if (node.tagName === 'img') {
      linkHole(node, 'src', hole)
      node.properties.loading = 'lazy'
    }
    if (node.tagName === 'code') {
      if (parent?.type === 'element' && parent.tagName === 'pre') return 'skip'
      node.children = inlineCode(node, input.hasSlots, hole)
      return 'skip'
    }
    return undefined
  })
  addNames(tree, hole)
}

/** Whether a first-level heading is the page's title: another title, or other headings, may precede it. */
function isTitle(input: BodyInput, tree: HastRoot, index: number, parent: HastNodes | undefined): boolean {
  if (input.headings[0]?.depth !== 1) return false
  if (!input.hasTitle || parent !== tree) return true
  return tree.children
    .slice(0, index)
    .every((node) => node.type !== 'element' && (node.type !== 'text' || node.value.trim() === ''))
}

/** Our box around tables, which lets wide ones scroll alone; authors' classes are removed. */
const isTableBox = (parent: HastNodes | undefined): boolean =>
  parent?.type === 'element' &&
  Array.isArray(parent.properties.className) &&
  parent.properties.className.includes('table')

/** Undoes the double prefix of footnotes, from the Markdown step and the sanitiser; headings have none. */
function unclobber(node: Element, slugs: ReadonlySet<string>): void {
  const id = node.properties.id
  if (typeof id !== 'string' || !id.startsWith(PREFIX)) return
  const rest = id.slice(PREFIX.length)
  if (rest.startsWith(PREFIX) || (/^h[1-6]$/.test(node.tagName) && slugs.has(rest))) node.properties.id = rest
}

/** Marks the place of a rule: before the first section, or inside a part that the author folded. */
const placed = (
  hole: Hole | string,
  { early, folded }: { early: boolean; folded: boolean },
): Hole | string =>
  typeof hole !== 'string' && (hole.kind === 'block' || hole.kind === 'ruleRef')
    ? { ...hole, ...(early && { early }), ...(folded && { folded }) }
    : hole

/** Makes holes for targets that only the program can resolve: all but absolute addresses. */
function linkHole(node: Element, property: 'href' | 'src', hole: (value: Hole) => string): void {
  const target = node.properties[property]
  if (typeof target !== 'string') return
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(target) && !takesSiteParam(target)) return
  node.properties[property] = hole({ kind: 'link', target })
}

const NAME = /^[A-Z][A-Za-z0-9_:]*[a-z][A-Za-z0-9_:]*$/

/** Inline code: its slots, or a hole where the whole span may be an alert's name. */
function inlineCode(node: Element, hasSlots: boolean, hole: (value: Hole) => string): ElementContent[] {
  const only = node.children.length === 1 ? node.children[0] : undefined
  if (only?.type !== 'text') return node.children
  if (NAME.test(only.value)) return [{ type: 'text', value: hole({ kind: 'name', name: only.value }) }]
  return hasSlots ? codeSpan(only.value) : node.children
}

/** With at least two humps: `HostDiskFull`, not `Prometheus`. */
const CAMEL = /\b[A-Z][A-Za-z0-9]*[a-z0-9][A-Z][A-Za-z0-9]*\b/g

function addNames(tree: HastRoot, hole: (value: Hole) => string): void {
  walk<HastNodes>(tree, (node, _index, parent) => {
    if (node.type === 'element' && /^(?:a|code|pre|summary|h[1-6])$/.test(node.tagName)) return 'skip'
    if (node.type === 'text' && parent) mark(node, hole)
    return undefined
  })
}

function mark(node: HastText, hole: (value: Hole) => string): void {
  if (!/[a-z0-9][A-Z]/.test(node.value)) return
  // Template text stays as written, including names inside it.
  node.value = node.value
    .split(/(\{\{.*?\}\})/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(CAMEL, (name) => hole({ kind: 'name', name })),
    )
    .join('')
}

function pieces(html: string, holes: readonly (Hole | string)[]): Body {
  return html
    .split(HOLE)
    .map((part, index) => (index % 2 === 0 ? withoutHoles(part) : (holes[Number(part)] ?? '')))
    .filter((part) => part !== '')
}
