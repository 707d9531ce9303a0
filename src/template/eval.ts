/** Evaluates pipelines: values, fields, functions and methods of a running template. */
import { builtins } from './builtins.ts'
import { fail, isFailure, unsupported } from './failure.ts'
import { type Parameter, parameterTypes, type TemplateFunction } from './functions.ts'
import { encode } from './go/bytes.ts'
import {
  any,
  bool,
  complex,
  duration,
  float,
  indirect,
  int,
  invalid,
  isTrue,
  string,
  typeName,
  typeNames,
  unwrap,
  type Value,
} from './go/value.ts'
import type { Machine } from './machine.ts'
import { methodOf } from './methods.ts'
import { nodeText } from './node-text.ts'
import { prometheusFunctions } from './prometheus.ts'
import type { Command, FieldName, NumberNode, Operand, Pipe } from './tree.ts'

/** The value of a pipeline. Declares or assigns its variables. */
export function pipeValue(machine: Machine, dot: Value, pipe: Pipe): Value {
  machine.at = pipe
  let value: Value | undefined
  for (const command of pipe.commands) value = unwrap(commandValue(machine, dot, command, value))
  const result = value ?? invalid
  for (const { name } of pipe.variables) {
    if (pipe.assigns) machine.set(name, result)
    else machine.declare(name, result)
  }
  return result
}

/** Arguments of a function or method: those written, and the one that came through `|`. */
interface Given {
  readonly operands: readonly Operand[]
  readonly final: Value | undefined
}

const nothingGiven: Given = { operands: [], final: undefined }

const hasArguments = ({ operands, final }: Given): boolean => operands.length > 0 || final !== undefined

function commandValue(machine: Machine, dot: Value, command: Command, final: Value | undefined): Value {
  const [head, ...operands] = command.operands
  const given: Given = { operands, final }
  const takesNothing = head.kind !== 'field' && head.kind !== 'chain' && head.kind !== 'function'
  const plain = takesNothing && (head.kind !== 'variable' || head.fields.length === 0)
  if (head.kind !== 'pipe') machine.at = head
  if (plain && hasArguments(given)) fail(`can't give argument to non-function ${nodeText(head)}`)
  if (head.kind === 'nil') return fail('nil is not a command')
  return head.kind === 'function'
    ? functionValue(machine, dot, head.name, command, given)
    : operandValue(machine, dot, head, given)
}

/** The value of an operand; `given` goes to its last field if that is a method. */
function operandValue(machine: Machine, dot: Value, operand: Operand, given: Given): Value {
  if (operand.kind !== 'pipe') machine.at = operand
  switch (operand.kind) {
    case 'dot':
      return dot
    case 'nil':
      return invalid
    case 'bool':
    case 'number':
    case 'string':
      return literalValue(operand)
    case 'pipe':
      return pipeValue(machine, dot, operand)
    case 'function':
      return functionValue(machine, dot, operand.name, operand, given)
    case 'field':
      return fieldsValue(machine, dot, dot, operand.fields, given)
    case 'variable':
      return fieldsValue(machine, dot, machine.variable(operand.name), operand.fields, given)
    case 'chain': {
      if (operand.operand.kind === 'nil')
        return fail(`indirection through explicit nil in ${nodeText(operand)}`)
      const base = operandValue(machine, dot, operand.operand, nothingGiven)
      return fieldsValue(machine, dot, base, operand.fields, given)
    }
  }
}

/** A number where any type will do: its notation decides the type. */
function numberValue({ text, int: whole, float: real, complex: pair }: NumberNode): Value {
  if (pair !== undefined) return complex(...pair)
  const hex = /^0[xX]/.test(text) && !/[pP]/.test(text)
  if (real !== undefined && !hex && text[0] !== "'" && /[.eEpP]/.test(text)) return float(real)
  return whole === undefined ? fail(`${text} overflows int`) : int(whole)
}

function fieldsValue(
  machine: Machine,
  dot: Value,
  base: Value,
  fields: readonly FieldName[],
  given: Given,
): Value {
  let value = base
  fields.forEach(({ name }, i) => {
    const last = i === fields.length - 1
    value = fieldValue(machine, value, name, last ? given : nothingGiven, dot)
  })
  return value
}

/** A field of a struct, an entry of a map, or the result of a method. */
export function fieldValue(
  machine: Machine,
  receiver: Value,
  name: string,
  given: Given = nothingGiven,
  dot: Value = invalid,
): Value {
  if (receiver.kind === 'invalid') return invalid
  const type = typeName(receiver)
  const target = indirect(receiver)
  if (target === undefined && receiver.kind === 'interface')
    return fail(`nil pointer evaluating ${type}.${name}`)
  const method = methodOf(typeName(target ?? receiver), name)
  if (method === 'unknown') return unsupported(`the method \`${name}\` is not known here`)
  if (typeof method === 'number') return fail(`can't call method/function "${name}" with ${method} results`)
  if (method !== undefined && target !== undefined) {
    const { parameters, call } = method
    const run: Callee = { name, parameters, call: (args) => call(target, args) }
    return callValue(machine, dot, run, machine.at, given)
  }
  if (target?.kind === 'struct') {
    const field = target.fields.get(name)
    if (field !== undefined && hasArguments(given)) {
      return fail(`${name} has arguments but cannot be invoked as function`)
    }
    if (field !== undefined) return field
  }
  if (target?.kind === 'map') {
    if (hasArguments(given)) return fail(`${name} is not a method but has arguments`)
    return target.entries.get(encode(name)) ?? (target.type === typeNames.labels ? string('') : any(invalid))
  }
  const nilSample = target === undefined && type === typeNames.samplePointer
  if (nilSample && (name === 'Labels' || name === 'Value'))
    return fail(`nil pointer evaluating ${type}.${name}`)
  return fail(`can't evaluate field ${name} in type ${type}`)
}

type Callee = Pick<TemplateFunction, 'parameters' | 'rest' | 'call'> & { readonly name: string }

function functionValue(
  machine: Machine,
  dot: Value,
  name: string,
  node: Command | Operand,
  given: Given,
): Value {
  const found = prometheusFunctions.get(name) ?? builtins.get(name)
  if (found === undefined) return fail(`"${name}" is not a defined function`)
  return callValue(machine, dot, { ...found, name }, node, given)
}

/** Go's complaint about the number of arguments, if any. */
export function countProblem(
  callee: Pick<Callee, 'name' | 'parameters' | 'rest'>,
  written: number,
  piped: boolean,
): string | undefined {
  const { name, parameters, rest } = callee
  const count = written + (piped ? 1 : 0)
  if (rest !== undefined) {
    if (count >= parameters.length) return undefined
    return `wrong number of args for ${name}: want at least ${parameters.length} got ${written}`
  }
  if (count === parameters.length) return undefined
  return `wrong number of args for ${name}: want ${parameters.length} got ${count}`
}

function callValue(machine: Machine, dot: Value, callee: Callee, node: Machine['at'], given: Given): Value {
  const { name, parameters, rest } = callee
  const { operands, final } = given
  machine.step()
  const wrongCount = countProblem(callee, operands.length, final !== undefined)
  if (wrongCount !== undefined) return fail(wrongCount)
  const parameter = (i: number): Parameter => parameters[i] ?? rest!
  if (name === 'and' || name === 'or') return shortCircuit(machine, dot, name === 'or', given)
  const args = operands.map((operand, i) => argument(machine, dot, parameter(i), operand))
  if (final !== undefined) args.push(convert(final, parameter(operands.length)))
  try {
    const result = callee.call(args, machine.environment)
    if (result.kind === 'string') machine.environment.spend(result.value.length)
    return result
  } catch (error) {
    if (!isFailure(error) || error.failure !== 'execution') throw error
    machine.at = node
    return fail(`error calling ${name}: ${error.message}`)
  }
}

/** `and` and `or` stop at the operand that decides. */
function shortCircuit(machine: Machine, dot: Value, until: boolean, { operands, final }: Given): Value {
  let value: Value = invalid
  for (const operand of operands) {
    value = argument(machine, dot, 'value', operand)
    if (isTrue(unwrap(value)) === until) return value
  }
  return final ?? value
}

const nilOf = (parameter: Parameter): Value | undefined => {
  if (parameter === 'any' || parameter === 'value') return invalid
  if (parameter === 'samples') return { kind: 'slice', type: typeNames.samples, items: [] }
  return parameter === 'sample'
    ? { kind: 'pointer', type: typeNames.samplePointer, to: undefined }
    : undefined
}

/** Converts a value to the type of a parameter (Go: `validateType`). */
function convert(value: Value, parameter: Parameter): Value {
  const wanted = parameterTypes[parameter]
  if (value.kind === 'invalid') return nilOf(parameter) ?? fail(`invalid value; expected ${wanted}`)
  if (parameter === 'value' || parameter === 'any') return value
  const inner = unwrap(value)
  if (typeName(inner) === wanted) return inner
  if (inner.kind === 'pointer' && inner.type === `*${wanted}`) {
    return inner.to ?? fail(`dereference of nil pointer of type ${wanted}`)
  }
  return fail(
    `wrong type for value; expected ${wanted}; got ${typeName(inner.kind === 'invalid' ? value : inner)}`,
  )
}

/** Evaluates an operand as an argument (Go: `evalArg`). */
function argument(machine: Machine, dot: Value, parameter: Parameter, operand: Operand): Value {
  machine.at = operand
  switch (operand.kind) {
    case 'nil':
      return nilOf(parameter) ?? fail(`cannot assign nil to ${parameterTypes[parameter]}`)
    case 'bool':
    case 'number':
    case 'string':
      return literal(parameter, operand)
    default:
      return convert(operandValue(machine, dot, operand, nothingGiven), parameter)
  }
}

type Literal = Operand & { kind: 'bool' | 'number' | 'string' }

/** A literal where any type will do. */
function literalValue(node: Literal): Value {
  if (node.kind === 'number') return numberValue(node)
  return node.kind === 'bool' ? bool(node.value) : string(node.value)
}

function literal(parameter: Parameter, node: Literal): Value {
  const found = nodeText(node)
  switch (parameter) {
    case 'any':
    case 'value':
      return literalValue(node)
    case 'string':
      return node.kind === 'string' ? string(node.value) : fail(`expected string; found ${found}`)
    case 'int':
    case 'duration': {
      const whole = node.kind === 'number' ? node.int : undefined
      if (whole === undefined) return fail(`expected integer; found ${found}`)
      return parameter === 'int' ? int(whole) : duration(whole)
    }
    default:
      return fail(`can't handle ${found} for arg of type ${parameterTypes[parameter]}`)
  }
}
