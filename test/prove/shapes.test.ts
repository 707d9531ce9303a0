/** Reports on fences that are not tests, and laws for all input. */
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../src/parse/runbook.ts'
import { readPromtoolFile } from '../../src/prove/promtool/file.ts'
import { lineColumn, lineStarts } from '../../src/text/source.ts'
import { expectGolden, root } from '../setup.ts'
import { pageWith } from './fences.ts'

const SHAPES: readonly string[] = [
  '',
  '5',
  'name: nothing is expected',
  'input_series: {}\nalert_rule_test: []',
  'sereis: {}\nalerts: {}',
  'interval: 0\nstart: yesterday\nexact: maybe\nalerts: {}',
  'series: [up]\nalerts: [HostDown]',
  'alerts:\n  HostDown: firing',
  'alerts:\n  HostDown: { soon: firing }',
  'alerts:\n  HostDown: { 5m..1m: firing }',
  'alerts:\n  HostDown: { 5m: fireing }',
  'alerts:\n  HostDown: { 5m: { firng: 1 } }',
  'alerts:\n  HostDown: { 5m: { firing: many } }',
  'alerts:\n  HostDown: { 5m: { firing: [{ labels: up }] } }',
  'alerts:\n  HostDown{severity}: { 5m: firing }',
  'queries: { expr: up, value: 1 }',
  'queries: { expr: up, at: 5m }',
  'queries: { expr: up, at: 5m, value: 1, empty: true }',
  'queries: { expr: up, at: 5m, samples: { up: x } }',
  'alerts: { a: { 1m: firing }, a: { 2m: firing } }',
  'alerts: [',
]

function told(fence: string): string {
  const text = pageWith(fence)
  const starts = lineStarts(text)
  const lines = parseRunbook({ path: 'page.md', text }).diagnostics.map(({ range, message, hint }) => {
    const { line, column } = lineColumn(starts, range.start)
    return `${line}:${column} ${message}${hint === undefined ? '' : `\n      ${hint}`}`
  })
  return `${fence.replace(/^/gm, '    ')}\n${lines.join('\n')}\n`
}

test('what is told of shapes', () => {
  expectGolden(join(root, 'test/prove/shapes.txt'), SHAPES.map(told).join('\n'))
})

/** Pieces of tests, joined at random. */
const piece = fc.constantFrom(
  'series:',
  'alerts:',
  'queries:',
  '  HostDown:',
  '    5m: firing',
  '    1m..2m: { firing: [{ labels: { a: b }, c: d }] }',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ': ',
  '? x',
  '&a *a',
  '<<: *a',
  'exact: true',
  'tests:',
  '- interval: 5m',
  '  input_series:',
  '  - { series: up, values: 1x5 }',
  '  alert_rule_test:',
  '  - { eval_time: 1m, alertname: A, exp_alerts: [{ exp_labels: {} }] }',
  '  promql_expr_test: [{ expr: up, eval_time: 1m, exp_samples: [{ labels: up, value: 1 }] }]',
  'rule_files: [a.yml]',
  '!!binary x',
  '\u{1f600}',
  '"',
  "'",
  '|',
  '\t',
)
const text = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 12 })
  .map((all) => all.join('\n'))

describe('whatever is written', () => {
  test('a fence is read without a fault, and places lie in the file', () => {
    fc.assert(
      fc.property(text, (fence) => {
        const page = pageWith(fence.replaceAll('```', ''))
        const { diagnostics, tests } = parseRunbook({ path: 'page.md', text: page })
        for (const { range } of [...diagnostics, ...tests, ...tests.flatMap((block) => block.tests)]) {
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeGreaterThanOrEqual(range.start)
          expect(range.end).toBeLessThanOrEqual(page.length)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('so is a file of promtool', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('2.42', '3.5', '3.14'), (written, version) => {
        const { complaints, tests } = readPromtoolFile({ path: 'a.yml', text: written }, version)
        for (const { range } of [...complaints, ...tests]) {
          expect(range.start).toBeGreaterThanOrEqual(0)
          expect(range.end).toBeLessThanOrEqual(written.length)
        }
      }),
      { numRuns: 300 },
    )
  })
})
