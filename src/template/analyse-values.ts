/** Infers the values in a template: their types, the labels they read, and the calls that would fail. */
import { nearest } from '../text/nearest.ts'
import type { Range } from '../text/source.ts'
import type { AnalyseOptions, Analysis, LabelRead } from './analysis.ts'
import { builtins } from './builtins.ts'
import { checkCall } from './check-call.ts'
import type { Parameter } from './functions.ts'
import { decode } from './go/bytes.ts'
import { typeNames } from './go/value.ts'
import { describeType, isNotification, type Known, known, nil, partOf, rootFields, unknown } from './known.ts'
import { methodOf } from './methods.ts'
import { nodeText } from './node-text.ts'
import type { TemplateProblem } from './problem.ts'
import { prometheusFunctions } from './prometheus.ts'
import type { Command, FieldName, Operand, Pipe, Tree } from './tree.ts'

export interface Variable {
  readonly name: string
  readonly value: Known
}

/** Context of the walk at one node. */
export interface Scope {
  readonly dot: Known
  readonly variables: Variable[]
  /** Labels known to be set: an enclosing `if` or `with` tested them. */
  readonly guarded: ReadonlySet<string>
  /** The current value is written to the output. */
  readonly printed: boolean
  /** The current value decides a branch. */
  readonly condition: boolean
}

/** State of the walk: findings so far, and counters. */
export interface Analyser {
  readonly tree: Tree
  readonly options: AnalyseOptions
  readonly problems: Map<string, TemplateProblem>
  readonly labels: Map<number, LabelRead>
  readonly queries: Map<number, Analysis['queries'][number]>
  /** Templates already followed, keyed with their argument. */
  readonly followed: Set<string>
  /** Variables assigned anywhere in the template: nothing is known of their values. */
  readonly reassigned: ReadonlySet<string>
  calls: number
  depth: number
}

export function report(
  a: Analyser,
  problem: Omit<TemplateProblem, 'code'> & { code?: TemplateProblem['code'] },
): void {
  const { start, end } = problem.range
  const key = `${start}:${end}:${problem.message}`
  if (!a.problems.has(key)) a.problems.set(key, { code: 'template-type', ...problem })
}

export function variable(a: Analyser, name: string, range: Range, scope: Scope): Known {
  const found = scope.variables.findLast((candidate) => candidate.name === name)
  if (found !== undefined) return a.reassigned.has(name) ? unknown : found.value
  report(a, { range, message: `The variable \`${name}\` is not defined here` })
  return unknown
}

function readLabel(
  a: Analyser,
  name: string,
  range: Range,
  from: LabelRead['from'],
  scope: Scope,
  expression?: string,
): Known {
  const conditional = from !== 'query' && (scope.condition || scope.guarded.has(`${from}.${name}`))
  const earlier = a.labels.get(range.start)
  a.labels.set(range.start, {
    name,
    range,
    from,
    ...(expression !== undefined && { expression }),
    conditional: conditional && earlier?.conditional !== false,
  })
  return known('string')
}

function field(a: Analyser, base: Known, { name, range }: FieldName, args: Arguments, scope: Scope): Known {
  const { type, origin } = base
  if (type === undefined || type === 'nil' || type === typeNames.args) return unknown
  const method = methodOf(type, name)
  if (method === 'unknown') return unknown
  if (typeof method === 'number') {
    report(a, { range, message: `\`${name}\` has ${method} results: a template can only call what has one` })
    return unknown
  }
  if (method !== undefined)
    return call(a, name, method.parameters, undefined, range, args) ?? known(method.result)
  const ofRoot = origin === 'root' ? rootFields.get(name) : undefined
  const ofSample = type.endsWith(typeNames.sample) ? sampleFields.get(name) : undefined
  if ((type === typeNames.labels || ofRoot !== undefined || ofSample !== undefined) && hasArguments(args))
    report(a, { range, message: `\`${name}\` is not a function and takes no value` })
  if (type === typeNames.labels && base.query !== undefined)
    return readLabel(a, name, range, 'query', scope, base.query)
  if (type === typeNames.labels) {
    return origin === 'labels' || origin === 'externalLabels'
      ? readLabel(a, name, range, origin, scope)
      : known('string')
  }
  if (ofRoot !== undefined) return noteValue(a, ofRoot, range, scope)
  if (ofSample !== undefined) return partOf(base, ofSample)
  const candidates =
    origin === 'root' ? rootFields : type.endsWith(typeNames.sample) ? sampleFields : undefined
  const near = nearest(name, [...(candidates?.keys() ?? [])])
  report(a, {
    range,
    message: isNotification(origin, name)
      ? `\`.${name}\` belongs to Alertmanager's notification templates: a rule has \`$labels\` and \`$value\``
      : origin === 'root'
        ? `The data of a template has no \`.${name}\`, only \`.Labels\`, \`.Value\` and the external ones`
        : `${sentence(describeType(type))} has no field \`${name}\``,
    ...(isNotification(origin, name) && { hint: 'Write `{{ $labels.name }}`' }),
    ...(origin === 'root' &&
      !isNotification(origin, name) && { hint: `Write \`{{ $labels.${name} }}\` for the label` }),
    ...(near !== undefined && { hint: `Did you mean \`.${near}\`?` }),
    ...(type === typeNames.samples && { hint: 'Take one sample with `first`' }),
  })
  return unknown
}

/** Reports the alert's value in a label: whenever it changes, Prometheus sees another alert. */
function noteValue(a: Analyser, value: Known, range: Range, scope: Scope): Known {
  if (a.options.inLabel && scope.printed && value.origin === 'value') {
    report(a, {
      code: 'template-value',
      range,
      message: 'The value changes with every evaluation, and with it the label: each change is another alert',
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

/** Checks a call; returns `unknown` when the call cannot work. */
const call = (
  a: Analyser,
  name: string,
  parameters: readonly Parameter[],
  rest: Parameter | undefined,
  range: Range,
  { operands, values, final }: Arguments,
): Known | undefined => {
  const args = final === undefined ? values : [...values, final]
  const findings = checkCall({ name, parameters, rest, args, piped: final !== undefined }, a.options.regexps)
  for (const { argument, ...finding } of findings) {
    report(a, {
      ...finding,
      range: (argument === undefined ? undefined : operands[argument]?.range) ?? range,
    })
  }
  return findings.some(({ code }) => code === 'template-type') ? unknown : undefined
}

function callFunction(a: Analyser, name: string, range: Range, args: Arguments, scope: Scope): Known {
  const found = prometheusFunctions.get(name) ?? builtins.get(name)
  if (found === undefined) return unknown
  const failed = call(a, name, found.parameters, found.rest, range, args)
  if (failed !== undefined) return failed
  const [first, second] = args.values
  if (name === 'query' && first?.literal?.kind === 'string') {
    const { value, text, range: place } = first.literal
    a.queries.set(place.start, {
      expression: decode(value),
      range: place,
      raw: text === `"${decode(value)}"` || text[0] === '`',
    })
  }
  const all = args.final === undefined ? args.values : [...args.values, args.final]
  if (name === 'query' && all.length === 1 && first?.literal?.kind === 'string')
    return { ...known(found.result), query: decode(first.literal.value) }
  // Of these, the samples come last.
  const of = all.at(-1)?.query
  if (of !== undefined && /^(?:first|sortByLabel)$/.test(name)) return { ...known(found.result), query: of }
  const [wanted] = all
  if (of !== undefined && name === 'label' && wanted?.literal?.kind === 'string')
    return readLabel(a, decode(wanted.literal.value), wanted.literal.range, 'query', scope, of)
  if (found.result !== undefined) return known(found.result)
  if (name === 'index') return element(a, first, second, args.values.length, scope)
  if (name === 'slice') return known(first?.type)
  return all.every(({ type }) => type === all[0]?.type) ? known(all[0]?.type) : unknown
}

/** What `index` returns. */
function element(
  a: Analyser,
  base: Known | undefined,
  place: Known | undefined,
  count: number,
  scope: Scope,
): Known {
  if (base === undefined || count !== 2) return count === 1 && base !== undefined ? base : unknown
  if (base.type === 'string') return known('uint8')
  if (base.type === typeNames.samples) return partOf(base, typeNames.samplePointer)
  if (base.type !== typeNames.labels) return unknown
  const own = base.origin === 'labels' || base.origin === 'externalLabels' ? base.origin : undefined
  if (own === undefined || place?.literal?.kind !== 'string') return known('string')
  return readLabel(a, decode(place.literal.value), place.literal.range, own, scope)
}

function operand(a: Analyser, node: Operand, args: Arguments, scope: Scope): Known {
  switch (node.kind) {
    case 'dot':
      return noteValue(a, scope.dot, node.range, scope)
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
      return pipe(a, node, scope)
    case 'function':
      return callFunction(a, node.name, node.range, args, scope)
    case 'field':
      return fields(a, scope.dot, node.fields, args, scope)
    case 'variable': {
      const value = variable(a, node.name, node.range, scope)
      return node.fields.length === 0
        ? noteValue(a, value, node.range, scope)
        : fields(a, value, node.fields, args, scope)
    }
    case 'chain':
      return fields(a, operand(a, node.operand, nothing, scope), node.fields, args, scope)
  }
}

const fields = (
  a: Analyser,
  base: Known,
  names: readonly FieldName[],
  args: Arguments,
  scope: Scope,
): Known =>
  names.reduce(
    (value, name, i) => field(a, value, name, i === names.length - 1 ? args : nothing, scope),
    base,
  )

function command(
  a: Analyser,
  { operands: [head, ...rest] }: Command,
  final: Known | undefined,
  scope: Scope,
): Known {
  const inner: Scope = {
    ...scope,
    condition: scope.condition && (head.kind !== 'function' || transparent.has(head.name)),
  }
  const values = rest.map((node) => operand(a, node, nothing, inner))
  const args: Arguments = { operands: rest, values, final }
  const callable =
    head.kind === 'function' ||
    head.kind === 'field' ||
    head.kind === 'chain' ||
    (head.kind === 'variable' && head.fields.length > 0)
  if (!callable && hasArguments(args)) {
    report(a, {
      range: head.range,
      message: `\`${nodeText(head)}\` is not a function and takes no value`,
      ...(final === undefined
        ? {}
        : { hint: 'Pass values to a function with `|`; join strings by writing them side by side' }),
    })
  }
  if (head.kind === 'nil') report(a, { range: head.range, message: '`nil` cannot stand alone' })
  return operand(a, head, args, inner)
}

export function pipe(a: Analyser, node: Pipe, scope: Scope): Known {
  let value: Known | undefined
  for (const part of node.commands) value = command(a, part, value, scope)
  const result = value ?? unknown
  for (const { name, range } of node.variables) {
    if (node.assigns) variable(a, name, range, scope)
    else scope.variables.push({ name, value: result })
  }
  return result
}

const sentence = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

/** The types of a sample's fields. */
const sampleFields: ReadonlyMap<string, string> = new Map([
  ['Labels', typeNames.labels],
  ['Value', 'float64'],
])

/** Functions whose arguments are tested for presence, as the condition itself is. */
const transparent: ReadonlySet<string> = new Set(['and', 'or', 'not', 'eq', 'ne'])
