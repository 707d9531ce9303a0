/**
 * Follows a template without running it: what each part is, which labels it reads, and what would fail or
 * mislead if it ran. Where nothing certain is known nothing is said.
 */
import { nearest } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'
import type { AnalyseOptions, Analysis, LabelRead } from './analysis.ts'
import { builtins } from './builtins.ts'
import { checkCall } from './check-call.ts'
import type { Parameter } from './functions.ts'
import { type Bytes, decode } from './go/bytes.ts'
import { typeNames } from './go/value.ts'
import {
  describeType,
  isNotification,
  type Known,
  known,
  loopTypes,
  nil,
  noLoop,
  root,
  rootFields,
  unknown,
} from './known.ts'
import { methodOf } from './methods.ts'
import { prefixVariables } from './names.ts'
import { nodeText } from './node-text.ts'
import type { TemplateProblem } from './problem.ts'
import { prometheusFunctions } from './prometheus.ts'
import { assignedNames, guardsOf } from './scan.ts'
import type { Command, FieldName, Node, Operand, Pipe, Tree } from './tree.ts'

interface Variable {
  readonly name: string
  readonly value: Known
}

/** Where the walk is. */
interface Scope {
  readonly dot: Known
  readonly variables: Variable[]
  /** Labels known to be there: an `if` or `with` around has looked. */
  readonly guarded: ReadonlySet<string>
  /** The value at hand is written to the text. */
  readonly printed: boolean
  /** The value at hand decides a branch. */
  readonly condition: boolean
}

/** More calls of templates within templates are not followed. */
const maxCalls = 100

/** Branches within branches, through all templates called; guards the stack. */
const maxDepth = 1000

export function analyse(tree: Tree, options: AnalyseOptions = {}): Analysis {
  const problems = new Map<string, TemplateProblem>()
  const labels = new Map<number, LabelRead>()
  const queries = new Map<number, Analysis['queries'][number]>()
  const followed = new Set<string>()
  const reassigned = assignedNames([...tree.nodes, ...[...tree.defined.values()].flat()])
  let calls = 0
  let depth = 0

  const report = (problem: Omit<TemplateProblem, 'code'> & { code?: TemplateProblem['code'] }): void => {
    const { start, end } = problem.range
    const key = `${start}:${end}:${problem.message}`
    if (!problems.has(key)) problems.set(key, { code: 'template-type', ...problem })
  }

  // ── Values ─────────────────────────────────────────────────────────────────────────────────────────

  const variable = (name: string, range: Range, scope: Scope): Known => {
    const found = scope.variables.findLast((candidate) => candidate.name === name)
    if (found !== undefined) return reassigned.has(name) ? unknown : found.value
    report({ range, message: `The variable \`${name}\` is not defined here` })
    return unknown
  }

  const readLabel = (name: string, range: Range, from: 'labels' | 'externalLabels', scope: Scope): Known => {
    const conditional = scope.condition || scope.guarded.has(`${from}.${name}`)
    const earlier = labels.get(range.start)
    labels.set(range.start, { name, range, from, conditional: conditional && earlier?.conditional !== false })
    return known('string')
  }

  const field = (base: Known, { name, range }: FieldName, args: Arguments, scope: Scope): Known => {
    const { type, origin } = base
    if (type === undefined || type === 'nil' || type === typeNames.args) return unknown
    const method = methodOf(type, name)
    if (method === 'unknown') return unknown
    if (typeof method === 'number') {
      report({ range, message: `\`${name}\` has ${method} results: a template can only call what has one` })
      return unknown
    }
    if (method !== undefined)
      return call(name, method.parameters, undefined, range, args) ?? known(method.result)
    const plain = type === typeNames.labels || rootHas(base, name) || sampleHas(type, name)
    if (plain && hasArguments(args))
      report({ range, message: `\`${name}\` is no function and takes no value` })
    if (type === typeNames.labels) {
      return origin === 'labels' || origin === 'externalLabels'
        ? readLabel(name, range, origin, scope)
        : known('string')
    }
    if (origin === 'root' && rootFields.has(name)) return noteValue(rootFields.get(name)!, range, scope)
    if (sampleHas(type, name)) return known(name === 'Value' ? 'float64' : typeNames.labels)
    const candidates =
      origin === 'root' ? [...rootFields.keys()] : type.endsWith(typeNames.sample) ? ['Labels', 'Value'] : []
    const near = nearest(name, candidates)
    report({
      range,
      message: isNotification(origin, name)
        ? `\`.${name}\` belongs to Alertmanager's notification templates: a rule has \`$labels\` and \`$value\``
        : `${sentence(describeType(type))} has no field \`${name}\``,
      ...(isNotification(origin, name) && { hint: 'Write `{{ $labels.name }}`' }),
      ...(near !== undefined && { hint: `Did you mean \`.${near}\`?` }),
      ...(type === typeNames.samples && { hint: 'Take one sample with `first`' }),
    })
    return unknown
  }

  /** In a label the value of the alert makes a new alert whenever it changes. */
  const noteValue = (value: Known, range: Range, scope: Scope): Known => {
    if (options.inLabel && scope.printed && value.origin === 'value') {
      report({
        code: 'template-value',
        range,
        message:
          'The value changes with every evaluation, and with it the label: each change is another alert',
        hint: 'Put the value into an annotation',
      })
    }
    return value
  }

  interface Arguments {
    readonly operands: readonly Operand[]
    readonly values: readonly Known[]
    readonly final: Known | undefined
  }

  const nothing: Arguments = { operands: [], values: [], final: undefined }
  const hasArguments = ({ values, final }: Arguments): boolean => values.length > 0 || final !== undefined

  /** Checks a call; `unknown` when it cannot work. */
  const call = (
    name: string,
    parameters: readonly Parameter[],
    rest: Parameter | undefined,
    range: Range,
    { operands, values, final }: Arguments,
  ): Known | undefined => {
    const args = final === undefined ? values : [...values, final]
    const findings = checkCall({ name, parameters, rest, args, piped: final !== undefined }, options.regexps)
    for (const { argument, ...finding } of findings) {
      report({ ...finding, range: (argument === undefined ? undefined : operands[argument]?.range) ?? range })
    }
    return findings.some(({ code }) => code === 'template-type') ? unknown : undefined
  }

  const callFunction = (name: string, range: Range, args: Arguments, scope: Scope): Known => {
    const found = prometheusFunctions.get(name) ?? builtins.get(name)
    if (found === undefined) return unknown
    const failed = call(name, found.parameters, found.rest, range, args)
    if (failed !== undefined) return failed
    const [first, second] = args.values
    if (name === 'query' && first?.literal?.kind === 'string') {
      const { value, text, range: place } = first.literal
      queries.set(place.start, {
        expression: decode(value),
        range: place,
        raw: text === `"${decode(value)}"` || text[0] === '`',
      })
    }
    if (found.result !== undefined) return known(found.result)
    if (name === 'index') return element(first, second, args.values.length, scope)
    if (name === 'slice') return known(first?.type)
    const all = args.final === undefined ? args.values : [...args.values, args.final]
    return all.every(({ type }) => type === all[0]?.type) ? known(all[0]?.type) : unknown
  }

  /** What `index` yields. */
  const element = (base: Known | undefined, place: Known | undefined, count: number, scope: Scope): Known => {
    if (base === undefined || count !== 2) return count === 1 && base !== undefined ? base : unknown
    if (base.type === 'string') return known('uint8')
    if (base.type === typeNames.samples) return known(typeNames.samplePointer)
    if (base.type !== typeNames.labels) return unknown
    const own = base.origin === 'labels' || base.origin === 'externalLabels' ? base.origin : undefined
    if (own === undefined || place?.literal?.kind !== 'string') return known('string')
    return readLabel(decode(place.literal.value), place.literal.range, own, scope)
  }

  const operand = (node: Operand, args: Arguments, scope: Scope): Known => {
    switch (node.kind) {
      case 'dot':
        return noteValue(scope.dot, node.range, scope)
      case 'nil':
        return nil
      case 'bool':
        return { type: 'bool', literal: node }
      case 'string':
        return { type: 'string', literal: node }
      case 'number': {
        const real =
          node.float !== undefined && /[.eEpP]/.test(node.text) && !/^(?:0[xX][^pP]*$|')/.test(node.text)
        return { type: node.complex !== undefined ? 'complex128' : real ? 'float64' : 'int', literal: node }
      }
      case 'pipe':
        return pipe(node, scope)
      case 'function':
        return callFunction(node.name, node.range, args, scope)
      case 'field':
        return fields(scope.dot, node.fields, args, scope)
      case 'variable': {
        const value = variable(node.name, node.range, scope)
        return node.fields.length === 0
          ? noteValue(value, node.range, scope)
          : fields(value, node.fields, args, scope)
      }
      case 'chain':
        return fields(operand(node.operand, nothing, scope), node.fields, args, scope)
    }
  }

  const fields = (base: Known, names: readonly FieldName[], args: Arguments, scope: Scope): Known =>
    names.reduce((value, name, i) => field(value, name, i === names.length - 1 ? args : nothing, scope), base)

  const command = ({ operands: [head, ...rest] }: Command, final: Known | undefined, scope: Scope): Known => {
    const inner: Scope = {
      ...scope,
      condition: scope.condition && (head.kind !== 'function' || transparent.has(head.name)),
    }
    const values = rest.map((node) => operand(node, nothing, inner))
    const args: Arguments = { operands: rest, values, final }
    const callable =
      head.kind === 'function' ||
      head.kind === 'field' ||
      head.kind === 'chain' ||
      (head.kind === 'variable' && head.fields.length > 0)
    if (!callable && hasArguments(args)) {
      report({
        range: head.range,
        message: `\`${nodeText(head)}\` is no function and takes no value`,
        ...(final === undefined
          ? {}
          : { hint: 'Pass values to a function with `|`; join texts by writing them side by side' }),
      })
    }
    if (head.kind === 'nil') report({ range: head.range, message: '`nil` cannot stand alone' })
    return operand(head, args, inner)
  }

  const pipe = (node: Pipe, scope: Scope): Known => {
    let value: Known | undefined
    for (const part of node.commands) value = command(part, value, scope)
    const result = value ?? unknown
    for (const { name, range } of node.variables) {
      if (node.assigns) variable(name, range, scope)
      else scope.variables.push({ name, value: result })
    }
    return result
  }

  // ── Nodes ──────────────────────────────────────────────────────────────────────────────────────────

  const walk = (nodes: readonly Node[], scope: Scope): void => {
    if (depth >= maxDepth) return
    depth++
    for (const node of nodes) step(node, scope)
    depth--
  }

  const inside = (nodes: readonly Node[], scope: Scope, change: Partial<Scope>): void =>
    walk(nodes, { ...scope, ...change, variables: [...scope.variables, ...(change.variables ?? [])] })

  const step = (node: Node, scope: Scope): void => {
    switch (node.kind) {
      case 'action': {
        const value = pipe(node.pipe, { ...scope, printed: node.pipe.variables.length === 0 })
        if (node.pipe.variables.length === 0 && value.type === typeNames.samples) {
          report({
            code: 'template-value',
            range: node.pipe.range,
            message: 'This prints memory addresses, not the result of the query',
            hint: 'Loop over it with `range`, or take one sample with `first`',
          })
        }
        return
      }
      case 'if':
      case 'with': {
        const local: Scope = { ...scope, variables: [...scope.variables], condition: true }
        const value = pipe(node.pipe, local)
        const guarded = new Set([...scope.guarded, ...guardsOf(node.pipe)])
        const here = { ...local, condition: scope.condition }
        inside(
          node.body,
          { ...here, variables: local.variables },
          { guarded, ...(node.kind === 'with' && { dot: value }), variables: [] },
        )
        inside(node.otherwise, here, { variables: [] })
        return
      }
      case 'range':
        loop(node, scope)
        return
      case 'template':
        enter(node, scope)
        return
      default:
        return
    }
  }

  const loop = (node: Node & { kind: 'range' }, scope: Scope): void => {
    const local: Scope = { ...scope, variables: [...scope.variables] }
    const value = pipe({ ...node.pipe, variables: [] }, local)
    const [key, item] = loopTypes(value)
    if (value.type !== undefined && noLoop.has(value.type)) {
      report({ range: node.pipe.range, message: `\`range\` cannot loop over ${describeType(value.type)}` })
    }
    const names = node.pipe.variables.map(({ name }) => name)
    const last = names.at(-1)
    const declared: Variable[] = last === undefined ? [] : [{ name: last, value: item }]
    if (names.length > 1) declared.unshift({ name: names[0]!, value: key })
    if (node.pipe.assigns) for (const { name, range } of node.pipe.variables) variable(name, range, scope)
    inside(node.body, local, { dot: item, variables: node.pipe.assigns ? [] : declared })
    inside(node.otherwise, local, { variables: [] })
  }

  const enter = (node: Node & { kind: 'template' }, scope: Scope): void => {
    const dot = node.pipe === undefined ? nil : pipe(node.pipe, scope)
    const nodes = tree.defined.get(node.name)
    if (nodes === undefined) {
      if (!decode(node.name).startsWith('__alert')) reportTemplate(node.name, node.nameRange)
      return
    }
    const key = `${node.name}\0${dot.type}\0${dot.origin}`
    if (followed.has(key) || calls >= maxCalls) return
    followed.add(key)
    calls++
    walk(nodes, {
      dot,
      variables: [{ name: '$', value: dot }],
      guarded: new Set(),
      printed: false,
      condition: false,
    })
  }

  const reportTemplate = (name: Bytes, range: Range): void => {
    const near = nearest(decode(name), [...tree.defined.keys()].map(decode))
    report({
      range,
      message: `The template \`${decode(name)}\` is not defined`,
      ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
    })
  }

  const prefix = [...rootFields.values()]
  walk(tree.nodes, {
    dot: root,
    variables: [
      { name: '$', value: root },
      ...prefixVariables.map((name, i) => ({ name, value: prefix[i]! })),
    ],
    guarded: new Set(),
    printed: false,
    condition: false,
  })
  const inOrder = <T extends { readonly range: Range }>(items: Iterable<T>): T[] =>
    [...items].sort((a, b) => a.range.start - b.range.start)
  return {
    problems: inOrder(problems.values()),
    labels: inOrder(labels.values()),
    queries: inOrder(queries.values()),
  }
}

const sentence = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

const rootHas = ({ origin }: Known, name: string): boolean => origin === 'root' && rootFields.has(name)

const sampleHas = (type: string, name: string): boolean =>
  (type === typeNames.sample || type === typeNames.samplePointer) && (name === 'Labels' || name === 'Value')

/** Functions that only pass on whether something is there. */
const transparent: ReadonlySet<string> = new Set(['and', 'or', 'not', 'eq', 'ne'])
