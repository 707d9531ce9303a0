/**
 * The parser. Accepts exactly the templates that Prometheus accepts when it loads a rule file: those that Go's
 * text/template parses (text/template/parse/parse.go) after the variables and functions that Prometheus puts before
 * them. It recovers from unknown functions and variables; any other error ends parsing.
 */
import type { Range } from '../text/source.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { quote } from './go/quote.ts'
import type { Token } from './lex.ts'
import { prefixVariables } from './names.ts'
import { pipeline, type Scope, stringValue } from './parse-pipe.ts'
import type { TemplateProblem } from './problem.ts'
import {
  createState,
  end,
  expect,
  isKeyword,
  nested,
  type ParseOptions,
  peek,
  refuse,
  type State,
  skipSpace,
  stop,
  takeSolid,
  tooNew,
  unexpected,
} from './state.ts'
import type { Node, Tree } from './tree.ts'
import { reaches, since } from './versions.ts'

/** What `parseTemplate` returns. */
export interface TemplateResult {
  /** Undefined when there are problems. */
  readonly tree: Tree | undefined
  /** In Go's order: Go stops at the first. */
  readonly problems: readonly TemplateProblem[]
}

/** The action that ended a list of nodes. */
interface Ending {
  readonly kind: 'end' | 'else'
  readonly token: Token
}

const isEnding = (node: Node | Ending): node is Ending => node.kind === 'end' || node.kind === 'else'

/** Parses a template. Never throws: errors are in `problems`. */
export function parseTemplate(text: string, options: ParseOptions = {}): TemplateResult {
  const p = createState(text, options)
  const { defined, problems } = p
  try {
    const nodes = root(p)
    return { tree: problems.length > 0 ? undefined : { text, nodes, defined }, problems }
  } catch (thrown) {
    if (thrown !== stop) throw thrown
    return { tree: undefined, problems }
  }
}

/** Reads nodes up to `{{ end }}` or `{{ else }}`; `opener` is the action they belong to. */
function list(p: State, scope: Scope, opener: Range, word: string): { nodes: Node[]; ending: Ending } {
  const nodes: Node[] = []
  for (;;) {
    if (skipSpace(p).kind === 'end') {
      return refuse(
        p,
        opener,
        'unexpected EOF',
        `\`${word}\` is never closed`,
        'Write `{{ end }}` after its content',
      )
    }
    const node = textOrAction(p, scope)
    if (isEnding(node)) return { nodes, ending: node }
    nodes.push(node)
  }
}

function branch(p: State, kind: 'if' | 'with' | 'range', opener: Range, scope: Scope): Node {
  const visible = scope.variables.length
  const pipe = pipeline(p, kind, 'right', scope)
  const action = { start: opener.start, end: end(p) }
  if (kind === 'range') scope.loops++
  const { nodes: body, ending } = nested(p, action, () => list(p, scope, action, kind))
  if (kind === 'range') scope.loops--
  let otherwise: Node[] = []
  if (ending.kind === 'else') {
    const chained = peek(p)
    if (kind !== 'range' && isKeyword(chained, kind)) {
      p.next++
      otherwise = [nested(p, chained, () => branch(p, kind, ending.token, scope))]
    } else {
      const rest = nested(p, action, () => list(p, scope, action, kind))
      otherwise = rest.nodes
      if (rest.ending.kind === 'else') {
        refuse(p, rest.ending.token, 'expected end; found {{else}}', `\`${kind}\` has a second \`else\``)
      }
    }
  }
  scope.variables.length = visible
  return {
    kind,
    pipe,
    body,
    otherwise,
    range: { start: opener.start, end: end(p) },
    at: pipe.at,
  }
}

function templateName(p: State, context: string): { token: Token; name: Bytes } {
  const token = takeSolid(p)
  return token.kind === 'string' ? { token, name: stringValue(p, token) } : unexpected(p, token, context)
}

function add(p: State, templateNamed: Bytes, nodes: readonly Node[], range: Range): void {
  const empty = (part: readonly Node[]): boolean =>
    part.every((node) => node.kind === 'text' && node.text.trim() === '')
  const earlier = p.defined.get(templateNamed)
  if (earlier === undefined || empty(earlier)) p.defined.set(templateNamed, nodes)
  else if (!empty(nodes)) {
    const literal = decode(quote(templateNamed))
    refuse(
      p,
      range,
      `template: multiple definition of template ${literal}`,
      `The template ${literal} is defined twice`,
    )
  }
}

/** Reads the nodes of a template that is defined here; they see none of the variables around it. */
function body(p: State, opener: Range, word: 'block' | 'define'): readonly Node[] {
  const { nodes, ending } = list(p, { variables: ['$'], loops: 0 }, opener, word)
  if (ending.kind === 'else')
    refuse(p, ending.token, `unexpected {{else}} in ${word} clause`, `\`${word}\` has no \`else\``)
  return nodes
}

function block(p: State, opener: Range, scope: Scope): Node {
  const { token, name: blockName } = templateName(p, 'block clause')
  const pipe = pipeline(p, 'block clause', 'right', scope)
  const action = { start: opener.start, end: end(p) }
  add(
    p,
    blockName,
    nested(p, action, () => body(p, action, 'block')),
    token,
  )
  const nameRange = { start: token.start, end: token.end }
  return { kind: 'template', name: blockName, nameRange, pipe, range: action, at: token.start }
}

function template(p: State, opener: Range, scope: Scope): Node {
  const { token, name: called } = templateName(p, 'template clause')
  const bare = skipSpace(p).kind === 'right'
  if (bare) p.next++
  const pipe = bare ? undefined : pipeline(p, 'template clause', 'right', scope)
  const range = { start: opener.start, end: end(p) }
  return {
    kind: 'template',
    name: called,
    nameRange: { start: token.start, end: token.end },
    pipe,
    range,
    at: token.start,
  }
}

function loopControl(p: State, kind: 'break' | 'continue', opener: Range, scope: Scope): Node {
  const word = `{{${kind}}}`
  const close = expect(p, 'right', word)
  const range = { start: opener.start, end: close.end }
  if (scope.loops === 0) refuse(p, range, `${word} outside {{range}}`, `\`${kind}\` is outside a \`range\``)
  return { kind, range, at: opener.start }
}

function elseAction(p: State, opener: Token): Ending {
  const following = skipSpace(p)
  const elseWith = isKeyword(following, 'with')
  if (elseWith && !reaches(p.version, since.elseWith)) {
    refuse(p, following, 'unexpected <with> in else', tooNew(p, 'else with', since.elseWith))
  }
  const chained = elseWith || isKeyword(following, 'if')
  const close = chained ? following : expect(p, 'right', 'else')
  return { kind: 'else', token: { ...opener, end: close.end } }
}

/** Reads an action after its `{{`. */
function action(p: State, opener: Token, scope: Scope): Node | Ending {
  const token = skipSpace(p)
  if (token.kind === 'keyword' && token.text !== 'define') {
    p.next++
    switch (token.text) {
      case 'if':
      case 'with':
      case 'range':
        return branch(p, token.text, opener, scope)
      case 'block':
        return block(p, opener, scope)
      case 'template':
        return template(p, opener, scope)
      case 'break':
      case 'continue':
        return loopControl(p, token.text, opener, scope)
      case 'else':
        return elseAction(p, opener)
      default:
        return { kind: 'end', token: { ...opener, end: expect(p, 'right', 'end').end } }
    }
  }
  const pipe = pipeline(p, 'command', 'right', scope)
  return {
    kind: 'action',
    pipe,
    range: { start: opener.start, end: end(p) },
    at: token.start,
  }
}

function textOrAction(p: State, scope: Scope): Node | Ending {
  const token = takeSolid(p)
  if (token.kind === 'text') {
    return {
      kind: 'text',
      text: token.text,
      range: { start: token.start, end: token.end },
      at: token.start,
    }
  }
  if (token.kind !== 'left') return unexpected(p, token, 'input')
  p.actionStart = token.start
  const result = action(p, token, scope)
  p.actionStart = undefined
  return result
}

function definition(p: State, opener: Token): void {
  const { token: nameToken, name: definedName } = templateName(p, 'define clause')
  const close = expect(p, 'right', 'define clause')
  const range = { start: opener.start, end: close.end }
  add(p, definedName, body(p, range, 'define'), nameToken)
}

function root(p: State): Node[] {
  const nodes: Node[] = []
  const scope: Scope = {
    variables: ['$', ...prefixVariables.filter((variable) => reaches(p.version, since.variables[variable]))],
    loops: 0,
  }
  while (peek(p).kind !== 'end') {
    const opener = peek(p)
    const back = p.next
    if (opener.kind === 'left') {
      p.next++
      const word = takeSolid(p)
      if (isKeyword(word, 'define')) {
        definition(p, opener)
        continue
      }
      p.next = back
    }
    const node = textOrAction(p, scope)
    if (isEnding(node)) {
      refuse(
        p,
        node.token,
        `unexpected {{${node.kind}}}`,
        `\`${node.kind}\` belongs to no \`if\`, \`range\` or \`with\``,
      )
    } else nodes.push(node)
  }
  return nodes
}
