/** Colours YAML line by line, with PromQL inside `expr:` and template text inside strings. */
import { promql } from './promql.ts'
import { type Kind, shift, type Token } from './token.ts'

const line = /^([ \t]*(?:- +)*)((?:"[^"\n]*"|'[^'\n]*'|[^\s#:'"[\]{},][^\n:#]*?)(?=\s*:(?:\s|$)))?(\s*:\s*|)/

/** Tokens of YAML. Scalars of `expr` are highlighted as PromQL, also when quoted or multi-line. */
export function yaml(code: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const lines = code.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!
    const [whole, indent, key] = line.exec(text) as unknown as [string, string, string | undefined, string]
    if (key !== undefined) {
      const start = at + indent.length
      tokens.push({ start, end: start + key.length, kind: 't' })
    }
    const from = key === undefined ? indent.length : whole.length
    const rest = text.slice(from)
    const block = key !== undefined && /^[|>][-+\d]*\s*(#.*)?$/.test(rest)
    if (block) tokens.push({ start: at + from, end: at + text.length, kind: 'o' })
    const last = key === undefined ? i : endOfScalar(lines, i, indent.length, block)
    const value = block ? '' : rest
    const tail = lines.slice(i + 1, last + 1).join('\n')
    const scalar = last > i ? `${value}\n${tail}` : value
    const offset = at + from + (block ? rest.length : 0)
    tokens.push(...shift(key === 'expr' ? expression(scalar) : plain(scalar, block), offset))
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

function plain(scalar: string, block: boolean): Token[] {
  const comment = block ? -1 : scalar.search(/(^|\s)#[^'"]*$/)
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
  for (const match of text.matchAll(/\{\{[^}]*\}\}/g)) {
    if (match.index > at) tokens.push({ start: at, end: match.index, kind })
    at = match.index + match[0].length
    tokens.push({ start: match.index, end: at, kind: 'v' })
  }
  if (at < text.length) tokens.push({ start: at, end: text.length, kind })
  return tokens
}
