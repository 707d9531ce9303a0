/**
 * Shell commands and terminal sessions in colour. Follows quotes and command substitutions exactly, because
 * a label value that is put into a command must be quoted for the place where it lands.
 */
import type { Context, Kind, Token } from './token.ts'

const keywords = new Set(
  'if then else elif fi for in do done while until case esac function export local return'.split(' '),
)

interface Scan {
  readonly code: string
  readonly tokens: Token[]
}

/** Tokens of a script or of a list of commands. */
export function shell(code: string): Token[] {
  const scan = { code, tokens: [] }
  let at = 0
  while (at < code.length) at = bare(scan, at, '') + 1
  return scan.tokens
}

function push(scan: Scan, start: number, end: number, kind: Kind | undefined, context?: Context): void {
  if (end > start) scan.tokens.push(context ? { start, end, kind, context } : { start, end, kind })
}

/** Scans unquoted text up to the closing character (or the end) and returns where that is. */
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
    else if (char === '#' && wordStart) at = upTo(scan, at, /\n/g, 'c', 'plain')
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

/** Up to the next match of `end` (exclusive), as one token. */
function upTo(scan: Scan, from: number, end: RegExp, kind: Kind | undefined, context: Context): number {
  end.lastIndex = from
  const to = end.exec(scan.code)?.index ?? scan.code.length
  push(scan, from, to, kind, context)
  return to
}

function single(scan: Scan, from: number): number {
  const close = scan.code.indexOf("'", from + 1)
  const end = close < 0 ? scan.code.length : close + 1
  push(scan, from, end, 's', 'shell-single')
  return end
}

function double(scan: Scan, from: number): number {
  const { code } = scan
  let start = from
  let at = from + 1
  while (at < code.length && code[at] !== '"') {
    if (code[at] === '\\') at += 2
    else if (code[at] === '$' || code[at] === '`') {
      push(scan, start, at, 's', 'shell-double')
      at = code[at] === '$' ? dollar(scan, at) : opaque(scan, at, '`')
      start = at
    } else at++
  }
  const end = Math.min(at + 1, code.length)
  push(scan, start, end, 's', 'shell-double')
  return end
}

/** `$name`, `${…}`, `$(…)`, `$'…'`; a lone dollar is passed over. */
function dollar(scan: Scan, from: number): number {
  const { code } = scan
  const next = code[from + 1]
  if (next === '(') {
    const end = bare(scan, from + 2, ')')
    return Math.min(end + 1, code.length)
  }
  if (next === '{') return opaque(scan, from, '}')
  if (next === "'") return opaque(scan, from + 1, "'")
  const end = endOf(code, from, /\$(?:\w+|[?!#@*$-])/y)
  if (end === from) return from + 1
  push(scan, from, end, 'v')
  return end
}

/** A stretch whose inner quoting is not followed: only harmless values may be put there. */
function opaque(scan: Scan, from: number, close: string): number {
  let at = from + 1
  while (at < scan.code.length && scan.code[at] !== close) at += scan.code[at] === '\\' ? 2 : 1
  const end = Math.min(at + 1, scan.code.length)
  push(scan, from, end, 'v', 'plain')
  return end
}

/** `<<EOF` and the lines up to `EOF`; the rest of the first line is scanned as commands by being left alone. */
function heredoc(scan: Scan, from: number): number {
  const { code } = scan
  const head = /<<-?\s*(["']?)([\w-]+)\1[^\n]*/y
  head.lastIndex = from
  const match = head.exec(code)
  if (!match) {
    push(scan, from, from + 2, 'o')
    return from + 2
  }
  push(scan, from, from + match[0].length, 'o', 'plain')
  const body = from + match[0].length
  const close = new RegExp(`\\n\\s*${match[2]}[ \\t]*(?=\\n|$)`, 'g')
  close.lastIndex = body
  const end = close.exec(code)
  const to = end ? end.index + end[0].length : code.length
  push(scan, body, to, 's', 'plain')
  return to
}

/** What stands before a prompt's sign: `user@host:~`, `[root@host ~]`, `sh-4.4`. */
const place = String.raw`(?:\[[^\]\n]*\]|[\w.-]+@[\w.-]+(?:[: ][^\s$#]*)?|~|sh-[\d.]+)`
/** A bare `$ `; a bare `# ` is no prompt, because nothing tells it from a comment. */
const prompt = new RegExp(`^\\s*(?:${place}?\\s?\\$ |${place}\\s?# )`)

/** Whether a text holds lines that begin with a prompt. */
export function hasPrompt(code: string): boolean {
  return code.split('\n').some((line) => prompt.test(line))
}

/**
 * Tokens of a terminal session: prompts, commands, and the output between them. Without any prompt all of
 * it is commands.
 */
export function session(code: string): Token[] {
  if (!hasPrompt(code)) return shell(code)
  const lines = code.split('\n')
  const tokens: Token[] = []
  let at = 0
  for (let i = 0; i < lines.length; i++) {
    const start = at
    let line = lines[i]!
    const found = prompt.exec(line)?.[0].length
    if (found === undefined) {
      if (line) tokens.push({ start, end: start + line.length, kind: 'output', context: 'text' })
    } else {
      while (/\\$/.test(line) && i + 1 < lines.length) line += `\n${lines[++i]!}`
      tokens.push({ start, end: start + found, kind: 'prompt' })
      for (const token of shell(line.slice(found))) {
        tokens.push({ ...token, start: token.start + start + found, end: token.end + start + found })
      }
    }
    at = start + line.length + 1
  }
  return tokens
}
