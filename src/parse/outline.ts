/**
 * A Markdown tree → headings with GitHub's anchors, links, and text that Markdown would show otherwise than written.
 */
import GithubSlugger, { slug } from 'github-slugger'
import type { Definition, Heading as HeadingNode, Html, Image, Link as LinkNode, Nodes, Root } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Heading, Link, Literal } from '../model.ts'
import { append } from '../text/append.ts'
import { commentsIn } from '../text/comments.ts'
import type { Range } from '../text/source.ts'
import { without } from './cuts.ts'
import { isKnownTag, tagName } from './html/tags.ts'
import { withoutFiller } from './notations/shortcodes.ts'
import { walk } from './walk.ts'

export function rangeOf(node: Nodes): Range {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! }
}

/** Bare addresses that GitHub's Markdown finds in text have no position: searches for it in the text's range. */
function bareLink(source: string, node: LinkNode, parent: Nodes | undefined): Link {
  const shown = textOf(node)
  const within = parent?.position ? rangeOf(parent) : { start: 0, end: source.length }
  const at = source.indexOf(shown, within.start)
  const range = at >= 0 && at + shown.length <= within.end ? { start: at, end: at + shown.length } : within
  return { range, target: node.url, targetRange: range }
}

/**
 * `ids`: anchors that headings have of their own; `written`: the text of a heading with its shortcodes as their author
 * wrote them.
 */
export function readHeadings(
  root: Root,
  source: string,
  ids: ReadonlyMap<HeadingNode, string>,
  written: (text: string) => string,
): Heading[] {
  const slugger = new GithubSlugger()
  const nodes: HeadingNode[] = []
  walk<Nodes>(root, (node) => {
    if (node.type === 'heading') nodes.push(node)
  })
  return nodes.map((node, index) => {
    const text = written(withoutFiller(shownIn(node))).trim()
    const range = rangeOf(node)
    let next = index + 1
    while (next < nodes.length && nodes[next]!.depth > node.depth) next++
    const until = next < nodes.length ? rangeOf(nodes[next]!).start : source.length
    const content = source.slice(range.end, until)
    return {
      range,
      depth: node.depth,
      text,
      slug: anchorOf(slugger, text, ids.get(node)),
      contentLength: countInk(shownOf(content)),
    }
  })
}

/** GitHub's anchor for a text; one that is written, `own`, stays as it is, if no heading before has it. */
function anchorOf(slugger: GithubSlugger, text: string, own: string | undefined): string {
  const anchor = slugger.slug(own ?? text)
  return own !== undefined && anchor === slug(own) ? own : anchor
}

/** The text of a heading: GitHub makes its anchor without the tags in it, and what is no tag is shown. */
function shownIn(node: Nodes): string {
  if (node.type === 'html') return isKnownTag(tagName(node.value) ?? '') ? '' : node.value
  return 'children' in node ? node.children.map(shownIn).join('') : textOf(node)
}

const HEADINGS = /^[ \t]*#{1,6}[ \t].*$/gm

/** A text without comments and headings. */
const shownOf = (text: string): string => without(text, commentsIn(text)).replace(HEADINGS, '')

/** Counts characters other than white space. */
function countInk(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isBlank =
      code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code >= 160 && /\s/.test(text[at]!)
    if (!isBlank) count++
  }
  return count
}

/** Where a link's target is written: its first occurrence after the end of the link's text. */
export function targetRange(source: string, node: LinkNode | Image | Definition, from: number): Range {
  const { end } = rangeOf(node)
  const at = source.indexOf(node.url, from)
  if (node.url !== '' && at >= 0 && at + node.url.length <= end)
    return { start: at, end: at + node.url.length }
  return rangeOf(node)
}

export function readLinks(root: Root, source: string): Link[] {
  const links: Link[] = []
  walk<Nodes>(root, (node, _index, parent) => {
    if (node.type === 'link' && !node.position) {
      links.push(bareLink(source, node, parent))
    } else if (node.type === 'link') {
      const last = node.children.at(-1)
      const { start, end } = rangeOf(node)
      // A bare address is its own text.
      const from = last && rangeOf(last).end < end ? rangeOf(last).end : start
      links.push({ range: { start, end }, target: node.url, targetRange: targetRange(source, node, from) })
    } else if (node.type === 'image') {
      const from = rangeOf(node).start + (node.alt?.length ?? 0)
      links.push({
        range: rangeOf(node),
        target: node.url,
        targetRange: targetRange(source, node, from),
        image: true,
      })
    } else if (node.type === 'definition') {
      const range = rangeOf(node)
      const from = range.start + node.identifier.length
      links.push({ range, target: node.url, targetRange: targetRange(source, node, from) })
    } else if (node.type === 'html') {
      append(links, htmlLinks(node))
    }
  })
  return links
}

const HTML_LINK = /\b(href|src)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)')/gi

function htmlLinks(node: Html): Link[] {
  const { start } = rangeOf(node)
  return [...node.value.matchAll(HTML_LINK)].map((match) => {
    const target = match[2] ?? match[3] ?? ''
    const at = start + match.index + match[0].length - 1 - target.length
    const range = { start: at, end: at + target.length }
    const link = { range, target, targetRange: range }
    return match[1]!.toLowerCase() === 'src' ? { ...link, image: true as const } : link
  })
}

/** Anchors that raw HTML defines: `<a id="x">`, `<a name="x">`. */
export function readAnchors(root: Root): string[] {
  const anchors: string[] = []
  walk<Nodes>(root, (node) => {
    if (node.type !== 'html') return
    for (const match of node.value.matchAll(/\b(?:id|name)[ \t]*=[ \t]*(?:"([^"]+)"|'([^']+)')/gi)) {
      anchors.push((match[1] ?? match[2])!)
    }
  })
  return anchors
}

/**
 * Names between double underscores in Prometheus, Loki and Grafana: any other such word is bold on purpose. Sources:
 * `model/labels.go` and `prometheus/common/model/labels.go` of Prometheus, `pkg/logqlmodel` of Loki.
 */
const DUNDER =
  /^__(?:name|address|scheme|metrics_path|scrape_interval|scrape_timeout|type|unit|replica|path|path_exclude|host|hostname|line|timestamp|error|error_details|preserve_error|service_name|stream_shard|aggregated_metric|pattern|tenant_id|rollup|expr|rule_uid|(?:meta|param|tmp|journal|syslog|gcp|docker|kubernetes|kafka)_[a-z0-9_]+)__$/

/** GitHub's Markdown links an address up to the next white space. */
const ADDRESS = /(?:https?:\/\/|www\.)[^\s|]*$/i

/**
 * The whole word around a placeholder in an address: a back quote before the placeholder would become part of the
 * address.
 */
function wordAround(source: string, { start, end }: Range): Range | undefined {
  const before = ADDRESS.exec(source.slice(Math.max(0, start - 2000), start))?.[0]
  if (before === undefined) return undefined
  const after = /^(?:<[^<>\s]*>|[^\s|<>`"'*\])])*/
    .exec(source.slice(end, end + 2000))![0]
    .replace(/[.,;:!?]+$/, '')
  return { start: start - before.length, end: end + after.length }
}

/** Finds `__name__` that Markdown reads as bold, and `<placeholder>` that it reads as HTML. */
export function readLiterals(root: Root, source: string): Literal[] {
  const literals: Literal[] = []
  walk<Nodes>(root, (node) => {
    if (node.type === 'strong') {
      const { start, end } = rangeOf(node)
      const text = source.slice(start, end)
      if (!DUNDER.test(text)) return
      literals.push({ kind: 'strong', range: { start, end }, text })
      return 'skip'
    }
    if (node.type === 'html') {
      const tag = tagName(node.value)
      if (tag === undefined || isKnownTag(tag)) return undefined
      const word = wordAround(source, rangeOf(node))
      literals.push({ kind: 'tag', range: rangeOf(node), text: node.value, ...(word && { word }) })
    }
    return undefined
  })
  return literals
}
