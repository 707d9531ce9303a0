/** Reads the tokens of a template one by one and keeps what is wrong with it. */
import type { Range } from '../text/source.ts'
import { lex, type Token, type TokenKind } from './lex.ts'
import { describeToken, type TemplateProblem, wordUnexpected } from './problem.ts'
import { reaches, since } from './versions.ts'

export interface ParseOptions {
  /** Version of Prometheus the template is for (`2.42`); the newest known without it. */
  readonly version?: string
  /** Go's name of the template, `__alert_` and the alert's name; part of some error texts. */
  readonly name?: string
}

/** Nesting this deep is refused; Go's own limits are far beyond what anyone writes. */
const maxDepth = 400

/** Thrown to stop reading; the problem is already noted. */
export const stop: unique symbol = Symbol('stop')

export interface Reader {
  readonly version: string | undefined
  readonly problems: TemplateProblem[]
  /** Index of the next token. */
  next: number
  /** Where the action at hand starts. */
  actionStart: number | undefined
  readonly peek: () => Token
  readonly take: () => Token
  /** Passes over spaces; the token after them. */
  readonly skipSpace: () => Token
  /** Takes the next token that is no space. */
  readonly takeSolid: () => Token
  /** Takes a token of a kind, or refuses what is there. `context` is Go's name for the place. */
  readonly expect: (kind: TokenKind, context: string) => Token
  /** Where the last token taken ends. */
  readonly end: () => number
  /** Notes a problem and reads on. */
  readonly note: (range: Range, goMessage: string | undefined, message: string, hint?: string) => void
  /** Notes a problem and stops reading. */
  readonly refuse: (range: Range, goMessage: string | undefined, message: string, hint?: string) => never
  readonly unexpected: (token: Token, context: string) => never
  /** Guards the stack. */
  readonly nested: <T>(range: Range, read: () => T) => T
}

export const isKeyword = (token: Token, word: string): boolean =>
  token.kind === 'keyword' && token.text === word

export function createReader(text: string, { version, name = '__alert' }: ParseOptions): Reader {
  const tokens = lex(text, reaches(version, since.loopControl))
  const last = tokens.at(-1)!
  let depth = 0

  /** Go adds where the action started when the error stands on a later line. */
  const actionNote = (token: Token): string => {
    const { actionStart } = reader
    if (actionStart === undefined) return ''
    const line = (offset: number): number => text.slice(0, offset).split('\n').length
    const end = token.text === 'unclosed action' ? token.end : token.start
    if (line(actionStart) === line(end)) return ''
    const started = ` started at ${name}:${line(actionStart)}`
    return token.text.endsWith(' action') ? started : ` in action${started}`
  }

  const reader: Reader = {
    version,
    problems: [],
    next: 0,
    actionStart: undefined,
    peek: () => tokens[reader.next] ?? last,
    take: () => tokens[reader.next++] ?? last,
    skipSpace: () => {
      while (reader.peek().kind === 'space') reader.next++
      return reader.peek()
    },
    takeSolid: () => {
      reader.skipSpace()
      return reader.take()
    },
    expect: (kind, context) => {
      const token = reader.takeSolid()
      return token.kind === kind ? token : reader.unexpected(token, context)
    },
    end: () => (tokens[reader.next - 1] ?? last).end,
    note: ({ start, end }, goMessage, message, hint) => {
      reader.problems.push({
        code: 'template-syntax',
        range: { start, end },
        message,
        ...(hint !== undefined && { hint }),
        ...(goMessage !== undefined && { goMessage }),
      })
    },
    refuse: (range, goMessage, message, hint) => {
      reader.note(range, goMessage, message, hint)
      throw stop
    },
    unexpected: (token, context) => {
      const { message, hint } = wordUnexpected(token, context)
      const said =
        token.kind === 'error'
          ? token.text + actionNote(token)
          : `unexpected ${describeToken(token)} in ${context}`
      return reader.refuse(token, said, message, hint)
    },
    nested: (range, read) => {
      if (depth >= maxDepth) reader.refuse(range, undefined, `Nested deeper than ${maxDepth} levels`)
      depth++
      const result = read()
      depth--
      return result
    },
  }
  return reader
}
