/** Colours YAML line by line, with PromQL inside `expr:` and template text inside strings. */
import { append } from '../text/append.ts'
import { promql } from './promql.ts'
import { type Kind, shift, type Token } from './token.ts'

const LEAD = /^[ \t]*(?:- +)*/
const QUOTED = /"[^"\n]*"|'[^'\n]*'/y
const PLAIN = /[^\s#:'"[\]{},][^\n:#]*/y
const COLON = /\s*:(?:\s+|$)/y

/** A line's indentation with its marks, its key, and where what follows the key begins; 0 without a key. */
function keyOf(line: string): {
  readonly indent: string
  readonly key: string | undefined
  readonly behind: number
} {
  const indent = LEAD.exec(line)![0]
  const take = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(line)?.[0]
  }
  const key = (take(QUOTED, indent.length) ?? take(PLAIN, indent.length))?.trimEnd()
  const colon = key === undefined ? undefined : take(COLON, indent.length + key.length)
  return colon === undefined
    ? { indent, key: undefined, behind: 0 }
    : { indent, key, behind: indent.length + key!.length + colon.length }
}

/** Tokens of YAML. Scalars of `expr` are highlighted as PromQL, also when quoted or multi-line. */
export function yaml(code: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const lines = code.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!
    const { indent, key, behind } = keyOf(text)
    if (key !== undefined) {
      const start = at + indent.length
      tokens.push({ start, end: start + key.length, kind: 't' })
    }
    const from = key === undefined ? indent.length : behind
    const rest = text.slice(from)
    const block = key !== undefined && /^[|>][-+\d]*\s*(#.*)?$/.test(rest)
    if (block) tokens.push({ start: at + from, end: at + text.length, kind: 'o' })
    const last = key === undefined ? i : endOfScalar(lines, i, indent.length, block)
    const value = block ? '' : rest
    const tail = lines.slice(i + 1, last + 1).join('\n')
    const scalar = last > i ? `${value}\n${tail}` : value
    const offset = at + from + (block ? rest.length : 0)
    append(tokens, shift(key === 'expr' ? expression(scalar) : plain(scalar, block), offset))
    at = offset + scalar.length + 1
    i = last
  }
  return tokens
}

/** The last line of the scalar that begins on line `i`: deeper-indented lines belong to it. */
function endOfScalar(lines: readonly string[], i: number, indent: number, block: boolean): number {
  const rest = lines[i]!.trimEnd()
  if (!block && /:$/.test(rest)) return i
  let last = i
  for (let next = i + 1; next < lines.length; next++) {
    const text = lines[next]!
    if (text.trim() === '') continue
    if (text.length - text.trimStart().length <= indent) break
    if (!block && /^\s*(#|- |[\w-]+:(\s|$))/.test(text)) break
    last = next
  }
  return last
}

function expression(scalar: string): Token[] {
  const [, mark, inner, comment] = /^(['"])([\s\S]*)\1(\s*#[^'"\n]*)?\s*$/.exec(scalar) ?? []
  if (mark === undefined) return promql(scalar)
  const tokens = shift(promql(inner!), 1)
  if (comment) {
    const start = inner!.length + 2
    tokens.push({ start, end: start + comment.length, kind: 'c' })
  }
  return tokens
}

/** Where a comment begins that no quote follows; -1 without one. */
function commentIn(scalar: string): number {
  const mark = /(?:^|\s)#/g
  mark.lastIndex = Math.max(scalar.lastIndexOf('"'), scalar.lastIndexOf("'")) + 1
  return mark.exec(scalar)?.index ?? -1
}

function plain(scalar: string, block: boolean): Token[] {
  const comment = block ? -1 : commentIn(scalar)
  const value = comment < 0 ? scalar : scalar.slice(0, comment)
  const kind: Kind | undefined = /^\s*$/.test(value)
    ? undefined
    : /^\s*(-?[\d.]+(ms|[smhdwy])?|true|false|null|~)\s*$/.test(value)
      ? 'n'
      : 's'
  const tokens = kind ? templates(value, kind) : []
  if (comment >= 0) tokens.push({ start: comment, end: scalar.length, kind: 'c' })
  return tokens
}

/** Text of one kind, with `{{ … }}` inside it marked. */
export function templates(text: string, kind: Kind | undefined): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', start)) {
    const close = text.indexOf('}', start)
    if (close < 0) break
    if (!text.startsWith('}}', close)) start = close
    else {
      if (start > at) tokens.push({ start: at, end: start, kind })
      at = close + 2
      tokens.push({ start, end: at, kind: 'v' })
      start = at
    }
  }
  if (at < text.length) tokens.push({ start: at, end: text.length, kind })
  return tokens
}
