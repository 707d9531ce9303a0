/**
 * Limits on raw HTML, checked before an HTML parser sees it: its nesting, and how often the parser would repeat
 * unclosed elements. A `<b>` without an end is reopened in every paragraph after it.
 */
import type { Html, Nodes, Root } from 'mdast'
import type { Diagnostic } from '../../model.ts'
import { MAX_DEPTH } from '../depth.ts'
import { rangeOf } from '../outline.ts'
import { walk } from '../walk.ts'

const MAX_TAGS = 5_000
/** Unclosed elements, times the elements after them. */
const MAX_REPEATED = 50_000

const set = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const VOID = set('area base br col embed hr img input link meta param source track wbr')
/** Elements that end where the next one begins: they nest no deeper than their surroundings. */
const ENDING = set('p li td th tr dt dd option optgroup tbody thead tfoot colgroup caption rb rt rp rtc')
const REOPENED = set('a b big code em font i nobr s small strike strong tt u')
/** Elements whose content is text: end tags inside them do not count, except their own. */
const TEXT = set('script style textarea title xmp iframe noembed noframes noscript plaintext')
const BLOCKS = set('paragraph heading listItem tableCell blockquote code html')

/** Empties the raw HTML from the first place that is too deep or too costly, and reports that place. */
export function limitHtml(root: Root, file: string): Diagnostic[] {
  const open: string[] = []
  const found: Diagnostic[] = []
  let tags = 0
  let repeated = 0
  let reopened = 0
  let text: string | undefined
  walk<Nodes>(root, (node) => {
    if (BLOCKS.has(node.type)) repeated += reopened
    if (node.type !== 'html') return undefined
    if (found.length === 0) {
      for (const { name, closing } of tagsOf(node.value, () => text !== undefined)) {
        tags++
        if (closing) {
          if (name === text && !isEndless(text, node.value)) text = undefined
          const at = text === undefined ? open.lastIndexOf(name) : -1
          if (at >= 0) open.splice(at, 1)
          if (at >= 0 && REOPENED.has(name)) reopened--
        } else if (!VOID.has(name) && !ENDING.has(name)) {
          open.push(name)
          if (REOPENED.has(name)) reopened++
          if (TEXT.has(name)) text ??= name
        }
        if (open.length > MAX_DEPTH || tags > MAX_TAGS) break
      }
    }
    if (open.length > MAX_DEPTH || tags > MAX_TAGS || repeated > MAX_REPEATED) {
      if (found.length === 0) found.push(report(node, file, open.length > MAX_DEPTH, tags > MAX_TAGS))
      node.value = ''
    }
    return undefined
  })
  return found
}

/** Whether its own end tag may not end it: in a script, a comment may hide it. */
const isEndless = (name: string, html: string): boolean =>
  name === 'plaintext' || (name === 'script' && html.includes('<!--'))

function report(node: Html, file: string, isDeep: boolean, isMuch: boolean): Diagnostic {
  return {
    file,
    range: rangeOf(node),
    code: isMuch ? 'markdown-size' : 'markdown-depth',
    severity: 'error',
    message: isMuch
      ? `The page has more than ${MAX_TAGS} HTML tags; none after this point is read`
      : isDeep
        ? `HTML nests more than ${MAX_DEPTH} levels deep; none after this point is read`
        : 'HTML elements are left open over too much of the page; none after this point is read',
    hint: isMuch ? 'split it into several pages' : 'close the elements that are open',
  }
}

/**
 * The tags of some HTML as an HTML parser sees them; it may see fewer end tags. `isText`: whether the content of an
 * element is text at that point, in which no comment begins.
 */
function* tagsOf(html: string, isText: () => boolean): Generator<{ name: string; closing: boolean }> {
  let at = html.indexOf('<')
  while (at >= 0) {
    if (html.startsWith('<!--', at) && !isText()) {
      const end = html.indexOf('-->', at + 2)
      if (end < 0) return
      at = html.indexOf('<', end + 3)
      continue
    }
    NAME.lastIndex = at
    const match = NAME.exec(html)
    if (match) {
      yield { name: match[2]!.toLowerCase(), closing: match[1] !== '' }
      at = html.indexOf('<', endOfTag(html, at + match[0].length))
    } else at = html.indexOf('<', at + 1)
  }
}

const NAME = /<(\/?)([A-Za-z][^\s/>]*)/y

/** The position after a tag's `>`; a `>` in a quoted value does not count. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at++) {
    if (html[at] === '>') return at + 1
    if (html[at] !== '=') continue
    while (/\s/.test(html[at + 1] ?? '')) at++
    const quote = html[at + 1]
    if (quote !== '"' && quote !== "'") continue
    const end = html.indexOf(quote, at + 2)
    if (end < 0) return html.length
    at = end
  }
  return html.length
}
