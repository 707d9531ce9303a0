/**
 * Tokens: ranges of code with a colour of their own. A language is a function from code to tokens, in ascending order
 * and without overlap; text between them is plain. No language fails: text in another language yields fewer tokens.
 */
import type { Range } from '../text/source.ts'

/**
 * Classes of the stylesheet, one or two letters to keep pages small: c comment · s string · n number · k keyword · f
 * function · m metric or block name · l label or attribute · o operator · v variable or template · t key of a mapping ·
 * prompt, terminal output.
 */
export type Kind = 'c' | 's' | 'n' | 'k' | 'f' | 'm' | 'l' | 'o' | 'v' | 't' | 'prompt' | 'output'

/**
 * The surroundings of a slot, which decide how a value must be written there. `text`: unchanged, in prose; `shell`: as
 * one word; `shell-double` and `shell-single`: inside such quotes; `promql-…`: inside a string of PromQL or LogQL, with
 * `-regex` where it is a pattern; `sql-single`: inside an SQL string. Contexts without quoting restrict the characters.
 * `plain`: letters, digits and `_ - . : / @ % + = ,`; `name`: letters, digits and `_ - . :`; `windows`: those and `/`;
 * `word`: letters, digits and `_`; `number`: digits; `none`: no value at all, because the text there is executed.
 */
export type Context =
  | 'text'
  | 'none'
  | 'number'
  | 'word'
  | 'name'
  | 'windows'
  | 'plain'
  | 'shell'
  | 'shell-double'
  | 'shell-single'
  | 'promql-double'
  | 'promql-single'
  | 'promql-raw'
  | 'promql-double-regex'
  | 'promql-single-regex'
  | 'promql-raw-regex'
  | 'sql-single'

export interface Token extends Range {
  readonly kind: Kind | undefined
  /** Context of slots inside this token, where it differs from the language's default. */
  readonly context?: Context
}

/** One alternative of a lexer: a pattern without capture groups, and the kind of its matches. */
export type Alternative = readonly [pattern: RegExp, kind: Kind | ((text: string) => Kind | undefined)]

/** A lexer that tries the alternatives in order at each character. */
export function lexer(alternatives: readonly Alternative[]): (code: string) => Token[] {
  const source = alternatives.map(([pattern]) => `(${pattern.source})`).join('|')
  return (code) => {
    const tokens: Token[] = []
    for (const match of code.matchAll(new RegExp(source, 'gm'))) {
      const kind = alternatives[match.findIndex((text, i) => i > 0 && text !== undefined) - 1]![1]
      const found = typeof kind === 'function' ? kind(match[0]) : kind
      if (found) tokens.push({ start: match.index, end: match.index + match[0].length, kind: found })
    }
    return tokens
  }
}

/** Moves the tokens of a part of a text to where the part begins. */
export function shift(tokens: readonly Token[], by: number): Token[] {
  return tokens.map((token) => ({ ...token, start: token.start + by, end: token.end + by }))
}
