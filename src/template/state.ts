/** Reads the tokens of a template one by one, and collects its problems. */
import type { Range } from '../text/source.ts'
import type { Bytes } from './go/bytes.ts'
import { lex, type Token, type TokenKind } from './lex.ts'
import { describeToken, type TemplateProblem, wordUnexpected } from './problem.ts'
import type { Node } from './tree.ts'
import { reaches, since } from './versions.ts'

/** Which Prometheus loads the template. */
export interface ParseOptions {
  /** Version of Prometheus that loads the template (`2.42`); defaults to the newest known. */
  readonly version?: string
  /** Go's name for the template, `__alert_` and the alert's name; some error texts contain it. */
  readonly name?: string
}

/** Deeper nesting is refused; Go's own limits are far beyond what anyone writes. */
const maxDepth = 400

/** Thrown to stop parsing; the problem is already reported. */
export const stop: unique symbol = Symbol('stop')

/** How far the template is parsed, and the problems so far. */
export interface State {
  readonly name: string
  readonly text: string
  readonly version: string | undefined
  readonly tokens: readonly Token[]
  readonly problems: TemplateProblem[]
  readonly defined: Map<Bytes, readonly Node[]>
  /** Index of the next token. */
  next: number
  /** Start of the current action. */
  actionStart: number | undefined
  depth: number
}

export const isKeyword = (token: Token, word: string): boolean =>
  token.kind === 'keyword' && token.text === word

export const createState = (text: string, { version, name = '__alert' }: ParseOptions): State => ({
  name,
  text,
  version,
  tokens: lex(text, reaches(version, since.loopControl)),
  problems: [],
  defined: new Map(),
  next: 0,
  actionStart: undefined,
  depth: 0,
})

/** The next token. At the end, the last token again: an `end` or an `error`. */
export const peek = (p: State): Token => p.tokens[p.next] ?? p.tokens.at(-1)!

/** Takes the next token. */
export function take(p: State): Token {
  const token = peek(p)
  p.next++
  return token
}

/** Skips spaces; returns the token after them. */
export function skipSpace(p: State): Token {
  while (peek(p).kind === 'space') p.next++
  return peek(p)
}

/** Takes the next token that is not a space. */
export function takeSolid(p: State): Token {
  skipSpace(p)
  return take(p)
}

/** Takes a token of this kind; refuses any other. `context` is Go's name for the construct. */
export function expect(p: State, kind: TokenKind, context: string): Token {
  const token = takeSolid(p)
  return token.kind === kind ? token : unexpected(p, token, context)
}

/** Where the last token taken ends. */
export const end = (p: State): number => (p.tokens[p.next - 1] ?? p.tokens.at(-1)!).end

/** Reports a problem and continues. */
export function note(
  p: State,
  { start, end }: Range,
  goMessage: string | undefined,
  message: string,
  hint?: string,
): void {
  p.problems.push({
    code: 'template-syntax',
    range: { start, end },
    message,
    ...(hint !== undefined && { hint }),
    ...(goMessage !== undefined && { goMessage }),
  })
}

/** Reports a problem and stops. */
export function refuse(
  p: State,
  range: Range,
  goMessage: string | undefined,
  message: string,
  hint?: string,
): never {
  note(p, range, goMessage, message, hint)
  throw stop
}

/** Refuses a token that is not allowed here. */
export function unexpected(p: State, token: Token, context: string): never {
  const { message, hint } = wordUnexpected(token, context)
  const said =
    token.kind === 'error'
      ? token.text + actionNote(p, token)
      : `unexpected ${describeToken(token)} in ${context}`
  return refuse(p, token, said, message, hint)
}

/** Go adds where the action started when the error is on a later line. */
function actionNote({ name, text, actionStart }: State, token: Token): string {
  if (actionStart === undefined) return ''
  const line = (offset: number): number => text.slice(0, offset).split('\n').length
  const end = token.text === 'unclosed action' ? token.end : token.start
  if (line(actionStart) === line(end)) return ''
  const started = ` started at ${name}:${line(actionStart)}`
  return token.text.endsWith(' action') ? started : ` in action${started}`
}

/** The message for a part of a template that the version of these rules does not have yet. */
export const tooNew = ({ version }: State, what: string, since: string | undefined): string =>
  `\`${what}\` needs Prometheus ${since}, the rules are for ${version}`

/** Counts a level of nesting; guards the stack. */
export function nested<T>(p: State, range: Range, read: () => T): T {
  if (p.depth >= maxDepth) refuse(p, range, undefined, `Nested deeper than ${maxDepth} levels`)
  p.depth++
  const result = read()
  p.depth--
  return result
}
