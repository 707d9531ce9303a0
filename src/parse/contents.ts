/** Marks by which other tools ask for a list of contents. A page has one of its own where it is long enough, so the site leaves them out. */
import type { Nodes, Root } from 'mdast'
import { rangeOf } from './outline.ts'

/** `[TOC]`, `[[_TOC_]]` as in GitLab, `${toc}`, `{{< toc >}}`, and `{:toc}`, alone or below any text, as in kramdown. */
const MARK =
  /^(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|\{\{[<%][ \t]*toc[ \t]*[%>]\}\}|(?:[^\n]*\n)?[ \t]*\{:[ \t]*toc\b[^}\n]*\})[ \t]*$/i

/** A mark is short: longer text is not compared. */
const LONGEST = 200

/** Takes paragraphs and lists that are such a mark and nothing else out of the tree. Changes it in place. */
export function dropContents(root: Root, text: string): void {
  root.children = root.children.filter((node) => !isMark(node, text))
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
