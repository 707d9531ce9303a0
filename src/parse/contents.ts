/**
 * Lists of contents that other tools have written or are asked for. A page has one of its own where it is long enough, so
 * the site leaves them out.
 */
import type { Nodes, Root } from 'mdast'
import { rangeOf } from './outline.ts'

/** `[TOC]`, `[[_TOC_]]` as in GitLab, `${toc}`, `{{< toc >}}`, and `{:toc}`, alone or below any text, as in kramdown. */
const MARK =
  /^(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|\{\{[<%][ \t]*toc[ \t]*[%>]\}\}|(?:[^\n]*\n)?[ \t]*\{:[ \t]*toc\b[^}\n]*\})[ \t]*$/i

/** The comments of doctoc, markdown-toc and editors around the list that they write. */
const START = /^<!--\s*(?:START doctoc\b[^>]*|toc|TOC)\s*-->/
const END = /^<!--\s*(?:END doctoc\b[^>]*|tocstop|\/toc|\/TOC)\s*-->\s*$/

/** A mark is short: longer text is not compared. */
const LONGEST = 200

/** Takes such marks and lists out of the tree, where they are all that a block says. Changes it in place. */
export function dropContents(root: Root, text: string): void {
  const { children } = root
  const dropped = new Set<Nodes>(children.filter((node) => isMark(node, text)))
  for (let at = 0; at < children.length; at++) {
    const end = endOf(children, at)
    for (const node of end === undefined ? [] : children.slice(at, end)) dropped.add(node)
    at = end ?? at
  }
  if (dropped.size > 0) root.children = children.filter((node) => !dropped.has(node))
}

function isMark(node: Nodes, text: string): boolean {
  if (node.type === 'list') {
    const [item] = node.children
    return node.children.length === 1 && item!.children.length === 1 && isMark(item!.children[0]!, text)
  }
  if (node.type !== 'paragraph') return false
  const { start, end } = rangeOf(node)
  return end - start <= LONGEST && MARK.test(text.slice(start, end))
}

/** Where the written list that begins at a block ends: it holds a line of text and links to headings, and nothing else. */
function endOf(blocks: readonly Nodes[], start: number): number | undefined {
  const first = blocks[start]!
  if (first.type !== 'html' || !START.test(first.value)) return undefined
  let isListed = false
  for (let at = start + 1; at < blocks.length; at++) {
    const node = blocks[at]!
    if (node.type === 'html' && END.test(node.value)) return at
    const isHeader = !isListed && at - start <= MOST_ABOVE && (node.type === 'paragraph' || isComment(node))
    if (node.type === 'list' && isOfLinks(node)) isListed = true
    else if (!isHeader) return undefined
  }
  return undefined
}

/** Blocks above a written list: a comment, and a line of text such as `**Table of Contents**`. */
const MOST_ABOVE = 2

const isComment = (node: Nodes): boolean => node.type === 'html' && node.value.startsWith('<!--')

/** Whether a list has only links within the page, and lists of such. */
function isOfLinks(node: Nodes): boolean {
  if (node.type === 'list' || node.type === 'listItem') return node.children.every(isOfLinks)
  if (node.type !== 'paragraph') return false
  return node.children.every(
    (child) =>
      (child.type === 'link' && child.url.startsWith('#')) ||
      (child.type === 'text' && child.value.trim() === ''),
  )
}
