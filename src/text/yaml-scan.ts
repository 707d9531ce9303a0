/**
 * From characters to YAML tokens: the scanner of go-yaml v3 (`scannerc.go`), told in TypeScript. It is a
 * scanner of our own because the verdict is Prometheus': where YAML 1.2 readers and go-yaml differ (tabs,
 * `?` and `:` between brackets, indentation inside quotes and brackets, comments), go-yaml is right here.
 */
import type { Text } from './source.ts'
import type { YamlScalar } from './yaml.ts'
import {
  APOSTROPHE,
  atDocumentMarker,
  COLON,
  COMMA,
  characterAt,
  column,
  DASH,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isEnd,
  isFlowIndicator,
  isWord,
  PERCENT,
  peek,
  QUESTION,
  QUOTE,
  readBreak,
  refuseTemplate,
  restOfLine,
  SPACE,
  skipComment,
  stop,
  TAB,
} from './yaml-cursor.ts'
import { readBlock, readPlain, readQuoted } from './yaml-scalar.ts'
import {
  closeBlocks,
  forgetKey,
  gluedKey,
  inFlow,
  keyPendingAtHead,
  MAX_DEPTH,
  MAX_KEY,
  mark,
  openBlock,
  possibleKey,
  push,
  type Scanner,
  saveKey,
  tooDeep,
  type YamlToken,
} from './yaml-scanner.ts'

/** The look-ahead of go-yaml's comment scanner, in characters. */
const COMMENT_REACH = 512

/** The next token, left in the queue. Like go-yaml it reads two tokens further, and so stops early at errors. */
export function peekToken(scanner: Scanner): YamlToken {
  while (!scanner.done && (scanner.queue.length <= 2 || keyPendingAtHead(scanner))) fetch(scanner)
  return scanner.queue[0]!
}

/** Takes the next token. The end of the stream stays. */
export function nextToken(scanner: Scanner): YamlToken {
  const token = peekToken(scanner)
  if (token.type !== 'stream-end') {
    scanner.queue.shift()
    scanner.taken++
  }
  return token
}

// ── White space and comments ────────────────────────────────────────────────────────────────────────

/** Skips a comment and the comment lines after it, which may be indented by anything, tabs included. */
function skipComments(scanner: Scanner): void {
  while (true) {
    skipComment(scanner)
    let ahead = 0
    while (ahead < COMMENT_REACH && (isBlank(peek(scanner, ahead)) || isBreak(peek(scanner, ahead)))) ahead++
    if (peek(scanner, ahead) !== HASH || ahead === COMMENT_REACH) return
    const target = scanner.at + ahead
    while (scanner.at < target) if (readBreak(scanner) === '') scanner.at++
  }
}

/** Skips a comment that follows a token in its line. */
function skipLineComment(scanner: Scanner): void {
  let ahead = 0
  while (ahead < COMMENT_REACH && isBlank(peek(scanner, ahead))) ahead++
  if (peek(scanner, ahead) !== HASH) return
  scanner.at += ahead
  skipComment(scanner)
}

function skipToToken(scanner: Scanner): void {
  while (true) {
    while (peek(scanner) === SPACE || ((inFlow(scanner) || !scanner.keyAllowed) && peek(scanner) === TAB))
      scanner.at++
    if (peek(scanner) === HASH) skipComments(scanner)
    if (readBreak(scanner) === '') return
    if (!inFlow(scanner)) scanner.keyAllowed = true
  }
}

// ── Tokens ──────────────────────────────────────────────────────────────────────────────────────────

/** Reads one more token (with the collection starts and ends that come before it). */
function fetch(scanner: Scanner): void {
  skipToToken(scanner)
  closeBlocks(scanner, column(scanner))
  fetchToken(scanner)
  const last = scanner.queue.at(-1)
  if (last && last.type !== 'block-entry' && scanner.lineStart <= last.end) skipLineComment(scanner)
}

function fetchToken(scanner: Scanner): void {
  const code = peek(scanner)
  const flow = inFlow(scanner)
  const beforeBlank = isBlankOrEnd(peek(scanner, 1))
  if (isEnd(code)) fetchEnd(scanner)
  else if (column(scanner) === 0 && code === PERCENT) fetchDirective(scanner)
  else if (atDocumentMarker(scanner)) {
    closeForDocument(scanner)
    mark(scanner, code === DASH ? 'document-start' : 'document-end', 3)
  } else if (code === 91 || code === 123) {
    saveKey(scanner)
    scanner.keys.push(undefined)
    if (scanner.keys.length > MAX_DEPTH) tooDeep(scanner)
    scanner.keyAllowed = true
    mark(scanner, code === 91 ? 'flow-seq' : 'flow-map', 1)
  } else if (code === 93 || code === 125) {
    forgetKey(scanner)
    if (flow) scanner.keys.pop()
    scanner.keyAllowed = false
    mark(scanner, code === 93 ? 'flow-seq-end' : 'flow-map-end', 1)
  } else if (code === COMMA) {
    forgetKey(scanner)
    scanner.keyAllowed = true
    mark(scanner, 'flow-entry', 1)
  } else if (code === DASH && beforeBlank) fetchBlockEntry(scanner)
  else if (code === QUESTION && (flow || beforeBlank)) fetchKey(scanner)
  else if (code === COLON && (flow || beforeBlank)) fetchValue(scanner)
  else if (code === 42 || code === 38) fetchAnchor(scanner, code === 42 ? 'alias' : 'anchor')
  else if (code === 33) fetchTag(scanner)
  else if ((code === 124 || code === 62) && !flow) {
    forgetKey(scanner)
    scanner.keyAllowed = true
    pushScalar(scanner, readBlock(scanner, scanner.indent, code === 62), code === 62 ? 'folded' : 'literal')
  } else if (code === APOSTROPHE || code === QUOTE) {
    saveKey(scanner)
    scanner.keyAllowed = false
    pushScalar(scanner, readQuoted(scanner, code), code === QUOTE ? 'double' : 'single')
  } else if (startsPlain(code, peek(scanner, 1), flow)) {
    saveKey(scanner)
    scanner.keyAllowed = false
    const { text, ended } = readPlain(scanner, scanner.indent + 1, flow)
    if (ended) scanner.keyAllowed = true
    pushScalar(scanner, text, 'plain')
  } else noToken(scanner)
}

function pushScalar(scanner: Scanner, text: Text, style: YamlScalar['style']): void {
  push(scanner, { type: 'scalar', ...text.range, text, style })
}

/** Whether a plain scalar may begin so: not with an indicator, but `-` (and `?`, `:` outside brackets) before others. */
function startsPlain(code: number, next: number, flow: boolean): boolean {
  if (code === DASH) return !isBlank(next)
  if (code === QUESTION || code === COLON) return !flow && !isBlankOrEnd(next)
  return !isBlankOrEnd(code) && !isFlowIndicator(code) && !'#&*!|>\'"%@`'.includes(String.fromCharCode(code))
}

function noToken(scanner: Scanner): never {
  const range = characterAt(scanner.text, scanner.at)
  if (peek(scanner) === TAB) {
    stop('yaml-syntax', range, 'Unexpected tab in the indentation, expected spaces', 'indent with spaces')
  }
  const character = scanner.text.slice(range.start, range.end)
  const name = character === '`' ? 'a back quote' : `\`${character}\``
  stop('yaml-syntax', range, `A value cannot begin with ${name}`, 'put the value in quotes')
}

function closeForDocument(scanner: Scanner): void {
  closeBlocks(scanner, -1)
  forgetKey(scanner)
  scanner.keyAllowed = false
}

function fetchEnd(scanner: Scanner): void {
  closeForDocument(scanner)
  mark(scanner, 'stream-end', 0)
  scanner.done = true
}

function fetchBlockEntry(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) {
      const message = 'Unexpected list entry, expected it in a line of its own'
      stop(
        'yaml-syntax',
        restOfLine(scanner.text, scanner.at),
        message,
        'begin the list in a line of its own',
      )
    }
    openBlock(scanner, column(scanner), 'block-seq', scanner.at)
  }
  forgetKey(scanner)
  scanner.keyAllowed = true
  mark(scanner, 'block-entry', 1)
}

function fetchKey(scanner: Scanner): void {
  if (!inFlow(scanner)) {
    if (!scanner.keyAllowed) {
      stop(
        'yaml-syntax',
        restOfLine(scanner.text, scanner.at),
        'Unexpected `? `, expected a value',
        'put the value in quotes',
      )
    }
    openBlock(scanner, column(scanner), 'block-map', scanner.at)
  }
  forgetKey(scanner)
  scanner.keyAllowed = !inFlow(scanner)
  mark(scanner, 'key', 1)
}

function fetchValue(scanner: Scanner): void {
  const key = possibleKey(scanner)
  if (key !== undefined) {
    const at = key.token - scanner.taken
    scanner.queue.splice(at, 0, { type: 'key', start: key.start, end: key.start })
    openBlock(scanner, key.column, 'block-map', key.start, at)
    scanner.keys[scanner.keys.length - 1] = undefined
    scanner.keyAllowed = false
  } else {
    if (!inFlow(scanner)) {
      if (!scanner.keyAllowed) misplacedColon(scanner)
      openBlock(scanner, column(scanner), 'block-map', scanner.at)
    }
    scanner.keyAllowed = !inFlow(scanner)
  }
  mark(scanner, 'value', 1)
}

function misplacedColon(scanner: Scanner): never {
  const { text, lineStart, at } = scanner
  const before = scanner.queue.at(-1)
  const glued = before?.type === 'scalar' ? gluedKey(text, before.start) : undefined
  if (glued !== undefined) {
    stop(
      'yaml-syntax',
      restOfLine(text, before!.start),
      `Expected a space after \`${glued}:\``,
      `write \`${glued}: …\``,
    )
  }
  refuseTemplate(text, at)
  const range = { start: at, end: at + 1 }
  if (at - lineStart > MAX_KEY)
    stop('yaml-syntax', range, `Unexpected key of more than ${MAX_KEY} characters`)
  // A key earlier in the line means that the value holds a `: `; otherwise the line is indented too far.
  if (/:\s+\S/.test(text.slice(lineStart, at))) {
    stop('yaml-syntax', range, 'Unexpected `: ` inside an unquoted value', 'put the value in quotes')
  }
  const hint = 'indent the line like the keys it belongs to'
  stop('yaml-syntax', range, 'Unexpected key where a value goes on', hint)
}

function fetchAnchor(scanner: Scanner, type: 'anchor' | 'alias'): void {
  saveKey(scanner)
  scanner.keyAllowed = false
  const start = scanner.at
  scanner.at++
  while (isWord(peek(scanner))) scanner.at++
  const name = scanner.text.slice(start + 1, scanner.at)
  const next = peek(scanner)
  if (name === '' || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(String.fromCharCode(next)))) {
    const sign = type === 'alias' ? '*' : '&'
    stop(
      'yaml-syntax',
      restOfLine(scanner.text, start),
      `A value that begins with \`${sign}\` is an ${type}, expected a name of letters, digits, \`-\` and \`_\``,
      `put the value in quotes if the \`${sign}\` is meant`,
    )
  }
  push(scanner, { type, start, end: scanner.at, name })
}

/** The characters of a tag's address. */
const TAG_CHARACTERS = /[\w\-;/?:@&=+$,.!~*'()[\]%]*/y

function readTagCharacters(scanner: Scanner): string {
  TAG_CHARACTERS.lastIndex = scanner.at
  const characters = TAG_CHARACTERS.exec(scanner.text)?.[0] ?? ''
  scanner.at += characters.length
  try {
    return decodeURIComponent(characters)
  } catch {
    const range = { start: scanner.at - characters.length, end: scanner.at }
    return stop('yaml-syntax', range, 'Unexpected `%` escape in a tag, expected UTF-8')
  }
}

function fetchTag(scanner: Scanner): void {
  saveKey(scanner)
  scanner.keyAllowed = false
  const start = scanner.at
  let handle = ''
  let suffix: string
  if (peek(scanner, 1) === 60) {
    scanner.at += 2
    suffix = readTagCharacters(scanner)
    if (suffix === '' || peek(scanner) !== 62) badTag(scanner, start)
    scanner.at++
  } else {
    handle = /^!(?:[\w-]*!)?/.exec(scanner.text.slice(start, start + MAX_KEY))?.[0] ?? '!'
    scanner.at += handle.length
    suffix = readTagCharacters(scanner)
    if (suffix === '') {
      if (handle !== '!') badTag(scanner, start)
      handle = ''
      suffix = '!'
    }
  }
  if (!isBlankOrEnd(peek(scanner))) badTag(scanner, start)
  push(scanner, { type: 'tag', start, end: scanner.at, handle, suffix })
}

function badTag(scanner: Scanner, start: number): never {
  stop(
    'yaml-syntax',
    restOfLine(scanner.text, start),
    'A value that begins with `!` is a tag, expected its name and a space',
    'put the value in quotes if the `!` is meant',
  )
}

function fetchDirective(scanner: Scanner): void {
  closeForDocument(scanner)
  const range = restOfLine(scanner.text, scanner.at)
  const line = scanner.text.slice(range.start, range.end)
  const match =
    /^%(YAML)[ \t]+(\d{1,2}\.\d{1,2})[ \t]*(?:#.*)?$/.exec(line) ??
    /^%(TAG)[ \t]+(!|![\w-]*!)[ \t]+([\w\-;/?:@&=+$,.!~*'()[\]%]+)[ \t]*(?:#.*)?$/.exec(line)
  if (match === null) {
    stop('yaml-syntax', range, 'A line that begins with `%` is a directive, expected `%YAML 1.1` or `%TAG`')
  }
  scanner.at = range.end
  // The line break goes with the directive: no key can begin after it without `---`.
  readBreak(scanner)
  const [, name, ...words] = match
  push(scanner, { type: 'directive', ...range, name: name === 'YAML' ? 'YAML' : 'TAG', words })
}
