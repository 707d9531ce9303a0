/** What is known of recorded series depends on what stores them: Thanos and Mimir add labels of their own. */
import { expect, test } from 'vitest'
import type { Config } from '../../src/model.ts'
import { compiled, found } from '../project.ts'

const rules = (more = ''): string => `groups:
- name: g
${more}  rules:
  - record: job:errors:rate5m
    expr: sum by (job) (rate(errors_total[5m]))
  - alert: Errors
    expr: job:errors:rate5m{monitor="global"} > 1
    for: 5m
`
const never = (text: string, target: Config['prometheus']['target']): number =>
  found(
    compiled({ 'rules/a.yml': text }, {}, (config) => ({
      ...config,
      prometheus: { ...config.prometheus, target },
    })),
    'alert-never',
  ).length

test('a label that a recording rule drops is on none of its series', () =>
  expect(never(rules(), 'prometheus')).toBe(1))
test('Thanos and Mimir may add it', () => {
  expect(never(rules(), 'thanos')).toBe(0)
  expect(never(rules(), 'mimir')).toBe(0)
})
test('rules with a field of Thanos are for Thanos', () =>
  expect(never(rules('  partial_response_strategy: warn\n'), 'prometheus')).toBe(0))

test('rules of another folder may be for a server that federates from it', () => {
  const [record, alert] = rules().split('  - alert')
  const files = (folder: string): Record<string, string> => ({
    'rules/a/one.yml': record!,
    [`rules/${folder}/two.yml`]: `groups:\n- name: h\n  rules:\n  - alert${alert}`,
  })
  expect(found(compiled(files('a')), 'alert-never')).toHaveLength(1)
  expect(found(compiled(files('b')), 'alert-never')).toHaveLength(0)
})
