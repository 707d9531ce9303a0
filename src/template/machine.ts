/** The state of one run: variables, limits, and answers from outside. */
import { exceed, fail, unsupported } from './failure.ts'
import type { Environment } from './functions.ts'
import type { Bytes } from './go/bytes.ts'
import type { Value } from './go/value.ts'
import type { Regexps } from './regexps.ts'
import type { Command, Node, Operand } from './tree.ts'

export interface Machine {
  readonly name: Bytes
  readonly environment: Environment
  /** The current node, for errors. */
  at: Operand | Command | Node
  /** Accounts for one node or call. */
  readonly step: () => void
  readonly declare: (name: string, value: Value) => void
  readonly set: (name: string, value: Value) => void
  readonly variable: (name: string) => Value
  /** Runs in a scope of its own: variables declared inside end with it. */
  readonly scoped: <T>(run: () => T) => T
  /** Runs with `$` as the only variable. */
  readonly isolated: <T>(dollar: Value, run: () => T) => T
}

/** Data and answers from outside the template. */
export interface Outside {
  readonly query: Environment['query']
  readonly regexps: Regexps | undefined
  readonly externalURL: string | undefined
  readonly now: number
  readonly version: string | undefined
}

/** Making this many characters costs about as much as one step. */
const charactersPerStep = 50

interface Variable {
  readonly name: string
  value: Value
}

export function createMachine(
  name: Bytes,
  root: Value,
  limits: { readonly output: number; readonly steps: number; readonly depth: number },
  outside: Outside,
): Machine {
  let variables: Variable[] = [{ name: '$', value: root }]
  let steps = 0
  let depth = 0
  const work = (amount: number): void => {
    steps += amount
    if (steps > limits.steps) exceed(`The template does not end within ${limits.steps} steps`)
  }
  const spend = (characters: number): void => {
    if (characters > limits.output) exceed(`A value grows beyond ${limits.output} characters`)
    work(characters / charactersPerStep)
  }
  const find = (wanted: string): Variable =>
    variables.findLast((variable) => variable.name === wanted) ?? fail(`undefined variable: ${wanted}`)
  const deeper = <T>(run: () => T): T => {
    if (depth >= limits.depth)
      exceed(`Templates and branches are nested more than ${limits.depth} levels deep`)
    depth++
    const result = run()
    depth--
    return result
  }
  const compiled = new Map<string, ReturnType<Regexps>>()
  const regexp: Environment['regexp'] = (pattern) => {
    const earlier = compiled.get(pattern)
    if (earlier !== undefined) return earlier
    if (outside.regexps === undefined) {
      return unsupported('regular expressions are not loaded: hand `loadRegexps()` to the executor')
    }
    const result = outside.regexps(pattern)
    work('regexp' in result ? result.regexp.size : 1)
    compiled.set(pattern, result)
    return result
  }
  return {
    name,
    at: { kind: 'dot', range: { start: 0, end: 0 }, at: 0 },
    environment: {
      spend,
      query: outside.query,
      work,
      regexp,
      externalURL: outside.externalURL,
      now: outside.now,
      version: outside.version,
    },
    step: () => work(1),
    declare: (wanted, value) => {
      variables.push({ name: wanted, value })
    },
    set: (wanted, value) => {
      find(wanted).value = value
    },
    variable: (wanted) => find(wanted).value,
    scoped: (run) => {
      const mark = variables.length
      const result = deeper(run)
      variables.length = mark
      return result
    },
    isolated: (dollar, run) => {
      const outer = variables
      variables = [{ name: '$', value: dollar }]
      const result = deeper(run)
      variables = outer
      return result
    },
  }
}
