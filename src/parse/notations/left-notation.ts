/** Notation of other tools that no stage has turned into Markdown: it appears as text, which is reported. */
import type { Nodes, Parents, Root } from 'mdast'
import type { Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'
import { firstText } from './note-blocks.ts'

/** At the beginning of a paragraph: notes, includes, attributes, tables of contents, macros, imports. */
const LEFT =
  /^(?:!!!|\?\?\?\+?)[ \t]+\w|^===[!+]?[ \t]+"|^:{3,}[ \t]*(?:[a-z{]|$)|^\{[%:]|^--8<--|^\[\[?TOC\]\]?[ \t]*$|^\$\{toc\}|^\.\. [\w-]+::|^(?:import\b[^\n]*["'][^"'\n]+["']|export (?:const|default|function)\b)|^\{\/\*|^<<<[ \t]+@|^!include\b|^@include\b|^%%[^%\n]+%%|^\*\[[^\]\n]+\]:|^h[1-6]\. |^\{(?:code|noformat|panel|info|note|tip|warning|expand|toc)(?:[:}])|^\[(?:source|NOTE|TIP|WARNING|IMPORTANT|CAUTION)\b[^\]\n]*\]|^\|\|[^\n]*\|\|(?:\n|$)|^\$\$/i
/** Anywhere in a line of text: links of other tools, a tag of Liquid, a target with blanks. */
const INSIDE =
  /\[[^\][|\n]+\|$|\[[^\][|\n]+\|(?:https?:\/\/|#)[^\]\s]+\]|\bxref:[\w./-]+\[|:(?:ref|doc):$|\{%-? *(?:raw|endraw|link|include|hint|endhint)\b|\]\([^()\s<>:]+(?: [^()\s<>"']+)+\.\w{2,5}\)/

/** Directives of MyST that show something of another file, or what Markdown cannot. */
const DIRECTIVE = /^\{(?:include|literalinclude|csv-table|list-table|table|eval-rst|math|glossary)\}$/

/** `[[_TOC_]]`, whose underscores are emphasis to Markdown. */
const isContents = (node: Nodes): boolean =>
  node.type === 'paragraph' &&
  node.children.length === 3 &&
  firstText(node)?.value === '[[' &&
  node.children[1]?.type === 'emphasis'

/** Where the first of them is in a paragraph. */
function insideOf(node: Parents, source: string): Range | undefined {
  for (const child of node.children as Nodes[]) {
    const found = child.type === 'text' ? INSIDE.exec(child.value) : null
    if (!found) continue
    // Text beside a bare address has no place of its own.
    if (!child.position) return rangeOf(node as Nodes)
    const { start, end } = rangeOf(child)
    const at = source.slice(start, end).indexOf(found[0])
    return at < 0 ? rangeOf(child) : { start: start + at, end: start + at + found[0].length }
  }
  return undefined
}

/** A block of AsciiDoc, whose dashes make it a heading. */
function isOther(node: Parents): boolean {
  const first = node.children[0]
  return first?.type === 'text' && /^\[source\b/.test(first.value)
}

/** Remaining markers of these notations: they appear as text, which is reported. */
export function leftNotation(root: Root, source: string): Range[] {
  const found: Range[] = []
  const look = (parent: Parents): void => {
    for (const node of parent.children as Nodes[]) {
      const text = firstText(node)?.value ?? ''
      const isHeading = node.type === 'heading'
      if (node.type === 'code' && DIRECTIVE.test(node.lang ?? '')) found.push(rangeOf(node))
      else if (LEFT.test(text) || isContents(node) || (isHeading && isOther(node))) found.push(rangeOf(node))
      else if (node.type === 'paragraph') {
        const inside = insideOf(node, source)
        if (inside) found.push(inside)
      }
      if ('children' in node && node.type !== 'paragraph') look(node)
    }
  }
  look(root)
  return found
}
