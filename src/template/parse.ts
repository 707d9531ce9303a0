/**
 * The parser: accepts exactly the templates Prometheus accepts when it loads a rule file, which is what
 * Go's text/template parses (text/template/parse/parse.go) with the variables and functions Prometheus
 * puts before it. Unknown functions and variables are reported and read on; anything else that is wrong
 * ends the reading.
 */
import type { Range } from '../text/source.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { quote } from './go/quote.ts'
import type { Token } from './lex.ts'
import { prefixVariables } from './names.ts'
import { pipeline, type Scope, stringValue } from './parse-pipe.ts'
import type { TemplateProblem } from './problem.ts'
import { createReader, isKeyword, type ParseOptions, stop } from './reader.ts'
import type { Node, Tree } from './tree.ts'
import { reaches, since } from './versions.ts'

export interface TemplateResult {
  /** Undefined when there are problems. */
  readonly tree: Tree | undefined
  /** In the order in which Go meets them: Go stops at the first. */
  readonly problems: readonly TemplateProblem[]
}

/** What a list of nodes ended with. */
interface Ending {
  readonly kind: 'end' | 'else'
  readonly token: Token
}

const isEnding = (node: Node | Ending): node is Ending => node.kind === 'end' || node.kind === 'else'

/** Reads a template. Never throws: what is wrong stands in `problems`. */
export function parseTemplate(text: string, options: ParseOptions = {}): TemplateResult {
  const reader = createReader(text, options)
  const { peek, skipSpace, takeSolid, expect, refuse, unexpected, nested, end, problems, version } = reader
  const defined = new Map<Bytes, readonly Node[]>()

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
    const pipe = pipeline(reader, kind, 'right', scope)
    const action = { start: opener.start, end: end() }
    if (kind === 'range') scope.loops++
    const { nodes: body, ending } = nested(action, () => list(scope, action, kind))
    if (kind === 'range') scope.loops--
    let otherwise: Node[] = []
    if (ending.kind === 'else') {
      const chained = peek()
      if (kind !== 'range' && isKeyword(chained, kind)) {
        reader.next++
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
      range: { start: opener.start, end: end() },
      at: pipe.at,
    }
  }

  const templateName = (context: string): { token: Token; name: Bytes } => {
    const token = takeSolid()
    return token.kind === 'string' ? { token, name: stringValue(reader, token) } : unexpected(token, context)
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
    const pipe = pipeline(reader, 'block clause', 'right', scope)
    const action = { start: opener.start, end: end() }
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
    if (bare) reader.next++
    const pipe = bare ? undefined : pipeline(reader, 'template clause', 'right', scope)
    const range = { start: opener.start, end: end() }
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
    const close = chained ? following : expect('right', 'else')
    return { kind: 'else', token: { ...opener, end: close.end } }
  }

  /** An action whose `{{` has been read. */
  const action = (opener: Token, scope: Scope): Node | Ending => {
    const token = skipSpace()
    if (token.kind === 'keyword' && token.text !== 'define') {
      reader.next++
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
    const pipe = pipeline(reader, 'command', 'right', scope)
    return {
      kind: 'action',
      pipe,
      range: { start: opener.start, end: end() },
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
    reader.actionStart = token.start
    const result = action(token, scope)
    reader.actionStart = undefined
    return result
  }

  const definition = (opener: Token): void => {
    const nameToken = takeSolid()
    if (nameToken.kind !== 'string') unexpected(nameToken, 'define clause')
    const definedName = stringValue(reader, nameToken)
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
      variables: ['$', ...prefixVariables.filter((variable) => reaches(version, since.variables[variable]))],
      loops: 0,
    }
    while (peek().kind !== 'end') {
      const opener = peek()
      const back = reader.next
      if (opener.kind === 'left') {
        reader.next++
        const word = takeSolid()
        if (isKeyword(word, 'define')) {
          definition(opener)
          continue
        }
        reader.next = back
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
