/**
 * The parser: accepts exactly the templates Prometheus accepts when it loads a rule file, which is what
 * Go's text/template parses (text/template/parse/parse.go) with the variables and functions Prometheus
 * puts before it. Unknown functions and variables are reported and read on; anything else that is wrong
 * ends the reading.
 */
import { nearest } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'
import { builtins } from './builtins.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { quote, unquote } from './go/quote.ts'
import { lex, type Token, type TokenKind } from './lex.ts'
import { nodeText } from './node-text.ts'
import { parseNumber } from './parse-number.ts'
import { describeToken, type TemplateProblem, wordUnexpected } from './problem.ts'
import { prometheusFunctions } from './prometheus.ts'
import type { Command, FieldName, Node, Operand, Pipe, Tree, VariableNode } from './tree.ts'
import { reaches, since } from './versions.ts'

export interface ParseOptions {
  /** Version of Prometheus the template is for (`2.42`); the newest known without it. */
  readonly version?: string
  /** Go's name of the template, `__alert_` and the alert's name; part of some error texts. */
  readonly name?: string
}

export interface TemplateResult {
  /** Undefined when there are problems. */
  readonly tree: Tree | undefined
  /** In the order in which Go meets them: Go stops at the first. */
  readonly problems: readonly TemplateProblem[]
}

/** The variables Prometheus declares before every template. */
export const prefixVariables: readonly string[] = ['$labels', '$externalLabels', '$externalURL', '$value']

/** Nesting this deep is refused; Go's own limits are far beyond what anyone writes. */
const maxDepth = 400

/** Thrown to stop reading; the problem is already noted. */
const stop = Symbol('stop')

/** What a list of nodes ended with. */
interface Ending {
  readonly kind: 'end' | 'else'
  readonly token: Token
}

/** Names in scope while one template is read. */
interface Scope {
  readonly variables: string[]
  loops: number
}

export function parseTemplate(text: string, options: ParseOptions = {}): TemplateResult {
  const { version, name = '__alert' } = options
  const tokens = lex(text, reaches(version, since.loopControl))
  const problems: TemplateProblem[] = []
  const defined = new Map<Bytes, readonly Node[]>()
  let next = 0
  let depth = 0
  let actionStart: number | undefined

  const known = (table: Readonly<Record<string, string>>, word: string): boolean =>
    reaches(version, table[word])
  const functionNames = [...builtins.keys(), ...prometheusFunctions.keys()]

  // ── Tokens ─────────────────────────────────────────────────────────────────────────────────────────

  const last = tokens.at(-1)!
  const peek = (): Token => tokens[next] ?? last
  const take = (): Token => tokens[next++] ?? last
  const skipSpace = (): Token => {
    while (peek().kind === 'space') next++
    return peek()
  }
  const takeSolid = (): Token => {
    skipSpace()
    return take()
  }
  const isKeyword = (token: Token, word: string): boolean => token.kind === 'keyword' && token.text === word

  // ── Problems ───────────────────────────────────────────────────────────────────────────────────────

  const note = (range: Range, goMessage: string | undefined, message: string, hint?: string): void => {
    problems.push({
      code: 'template-syntax',
      range: { start: range.start, end: range.end },
      message,
      ...(hint !== undefined && { hint }),
      ...(goMessage !== undefined && { goMessage }),
    })
  }
  const refuse = (range: Range, goMessage: string | undefined, message: string, hint?: string): never => {
    note(range, goMessage, message, hint)
    throw stop
  }
  const unexpected = (token: Token, context: string): never => {
    const { message, hint } = wordUnexpected(token, context)
    if (token.kind !== 'error')
      return refuse(token, `unexpected ${describeToken(token)} in ${context}`, message, hint)
    return refuse(token, token.text + actionNote(token), message, hint)
  }
  /** Go adds where the action started when the error stands on a later line. */
  const actionNote = (token: Token): string => {
    if (actionStart === undefined) return ''
    const line = (offset: number): number => text.slice(0, offset).split('\n').length
    const end = token.text === 'unclosed action' ? token.end : token.start
    if (line(actionStart) === line(end)) return ''
    const started = ` started at ${name}:${line(actionStart)}`
    return token.text.endsWith(' action') ? started : ` in action${started}`
  }
  const expect = (kind: TokenKind, context: string): Token => {
    const token = takeSolid()
    return token.kind === kind ? token : unexpected(token, context)
  }
  /** Guards the stack of the reader. */
  const nested = <T>(range: Range, read: () => T): T => {
    if (depth >= maxDepth) refuse(range, undefined, `Nested deeper than ${maxDepth} levels`)
    depth++
    const result = read()
    depth--
    return result
  }

  // ── Operands ───────────────────────────────────────────────────────────────────────────────────────

  const stringValue = (token: Token): Bytes =>
    unquote(token.text) ?? refuse(token, 'invalid syntax', 'The string has an escape that Go does not know')

  const checkFunction = (token: Token): void => {
    const word = token.text
    const exists = builtins.has(word) || prometheusFunctions.has(word)
    if (exists && known(since.functions, word)) return
    const goMessage = `function "${word}" not defined`
    if (exists) {
      note(
        token,
        goMessage,
        `\`${word}\` needs Prometheus ${since.functions[word]}, the rules are for ${version}`,
      )
      return
    }
    const variable = prefixVariables.find((candidate) => candidate.slice(1) === word)
    const near = variable ?? nearest(word, functionNames)
    note(
      token,
      goMessage,
      `\`${word}\` is not a function of Prometheus templates`,
      near === undefined ? undefined : `Did you mean \`${near}\`?`,
    )
  }

  const checkVariable = (token: Token, scope: Scope): void => {
    if (scope.variables.includes(token.text)) return
    const goMessage = `undefined variable "${token.text}"`
    const hidden = prefixVariables.includes(token.text)
    if (hidden && !known(since.variables, token.text)) {
      const wanted = since.variables[token.text]
      note(token, goMessage, `\`${token.text}\` needs Prometheus ${wanted}, the rules are for ${version}`)
      return
    }
    const near = nearest(token.text, scope.variables)
    note(
      token,
      goMessage,
      hidden
        ? `\`${token.text}\` is not visible inside \`define\` and \`block\``
        : `The variable \`${token.text}\` is not defined`,
      hidden
        ? 'Pass the data with `{{ template "name" . }}` and read `.Labels`'
        : near === undefined || near === '$'
          ? undefined
          : `Did you mean \`${near}\`?`,
    )
  }

  const fieldName = (token: Token): FieldName => ({
    name: token.text.slice(1),
    range: { start: token.start + 1, end: token.end },
  })

  /** One value without what follows it; undefined where none starts. */
  const term = (scope: Scope): Operand | undefined => {
    const token = skipSpace()
    const range: Range = { start: token.start, end: token.end }
    const place = { range, at: token.start }
    switch (token.kind) {
      case 'identifier':
        next++
        checkFunction(token)
        return { kind: 'function', name: token.text, ...place }
      case 'dot':
      case 'nil':
        next++
        return { kind: token.kind, ...place }
      case 'variable':
        next++
        checkVariable(token, scope)
        return { kind: 'variable', name: token.text, fields: [], ...place }
      case 'field':
        next++
        return { kind: 'field', fields: [fieldName(token)], ...place }
      case 'bool':
        next++
        return { kind: 'bool', value: token.text === 'true', ...place }
      case 'number':
      case 'complex':
      case 'character': {
        next++
        const value = parseNumber(token.kind, token.text)
        if (typeof value !== 'string') return { kind: 'number', text: token.text, ...value, ...place }
        return refuse(
          token,
          value,
          `\`${token.text}\` is not a ${token.kind === 'character' ? 'character' : 'number'}`,
        )
      }
      case 'string':
        next++
        return { kind: 'string', text: token.text, value: stringValue(token), ...place }
      case 'open': {
        next++
        const pipe = nested(token, () => pipeline('parenthesized pipeline', 'close', scope))
        return { ...pipe, range: { start: token.start, end: tokens[next - 1]!.end } }
      }
      default:
        return undefined
    }
  }

  /** A value and the fields after it. */
  const operand = (scope: Scope): Operand | undefined => {
    const node = term(scope)
    if (node === undefined || peek().kind !== 'field') return node
    const at = peek().start
    const fields: FieldName[] = []
    while (peek().kind === 'field') fields.push(fieldName(take()))
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
        return refuse({ start: at, end: range.end }, said, `\`${written}\` has no fields`)
      }
      default:
        return { kind: 'chain', operand: node, fields, range, at }
    }
  }

  const command = (scope: Scope): Command => {
    const operands: Operand[] = []
    const first = skipSpace()
    for (;;) {
      const node = operand(scope)
      if (node !== undefined) operands.push(node)
      const token = peek()
      if (token.kind === 'space') {
        next++
        continue
      }
      if (token.kind === 'pipe') next++
      else if (token.kind !== 'right' && token.kind !== 'close') unexpected(token, 'operand')
      break
    }
    const [head, ...rest] = operands
    if (head === undefined) return refuse(first, 'empty command', 'There is nothing between the bars')
    return {
      kind: 'command',
      operands: [head, ...rest],
      range: { start: head.range.start, end: operands.at(-1)!.range.end },
      at: first.start,
    }
  }

  /** `$x :=`, `$x =`, `$i, $x :=` at the start of a pipeline. */
  const declarations = (context: string, scope: Scope): Pick<Pipe, 'variables' | 'assigns'> => {
    const variables: VariableNode[] = []
    for (;;) {
      const variable = skipSpace()
      if (variable.kind !== 'variable') return { variables, assigns: false }
      const back = next++
      const mark = skipSpace()
      const comma = mark.kind === 'char' && mark.text === ','
      if (!comma && mark.kind !== 'declare' && mark.kind !== 'assign') {
        next = back
        return { variables, assigns: false }
      }
      next++
      const range = { start: variable.start, end: variable.end }
      variables.push({ kind: 'variable', name: variable.text, fields: [], range, at: variable.start })
      scope.variables.push(variable.text)
      if (!comma) return { variables, assigns: mark.kind === 'assign' }
      if (context !== 'range' || variables.length > 1) {
        const hint = 'Only `range` takes two variables: `{{ range $name, $value := $labels }}`'
        refuse(mark, `too many declarations in ${context}`, '`,` cannot stand here', hint)
      }
      const following = skipSpace()
      if (!['variable', 'right', 'close'].includes(following.kind)) {
        refuse(following, 'range can only initialize variables', 'Expected a second variable after `,`')
      }
    }
  }

  function pipeline(context: string, end: 'right' | 'close', scope: Scope): Pipe {
    const first = skipSpace()
    const declared = declarations(context, scope)
    const commands: Command[] = []
    for (;;) {
      const token = skipSpace()
      if (token.kind === end) break
      if (!startsOperand.has(token.kind)) unexpected(token, context)
      commands.push(command(scope))
    }
    const close = take()
    const [head, ...rest] = commands
    if (head === undefined) {
      return refuse(
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
      refuse(stage.range, said, `\`${nodeText(target)}\` takes no value from \`|\`: expected a function`)
    })
    const range = { start: first.start, end: rest.at(-1)?.range.end ?? head.range.end }
    return { kind: 'pipe', ...declared, commands: [head, ...rest], range, at: first.start }
  }

  // ── Actions ────────────────────────────────────────────────────────────────────────────────────────

  /** Nodes up to `{{ end }}` or `{{ else }}`; `opener` is the action they belong to. */
  const list = (scope: Scope, opener: Range, word: string): { nodes: Node[]; ending: Ending } => {
    const nodes: Node[] = []
    for (;;) {
      if (skipSpace().kind === 'end') {
        return refuse(
          opener,
          'unexpected EOF',
          `\`${word}\` is never closed`,
          'Write `{{ end }}` after its content',
        )
      }
      const node = textOrAction(scope)
      if (isEnding(node)) return { nodes, ending: node }
      nodes.push(node)
    }
  }

  const branch = (kind: 'if' | 'with' | 'range', opener: Range, scope: Scope): Node => {
    const visible = scope.variables.length
    const pipe = pipeline(kind, 'right', scope)
    const action = { start: opener.start, end: tokens[next - 1]!.end }
    if (kind === 'range') scope.loops++
    const { nodes: body, ending } = nested(action, () => list(scope, action, kind))
    if (kind === 'range') scope.loops--
    let otherwise: Node[] = []
    if (ending.kind === 'else') {
      const chained = peek()
      if (kind !== 'range' && isKeyword(chained, kind)) {
        next++
        otherwise = [nested(chained, () => branch(kind, ending.token, scope))]
      } else {
        const rest = nested(action, () => list(scope, action, kind))
        otherwise = rest.nodes
        if (rest.ending.kind === 'else') {
          refuse(rest.ending.token, 'expected end; found {{else}}', `\`${kind}\` has a second \`else\``)
        }
      }
    }
    scope.variables.length = visible
    return {
      kind,
      pipe,
      body,
      otherwise,
      range: { start: opener.start, end: tokens[next - 1]!.end },
      at: pipe.at,
    }
  }

  const templateName = (context: string): { token: Token; name: Bytes } => {
    const token = takeSolid()
    return token.kind === 'string' ? { token, name: stringValue(token) } : unexpected(token, context)
  }

  const add = (templateNamed: Bytes, nodes: readonly Node[], range: Range): void => {
    const empty = (part: readonly Node[]): boolean =>
      part.every((node) => node.kind === 'text' && node.text.trim() === '')
    const earlier = defined.get(templateNamed)
    if (earlier === undefined || empty(earlier)) defined.set(templateNamed, nodes)
    else if (!empty(nodes)) {
      const literal = decode(quote(templateNamed))
      refuse(
        range,
        `template: multiple definition of template ${literal}`,
        `The template ${literal} is defined twice`,
      )
    }
  }

  const block = (opener: Range, scope: Scope): Node => {
    const { token, name: blockName } = templateName('block clause')
    const pipe = pipeline('block clause', 'right', scope)
    const action = { start: opener.start, end: tokens[next - 1]!.end }
    const inner: Scope = { variables: ['$'], loops: 0 }
    const { nodes, ending } = nested(action, () => list(inner, action, 'block'))
    if (ending.kind === 'else')
      refuse(ending.token, 'unexpected {{else}} in block clause', '`block` has no `else`')
    add(blockName, nodes, token)
    const nameRange = { start: token.start, end: token.end }
    return { kind: 'template', name: blockName, nameRange, pipe, range: action, at: token.start }
  }

  const template = (opener: Range, scope: Scope): Node => {
    const { token, name: called } = templateName('template clause')
    const bare = skipSpace().kind === 'right'
    if (bare) next++
    const pipe = bare ? undefined : pipeline('template clause', 'right', scope)
    const range = { start: opener.start, end: tokens[next - 1]!.end }
    return {
      kind: 'template',
      name: called,
      nameRange: { start: token.start, end: token.end },
      pipe,
      range,
      at: token.start,
    }
  }

  const loopControl = (kind: 'break' | 'continue', opener: Range, scope: Scope): Node => {
    const word = `{{${kind}}}`
    const close = expect('right', word)
    const range = { start: opener.start, end: close.end }
    if (scope.loops === 0)
      refuse(range, `${word} outside {{range}}`, `\`${kind}\` stands outside a \`range\``)
    return { kind, range, at: opener.start }
  }

  const elseAction = (opener: Token): Ending => {
    const following = skipSpace()
    const elseWith = isKeyword(following, 'with')
    if (elseWith && !reaches(version, since.elseWith)) {
      const message = `\`else with\` needs Prometheus ${since.elseWith}, the rules are for ${version}`
      refuse(following, 'unexpected <with> in else', message)
    }
    const chained = elseWith || isKeyword(following, 'if')
    const end = chained ? following.end : expect('right', 'else').end
    return { kind: 'else', token: { ...opener, end } }
  }

  /** An action whose `{{` has been read. */
  const action = (opener: Token, scope: Scope): Node | Ending => {
    const token = skipSpace()
    if (token.kind === 'keyword' && token.text !== 'define') {
      next++
      switch (token.text) {
        case 'if':
        case 'with':
        case 'range':
          return branch(token.text, opener, scope)
        case 'block':
          return block(opener, scope)
        case 'template':
          return template(opener, scope)
        case 'break':
        case 'continue':
          return loopControl(token.text, opener, scope)
        case 'else':
          return elseAction(opener)
        default:
          return { kind: 'end', token: { ...opener, end: expect('right', 'end').end } }
      }
    }
    const pipe = pipeline('command', 'right', scope)
    return {
      kind: 'action',
      pipe,
      range: { start: opener.start, end: tokens[next - 1]!.end },
      at: token.start,
    }
  }

  function textOrAction(scope: Scope): Node | Ending {
    const token = takeSolid()
    if (token.kind === 'text') {
      return {
        kind: 'text',
        text: token.text,
        range: { start: token.start, end: token.end },
        at: token.start,
      }
    }
    if (token.kind !== 'left') return unexpected(token, 'input')
    actionStart = token.start
    const result = action(token, scope)
    actionStart = undefined
    return result
  }

  const definition = (opener: Token): void => {
    const nameToken = takeSolid()
    if (nameToken.kind !== 'string') unexpected(nameToken, 'define clause')
    const definedName = stringValue(nameToken)
    const close = expect('right', 'define clause')
    const range = { start: opener.start, end: close.end }
    const { nodes, ending } = list({ variables: ['$'], loops: 0 }, range, 'define')
    if (ending.kind === 'else')
      refuse(ending.token, 'unexpected {{else}} in define clause', '`define` has no `else`')
    add(definedName, nodes, nameToken)
  }

  const root = (): Node[] => {
    const nodes: Node[] = []
    const scope: Scope = {
      variables: ['$', ...prefixVariables.filter((variable) => known(since.variables, variable))],
      loops: 0,
    }
    while (peek().kind !== 'end') {
      const opener = peek()
      const back = next
      if (opener.kind === 'left') {
        next++
        const word = takeSolid()
        if (isKeyword(word, 'define')) {
          definition(opener)
          continue
        }
        next = back
      }
      const node = textOrAction(scope)
      if (isEnding(node)) {
        refuse(
          node.token,
          `unexpected {{${node.kind}}}`,
          `\`${node.kind}\` belongs to no \`if\`, \`range\` or \`with\``,
        )
      } else nodes.push(node)
    }
    return nodes
  }

  try {
    const nodes = root()
    return { tree: problems.length > 0 ? undefined : { text, nodes, defined }, problems }
  } catch (thrown) {
    if (thrown !== stop) throw thrown
    return { tree: undefined, problems }
  }
}

const isEnding = (node: Node | Ending): node is Ending => node.kind === 'end' || node.kind === 'else'

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
