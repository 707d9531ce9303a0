/**
 * Signatures of template functions. One table serves the parser (names), the checks (signatures) and the executor (the
 * functions themselves).
 */

import type { Bytes } from './go/bytes.ts'
import type { Value } from './go/value.ts'
import type { Regexp } from './regexps.ts'

/** The Go type of a parameter. `value` accepts anything, like `any`, but sees the value inside an interface. */
export type Parameter = 'string' | 'any' | 'value' | 'samples' | 'sample' | 'int' | 'duration' | 'time'

/** How Go names the parameter's type in an error. */
export const parameterTypes: Readonly<Record<Parameter, string>> = {
  string: 'string',
  any: 'interface {}',
  value: 'reflect.Value',
  samples: 'template.queryResult',
  sample: '*template.sample',
  int: 'int',
  duration: 'time.Duration',
  time: 'time.Time',
}

/** Services of the execution to a running function. */
export interface Environment {
  /** Accounts for characters about to be made. Ends the execution when they are too many. */
  readonly spend: (characters: number) => void
  /** Accounts for work that makes no characters. */
  readonly work: (steps: number) => void
  readonly query: (expression: string) => readonly Value[]
  readonly regexp: (pattern: string) => { readonly regexp: Regexp } | { readonly error: string }
  /** Undefined where there is no server. */
  readonly externalURL: string | undefined
  /** Unix seconds of the evaluation. */
  readonly now: number
  /** Version of Prometheus; undefined means the newest. */
  readonly version: string | undefined
}

export interface TemplateFunction {
  readonly parameters: readonly Parameter[]
  /** Type of any further arguments; without it their number is fixed. */
  readonly rest?: Parameter
  /** Go type of the result; undefined where it depends on the arguments. */
  readonly result?: string
  /** True for Go's own functions, absent for those of Prometheus. */
  readonly builtin?: true
  readonly call: (args: readonly Value[], environment: Environment) => Value
}

/** The text of an argument that the signature guarantees to be a string. */
export function textOf(value: Value | undefined): Bytes {
  if (value?.kind !== 'string') throw new TypeError('a string argument was promised')
  return value.value
}
