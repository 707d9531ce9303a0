/** Raw HTML that a page cannot show, and notations of other tools that it shows as text: said, never lost in silence. */
import type { Html, Nodes, Root } from 'mdast'
import type { Diagnostic } from '../model.ts'
import type { Range } from '../text/source.ts'
import { rangeOf } from './outline.ts'
import { walk } from './walk.ts'

/** Elements that carry content, and that the sanitiser leaves out. */
const LOST = /<(iframe|video|audio|object|embed|canvas|svg|script|style|form|math|frameset|applet)\b[^>]*>/gi

/** Says what of a page is left out, and what of it is no Markdown of GitHub's. */
export function lostParts(root: Root, file: string, notation: readonly Range[]): Diagnostic[] {
  const found: Diagnostic[] = notation.map((range) => ({
    file,
    range,
    code: 'runbook-html',
    severity: 'info',
    message: 'This notation of another tool is shown as text',
    hint: 'write a quote that begins with `[!NOTE]`, as GitHub has it',
  }))
  walk<Nodes>(root, (node) => {
    if (node.type === 'html') found.push(...lostElements(node, file))
    return undefined
  })
  return found
}

function lostElements(node: Html, file: string): Diagnostic[] {
  if (/^\s*<!--/.test(node.value)) return []
  const { start } = rangeOf(node)
  return [...node.value.matchAll(LOST)].map((match) => ({
    file,
    range: { start: start + match.index, end: start + match.index + match[0].length },
    code: 'runbook-html',
    severity: 'warning',
    message: `\`<${match[1]!.toLowerCase()}>\` is left out of the page`,
    hint: 'link to what it shows, or use an image',
  }))
}
