/** `info`: adds labels of info metrics to series (`promql/info.go`). */
import { addRow, type Block, copyCell, createBlock, dropLastRow, none, setFloat } from './block.ts'
import { Failure, fail } from './failure.ts'
import { formatLabels, getLabel, type Labels, metricNameLabel, metricNameOf, setLabels } from './labels.ts'
import { mergeTwins } from './merge.ts'
import type { AtTime, CallNode, LabelMatcher, Node } from './plan-nodes.ts'
import { hold, type Run } from './run.ts'
import { atTime, findSeries, sampleAt } from './select.ts'
import { kindHistogram } from './storage.ts'

/** Labels that link a series to its info series. */
const identifying = ['instance', 'job'] as const

const equals = (name: string, value: string): LabelMatcher => ({
  name,
  op: '=',
  value,
  matches: (text) => text === value,
})

/**
 * The matchers for names of info metrics: those given, with every name that ends in `_info` where they only exclude, or
 * `target_info` by default.
 */
function nameMatchers(given: readonly LabelMatcher[]): readonly LabelMatcher[] {
  if (given.some(({ op }) => op === '=' || op === '=~')) return given
  if (given.length === 0) return [equals(metricNameLabel, 'target_info')]
  const some: LabelMatcher = {
    name: metricNameLabel,
    op: '=~',
    value: '.+_info',
    matches: (text) => text.length > 5 && text.endsWith('_info'),
  }
  return [some, ...given]
}

interface When {
  readonly at: AtTime
  readonly offset: number
}

/** The time of the first selector in an expression; the info series are read at the same time. */
function timeOf(node: Node): When | undefined {
  switch (node.kind) {
    case 'selector':
      return { at: node.at, offset: node.offset.ms }
    case 'matrix':
      return timeOf(node.selector)
    case 'subquery': {
      const inner = timeOf(node.expr)
      if (inner === undefined || inner.at !== undefined) return inner
      return { at: node.at, offset: inner.offset + node.offset.ms }
    }
    case 'aggregate':
      return timeOf(node.expr) ?? (node.param && timeOf(node.param))
    case 'call':
      return node.args.map(timeOf).find((when) => when !== undefined)
    case 'binary':
      return timeOf(node.lhs) ?? timeOf(node.rhs)
    case 'negate':
    case 'invariant':
      return timeOf(node.expr)
    default:
      return undefined
  }
}

export function evalInfo(run: Run, node: CallNode, evalNode: (run: Run, node: Node) => Block): Block {
  if (!run.shared.semantics.infoSettled)
    throw new Failure(
      'info() is computed as Prometheus does since 3.12, after many corrections; the version is an older one',
      'refused',
      node.place,
    )
  const [first, second] = node.args as [Node, Node | undefined]
  const base = evalNode(run, first)
  const selector = second?.kind === 'invariant' ? second.expr : second
  const given = selector?.kind === 'selector' ? selector.matchers : []
  const names = nameMatchers(given.filter(({ name }) => name === metricNameLabel))
  const data = given.filter(({ name }) => name !== metricNameLabel)
  const isInfo = base.labels.map((labels) => names.every(({ matches }) => matches(metricNameOf(labels))))
  const info = selectInfo(
    run,
    base,
    isInfo,
    [...data, ...names],
    timeOf(first) ?? { at: undefined, offset: 0 },
  )
  return combine(run, base, isInfo, info, data)
}

/** Info series that may match series of the base; their values are sample times. */
function selectInfo(
  run: Run,
  base: Block,
  isInfo: readonly boolean[],
  matchers: readonly LabelMatcher[],
  when: When,
): Block {
  const { shared, steps } = run
  const block = createBlock(steps, 16)
  const byLabel = identifying.flatMap((name): LabelMatcher[] => {
    const values = new Set<string>()
    for (const [row, labels] of base.labels.entries()) if (!isInfo[row]) values.add(getLabel(labels, name))
    values.delete('')
    return values.size === 0 ? [] : [{ name, op: '=~', value: '', matches: (text) => values.has(text) }]
  })
  if (byLabel.length === 0) return block
  const fixed = atTime(shared, when.at)
  const offset = Math.trunc(when.offset)
  for (const series of findSeries(shared.storage, [...byLabel, ...matchers])) {
    const row = addRow(block, series.labels, false)
    let count = 0
    for (let step = 0; step < steps; step++) {
      const time = (fixed ?? run.start + step * run.interval) - offset
      const at = sampleAt(shared, series, time, -1)
      if (at < 0) continue
      if (series.kinds?.[at] === kindHistogram)
        fail(`this should be an info metric, with float samples: ${formatLabels(series.labels)}`)
      setFloat(block, row * steps + step, series.times[at] as number)
      count++
    }
    if (count === 0) dropLastRow(block)
    else hold(shared, count)
  }
  return block
}

/** Key that a series shares with its info series. */
function signature(labels: Labels, name: string): string {
  return JSON.stringify([name, ...identifying.map((label) => getLabel(labels, label))])
}

function combine(
  run: Run,
  base: Block,
  isInfo: readonly boolean[],
  info: Block,
  data: readonly LabelMatcher[],
): Block {
  const { steps } = run
  const out = createBlock(steps, base.rows)
  const rows = new Map<string, number>()
  const infoNames = [...new Set(info.labels.map(metricNameOf))]
  const signatures = info.labels.map((labels) => signature(labels, metricNameOf(labels)))
  const baseSignatures = base.labels.map((labels) => infoNames.map((name) => signature(labels, name)))
  const mayBeAlone = data.every(({ matches }) => matches(''))
  for (let step = 0; step < steps; step++) {
    const found = newest(info, signatures, step)
    for (let row = 0; row < base.rows; row++) {
      const cell = row * steps + step
      if (base.kinds[cell] === none) continue
      let labels = base.labels[row] as Labels
      if (!isInfo[row]) {
        const matched = (baseSignatures[row] as string[]).map((key) => found.get(key))
        const present = matched.filter((at) => at !== undefined)
        if (present.length === 0 && !mayBeAlone) continue
        labels = enriched(
          labels,
          present.map((at) => info.labels[at] as Labels),
          data,
        )
      }
      const key = `${labels.key}/${row}`
      let to = rows.get(key)
      if (to === undefined) {
        to = addRow(out, labels, base.drop[row] as boolean)
        rows.set(key, to)
      }
      copyCell(base, cell, out, to * steps + step)
    }
  }
  return mergeTwins(out)
}

/** By signature, the row with the newest sample at this step. */
function newest(info: Block, signatures: readonly string[], step: number): Map<string, number> {
  const found = new Map<string, number>()
  for (let row = 0; row < info.rows; row++) {
    const cell = row * info.steps + step
    if (info.kinds[cell] === none) continue
    const key = signatures[row] as string
    const known = found.get(key)
    const time = info.values[cell] as number
    const knownTime = known === undefined ? -1 : (info.values[known * info.steps + step] as number)
    if (known === undefined || knownTime < time) found.set(key, row)
    else if (knownTime === time) {
      const existing = formatLabels(info.labels[known] as Labels)
      const other = formatLabels(info.labels[row] as Labels)
      fail(
        `found duplicate series for info metric: existing ${existing} @ ${knownTime}, new ${other} @ ${time}`,
      )
    }
  }
  return found
}

/** Adds the labels of the info series that the series lacks, restricted to the labels asked for. */
function enriched(labels: Labels, infos: readonly Labels[], data: readonly LabelMatcher[]): Labels {
  const added = new Map<string, string>()
  for (const info of infos) {
    for (const [i, name] of info.names.entries()) {
      const value = info.values[i] as string
      if (name === metricNameLabel) continue
      if (data.length > 0 && !data.some((matcher) => matcher.name === name)) continue
      const known = added.get(name)
      if (known !== undefined && known !== value) fail(`conflicting label: ${name}`)
      if (!labels.names.includes(name)) added.set(name, value)
    }
  }
  return added.size === 0 ? labels : setLabels(labels, added)
}
