/**
 * What a function of a template takes and returns. One table serves the parser (names), the checks
 * (signatures) and the executor (the functions themselves).
 */

import type { Bytes } from './go/bytes.ts'
import type { Value } from './go/value.ts'
import type { Regexp } from './regexps.ts'

/** The Go type of a parameter. `value` takes anything, as `any` does, but sees what an interface holds. */
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

/** What a running function may ask of the execution. */
export interface Environment {
  /** Accounts for work and memory: characters about to be made. Ends the execution when there are too many. */
  readonly spend: (characters: number) => void
  /** Accounts for work that makes nothing. */
  readonly work: (steps: number) => void
  readonly query: (expression: string) => readonly Value[]
  readonly regexp: (pattern: string) => { readonly regexp: Regexp } | { readonly error: string }
  /** Undefined where there is no server. */
  readonly externalURL: string | undefined
  /** Unix seconds of the evaluation. */
  readonly now: number
}

export interface TemplateFunction {
  readonly parameters: readonly Parameter[]
  /** Type of any further arguments; without it their number is fixed. */
  readonly rest?: Parameter
  /** Go type of the result; undefined where it depends on the arguments. */
  readonly result?: string
  /** Go's own (`true`) or Prometheus'. */
  readonly builtin?: true
  readonly call: (args: readonly Value[], environment: Environment) => Value
}

/** The text of an argument the signature promises to be a string. */
export function textOf(value: Value | undefined): Bytes {
  if (value?.kind !== 'string') throw new TypeError('a string argument was promised')
  return value.value
}
