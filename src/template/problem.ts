/** Problems of a template, and the wording of syntax problems. */
import type { Range } from '../text/source.ts'
import { decode, encode, truncate } from './go/bytes.ts'
import { quote } from './go/quote.ts'
import type { Token } from './lex.ts'

/**
 * `template-syntax`: Prometheus refuses the file. `template-type`: Prometheus loads it, and the text becomes `<error
 * expanding template: …>` when this part runs. `template-value`: it runs, but says something that its author does not
 * mean.
 */
export type TemplateProblemCode = 'template-syntax' | 'template-type' | 'template-value'

/** What is wrong with a template, and where. */
export interface TemplateProblem {
  readonly code: TemplateProblemCode
  /** UTF-16 offsets in the template. */
  readonly range: Range
  readonly message: string
  readonly hint?: string
  /** What Go prints after `template: NAME:LINE: `; absent where Go is silent. */
  readonly goMessage?: string
}

/** A token in Go's words. */
export function describeToken({ kind, text }: Token): string {
  if (kind === 'end') return 'EOF'
  if (kind === 'error') return text
  if (kind === 'keyword' || kind === 'dot' || kind === 'nil') return `<${text}>`
  const bytes = encode(text)
  return bytes.length > 10 ? `${decode(quote(truncate(bytes, 10)))}...` : decode(quote(bytes))
}

type Wording = Pick<TemplateProblem, 'message' | 'hint'>

/** Go's lexer errors in words for an author, by the start of Go's text. */
const lexicalWordings: readonly (readonly [string, Wording])[] = [
  ['unclosed action', { message: '`{{` is never closed', hint: 'Write `}}` where the action ends' }],
  ['unclosed comment', { message: 'The comment is never closed', hint: 'Close it with `*/}}`' }],
  [
    'comment ends before',
    { message: 'A comment must be the only thing in its action', hint: 'Close it with `*/}}` or `*/ -}}`' },
  ],
  ['unclosed left paren', { message: '`(` is never closed', hint: 'Write `)` before `}}`' }],
  ['unterminated quoted string', { message: 'The string is never closed', hint: 'Write `"` at its end' }],
  [
    'unterminated raw quoted string',
    { message: 'The string is never closed', hint: 'Write a back quote at its end' },
  ],
  [
    'unterminated character constant',
    { message: 'The character is never closed', hint: 'Use double quotes for a string' },
  ],
  ['expected :=', { message: '`:` means nothing here, expected `:=`' }],
]

const operators = /^[-+*/%<>=!&^?~]/

/** Words for a token that is not allowed in its place; `context` is Go's name for the construct. */
export function wordUnexpected(token: Token, context: string): Wording {
  const { kind, text } = token
  if (kind === 'error') return wordLexical(token)
  if (kind === 'end') return { message: 'The template ends in the middle of an action' }
  if (
    kind === 'assign' ||
    ((kind === 'char' || kind === 'number') && operators.test(text) && context === 'operand')
  ) {
    return {
      message: `\`${text[0]}\` is not an operator: templates cannot calculate or compare that way`,
      hint: 'Calculate in `expr`, and compare with `eq`, `ne`, `lt`, `le`, `gt`, `ge`',
    }
  }
  if (context === 'template clause' || context === 'block clause' || context === 'define clause') {
    const name = context.split(' ')[0]
    return { message: `Expected the name of a template in quotes after \`${name}\`, found \`${text}\`` }
  }
  if (kind === 'dot' || kind === 'field' || kind === 'variable') {
    return {
      message: `\`${text}\` is not allowed here`,
      hint: 'Put a space between values, and a name after a dot',
    }
  }
  if (kind === 'keyword')
    return { message: `\`${text}\` is not allowed here, expected it at the start of an action` }
  if (kind === 'close') return { message: '`)` closes nothing here' }
  if (kind === 'right') return { message: '`}}` comes too early: something is missing before it' }
  if (text === '}') return { message: '`{{` is closed by a single `}`', hint: 'Write `}}`' }
  return { message: `\`${text}\` is not allowed here` }
}

function wordLexical({ text }: Token): Wording {
  const known = lexicalWordings.find(([start]) => text.startsWith(start))
  if (known !== undefined) return known[1]
  const character = /^(?:bad character|unrecognized character in action:) U\+[0-9A-F]+(?: '(.*)')?$/su.exec(
    text,
  )
  if (character?.[1] === '}') return { message: '`{{` is closed by a single `}`', hint: 'Write `}}`' }
  if (character !== null) {
    return {
      message:
        character[1] === undefined
          ? 'A character that cannot be read'
          : `\`${character[1]}\` is not allowed here`,
      hint: 'Read a label whose name is not a plain word with `index $labels "the-name"`',
    }
  }
  const number = /^bad number syntax: "(.*)"$/su.exec(text)
  return { message: number === null ? text : `\`${number[1]}\` is not a number` }
}
