/**
 * Colours shell commands and terminal sessions, nothing more. What may fill a slot in a command is decided in `slots/`,
 * which parses the commands again and trusts only what it knows.
 */
import { type Kind, shift, type Token } from './token.ts'

const keywords = new Set(
  'if then else elif fi for in do done while until case esac function export local return'.split(' '),
)

interface Scan {
  readonly code: string
  readonly tokens: Token[]
  /** Number of open substitutions; too deep ones are not coloured. */
  depth: number
}

const MAX_DEPTH = 20

/** Tokens of a script or command list. */
export function shell(code: string): Token[] {
  const scan: Scan = { code, tokens: [], depth: 0 }
  let at = 0
  while (at < code.length) at = bare(scan, at, '') + 1
  return scan.tokens
}

function push(scan: Scan, start: number, end: number, kind: Kind | undefined): void {
  if (end > start) scan.tokens.push({ start, end, kind })
}

/** Scans unquoted text up to the closing character or the end; returns where it stopped. */
function bare(scan: Scan, from: number, close: string): number {
  const { code } = scan
  let at = from
  let wordStart = true
  let command = true
  while (at < code.length) {
    const char = code[at]!
    if (char === close) return at
    const start = at
    if (char === '\\') at += 2
    else if (char === "'") at = single(scan, at)
    else if (char === '"') at = double(scan, at)
    else if (char === '`') at = opaque(scan, at, '`')
    else if (char === '$') at = dollar(scan, at)
    else if (char === '#' && wordStart) at = upTo(scan, at, /\n/g, 'c')
    else if (code.startsWith('<<', at) && code[at + 2] !== '<') at = heredoc(scan, at)
    else if (/[|&;<>()]/.test(char)) {
      at++
      push(scan, start, at, 'o')
      command = /[|&;(]/.test(char)
      wordStart = true
      continue
    } else if (/\s/.test(char)) {
      at++
      if (char === '\n') command = true
      wordStart = true
      continue
    } else {
      at = endOf(code, at, /[^\s|&;<>()'"`$\\#]+/y)
      if (at === start) at++
      const word = code.slice(start, at)
      if (wordStart) {
        if (command && keywords.has(word)) push(scan, start, at, 'k')
        else if (command && /^\w+=/.test(word)) push(scan, start, start + word.indexOf('='), 'v')
        else if (command) push(scan, start, at, 'f')
        else if (/^--?[A-Za-z]/.test(word)) push(scan, start, endOf(code, start, /-[\w-]*/y), 'l')
        command = command && (keywords.has(word) || /^\w+=/.test(word))
      }
      wordStart = false
      continue
    }
    command = false
    wordStart = false
  }
  return code.length
}

function endOf(code: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from
  const match = pattern.exec(code)
  return match ? from + match[0].length : from
}

/** Makes one token of the text before the next match of `end`. */
function upTo(scan: Scan, from: number, end: RegExp, kind: Kind | undefined): number {
  end.lastIndex = from
  const to = end.exec(scan.code)?.index ?? scan.code.length
  push(scan, from, to, kind)
  return to
}

function single(scan: Scan, from: number): number {
  const close = scan.code.indexOf("'", from + 1)
  const end = close < 0 ? scan.code.length : close + 1
  push(scan, from, end, 's')
  return end
}

function double(scan: Scan, from: number): number {
  const { code } = scan
  let start = from
  let at = from + 1
  while (at < code.length && code[at] !== '"') {
    if (code[at] === '\\') at += 2
    else if (code[at] === '$' || code[at] === '`') {
      push(scan, start, at, 's')
      at = code[at] === '$' ? dollar(scan, at) : opaque(scan, at, '`')
      start = at
    } else at++
  }
  const end = Math.min(at + 1, code.length)
  push(scan, start, end, 's')
  return end
}

/** Scans `$name`, `${…}`, `$(…)` or `$'…'`; skips a lone dollar sign. */
function dollar(scan: Scan, from: number): number {
  const { code } = scan
  const next = code[from + 1]
  if (next === '(' && scan.depth < MAX_DEPTH) {
    scan.depth++
    const end = bare(scan, from + 2, ')')
    scan.depth--
    return Math.min(end + 1, code.length)
  }
  if (next === '{') return opaque(scan, from, '}')
  if (next === "'") return opaque(scan, from + 1, "'")
  const end = endOf(code, from, /\$(?:\w+|[?!#@*$-])/y)
  if (end === from) return from + 1
  push(scan, from, end, 'v')
  return end
}

/** Scans a stretch without following the quotes inside it. */
function opaque(scan: Scan, from: number, close: string): number {
  let at = from + 1
  while (at < scan.code.length && scan.code[at] !== close) at += scan.code[at] === '\\' ? 2 : 1
  const end = Math.min(at + 1, scan.code.length)
  push(scan, from, end, 'v')
  return end
}

/** Scans `<<EOF` and the lines up to `EOF`. The rest of the first line is left to the command scanner. */
function heredoc(scan: Scan, from: number): number {
  const { code } = scan
  const head = /<<-?\s*(["']?)([\w-]+)\1[^\n]*/y
  head.lastIndex = from
  const match = head.exec(code)
  if (!match) {
    push(scan, from, from + 2, 'o')
    return from + 2
  }
  push(scan, from, from + match[0].length, 'o')
  const body = from + match[0].length
  const close = new RegExp(`\\n\\s*${match[2]}[ \\t]*(?=\\n|$)`, 'g')
  close.lastIndex = body
  const end = close.exec(code)
  const to = end ? end.index + end[0].length : code.length
  push(scan, body, to, 's')
  return to
}

/** The part of a prompt before its sign: `user@host:~`, `[root@host ~]`, `sh-4.4`. */
const place = String.raw`(?:\[[^\]\n]*\]|[\w.-]+@[\w.-]+(?:[: ][^\s$#]*)?|~|sh-[\d.]+)`
/** A bare `$ ` is a prompt; a bare `# ` is not, because it may be a comment. */
const prompt = new RegExp(`^\\s*(?:${place}?\\s?\\$ |${place}\\s?# )`)

/** Whether any line begins with a prompt. */
export function hasPrompt(code: string): boolean {
  return code.split('\n').some((line) => prompt.test(line))
}

/** A stretch of a session: a prompt, a command after it (perhaps several lines), or a line of output. */
export interface Stretch {
  readonly kind: 'prompt' | 'command' | 'output'
  readonly start: number
  readonly end: number
}

/** The stretches of a text with prompts, without the line ends between them. */
export function stretches(code: string): Stretch[] {
  const lines = code.split('\n')
  const found: Stretch[] = []
  let at = 0
  for (let i = 0; i < lines.length; i++) {
    const start = at
    let line = lines[i]!
    const sign = prompt.exec(line)?.[0].length
    if (sign !== undefined) while (/\\$/.test(line) && i + 1 < lines.length) line += `\n${lines[++i]!}`
    const end = start + line.length
    if (sign === undefined) found.push({ kind: 'output', start, end })
    else
      found.push({ kind: 'prompt', start, end: start + sign }, { kind: 'command', start: start + sign, end })
    at = end + 1
  }
  return found
}

/** Tokens of a terminal session: prompts, commands and output. Without a prompt, everything is a command. */
export function session(code: string): Token[] {
  if (!hasPrompt(code)) return shell(code)
  return stretches(code).flatMap(({ kind, start, end }): Token[] => {
    if (kind === 'command') return shift(shell(code.slice(start, end)), start)
    return end > start ? [{ start, end, kind }] : []
  })
}
