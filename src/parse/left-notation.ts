/** Notation of other tools that no stage has turned into Markdown: it appears as text, which is reported. */
import type { Nodes, Parents, Root } from 'mdast'
import type { Range } from '../text/source.ts'
import { firstText } from './admonitions.ts'
import { rangeOf } from './outline.ts'

/** At the beginning of a paragraph: notes, includes, attributes, tables of contents, macros, imports. */
const LEFT =
  /^(?:!!!|\?\?\?\+?)[ \t]+\w|^===[!+]?[ \t]+"|^:{3,}[ \t]*(?:[a-z{]|$)|^\{[%:]|^--8<--|^\[\[?TOC\]\]?[ \t]*$|^\$\{toc\}|^\.\. [\w-]+::|^(?:import\b[^\n]*["'][^"'\n]+["']|export (?:const|default|function)\b)|^\{\/\*|^<<<[ \t]+@|^!include\b|^@include\b|^%%[^%\n]+%%|^\*\[[^\]\n]+\]:|^h[1-6]\. |^\{(?:code|noformat|panel|info|note|tip|warning|expand|toc)(?:[:}])|^\[(?:source|NOTE|TIP|WARNING|IMPORTANT|CAUTION)\b[^\]\n]*\]|^\|\|[^\n]*\|\|(?:\n|$)|^\$\$/i
/** Anywhere in a line of text: links of other tools, a tag of Liquid, a target with blanks. */
const INSIDE =
  /\[[^\][|\n]+\|$|\[[^\][|\n]+\|(?:https?:\/\/|#)[^\]\s]+\]|\bxref:[\w./-]+\[|:(?:ref|doc):$|\{%-? *(?:raw|endraw|link|include|hint|endhint)\b|\]\([^()\s<>:]+(?: [^()\s<>"']+)+\.\w{2,5}\)/

/** `[[_TOC_]]`, whose underscores are emphasis to Markdown. */
const isContents = (node: Nodes): boolean =>
  node.type === 'paragraph' &&
  node.children.length === 3 &&
  firstText(node)?.value === '[[' &&
  node.children[1]?.type === 'emphasis'

const isInside = (node: Nodes): boolean => node.type === 'text' && INSIDE.test(node.value)

/** A block of AsciiDoc, whose dashes make it a heading. */
function isOther(node: Parents): boolean {
  const first = node.children[0]
  return first?.type === 'text' && /^\[source\b/.test(first.value)
}

/** Remaining markers of these notations: they appear as text, which is reported. */
export function leftNotation(root: Root): Range[] {
  const found: Range[] = []
  const look = (parent: Parents): void => {
    for (const node of parent.children as Nodes[]) {
      const text = firstText(node)?.value ?? ''
      const isHeading = node.type === 'heading'
      if (LEFT.test(text) || isContents(node) || (isHeading && isOther(node))) found.push(rangeOf(node))
      else if (node.type === 'paragraph' && node.children.some(isInside)) found.push(rangeOf(node))
      if ('children' in node && node.type !== 'paragraph') look(node)
    }
  }
  look(root)
  return found
}
