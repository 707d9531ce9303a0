/** Labels of functions' results. Mirrors `promql/functions.go` and `promql/info.go`. */
import type { Call, Expr, StringLiteral } from '../../promql/ast.ts'
import { functions } from '../../promql/functions.ts'
import {
  matchesAllFilled,
  type Pattern,
  readPattern,
  readTemplate,
  type Template,
} from '../../promql/regex-facts.ts'
import {
  anything,
  dropName,
  fact,
  factOf,
  type LabelFact,
  type LabelModel,
  type LabelStatus,
  metricNameLabel,
  nothing,
  withFacts,
} from './facts.ts'

/** The string literal of an argument, inside any parentheses. */
export function stringOf(expr: Expr | undefined): StringLiteral | undefined {
  const inner = bare(expr)
  return inner?.kind === 'string' ? inner : undefined
}

function bare(expr: Expr | undefined): Expr | undefined {
  let inner = expr
  while (inner?.kind === 'paren') inner = inner.expr
  return inner
}

/** `args`: labels of the arguments, undefined for scalars and strings; so is the result for a scalar. */
export function callLabels(call: Call, args: readonly (LabelModel | undefined)[]): LabelModel | undefined {
  const { func, funcRange } = call
  const known = functions.get(func)
  if (known === undefined) return anything(call.range, `what \`${func}\` returns is not known`)
  if (known.returns === 'scalar') return undefined
  const input = args.find((model) => model !== undefined)
  if (input === undefined) return nothing(funcRange, `\`${func}\` returns no labels`)
  switch (func) {
    case 'absent':
    case 'absent_over_time':
      return absentLabels(call)
    case 'first_over_time':
    case 'last_over_time':
    case 'sort':
    case 'sort_desc':
    case 'sort_by_label':
    case 'sort_by_label_desc':
      return input
    case 'label_replace':
      return replaced(call, input)
    case 'label_join':
      return joined(call, input)
    case 'info':
      return enriched(call, input)
    case 'histogram_fraction':
    case 'histogram_quantile':
    case 'histogram_quantiles': {
      const words = `\`${func}\` drops \`le\``
      const result = withFacts(withoutName(call, input), [['le', fact('never', funcRange, words)]])
      return func === 'histogram_quantiles' ? withQuantile(call, result) : result
    }
    default:
      return withoutName(call, input)
  }
}

function withoutName(call: Call, input: LabelModel): LabelModel {
  return dropName(input, call.funcRange, `\`${call.func}\` drops the metric name`)
}

/** `histogram_quantiles` distinguishes its results by a label. */
function withQuantile(call: Call, result: LabelModel): LabelModel {
  const label = stringOf(call.args[1])
  if (label === undefined) return anything(call.range, '`histogram_quantiles` sets a label that is not known')
  const status = label.value === metricNameLabel ? 'possible' : 'sure'
  return withFacts(result, [
    [label.value, fact(status, label.range, `\`${call.func}\` sets \`${label.value}\``)],
  ])
}

/**
 * The labels that the selector's `=` matchers fix; a label with a second matcher is left out. There are none unless the
 * argument is itself a selector (`createLabelsForAbsentFunction`).
 */
function absentLabels(call: Call): LabelModel {
  const arg = bare(call.args[0])
  const selector = arg?.kind === 'matrixSelector' ? arg.selector : arg
  if (selector?.kind !== 'vectorSelector') {
    return nothing(call.range, `\`${call.func}\` returns labels only where its argument is a selector`)
  }
  const known = new Map<string, LabelFact>()
  for (const { name, op, value, range } of selector.matchers) {
    if (name === metricNameLabel) continue
    if (known.has(name)) {
      known.set(name, fact('never', range, `\`${call.func}\` leaves out a label that has two matchers`))
    } else if (op === '=' && value !== '') {
      known.set(name, fact('sure', range, `\`${call.func}\` returns the labels matched with \`=\``))
    } else if (op === '=') {
      known.set(name, fact('never', range, `\`${call.func}\` returns no label that is empty`))
    }
  }
  const words = `\`${call.func}\` returns only the labels matched with \`=\``
  return { known, rest: fact('never', call.funcRange, words) }
}

/** `info` adds labels of info series: all, or only those named in its selector. */
function enriched(call: Call, input: LabelModel): LabelModel {
  const selector = bare(call.args[1])
  const named = selector?.kind === 'vectorSelector' ? selector.matchers.map(({ name }) => name) : []
  const wanted = named.filter((name) => name !== metricNameLabel)
  const added = fact('possible', call.funcRange, '`info` adds the labels of info series')
  if (wanted.length > 0) {
    const missing = wanted.filter((label) => factOf(input, label).status === 'never')
    return withFacts(
      input,
      missing.map((label) => [label, added] as const),
    )
  }
  const known = new Map<string, LabelFact>()
  for (const [label, found] of input.known) {
    known.set(label, found.status === 'never' && label !== metricNameLabel ? added : found)
  }
  known.set(metricNameLabel, factOf(input, metricNameLabel))
  return { known, rest: input.rest.status === 'never' ? added : input.rest }
}

/** The status of a label as a function reads it. A metric name that is dropped late may still be present. */
function readStatus(input: LabelModel, label: string): LabelStatus {
  if (label === '') return 'never'
  const found = factOf(input, label)
  return found.late ? 'possible' : found.status
}

/**
 * `label_replace(v, dst, replacement, src, regex)`: where the regex matches the value of `src`, sets `dst` to the
 * replacement, or removes it if that is empty; elsewhere `dst` is unchanged.
 */
function replaced(call: Call, input: LabelModel): LabelModel {
  const [dst, replacement, src, regex] = call.args.slice(1).map(stringOf)
  if (!dst || !replacement || !src || !regex) {
    return anything(call.range, '`label_replace` sets a label that is not known')
  }
  const source = readStatus(input, src.value)
  const pattern = readPattern(regex.value)
  const template = readTemplate(replacement.value)
  const isSame = dst.value === src.value
  const before = factOf(input, dst.value).status
  const written = new Set<LabelStatus>()
  const left = new Set<LabelStatus>()
  if (source !== 'sure') {
    if (pattern === undefined || pattern.min === 0) written.add(template.hasText ? 'sure' : 'never')
    if (pattern === undefined || pattern.min > 0) left.add(isSame ? 'never' : before)
  }
  if (source !== 'never') {
    if (pattern === undefined || pattern.max > 0) written.add(writtenStatus(template, pattern))
    if (pattern === undefined || !matchesAllFilled(pattern)) left.add(isSame ? 'sure' : before)
  }
  if (written.size === 0) return input
  const statuses = new Set([...written, ...left])
  const [only] = statuses
  const status = statuses.size === 1 && only !== undefined ? only : 'possible'
  const where = left.size > 0 ? ` where \`${src.value}\` matches \`${regex.value}\`` : ''
  const [first] = written
  const does = effects[written.size === 1 && first !== undefined ? first : 'possible']
  return withFacts(input, [
    [dst.value, fact(status, dst.range, `\`label_replace\` ${does} \`${dst.value}\`${where}`)],
  ])
}

/** How a function changes the label that it writes. */
const effects: Readonly<Record<LabelStatus, string>> = {
  sure: 'sets',
  never: 'removes',
  possible: 'sets or empties',
}

/** The value that the label gets when a non-empty value matches. */
function writtenStatus(template: Template, pattern: Pattern | undefined): LabelStatus {
  if (template.hasText) return 'sure'
  if (pattern === undefined) return template.groups.length === 0 ? 'never' : 'possible'
  if (template.groups.some((group) => pattern.isFilled(group))) return 'sure'
  return template.groups.every((group) => pattern.isEmpty(group)) ? 'never' : 'possible'
}

/** `label_join(v, dst, separator, src…)`: joins the values with the separator; an empty result removes the label. */
function joined(call: Call, input: LabelModel): LabelModel {
  const [dst, separator, ...sources] = call.args.slice(1).map(stringOf)
  if (!dst || !separator || sources.includes(undefined)) {
    return anything(call.range, '`label_join` sets a label that is not known')
  }
  const statuses = sources.map((source) => readStatus(input, source?.value ?? ''))
  let status: LabelStatus = statuses.every((each) => each === 'never') ? 'never' : 'possible'
  if (statuses.includes('sure') || (separator.value !== '' && sources.length > 1)) status = 'sure'
  return withFacts(input, [
    [dst.value, fact(status, dst.range, `\`label_join\` ${effects[status]} \`${dst.value}\``)],
  ])
}
