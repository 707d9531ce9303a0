/** Words js-yaml's errors for the author, at the characters that matter. */
import type { Range } from '../text/source.ts'
import { characterAt, lineStartOf, restOfLine, stop } from './problem.ts'
import { AS_BLOCK, refuseAfterQuote, refuseGlued, refuseOpen, refuseSign, refuseUnindented } from './slips.ts'

const QUOTE_TEMPLATE = 'put the value in quotes: YAML reads `{{` as the beginning of a mapping'

const CHART = 'this is a Helm chart template: check the output of `helm template` instead'

const JINJA = 'this is a template of Jinja: check what it is rendered to instead'

/** Whether an action near `at` is one of Helm's: Prometheus has neither its data nor its control flow there. */
const isChart = (text: string, at: number): boolean =>
  /^[{ ]*\{\{(?:-|\s*(?:if|range|with|end|include|define|template|toYaml|tpl|\.Values|\.Release|\.Chart|\/\*)\b)/.test(
    text.slice(Math.max(at - 1, 0), at + 40).replace(/^[^{]+/, ''),
  )

/** Stops with the problem that js-yaml calls `reason`, found at `at` in the document at `range`. */
export function explain(text: string, range: Range, at: number, reason: string): never {
  // Looks back 2000 characters at most: a line may have millions.
  const lineStart = Math.max(lineStartOf(text, at), range.start, at - 2000)
  const before = text.slice(lineStart, at)
  const indent = /^ *\t/.exec(text.slice(lineStart, restOfLine(text, at).end))
  if (indent !== null) refuseTab(text, lineStart + indent[0].length - 1)
  if (reason.startsWith('tab characters')) refuseTab(text, at)
  if (reason.includes('quoted scalar')) explainQuote(text.slice(0, range.end), reason)
  if (reason.includes('escape sequence') || reason.includes('hexadecimal')) explainEscape(text, at)
  if (/\btag\b/.test(reason)) explainTag(text, before, at)
  if (reason.startsWith('name of an')) refuseName(text, at - 1)
  if (/indentation width|chomping mode|line break is expected/.test(reason))
    explainHeader(text, before, at, reason)
  if (/flow collection|found ','/.test(reason)) explainBrackets(text, range, at)
  if (reason.startsWith('deficient')) {
    const message = 'Expected this line, inside quotes or brackets, to be indented more than its key'
    stop('yaml-syntax', restOfLine(text, at), message, 'indent it')
  }
  explainBlock(text, before, at, reason)
}

/** Stops at a tab where only spaces are allowed. */
export function refuseTab(text: string, at: number): never {
  const message = 'Unexpected tab in the indentation, expected spaces'
  stop('yaml-syntax', characterAt(text, at), message, 'indent with spaces')
}

/** Reports an anchor or alias with an invalid name; `start`: its `&` or `*`. */
export function refuseName(text: string, start: number): never {
  const sign = text[start]
  const kind = sign === '*' ? 'alias' : 'anchor'
  stop(
    'yaml-syntax',
    restOfLine(text, start),
    `A value that begins with \`${sign}\` is an ${kind}, expected a name of letters, digits, \`-\` and \`_\``,
    `put the value in quotes if the \`${sign}\` is meant`,
  )
}

/** Reports a malformed tag; `start`: its `!`. */
export function refuseTag(text: string, start: number): never {
  const message = 'A value that begins with `!` is a tag, expected its name and a space'
  stop('yaml-syntax', restOfLine(text, start), message, 'put the value in quotes if the `!` is meant')
}

/** Reports an unclosed quote: the last one without a partner. */
function explainQuote(text: string, reason: string): never {
  const quote = reason.includes('single') ? "'" : '"'
  let start = -1
  if (quote === '"') {
    for (const found of text.matchAll(/(?<!\\)\\*"/g))
      if (found[0].length % 2 === 1) start = found.index + found[0].length - 1
  } else for (const found of text.matchAll(/'+/g)) if (found[0].length % 2 === 1) start = found.index
  const end = reason.includes('document') ? 'document marker' : 'end of the text'
  const message = `Unexpected ${end} inside a quoted value, expected a closing \`${quote}\``
  stop('yaml-syntax', { start, end: start + 1 }, message, 'close the quote')
}

/** Reports an unknown escape; `start`: its backslash. */
export function refuseEscape(text: string, start: number): never {
  const range = { start, end: characterAt(text, start + 1).end }
  const escaped = text.slice(start, range.end)
  const message = `Unexpected escape \`${escaped}\`, which YAML does not have in double quotes`
  stop('yaml-syntax', range, message, 'double the backslash, or use single quotes or a block scalar')
}

function explainEscape(text: string, at: number): never {
  const start = text.lastIndexOf('\\', at)
  const letter = text[start + 1] ?? ''
  const digits = { x: 2, u: 4, U: 8 }[letter]
  if (digits === undefined) refuseEscape(text, start)
  const range = { start, end: Math.min(start + 2 + digits, text.length) }
  stop('yaml-syntax', range, `Expected ${digits} hexadecimal digits after \`\\${letter}\``)
}

function explainTag(text: string, before: string, at: number): never {
  const start = at - (before.length - before.search(/(?<!\S)\S*$/))
  const handle = /^![\w-]+!/.exec(text.slice(start, at))?.[0]
  if (handle === undefined) refuseTag(text, start)
  const range = { start, end: start + handle.length }
  stop('yaml-syntax', range, `Unexpected tag handle \`${handle}\`, which is not declared`)
}

function explainHeader(text: string, before: string, at: number, reason: string): never {
  const mark = Math.max(before.lastIndexOf('|'), before.lastIndexOf('>'))
  const start = at - before.length + mark
  const header = { start, end: at + 1 }
  if (reason.startsWith('bad explicit')) {
    stop('yaml-syntax', header, 'Unexpected indentation of 0, expected a digit from 1 to 9')
  }
  if (reason.startsWith('repeat')) {
    stop('yaml-syntax', header, 'Expected one digit and one of `+` and `-` after the block indicator')
  }
  const message = `Expected the end of the line after the block indicator \`${before[mark]}\``
  stop('yaml-syntax', restOfLine(text, at), message, 'begin the value on the next line, or quote it')
}

function explainBrackets(text: string, range: Range, at: number): never {
  let start = at - 1
  for (let depth = 1; start >= range.start; start--) {
    if (text[start] === ']' || text[start] === '}') depth++
    else if (text[start] === '[' || text[start] === '{') depth--
    if (depth === 0) break
  }
  start = Math.max(start, range.start)
  const closing = text[start] === '[' ? ']' : '}'
  const isTemplate = text.slice(Math.max(start - 1, 0), start + 2).includes('{{')
  const isJinja = text.startsWith('{%', start)
  if (!isTemplate) refuseOpen(text, start, at, closing)
  const what = at >= range.end ? ', found the end of the text' : found(text.slice(at, at + 1))
  stop(
    'yaml-syntax',
    at < range.end ? characterAt(text, at) : { start: at, end: at },
    `Expected \`,\` or \`${closing}\`${what}`,
    isTemplate ? (isChart(text, start) ? CHART : QUOTE_TEMPLATE) : isJinja ? JINJA : undefined,
    { range: { start, end: start + 1 }, message: 'opened here' },
  )
}

/** Reports a block collection that continues wrongly; `before`: the text before `at` on its line. */
function explainBlock(text: string, before: string, at: number, reason: string): never {
  const line = restOfLine(text, at - before.trimStart().length)
  const rest = text.slice(at, line.end)
  const character = characterAt(text, at)
  const isColon = /^:(?:\s|$)/.test(rest)
  refuseTemplate(text, before, at)
  if (reason.startsWith('directives end'))
    stop('yaml-syntax', character, 'Expected `---` before the document')
  if (/^[@`%|>,]/.test(rest) && /(?:^|[:?-]\s)$/.test(before.trimEnd() + before.slice(-1))) {
    const name = rest[0] === '`' ? 'a back quote' : `\`${rest[0]}\``
    refuseUnindented(text, before, character)
    stop('yaml-syntax', character, `A value cannot begin with ${name}`, 'put the value in quotes')
  }
  if (/^-(?:\s|$)/.test(rest) && /:[ \t]$/.test(before)) {
    const message = 'Unexpected list entry, expected it on a line of its own'
    stop('yaml-syntax', restOfLine(text, at), message, 'begin the list on a line of its own')
  }
  if (/^\?(?:\s|$)/.test(rest) && /:[ \t]$/.test(before)) {
    stop('yaml-syntax', restOfLine(text, at), 'Unexpected `? `, expected a value', 'put the value in quotes')
  }
  const key = isColon ? keyLine(text, line) : line
  refuseGlued(text, key, before)
  if (isColon && /:[ \t]+[^ \t]/.test(before)) {
    refuseSign(text, before, at)
    const hint = /["']/.test(text.slice(at - before.length, line.end)) ? AS_BLOCK : 'put the value in quotes'
    stop('yaml-syntax', character, 'Unexpected `: ` inside an unquoted value', hint)
  }
  if (reason.startsWith("expected ':'") || reason.includes('multiline key')) {
    const hint = 'add the `:`, or indent the line if it continues a value'
    stop('yaml-syntax', key, 'Expected a key followed by `: `', hint)
  }
  const isKey = /^[\w-]+:(?:\s|$)/.exec(rest)
  if (isColon || isKey !== null) {
    const colon = at + (isKey === null ? 0 : rest.indexOf(':'))
    refuseDeeper(text, line, colon)
    const hint = 'indent the line like the keys it belongs to'
    const start = isKey === null ? line.start : at
    stop('yaml-syntax', { start, end: colon }, 'Unexpected key where a value continues', hint)
  }
  refuseSign(text, before, at)
  refuseAfterQuote(before, at)
  const what = reason.includes('sequence entry') ? 'a list entry that begins with `- `' : 'a key'
  const range = /^\w/.test(rest) ? restOfLine(text, at) : character
  const message = `Expected ${what} in the column of the others${found(rest)}`
  stop('yaml-syntax', range, message, 'check the indentation, and quotes that close too early')
}

/** Stops at a key indented deeper than the line above, whose value is complete. */
function refuseDeeper(text: string, line: Range, colon: number): void {
  const lineStart = lineStartOf(text, line.start)
  if (lineStart === 0) return
  const aboveStart = lineStartOf(text, lineStart - 1 - (text.startsWith('\r\n', lineStart - 2) ? 1 : 0))
  const above = /^([ \t]*(?:- +)?)([\w-]+):[ \t]+\S/.exec(text.slice(aboveStart, lineStart))
  const own = /^([ \t]*)([\w-]+)$/.exec(text.slice(lineStart, colon))
  if (above === null || own === null) return
  const more = own[1]!.length - above[1]!.length
  if (more <= 0) return
  const spaces = more === 1 ? 'one space' : `${more} spaces`
  const range = { start: lineStart + own[1]!.length, end: colon }
  if (above[2]!.startsWith('-')) {
    const dash = { start: aboveStart + above[1]!.length, end: aboveStart + above[1]!.length + 1 }
    stop('yaml-syntax', dash, 'Expected a space after the `-`', `write \`- ${above[2]!.slice(1)}: …\``)
  }
  const message = `\`${own[2]}\` is indented ${spaces} deeper than \`${above[2]}\` above it`
  stop('yaml-syntax', range, message, more === 1 ? 'remove the space' : `remove ${spaces}`)
}

/** Stops at an unquoted value that begins with `{{`, before an offset on its line. */
function refuseTemplate(text: string, before: string, at: number): void {
  const match = /^\s*(?:- +)*(?:[\w-]+: +)?(?=\{\{)/.exec(before)
  if (match === null) return
  const message = 'A value that begins with `{{` is a mapping to YAML, expected quotes around it'
  const range = restOfLine(text, at - before.length + match[0].length)
  stop('yaml-syntax', range, message, isChart(text, range.start) ? CHART : 'put the value in quotes')
}

/** The unexpected YAML indicator, if there is one. */
function found(rest: string): string {
  if (rest === '') return ''
  return /^[[\]{},:-]/.test(rest) ? `, found \`${rest[0]}\`` : ''
}

/** A key of several lines begins with the line above that has no `:` itself. */
function keyLine(text: string, line: Range): Range {
  const above = lineStartOf(text, line.start)
  if (above === 0) return line
  const start = lineStartOf(text, text.startsWith('\r\n', above - 2) ? above - 2 : above - 1)
  const written = text.slice(start, restOfLine(text, start).end)
  if (/:(?:[ \t]|$)/.test(written)) return line
  return restOfLine(text, start + /^(?:- |\s)*/.exec(written)![0].length)
}
