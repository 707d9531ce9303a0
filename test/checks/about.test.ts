/** Laws: that a check is asked only about rules with what it says it is about (`about`) changes no finding. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Check } from '../../src/checks/check.ts'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import type { Config, Source } from '../../src/model.ts'
import { valid } from '../promql/generate.ts'
import { configWith, ruleFiles, SETS } from './rules.ts'

/** The checks of rules, asked about every rule. */
const unscreened: readonly Check[] = CHECKS.map((check) =>
  'runRule' in check ? { ...check, about: undefined } : check,
) as readonly Check[]

const told = (sources: readonly Source[], config: Config, checks: readonly Check[]): unknown =>
  compile(sources, config, { checks }).diagnostics

const configs = [configWith(), configWith('1m', '30s')]

const metric = fc.constantFrom('g', 'x_total', 'up', 'h_bucket', 'node_load1', 'r:sum', 'r:rate5m', 'ALERTS')
const matcher = fc.constantFrom(
  '',
  '',
  '{a="1"}',
  '{a=~"1|2"}',
  '{a!~"1.*"}',
  '{a="1",a="2"}',
  '{a=""}',
  '{a=~".+"}',
)
const number = fc.constantFrom(
  '0',
  '1',
  '5',
  '0.5',
  '-1',
  'NaN',
  'Inf',
  '-Inf',
  '(2 * 3)',
  'time()',
  'scalar(g)',
)
const names = fc.constantFrom('a', 'a, b', '', 'instance')
const selector = fc
  .tuple(metric, matcher, fc.constantFrom('', '', '', ' offset 1h', ' offset -1h', ' @ 0'))
  .map((parts) => parts.join(''))

/** Conditions as rules have them, with few names, so that the sides of operators are often related. */
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    selector,
    fc
      .tuple(
        fc.constantFrom(
          'rate',
          'increase',
          'delta',
          'deriv',
          'changes',
          'resets',
          'max_over_time',
          'count_over_time',
        ),
        selector,
        fc.constantFrom('5m]', '30s]', '1h:1m]', '1m:1m]', '5m] offset -1h', '5m] @ 1700000000000'),
      )
      .map(([func, of, window]) => `${func}(${of.replace(/ (offset|@).*/, '')}[${window})`),
    fc
      .tuple(
        fc.constantFrom('sum', 'count', 'avg', 'max', 'stddev', 'group'),
        fc.constantFrom('by', 'without'),
        names,
        tie('condition'),
      )
      .map(([op, mode, by, of]) => `${op} ${mode} (${by}) (${of})`),
    fc
      .tuple(
        fc.constantFrom(
          'abs',
          'absent',
          'ceil',
          'vector',
          'histogram_quantile',
          'clamp',
          'topk',
          'hour',
          'label_replace',
          'avg_over_time',
        ),
        tie('condition'),
        number,
      )
      .map(([func, of, value]) => calls[func]?.(of, value) ?? `${func}(${of})`),
    fc
      .tuple(
        tie('condition'),
        fc.constantFrom('>', '<', '>=', '<=', '==', '!=', '> bool', '+', '-', '*', '/', '%', '^'),
        number,
      )
      .chain(([of, op, value]) => fc.constantFrom(`(${of}) ${op} ${value}`, `${value} ${op} (${of})`)),
    fc
      .tuple(
        tie('condition'),
        fc.constantFrom('>', '<', '==', '!=', '+', '-', '*', '/', 'and', 'or', 'unless'),
        fc.constantFrom('', '', 'on (a)', 'ignoring (a)', 'on ()'),
        fc.option(tie('condition'), { nil: undefined }),
      )
      .map(([left, op, by, right]) => `(${left}) ${op} ${by} (${right ?? left})`),
  ),
}))

const calls: Readonly<Record<string, (of: string, value: string) => string>> = {
  vector: (_, value) => `vector(${value})`,
  histogram_quantile: (of, value) => `histogram_quantile(${value}, ${of})`,
  clamp: (of, value) => `clamp(${of}, 0, ${value})`,
  topk: (of, value) => `topk(${value}, ${of})`,
  hour: () => 'hour()',
  label_replace: (of) => `label_replace(${of}, "a", "1", "", "")`,
  avg_over_time: (of) => `avg_over_time((${of})[5m:1m])`,
}

const expression = fc.oneof({ weight: 3, arbitrary: condition }, { weight: 1, arbitrary: valid })

/** A file of alerts with these expressions, and rules that record what some of them read. */
const fileOf = (exprs: readonly string[]): Source => ({
  path: 'rules/a.yml',
  text: `groups:\n  - name: g\n    labels: { a: "1" }\n    rules:\n${['r:sum', 'r:rate5m']
    .map((record, at) => `      - { record: ${record}, expr: ${JSON.stringify(exprs[at] ?? 'up')} }\n`)
    .join('')}${exprs
    .map(
      (expr, at) =>
        `      - alert: Down${at}\n        expr: ${JSON.stringify(expr)}\n        for: 5m\n        labels: { instance: x }\n        annotations: { summary: "{{ $labels.b }} {{ $value }}%" }\n`,
    )
    .join('')}`,
})

test('`about`: of random rules', () => {
  fc.assert(
    fc.property(
      fc.array(expression, { minLength: 3, maxLength: 8 }),
      fc.constantFrom(...configs),
      (exprs, config) => {
        const sources = [fileOf(exprs)]
        expect(told(sources, config, CHECKS)).toEqual(told(sources, config, unscreened))
      },
    ),
    { numRuns: Number(process.env.LAW_RUNS ?? 60) },
  )
})

test('`about`: of the corpora', () => {
  const config = configWith()
  for (const source of Object.keys(SETS).flatMap((set) => ruleFiles(set) ?? []))
    expect(told([source], config, CHECKS)).toEqual(told([source], config, unscreened))
})
