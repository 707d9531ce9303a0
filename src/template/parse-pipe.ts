/** Reads pipelines: declarations, commands, and the values they are made of. */
import type { Range } from '../text/source.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { quote, unquote } from './go/quote.ts'
import type { Token, TokenKind } from './lex.ts'
import { checkFunction, checkVariable } from './names.ts'
import { nodeText } from './node-text.ts'
import { parseNumber } from './parse-number.ts'
import type { Reader } from './reader.ts'
import type { Command, FieldName, Operand, Pipe, VariableNode } from './tree.ts'

/** Names in scope while one template is read. */
export interface Scope {
  readonly variables: string[]
  /** Loops around. */
  loops: number
}

/** The value of a string literal. */
export const stringValue = (reader: Reader, token: Token): Bytes =>
  unquote(token.text) ??
  reader.refuse(token, 'invalid syntax', 'The string has an escape that Go does not know')

const fieldName = (token: Token): FieldName => ({
  name: token.text.slice(1),
  range: { start: token.start + 1, end: token.end },
})

/** One value without what follows it; undefined where none starts. */
function term(reader: Reader, scope: Scope): Operand | undefined {
  const token = reader.skipSpace()
  const range: Range = { start: token.start, end: token.end }
  const place = { range, at: token.start }
  switch (token.kind) {
    case 'identifier':
      reader.next++
      checkFunction(reader, token)
      return { kind: 'function', name: token.text, ...place }
    case 'dot':
    case 'nil':
      reader.next++
      return { kind: token.kind, ...place }
    case 'variable':
      reader.next++
      checkVariable(reader, token, scope.variables)
      return { kind: 'variable', name: token.text, fields: [], ...place }
    case 'field':
      reader.next++
      return { kind: 'field', fields: [fieldName(token)], ...place }
    case 'bool':
      reader.next++
      return { kind: 'bool', value: token.text === 'true', ...place }
    case 'number':
    case 'complex':
    case 'character': {
      reader.next++
      const value = parseNumber(token.kind, token.text)
      if (typeof value !== 'string') return { kind: 'number', text: token.text, ...value, ...place }
      return reader.refuse(
        token,
        value,
        `\`${token.text}\` is not a ${token.kind === 'character' ? 'character' : 'number'}`,
      )
    }
    case 'string':
      reader.next++
      return { kind: 'string', text: token.text, value: stringValue(reader, token), ...place }
    case 'open': {
      reader.next++
      const pipe = reader.nested(token, () => pipeline(reader, 'parenthesized pipeline', 'close', scope))
      return { ...pipe, range: { start: token.start, end: reader.end() } }
    }
    default:
      return undefined
  }
}

/** A value and the fields after it. */
function operand(reader: Reader, scope: Scope): Operand | undefined {
  const node = term(reader, scope)
  if (node === undefined || reader.peek().kind !== 'field') return node
  const at = reader.peek().start
  const fields: FieldName[] = []
  while (reader.peek().kind === 'field') fields.push(fieldName(reader.take()))
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
      return reader.refuse({ start: at, end: range.end }, said, `\`${written}\` has no fields`)
    }
    default:
      return { kind: 'chain', operand: node, fields, range, at }
  }
}

/** Operands up to `|` or the end of the pipeline. */
function command(reader: Reader, scope: Scope): Command {
  const operands: Operand[] = []
  const first = reader.skipSpace()
  for (;;) {
    const node = operand(reader, scope)
    if (node !== undefined) operands.push(node)
    const token = reader.peek()
    if (token.kind === 'space') {
      reader.next++
      continue
    }
    if (token.kind === 'pipe') reader.next++
    else if (token.kind !== 'right' && token.kind !== 'close') reader.unexpected(token, 'operand')
    break
  }
  const [head, ...rest] = operands
  if (head === undefined) return reader.refuse(first, 'empty command', 'There is nothing between the bars')
  return {
    kind: 'command',
    operands: [head, ...rest],
    range: { start: head.range.start, end: operands.at(-1)!.range.end },
    at: first.start,
  }
}

/** `$x :=`, `$x =`, `$i, $x :=` at the start of a pipeline. */
function declarations(reader: Reader, context: string, scope: Scope): Pick<Pipe, 'variables' | 'assigns'> {
  const variables: VariableNode[] = []
  for (;;) {
    const variable = reader.skipSpace()
    if (variable.kind !== 'variable') return { variables, assigns: false }
    const back = reader.next++
    const mark = reader.skipSpace()
    const comma = mark.kind === 'char' && mark.text === ','
    if (!comma && mark.kind !== 'declare' && mark.kind !== 'assign') {
      reader.next = back
      return { variables, assigns: false }
    }
    reader.next++
    const range = { start: variable.start, end: variable.end }
    variables.push({ kind: 'variable', name: variable.text, fields: [], range, at: variable.start })
    scope.variables.push(variable.text)
    if (!comma) return { variables, assigns: mark.kind === 'assign' }
    if (context !== 'range' || variables.length > 1) {
      const hint = 'Only `range` takes two variables: `{{ range $name, $value := $labels }}`'
      reader.refuse(mark, `too many declarations in ${context}`, '`,` cannot stand here', hint)
    }
    const following = reader.skipSpace()
    if (!['variable', 'right', 'close'].includes(following.kind)) {
      reader.refuse(following, 'range can only initialize variables', 'Expected a second variable after `,`')
    }
  }
}

/** A pipeline up to and with what ends it. `context` is Go's name for the place. */
export function pipeline(reader: Reader, context: string, end: 'right' | 'close', scope: Scope): Pipe {
  const first = reader.skipSpace()
  const declared = declarations(reader, context, scope)
  const commands: Command[] = []
  for (;;) {
    const token = reader.skipSpace()
    if (token.kind === end) break
    if (!startsOperand.has(token.kind)) reader.unexpected(token, context)
    commands.push(command(reader, scope))
  }
  const close = reader.take()
  const [head, ...rest] = commands
  if (head === undefined) {
    return reader.refuse(
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
    reader.refuse(stage.range, said, `\`${nodeText(target)}\` takes no value from \`|\`: expected a function`)
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
