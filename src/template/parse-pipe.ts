/** Reads pipelines: declarations, commands, and the values they are made of. */
import type { Range } from '../text/source.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { quote, unquote } from './go/quote.ts'
import type { Token, TokenKind } from './lex.ts'
import { checkFunction, checkVariable } from './names.ts'
import { nodeText } from './node-text.ts'
import { parseNumber } from './parse-number.ts'
import { end as endOf, nested, peek, refuse, type State, skipSpace, take, unexpected } from './state.ts'
import type { Command, FieldName, Operand, Pipe, VariableNode } from './tree.ts'

/** Names in scope while one template is read. */
export interface Scope {
  readonly variables: string[]
  /** Number of enclosing loops. */
  loops: number
}

/** The value of a string literal. */
export const stringValue = (p: State, token: Token): Bytes =>
  unquote(token.text) ?? refuse(p, token, 'invalid syntax', 'The string has an escape that Go does not know')

const fieldName = (token: Token): FieldName => ({
  name: token.text.slice(1),
  range: { start: token.start + 1, end: token.end },
})

/** Reads one value without its fields; undefined where none starts. */
function term(p: State, scope: Scope): Operand | undefined {
  const token = skipSpace(p)
  const range: Range = { start: token.start, end: token.end }
  const place = { range, at: token.start }
  switch (token.kind) {
    case 'identifier':
      p.next++
      checkFunction(p, token)
      return { kind: 'function', name: token.text, ...place }
    case 'dot':
    case 'nil':
      p.next++
      return { kind: token.kind, ...place }
    case 'variable':
      p.next++
      checkVariable(p, token, scope.variables)
      return { kind: 'variable', name: token.text, fields: [], ...place }
    case 'field':
      p.next++
      return { kind: 'field', fields: [fieldName(token)], ...place }
    case 'bool':
      p.next++
      return { kind: 'bool', value: token.text === 'true', ...place }
    case 'number':
    case 'complex':
    case 'character': {
      p.next++
      const value = parseNumber(token.kind, token.text)
      if (typeof value !== 'string') return { kind: 'number', text: token.text, ...value, ...place }
      return refuse(
        p,
        token,
        value,
        `\`${token.text}\` is not a ${token.kind === 'character' ? 'character' : 'number'}`,
      )
    }
    case 'string':
      p.next++
      return { kind: 'string', text: token.text, value: stringValue(p, token), ...place }
    case 'open': {
      p.next++
      const pipe = nested(p, token, () => pipeline(p, 'parenthesized pipeline', 'close', scope))
      return { ...pipe, range: { start: token.start, end: endOf(p) } }
    }
    default:
      return undefined
  }
}

/** Reads a value and the fields after it. */
function operand(p: State, scope: Scope): Operand | undefined {
  const node = term(p, scope)
  if (node === undefined || peek(p).kind !== 'field') return node
  const at = peek(p).start
  const fields: FieldName[] = []
  while (peek(p).kind === 'field') fields.push(fieldName(take(p)))
  const range = { start: node.range.start, end: fields.at(-1)!.range.end }
  switch (node.kind) {
    case 'field':
      return { ...node, fields: [...node.fields, ...fields], range, at }
    case 'variable':
      return { ...node, fields, range, at }
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot': {
      const written = nodeText(node)
      const said = `unexpected . after term ${decode(quote(written))}`
      return refuse(p, { start: at, end: range.end }, said, `\`${written}\` has no fields`)
    }
    default:
      return { kind: 'chain', operand: node, fields, range, at }
  }
}

/** Reads operands up to `|` or the end of the pipeline. */
function command(p: State, scope: Scope): Command {
  const operands: Operand[] = []
  const first = skipSpace(p)
  for (;;) {
    const node = operand(p, scope)
    if (node !== undefined) operands.push(node)
    const token = peek(p)
    if (token.kind === 'space') {
      p.next++
      continue
    }
    if (token.kind === 'pipe') p.next++
    else if (token.kind !== 'right' && token.kind !== 'close') unexpected(p, token, 'operand')
    break
  }
  const [head, ...rest] = operands
  if (head === undefined) return refuse(p, first, 'empty command', 'There is nothing between the bars')
  return {
    kind: 'command',
    operands: [head, ...rest],
    range: { start: head.range.start, end: operands.at(-1)!.range.end },
    at: first.start,
  }
}

/** Reads `$x :=`, `$x =` or `$i, $x :=` at the start of a pipeline. */
function declarations(p: State, context: string, scope: Scope): Pick<Pipe, 'variables' | 'assigns'> {
  const variables: VariableNode[] = []
  for (;;) {
    const variable = skipSpace(p)
    if (variable.kind !== 'variable') return { variables, assigns: false }
    const back = p.next++
    const mark = skipSpace(p)
    const comma = mark.kind === 'char' && mark.text === ','
    if (!comma && mark.kind !== 'declare' && mark.kind !== 'assign') {
      p.next = back
      return { variables, assigns: false }
    }
    p.next++
    const range = { start: variable.start, end: variable.end }
    variables.push({ kind: 'variable', name: variable.text, fields: [], range, at: variable.start })
    scope.variables.push(variable.text)
    if (!comma) return { variables, assigns: mark.kind === 'assign' }
    if (context !== 'range' || variables.length > 1) {
      const hint = 'Only `range` takes two variables: `{{ range $name, $value := $labels }}`'
      refuse(p, mark, `too many declarations in ${context}`, '`,` is not allowed here', hint)
    }
    const following = skipSpace(p)
    if (!['variable', 'right', 'close'].includes(following.kind)) {
      refuse(p, following, 'range can only initialize variables', 'Expected a second variable after `,`')
    }
  }
}

/** Reads a pipeline and the token that ends it. `context` is Go's name for the construct. */
export function pipeline(p: State, context: string, end: 'right' | 'close', scope: Scope): Pipe {
  const first = skipSpace(p)
  const declared = declarations(p, context, scope)
  const commands: Command[] = []
  for (;;) {
    const token = skipSpace(p)
    if (token.kind === end) break
    if (!startsOperand.has(token.kind)) unexpected(p, token, context)
    commands.push(command(p, scope))
  }
  const close = take(p)
  const [head, ...rest] = commands
  if (head === undefined) {
    return refuse(
      p,
      { start: first.start, end: close.end },
      `missing value for ${context}`,
      context === 'command'
        ? 'The action is empty'
        : `Expected a value after \`${context.replace(' clause', '')}\``,
    )
  }
  rest.forEach((stage, i) => {
    const [target] = stage.operands
    if (!['bool', 'dot', 'nil', 'number', 'string'].includes(target.kind)) return
    const said = `non executable command in pipeline stage ${i + 2}`
    refuse(p, stage.range, said, `\`${nodeText(target)}\` takes no value from \`|\`: expected a function`)
  })
  const range = { start: first.start, end: rest.at(-1)?.range.end ?? head.range.end }
  return { kind: 'pipe', ...declared, commands: [head, ...rest], range, at: first.start }
}

const startsOperand: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'character',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'string',
  'variable',
  'open',
])
