/**
 * Reports raw HTML that a page cannot show, and notations of other tools that appear as text: nothing is lost silently.
 */
import type { Definition, Html, Link, Nodes, Paragraph, Root } from 'mdast'
import type { Diagnostic } from '../../model.ts'
import { append } from '../../text/append.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Range } from '../../text/source.ts'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'
import { endlessDetails, type Loss, nearMisses } from './lost-text.ts'

/** Elements with content that the sanitiser removes. */
const LOST =
  /<(!\[CDATA\[|(?:iframe|video|audio|object|embed|canvas|svg|script|style|form|math|frameset|applet)\b)/gi

/** What addresses may begin with; the sanitiser removes any other. */
export const LINKED = ['http', 'https', 'mailto', 'tel'] as const

/** A fence, an image or a link that is within HTML: no blank line has ended it. */
const UNREAD = /^[ \t]*(?:```|~~~)|!?\[[^\][\n]+\]\([^()\s]+\)/m
/** What shows its content as it is. */
const VERBATIM = /<(?:pre|textarea|script|style)\b|^\s*<[!?]/i

/** A head of a table with a row of dashes below it, which GitHub's Markdown took for text. */
const BROKEN_TABLE = /^\|[^\n]*\n[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\||\n|$)/

/** Reports what a page leaves out, and what is not GitHub's Markdown. */
export function lostParts(
  root: Root,
  source: string,
  file: string,
  notation: readonly Range[],
): Diagnostic[] {
  const found = foreign(source, notation)
  const open: Range[] = []
  walk<Nodes>(root, (node) => {
    if (node.type === 'html') append(found, [...lostElements(node), ...unreadMarkdown(node)])
    else if (node.type === 'link' || node.type === 'definition') append(found, lostAddress(node))
    else if (node.type === 'paragraph') append(found, brokenTable(node))
    append(found, nearMisses(node, open))
    return undefined
  })
  append(found, open.map(endlessDetails))
  return notTooOften(found).map(({ severity = 'warning', ...loss }) => ({
    file,
    code: 'runbook-html',
    severity,
    ...loss,
  }))
}

/** As often as this, the same thing is told each time; more often, at its first place. */
const EACH = 5

function notTooOften(losses: readonly Loss[]): Loss[] {
  return [...groupBy(losses, ({ message }) => message).values()].flatMap((same) =>
    same.length <= EACH
      ? same
      : [{ ...same[0]!, message: `${same[0]!.message} (${same.length} times on this page)` }],
  )
}

/** One finding for each thing to do, at its first place: a page of another tool is full of its notation. */
function foreign(source: string, notation: readonly Range[]): Loss[] {
  const byHint = groupBy(notation, ({ start, end }) => hintFor(source.slice(start, end)))
  return [...byHint].map(([hint, ranges]) => ({
    range: ranges[0]!,
    severity: 'info',
    message: `This is the notation of another tool${ranges.length === 1 ? '' : `, ${ranges.length} times on this page`}: the site shows it as text`,
    hint,
  }))
}

function brokenTable(node: Paragraph): Loss[] {
  const [first] = node.children
  if (first?.type !== 'text' || !BROKEN_TABLE.test(first.value)) return []
  return [
    {
      range: rangeOf(node),
      message: 'This is not a table: the row of dashes has not as many cells as the row above it',
      hint: 'give both rows the same number of cells: `| a | b |` and `| - | - |`',
    },
  ]
}

/** How GitHub's Markdown says what another tool's notation does. */
const hintFor = (written: string): string =>
  /^\*\[/.test(written)
    ? 'remove it, and write the words out where they are used first'
    : /^(?:import|export)\b|^<\/?[A-Z]/.test(written)
      ? 'remove it: components of MDX are not shown here'
      : "write it in GitHub's Markdown: `[text](page.md)` for a link, a quote that begins with `[!NOTE]` for a note"

/** A link whose address the sanitiser removes. */
function lostAddress(node: Link | Definition): Loss[] {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):/i.exec(node.url) ?? []
  if (scheme === undefined || LINKED.some((known) => known === scheme.toLowerCase())) return []
  const hint = /^[\w.-]+:\d/.test(node.url)
    ? `write \`http://${node.url}\``
    : scheme.length === 1
      ? 'write the path from this file, with `/` between folders'
      : 'write the address as code, to be copied'
  return [
    {
      range: rangeOf(node),
      message: `The address of this link is left out of the page: the site links to ${LINKED.map((known) => `\`${known}:\``).join(', ')} and to its own pages`,
      hint,
    },
  ]
}

/** Markdown that is shown as text, because it is within HTML. */
function unreadMarkdown(node: Html): Loss[] {
  const match = VERBATIM.test(node.value) ? null : UNREAD.exec(node.value)
  if (!match) return []
  const start = rangeOf(node).start + match.index + match[0].length - match[0].trimStart().length
  return [
    {
      range: { start, end: start + match[0].trimStart().length },
      message: 'This is shown as text: within HTML, Markdown is read only after a blank line',
      hint: 'leave a blank line behind the tag, and one before the closing tag',
    },
  ]
}

function lostElements(node: Html): Loss[] {
  if (/^\s*<!--/.test(node.value)) return []
  const { start } = rangeOf(node)
  const found: Loss[] = []
  let end = 0
  for (const { index, 1: name } of node.value.matchAll(LOST)) {
    if (index < end) continue
    end = node.value.indexOf('>', index) + 1
    if (end === 0) break
    found.push({
      range: { start: start + index, end: start + end },
      message: `\`${name!.startsWith('!') ? '<![CDATA[…]]>' : `<${name!.toLowerCase()}>`}\` is left out of the page`,
      hint: 'link to what it shows, or use an image',
    })
  }
  return found
}
