/**
 * A Markdown tree → the page's content: sanitised HTML with holes where only the whole program knows what
 * to write. Raw HTML is parsed and sanitised first, our own additions come after, so nothing an author
 * writes can pass for them.
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
import { codeSpan, fence } from '../highlight/index.ts'
import type { Body, Heading, Hole, Literal } from '../model.ts'
import { addCallouts } from './callouts.ts'
import { isKnownTag, tagName } from './html.ts'
import { parseRawHtml } from './raw-html.ts'
import { HOLE_CLOSE, HOLE_OPEN, withoutFiller } from './shortcodes.ts'
import { walk } from './walk.ts'

const PREFIX = 'user-content-'

const schema: Schema = {
  ...defaultSchema,
  clobberPrefix: PREFIX,
  attributes: { ...defaultSchema.attributes, ol: [...(defaultSchema.attributes?.ol ?? []), 'start'] },
  // Relative targets and anchors stay; `javascript:`, `data:` and the like do not.
  protocols: { ...defaultSchema.protocols, href: ['http', 'https', 'mailto', 'tel'], src: ['http', 'https'] },
}

/** What stands in the tree's place of a fence until the sanitiser has passed: private to this file. */
const FENCE_OPEN = '\uFDD3'
const TOKEN = /([\uFDD0\uFDD3]\d+\uFDD1)/
const TOKEN_ALONE = /^\s*[\uFDD0\uFDD3]\d+\uFDD1\s*$/
const NOT_CHARACTERS = /[\uFDD0-\uFDEF]/g

export interface BodyInput {
  readonly root: Root
  readonly headings: readonly Heading[]
  readonly literals: readonly Literal[]
  /** The hole a code node leaves (a rule block), or undefined when its text is shown. */
  holeOf(node: Code): Hole | undefined
  /** The hole of shortcode number `index`; undefined shows nothing. */
  shortcodeHole(index: number): Hole | string | undefined
}

/** Consumes the tree: it is changed on the way. */
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

/** The first callout of the page, where no section begins before it. */
function takeLead({ children }: HastRoot): { node: Element; index: number } | undefined {
  for (const [index, node] of children.entries()) {
    if (isSection(node)) return undefined
    if (node.type === 'element' && node.tagName === 'aside') return { node, index }
  }
  return undefined
}

interface Prepared {
  readonly slugs: ReadonlyMap<HeadingNode, string>
  /** What the page's references may refer to. */
  readonly definitions: readonly (Definition | FootnoteDefinition)[]
  /** Whether raw HTML is left. */
  readonly hasHtml: boolean
}

/**
 * Turns everything the Markdown-to-HTML step must not see into text. Places go: they would be copied from tree
 * to tree, and nobody looks at them any more.
 */
function prepare(input: BodyInput, fences: Code[]): Prepared {
  const literalStarts = new Set(input.literals.map((literal) => literal.range.start))
  const slugs = new Map<HeadingNode, string>()
  const definitions: (Definition | FootnoteDefinition)[] = []
  let hasHtml = false
  let heading = 0
  walk<Nodes>(input.root, (node, index, parent) => {
    const start = node.position?.start.offset
    node.position = undefined
    if (node.type === 'text' || node.type === 'inlineCode') {
      // Numbers of shortcodes were put there by us; others of these code points are the author's accident.
      node.value = withoutFiller(node.value)
    } else if (node.type === 'code') {
      replace(parent as Parents, index, {
        type: 'paragraph',
        children: [{ type: 'text', value: `${FENCE_OPEN}${fences.push(node) - 1}${HOLE_CLOSE}` }],
      })
      return 'skip'
    } else if (node.type === 'heading') {
      const slug = input.headings[heading++]?.slug
      if (slug) slugs.set(node, slug)
    } else if (node.type === 'definition' || node.type === 'footnoteDefinition') {
      definitions.push(node)
    } else if (node.type === 'strong' && literalStarts.has(start!)) {
      const { text } = input.literals.find((literal) => literal.range.start === start)!
      replace(parent as Parents, index, { type: 'text', value: text })
      return 'skip'
    } else if (node.type === 'html') {
      if (tagIsText(node)) {
        const text = { type: 'text' as const, value: node.value }
        replace(
          parent as Parents,
          index,
          isFlow(parent as Parents) ? { type: 'paragraph', children: [text] } : text,
        )
        return 'skip'
      }
      hasHtml = true
    }
    return undefined
  })
  return { slugs, definitions, hasHtml }
}

/**
 * The Markdown-to-HTML step. It looks for definitions in the tree it is given, slowly, so it is given them
 * alone, and the page only when it asks for the root.
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

/** Everything that is added after sanitising. */
function finish(
  tree: HastRoot,
  input: BodyInput,
  fences: readonly Code[],
  hole: (value: Hole | string) => string,
): void {
  const slugs = new Set(input.headings.map((heading) => heading.slug))
  let titled = false
  let early = true
  addCallouts(tree)
  walk<HastNodes>(tree, (node, index, parent) => {
    if (node.type === 'text') {
      const isEarly = early && parent === tree
      const shown = fillTokens(node, input, fences, (value) => hole(isEarly ? asEarly(value) : value))
      ;(parent!.children as HastNodes[]).splice(index, 1, ...shown)
      return index + shown.length
    }
    if (node.type !== 'element') return undefined
    if (isTokenAlone(node)) {
      // A block of its own: a paragraph must not hold one.
      ;(parent!.children as HastNodes[]).splice(index, 1, ...node.children)
      return index
    }
    unclobber(node, slugs)
    if (isSection(node)) early = false
    if (node.tagName === 'h1' && !titled) {
      titled = true
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
    if (node.tagName === 'a') linkHole(node, 'href', hole)
    if (node.tagName === 'img') {
      linkHole(node, 'src', hole)
      node.properties.loading = 'lazy'
    }
    if (node.tagName === 'code') {
      if (parent?.type === 'element' && parent.tagName === 'pre') return 'skip'
      node.children = inlineCode(node, hole)
      return 'skip'
    }
    return undefined
  })
  addNames(tree, hole)
}

/** The box we put around tables so that wide ones scroll by themselves; authors have no classes. */
const isTableBox = (parent: HastNodes | undefined): boolean =>
  parent?.type === 'element' &&
  Array.isArray(parent.properties.className) &&
  parent.properties.className.includes('table')

/** Footnotes are prefixed once by the Markdown step and once by the sanitiser; headings not at all. */
function unclobber(node: Element, slugs: ReadonlySet<string>): void {
  const id = node.properties.id
  if (typeof id !== 'string' || !id.startsWith(PREFIX)) return
  const rest = id.slice(PREFIX.length)
  if (rest.startsWith(PREFIX) || (/^h[1-6]$/.test(node.tagName) && slugs.has(rest))) node.properties.id = rest
}

const isTokenAlone = (node: Element): boolean => {
  const only = node.tagName === 'p' && node.children.length === 1 ? node.children[0] : undefined
  return only?.type === 'text' && TOKEN_ALONE.test(only.value)
}

/** A text with the fences and shortcodes whose tokens it holds in their places. */
function fillTokens(
  node: HastText,
  input: BodyInput,
  fences: readonly Code[],
  hole: (value: Hole | string) => string,
): ElementContent[] {
  const parts = node.value.split(TOKEN)
  if (parts.length === 1) return [node]
  return parts.flatMap((part, index): ElementContent[] => {
    const number = Number(part.slice(1, -1))
    const code = part.startsWith(FENCE_OPEN) ? fences[number] : undefined
    if (index % 2 === 0) return part === '' ? [] : [{ type: 'text', value: part }]
    if (code) {
      const held = input.holeOf(code) ?? diagram(code)
      return [held ? { type: 'text', value: hole(held) } : fence(code.lang ?? '', code.value)]
    }
    const value = input.shortcodeHole(number)
    if (value === undefined) return []
    return [{ type: 'text', value: typeof value === 'string' ? value : hole(value) }]
  })
}

/** A rule that stands before the first section says so. */
const asEarly = (hole: Hole | string): Hole | string =>
  typeof hole !== 'string' && (hole.kind === 'block' || hole.kind === 'ruleRef')
    ? { ...hole, early: true }
    : hole

const diagram = (code: Code): Hole | undefined =>
  code.lang?.toLowerCase() === 'mermaid' ? { kind: 'diagram', source: code.value } : undefined

/** Targets that only the program can resolve: everything but absolute addresses. */
function linkHole(node: Element, property: 'href' | 'src', hole: (value: Hole) => string): void {
  const target = node.properties[property]
  if (typeof target !== 'string' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(target)) return
  node.properties[property] = hole({ kind: 'link', target })
}

const NAME = /^[A-Z][A-Za-z0-9_:]*[a-z][A-Za-z0-9_:]*$/

/** Inline code: slots, and a whole span that may be an alert's name. */
function inlineCode(node: Element, hole: (value: Hole) => string): ElementContent[] {
  const only = node.children.length === 1 ? node.children[0] : undefined
  if (only?.type !== 'text') return node.children
  if (NAME.test(only.value)) return [{ type: 'text', value: hole({ kind: 'name', name: only.value }) }]
  return codeSpan(only.value)
}

/** At least two humps: `HostDiskFull`, not `Prometheus`. */
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
  // Template text stays as written, names inside it too.
  node.value = node.value
    .split(/(\{\{.*?\}\})/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(CAMEL, (name) => hole({ kind: 'name', name })),
    )
    .join('')
}

const HOLE = /\uFDD0(\d+)\uFDD1/

function pieces(html: string, holes: readonly (Hole | string)[]): Body {
  return html
    .split(HOLE)
    .map((part, index) =>
      index % 2 === 0 ? part.replace(NOT_CHARACTERS, '\uFFFD') : (holes[Number(part)] ?? ''),
    )
    .filter((part) => part !== '')
}
