/**
 * The executor: runs a parsed template as Go's text/template runs it for an alert (text/template/exec.go, option
 * `missingkey=zero`), within limits on work and output. Reads nothing but its arguments.
 */
import type { Range } from '../text/source.ts'
import { fieldValue, pipeValue } from './eval.ts'
import { exceed, type Failure, type FailureKind, fail, isFailure } from './failure.ts'
import { type Bytes, decode, encode } from './go/bytes.ts'
import { display, quoted } from './go/print.ts'
import {
  any,
  float,
  indirect,
  int,
  invalid,
  isTrue,
  pointer,
  sortedEntries,
  string,
  typeNames,
  unwrap,
  type Value,
} from './go/value.ts'
import { histogramValue, type TemplateHistogram } from './histogram.ts'
import { createMachine, type Machine } from './machine.ts'
import { prefixVariables } from './names.ts'
import { nodeText } from './node-text.ts'
import type { Regexps } from './regexps.ts'
import type { Node, Tree } from './tree.ts'
import { reaches, since } from './versions.ts'

/** One series of a query's result. */
export interface TemplateSample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number | TemplateHistogram
}

/** The data of an alert that its template may read. */
export interface TemplateData {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number | TemplateHistogram
  readonly externalLabels?: Readonly<Record<string, string>>
  readonly externalURL?: string
  /**
   * Result of the functions `externalURL` and `pathPrefix`; defaults to `externalURL`. Null: there is no server, and
   * they fail as under `promtool test rules`.
   */
  readonly serverURL?: string | null
  /** Answers `query`; a string is the error that Prometheus would report. Without it every result is empty. */
  readonly query?: (expression: string, now: number) => readonly TemplateSample[] | string
  /** Unix seconds of the evaluation. */
  readonly now?: number
}

/** Settings of a run. */
export interface ExecuteOptions {
  /** Needed by templates with `match` or `reReplaceAll`: see `usesRegexps` and `loadRegexps`. */
  readonly regexps?: Regexps | undefined
  /** Go's name for the template: `__alert_` and the alert's name. */
  readonly name?: string
  readonly limits?: Partial<Limits>
  /** Version of Prometheus that runs it (`2.42`); defaults to the newest known. */
  readonly version?: string
  /** Called for every `if` and `with`, with whether its body was taken. */
  readonly onBranch?: ((range: Range, taken: boolean) => void) | undefined
}

/** What a run may cost; beyond it, the run fails. */
export interface Limits {
  /** Most characters of the result, and of any intermediate value. */
  readonly output: number
  /** Most nodes and function calls; every 50 characters made count as one more. */
  readonly steps: number
  /** Deepest nesting of templates, branches and parentheses together. */
  readonly depth: number
}

/** The limits of a run that is given none. */
export const defaultLimits: Limits = { output: 1 << 20, steps: 100_000, depth: 600 }

/** Why a template failed. */
export interface TemplateError {
  /** `execution`: Prometheus fails too. `limit` and `unsupported`: this library stops; Prometheus may not. */
  readonly kind: FailureKind
  readonly message: string
  /** The part that failed. */
  readonly range: Range
  /** Go's full message, `template: NAME:LINE:COLUMN: executing …`. */
  readonly goMessage: string
}

/** The text, or why there is none. */
export type Execution =
  | { readonly text: string; readonly error?: never }
  | { readonly text?: never; readonly error: TemplateError }

/** Prometheus puts this before every template; the columns in Go's errors count it. */
const prefix =
  '{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}'

const prefixFields = ['Labels', 'ExternalLabels', 'ExternalURL', 'Value']

const labelMap = (labels: Readonly<Record<string, string>>): Value => ({
  kind: 'map',
  type: typeNames.labels,
  entries: new Map(Object.entries(labels).map(([name, value]) => [encode(name), string(encode(value))])),
})

/** A number or a histogram as this version passes it: before 2.52 a histogram was the number 0. */
function measured(value: number | TemplateHistogram, version: string | undefined): Value {
  if (!reaches(version, since.histograms)) return float(typeof value === 'number' ? value : 0)
  return any(typeof value === 'number' ? float(value) : histogramValue(value))
}

const sampleValue = ({ labels, value }: TemplateSample, version: string | undefined): Value =>
  pointer({
    kind: 'struct',
    type: typeNames.sample,
    fields: new Map<string, Value>([
      ['Labels', labelMap(labels)],
      ['Value', measured(value, version)],
    ]),
  })

/** The initial value of `.` and `$`. */
function rootValue(
  { labels, externalLabels = {}, externalURL = '', value }: TemplateData,
  version: string | undefined,
): Value {
  const held = measured(value, version)
  return {
    kind: 'struct',
    type: `struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value ${held.kind === 'interface' ? held.type : 'float64'} }`,
    fields: new Map<string, Value>([
      ['Labels', labelMap(labels)],
      ['ExternalLabels', labelMap(externalLabels)],
      ['ExternalURL', string(encode(externalURL))],
      ['Value', held],
    ]),
  }
}

/** How a list of nodes ended: after the last node, or by `break` or `continue`. */
type Outcome = 'done' | 'break' | 'continue'

interface Run {
  readonly machine: Machine
  readonly tree: Tree
  readonly limits: Limits
  readonly version: string | undefined
  readonly onBranch: ExecuteOptions['onBranch']
  output: Bytes
  /** Name of the current template, for errors. */
  running: Bytes
}

function write(run: Run, text: Bytes): void {
  if (run.output.length + text.length > run.limits.output) {
    exceed(`The text grows beyond ${run.limits.output} characters`)
  }
  run.output += text
}

function runNodes(run: Run, dot: Value, nodes: readonly Node[]): Outcome {
  for (const node of nodes) {
    const outcome = runNode(run, dot, node)
    if (outcome !== 'done') return outcome
  }
  return 'done'
}

function runNode(run: Run, dot: Value, node: Node): Outcome {
  const { machine } = run
  machine.at = node
  machine.step()
  switch (node.kind) {
    case 'text':
      write(run, encode(node.text))
      return 'done'
    case 'action': {
      const value = pipeValue(machine, dot, node.pipe)
      if (node.pipe.variables.length === 0) {
        machine.at = node
        write(run, displayed(value))
      }
      return 'done'
    }
    case 'break':
    case 'continue':
      return node.kind
    case 'template':
      runTemplate(run, dot, node)
      return 'done'
    case 'if':
    case 'with':
      return machine.scoped(() => {
        const value = pipeValue(machine, dot, node.pipe)
        const taken = isTrue(unwrap(value))
        run.onBranch?.(node.range, taken)
        if (!taken) return runNodes(run, dot, node.otherwise)
        return runNodes(run, node.kind === 'with' ? value : dot, node.body)
      })
    case 'range':
      return machine.scoped(() => runRange(run, dot, node))
  }
}

/** A value as an action prints it: pointers followed, `<no value>` for nothing. */
function displayed(value: Value): Bytes {
  if (value.kind === 'invalid') return '<no value>'
  return display(value.kind === 'pointer' ? (indirect(value) ?? value) : value)
}

function runRange(run: Run, dot: Value, node: Node & { kind: 'range' }): Outcome {
  const { machine } = run
  const given = pipeValue(machine, dot, node.pipe)
  const value = indirect(given) ?? invalid
  const pairs = rangePairs(run, value, node.pipe.variables.length)
  if (pairs === undefined) {
    // Here Go prints the value behind the pointer without its `String` method.
    const bare =
      value.kind === 'struct' ? { kind: value.kind, type: value.type, fields: value.fields } : value
    return fail(`range can't iterate over ${decode(display(bare))}`)
  }
  if (pairs.length === 0) return runNodes(run, dot, node.otherwise)
  const { variables } = node.pipe
  for (const [key, item] of pairs) {
    const last = variables.at(-1)
    if (last !== undefined) machine.set(last.name, item)
    if (variables.length > 1) machine.set(variables[0]!.name, key)
    const outcome = machine.scoped(() => runNodes(run, item, node.body))
    if (outcome === 'break') break
  }
  return 'done'
}

/** Keys and items in loop order; undefined where Go cannot loop. */
function rangePairs(
  run: Run,
  value: Value,
  variables: number,
): readonly (readonly [Value, Value])[] | undefined {
  if (value.kind === 'invalid') return []
  if (value.kind === 'slice') return value.items.map((item, i) => [int(i), item] as const)
  const whole = value.kind === 'int' || value.kind === 'uint'
  if (whole && reaches(run.version, since.rangeInteger)) return countTo(run, value, variables)
  if (value.kind !== 'map') return undefined
  return sortedEntries(value).map(([key, item]) => [string(key), item] as const)
}

/** Since Go 1.24, `range` over an integer counts from 0 up to it. */
function countTo(
  run: Run,
  value: Value & { readonly value: bigint },
  variables: number,
): readonly (readonly [Value, Value])[] {
  const limit = value.value
  if (variables > 1) return fail(`can't use ${decode(display(value))} to iterate over more than one variable`)
  const { steps } = run.limits
  if (limit > steps) return exceed(`The template does not end within ${steps} steps`)
  return Array.from({ length: Math.max(Number(limit), 0) }, (_, i) => [invalid, int(i)] as const)
}

function runTemplate(run: Run, dot: Value, node: Node & { kind: 'template' }): void {
  const { machine, tree } = run
  const main = node.name === machine.name
  const nodes = main ? tree.nodes : tree.defined.get(node.name)
  if (nodes === undefined) fail(`template ${quoted(decode(node.name))} not defined`)
  const inner = node.pipe === undefined ? invalid : pipeValue(machine, dot, node.pipe)
  const outer = run.running
  run.running = node.name
  machine.isolated(inner, () => {
    if (main) declarePrefix(machine, inner)
    runNodes(run, inner, nodes)
  })
  run.running = outer
}

function declarePrefix(machine: Machine, dot: Value): void {
  prefixVariables.forEach((name, i) => {
    machine.declare(name, unwrap(fieldValue(machine, dot, prefixFields[i]!)))
  })
}

/** Go's message for a failure at a node; line and column count the bytes of the prefix and the template. */
function goMessage(run: Run, failure: Failure): string {
  const { machine, tree } = run
  const before = encode(prefix + tree.text.slice(0, machine.at.at))
  const line = before.split('\n').length
  const column = before.length - (before.lastIndexOf('\n') + 1)
  const place = `${decode(machine.name)}:${line}:${column}`
  return `template: ${place}: executing ${quoted(decode(run.running))} at <${nodeText(machine.at)}>: ${failure.message}`
}

/** Runs a template. Never throws: a failure is returned as the error. */
export function executeTemplate(tree: Tree, data: TemplateData, options: ExecuteOptions = {}): Execution {
  const { name = '__alert', regexps } = options
  const limits = { ...defaultLimits, ...options.limits }
  const now = data.now ?? 0
  const { version, onBranch } = options
  const root = rootValue(data, version)
  const machine = createMachine(encode(name), root, limits, {
    query: (expression) => {
      const samples = data.query?.(expression, now) ?? []
      return typeof samples === 'string'
        ? fail(samples)
        : samples.map((sample) => sampleValue(sample, version))
    },
    regexps,
    externalURL: data.serverURL === null ? undefined : (data.serverURL ?? data.externalURL ?? ''),
    now,
    version,
  })
  const run: Run = { machine, tree, limits, version, onBranch, output: '', running: encode(name) }
  try {
    declarePrefix(machine, root)
    runNodes(run, root, tree.nodes)
    return { text: decode(run.output) }
  } catch (error) {
    if (!isFailure(error)) throw error
    const { failure: kind, message } = error
    return { error: { kind, message, range: machine.at.range, goMessage: goMessage(run, error) } }
  }
}
