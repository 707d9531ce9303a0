/** Random series for an expression: they match its selectors and have the labels it uses. */
import type { SeriesInput } from '../../src/engine/index.ts'
import type { Expr, Matcher } from '../../src/promql/index.ts'
import { metricName, selectors, walk } from '../../src/promql/index.ts'
import { compileMatch } from '../../src/promql/regex-match.ts'

export type Random = () => number

const pick = <T>(next: Random, of: readonly T[]): T => of[Math.floor(next() * of.length)] as T

/** Labels that an expression groups or matches on or copies, and its numbers. */
function spoken(expr: Expr): { labels: string[]; numbers: number[] } {
  const labels = new Set(['instance', 'job'])
  const numbers: number[] = []
  walk(expr, (node) => {
    if (node.kind === 'aggregate') for (const { name } of node.grouping?.labels ?? []) labels.add(name)
    if (node.kind === 'binary') {
      const { on, ignoring, group } = node.matching ?? {}
      for (const { name } of [...(on?.labels ?? []), ...(ignoring?.labels ?? []), ...(group?.labels ?? [])])
        labels.add(name)
    }
    if (node.kind === 'number' && Number.isFinite(node.value)) numbers.push(node.value)
  })
  labels.delete('le')
  labels.delete('__name__')
  return { labels: [...labels], numbers }
}

/** A text that a pattern matches, found by trying; undefined if none is found. */
function sample(next: Random, pattern: string): string | undefined {
  const branches = pattern
    .replace(/^\(\?i\)/, '')
    .replace(/^\((.*)\)$/, '$1')
    .split('|')
  const branch = pick(next, branches)
  const text = branch
    .replace(/[\^$]|\(\?:|[()]/g, '')
    .replace(/\\d|\[0-9\]/g, '4')
    .replace(/\\(.)/g, '$1')
    .replace(/\[\^?(.)[^\]]*\]/g, '$1')
    .replace(/\.[*+]\??/g, pick(next, ['', 'x', 'main']))
    .replace(/[*+?]/g, '')
    .replace(/\{\d+(?:,\d*)?\}/g, '')
  return [text, `${text}x`, 'x', 'a', 'main'].find((one) => {
    try {
      return compileMatch(pattern, true)(one)
    } catch {
      return false
    }
  })
}

function passes({ op, value }: Matcher, text: string): boolean {
  if (op === '=' || op === '!=') return (value === text) === (op === '=')
  return compileMatch(value, true)(text) === (op === '=~')
}

/** A label value that all matchers admit. */
function valueFor(next: Random, matchers: readonly Matcher[], otherwise: string): string | undefined {
  const candidates = [
    ...matchers.flatMap(({ op, value }) =>
      op === '=' ? [value] : op === '=~' ? [sample(next, value) ?? ''] : [],
    ),
    otherwise,
    'other',
    '',
  ]
  return candidates.find((text) => matchers.every((matcher) => passes(matcher, text)))
}

const BUCKETS = ['0.1', '0.5', '1', '5', '+Inf']
const END = 3_600_000
const STEP = 30_000

export const TIMES: readonly number[] = [END - 600_000, END - 90_000, END]

/** Series for every selector of an expression: all metrics have the same few instances, jobs and so on. */
export function seriesFor(expr: Expr, next: Random): SeriesInput[] {
  const { labels, numbers } = spoken(expr)
  const found = new Map<string, SeriesInput>()
  const crowd = 2 + Math.floor(next() * 3)
  for (const selector of selectors(expr)) {
    const name = metricName(selector) ?? 'anything'
    const named = new Set([...labels, ...selector.matchers.map((one) => one.name)])
    named.delete('__name__')
    for (let index = 0; index < crowd; index++) {
      const own: Record<string, string> = { __name__: name }
      for (const label of named) {
        const matchers = selector.matchers.filter((one) => one.name === label)
        const value =
          label === 'le' ? undefined : valueFor(next, matchers, `${label}-${label === 'job' ? 0 : index}`)
        if (value !== undefined) own[label] = value
      }
      const wanted = selector.matchers
        .filter((one) => one.name === 'le' && one.op === '=')
        .map(({ value }) => value)
      const bounds = name.endsWith('_bucket') ? [...new Set([...BUCKETS, ...wanted])] : [undefined]
      const base = next() * 100
      bounds.forEach((le, at) => {
        const all = le === undefined ? own : { ...own, le }
        const key = JSON.stringify(Object.entries(all).sort())
        if (!found.has(key))
          found.set(key, { labels: all, samples: samples(next, name, numbers, base * (at + 1)) })
      })
    }
  }
  return [...found.values()]
}

function* samples(
  next: Random,
  name: string,
  numbers: readonly number[],
  start: number,
): Iterable<{ time: number; value: number }> {
  const isCounter = /_(?:total|count|sum|bucket)$/.test(name) || next() < 0.2
  const near = numbers.length > 0 ? pick(next, numbers) : 1
  let value = start
  for (let time = 0; time <= END; time += STEP) {
    if (name === 'up' || name === 'probe_success') value = next() < 0.5 ? 0 : 1
    else if (name === 'ALERTS' || name.endsWith('_info')) value = 1
    else if (isCounter) value += next() < 0.3 ? 0 : next() * 10 * start
    else value = pick(next, [near * next() * 2, near, -near * next(), near * 1000 * next(), 0, next()])
    yield { time, value }
  }
}
