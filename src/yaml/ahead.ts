/**
 * What go-yaml reads of a text beyond its first document: its scanner is two tokens ahead of its parser, so Prometheus
 * refuses a file whose second document cannot be divided into tokens that far, though it reads only the first
 * (`scannerc.go`: `yaml_parser_fetch_more_tokens`).
 */

/** The scanner between two tokens. No token is within a block: the first one of a block is the second token at least. */
interface Scanner {
  readonly text: string
  at: number
  /** How many tokens were read. */
  count: number
  /** How many brackets are open. */
  flow: number
  /** Whether a key may begin here. */
  isKeyAllowed: boolean
  /** Where the last token began, if it may be a key. */
  key: number | undefined
}

/** How many tokens the scanner is ahead. */
const AHEAD = 2

const BREAK = /[\n\r\x85\u2028\u2029]/
const BLANK = /[ \t\n\r\x85\u2028\u2029]/
/** A key must end on its line, and within so many characters. */
const LONGEST_KEY = 1024

/** Whether there is nothing at an offset, or white space. */
const isBlankAt = (text: string, at: number): boolean => at >= text.length || BLANK.test(text[at]!)

const isLineStart = (text: string, at: number): boolean => at === 0 || BREAK.test(text[at - 1]!)

/** Where the scanner fails within two tokens after `from`, which is behind `---` or `...`; undefined if it does not. */
export function failsAhead(text: string, from: number): number | undefined {
  const scanner: Scanner = { text, at: from, count: 0, flow: 0, isKeyAllowed: false, key: undefined }
  while (scanner.count < AHEAD) {
    passBlank(scanner)
    const { at } = scanner
    if (at >= text.length) return undefined
    if (!passToken(scanner)) return at
    scanner.count++
  }
  return undefined
}

/** Skips white space and comments; a tab only where no key may begin. */
function passBlank(scanner: Scanner): void {
  const { text } = scanner
  for (; scanner.at < text.length; scanner.at++) {
    const character = text[scanner.at]!
    if (character === '#') scanner.at = endOfLine(text, scanner.at) - 1
    else if (BREAK.test(character)) scanner.isKeyAllowed ||= scanner.flow === 0
    else if (character === '\t' ? scanner.isKeyAllowed && scanner.flow === 0 : character !== ' ') return
  }
}

function endOfLine(text: string, at: number): number {
  const length = text.slice(at).search(BREAK)
  return length < 0 ? text.length : at + length
}

/** Skips a token; false if none can begin here, or it never ends. */
function passToken(scanner: Scanner): boolean {
  const { text, at, flow, isKeyAllowed } = scanner
  const character = text[at]!
  const isIndicator = isBlankAt(text, at + 1)
  if (isLineStart(text, at)) {
    if (character === '%') return passDirective(scanner)
    if (isMarker(text, at)) return pass(scanner, at + 3, false)
  }
  if (character === '[' || character === '{') {
    scanner.flow++
    return pass(scanner, at + 1, true)
  }
  if (character === ']' || character === '}') {
    scanner.flow = Math.max(0, flow - 1)
    return pass(scanner, at + 1, false)
  }
  if (character === ',') return pass(scanner, at + 1, true)
  if (character === '-' && isIndicator) return passIndicator(scanner, true)
  if (character === '?' && (flow > 0 || isIndicator)) return passIndicator(scanner, flow === 0)
  if (character === ':' && (flow > 0 || isIndicator)) {
    if (!isKey(scanner)) return passIndicator(scanner, flow === 0)
    // The key and its block are tokens too, which come before the one that is the key.
    scanner.count += AHEAD
    return true
  }
  if (flow === 0 && (character === '|' || character === '>')) return passBlockScalar(scanner)
  const key = isKeyAllowed ? at : undefined
  const isRead =
    character === '*' || character === '&'
      ? passMatch(scanner, NAME, false)
      : character === '!'
        ? passTag(scanner)
        : character === '"' || character === "'"
          ? passQuoted(scanner, character)
          : (!/[-?:,[\]{}#&*!|>'"%@`\t]/.test(character) ||
              (character === '-' && !/[ \t]/.test(text[at + 1] ?? '')) ||
              (flow === 0 && /[?:]/.test(character))) &&
            passPlain(scanner)
  scanner.key = key
  return isRead
}

function pass(scanner: Scanner, to: number, isKeyAllowed: boolean): true {
  scanner.at = to
  scanner.isKeyAllowed = isKeyAllowed
  scanner.key = undefined
  return true
}

/** `-`, `?` or `:`, with the beginning of its block, which is a token too. */
function passIndicator(scanner: Scanner, isKeyAllowed: boolean): boolean {
  if (scanner.flow === 0 && !scanner.isKeyAllowed) return false
  if (scanner.flow === 0) scanner.count++
  return pass(scanner, scanner.at + 1, isKeyAllowed)
}

/** Whether the token before a `:` is its key. */
function isKey({ text, at, key }: Scanner): boolean {
  return key !== undefined && at - key <= LONGEST_KEY && !BREAK.test(text.slice(key, at))
}

const isMarker = (text: string, at: number): boolean =>
  /^(?:---|\.\.\.)$/.test(text.slice(at, at + 3)) && isBlankAt(text, at + 3)

const NAME = /[*&][\w-]+(?=[ \t\n\r\x85\u2028\u2029?:,\]}%@\x60]|$(?![\s\S]))/y

function passMatch(scanner: Scanner, pattern: RegExp, isKeyAllowed: boolean): boolean {
  pattern.lastIndex = scanner.at
  return pattern.test(scanner.text) && pass(scanner, pattern.lastIndex, isKeyAllowed)
}

/** Characters of a URI, and bytes of UTF-8 characters in it. */
const CHARACTERS = /[\w\-;/?:@&=+$,.!~*'()[\]]+/y
const ESCAPED =
  /%(?:[0-7][0-9A-F]|[CD][0-9A-F]%[89AB][0-9A-F]|E[0-9A-F](?:%[89AB][0-9A-F]){2}|F[0-7](?:%[89AB][0-9A-F]){3})/iy

/** The end of what a pattern matches there; the same offset where it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** The end of a URI. In two steps, since one pattern for a long one overflows the stack of regular expressions. */
function endOfUri(text: string, start: number): number {
  for (let at = start; ; ) {
    const next = endOf(ESCAPED, text, endOf(CHARACTERS, text, at))
    if (next === at) return at
    at = next
  }
}

const HANDLE = /![\w-]*/y

function passTag(scanner: Scanner): boolean {
  const { text, at } = scanner
  const isVerbatim = text[at + 1] === '<'
  const handle = isVerbatim ? at + 2 : endOf(HANDLE, text, at)
  const isNamed = !isVerbatim && text[handle] === '!'
  const start = isNamed ? handle + 1 : handle
  const end = endOfUri(text, start)
  if ((isVerbatim || isNamed) && end === start) return false
  if (isVerbatim && text[end] !== '>') return false
  const to = isVerbatim ? end + 1 : end
  return isBlankAt(text, to) && pass(scanner, to, false)
}

const VERSION = /%YAML[ \t]+\d{1,2}\.\d{1,2}/y
const TAG = /%TAG[ \t]+!(?:[\w-]*!)?[ \t]+/y
/** The end of a line is a directive's, so that no key may begin on the next. */
const REST = /[ \t]*(?:#[^\n\r\x85\u2028\u2029]*)?(?:\r\n|[\n\r\x85\u2028\u2029]|$(?![\s\S]))/y

function passDirective(scanner: Scanner): boolean {
  const { text, at } = scanner
  const prefix = endOf(TAG, text, at)
  const to = prefix > at ? endOfUri(text, prefix) : endOf(VERSION, text, at)
  if (to === at || (prefix > at && (to === prefix || !isBlankAt(text, to)))) return false
  scanner.at = to
  return passMatch(scanner, REST, false)
}

const HEADER =
  /[|>](?:[-+]([0-9])?|([0-9])[-+]?)?(?:[ \t]*)(?:#[^\n\r\x85\u2028\u2029]*)?(?=[\n\r\x85\u2028\u2029]|$(?![\s\S]))/y

/** A block scalar that is in no block: its lines are indented by one column at least. */
function passBlockScalar(scanner: Scanner): boolean {
  const { text } = scanner
  HEADER.lastIndex = scanner.at
  const found = HEADER.exec(text)
  const written = found?.[1] ?? found?.[2]
  if (!found || written === '0') return false
  let indent = Number(written ?? 0)
  let deepest = 1
  let at = Math.min(nextLine(text, HEADER.lastIndex), text.length)
  while (at < text.length) {
    let to = at
    while ((indent === 0 || to - at < indent) && text[to] === ' ') to++
    deepest = Math.max(deepest, to - at)
    if ((indent === 0 || to - at < indent) && text[to] === '\t') return false
    const isEmpty = to < text.length && BREAK.test(text[to]!)
    if (!isEmpty && indent === 0) indent = deepest
    if (!isEmpty && to - at < indent) {
      at = to
      break
    }
    at = nextLine(text, to)
  }
  return pass(scanner, at, true)
}

/** The start of the line after the one that holds an offset. */
function nextLine(text: string, at: number): number {
  const end = endOfLine(text, at)
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length)
}

const ESCAPE =
  /\\(?:[0abt\tnvfre "'\\N_LP\n\r\x85\u2028\u2029]|x[0-9A-Fa-f]{2}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/y

function passQuoted(scanner: Scanner, quote: string): boolean {
  const { text } = scanner
  for (let at = scanner.at + 1; at < text.length; at++) {
    if (isLineStart(text, at) && isMarker(text, at)) return false
    if (text[at] === quote && quote === "'" && text[at + 1] === quote) at++
    else if (text[at] === quote) return pass(scanner, at + 1, false)
    else if (text[at] === '\\' && quote === '"') {
      ESCAPE.lastIndex = at
      const found = ESCAPE.exec(text)
      const code = Number.parseInt(found?.[1] ?? found?.[2] ?? '0', 16)
      if (!found || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false
      at = ESCAPE.lastIndex - 1
    }
  }
  return false
}

/** A plain scalar goes on over lines, up to a `:`, a comment, a marker or, between brackets, one of these. */
function passPlain(scanner: Scanner): boolean {
  const { text, flow } = scanner
  let end = scanner.at
  let at = end
  for (; at < text.length; at++) {
    if (isLineStart(text, at) && isMarker(text, at)) break
    if (text[at] === '#' && at > scanner.at && isBlankAt(text, at - 1)) break
    if (text[at] === ':' && isBlankAt(text, at + 1)) break
    if (flow > 0 && /[,?[\]{}]/.test(text[at]!)) break
    if (!isBlankAt(text, at)) end = at + 1
  }
  return pass(scanner, at, BREAK.test(text.slice(end, at)))
}
