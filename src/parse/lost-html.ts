/**
 * Reports raw HTML that a page cannot show, and notations of other tools that appear as text: nothing is lost silently.
 */
import type { Html, Nodes, Root } from 'mdast'
import type { Diagnostic } from '../model.ts'
import { append } from '../text/append.ts'
import type { Range } from '../text/source.ts'
import { rangeOf } from './outline.ts'
import { walk } from './walk.ts'

/** Elements with content that the sanitiser removes. */
const LOST =
  /<(!\[CDATA\[|(?:iframe|video|audio|object|embed|canvas|svg|script|style|form|math|frameset|applet)\b)/gi

/** Reports what a page leaves out, and what is not GitHub's Markdown. */
export function lostParts(root: Root, file: string, notation: readonly Range[]): Diagnostic[] {
  const found: Diagnostic[] = notation.map((range) => ({
    file,
    range,
    code: 'runbook-html',
    severity: 'info',
    message: 'This is the notation of another tool: the site shows it as text',
    hint: "write it in GitHub's Markdown: `[text](page.md)` for a link, a quote that begins with `[!NOTE]` for a note",
  }))
  walk<Nodes>(root, (node) => {
    if (node.type === 'html') append(found, lostElements(node, file))
    return undefined
  })
  return found
}

function lostElements(node: Html, file: string): Diagnostic[] {
  if (/^\s*<!--/.test(node.value)) return []
  const { start } = rangeOf(node)
  const found: Diagnostic[] = []
  let end = 0
  for (const { index, 1: name } of node.value.matchAll(LOST)) {
    if (index < end) continue
    end = node.value.indexOf('>', index) + 1
    if (end === 0) break
    found.push({
      file,
      range: { start: start + index, end: start + end },
      code: 'runbook-html',
      severity: 'warning',
      message: `\`${name!.startsWith('!') ? '<![CDATA[…]]>' : `<${name!.toLowerCase()}>`}\` is left out of the page`,
      hint: 'link to what it shows, or use an image',
    })
  }
  return found
}
