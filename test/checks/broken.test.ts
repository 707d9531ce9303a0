/**
 * Broken rules: whatever is cut out of or inserted into a rule file, no check throws, and every place is inside the
 * file.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Config, Source } from '../../src/model.ts'
import { ruleFiles } from './rules.ts'

const WORDS = [
  ' / ',
  ' and ',
  ' or ',
  ' unless ',
  ' on (',
  ') ',
  ' group_left ',
  ' by () ',
  ' bool ',
  '[5m]',
  '[0s]',
  '[5m:]',
  ' offset -5m',
  'absent(',
  'histogram_quantile(',
  'topk(NaN, ',
  'NaN',
  '-Inf',
  '{__name__=~".+"}',
  '{a="1",a="2"}',
  '=~"("',
  '"',
  "'",
  ': ',
  '\n',
  '{{ $value }}%',
  '{{ $labels }}',
  'vector(1)',
  'time()',
  ' == ',
  ' > ',
  '1e999',
  'for: ',
  'labels: {severity: critcal, instance: all}',
  'count_values("x", ',
  '\u{1f525}',
  '\0',
]

const strict: Config = {
  ...defaultConfig(),
  severities: ['page'],
  policy: {
    labels: [{ name: 'team', required: true, values: [], pattern: '(?i)[a-z]+\\b', in: [], rules: 'all' }],
    annotations: [
      { name: 'summary', required: false, values: ['x'], pattern: '', in: ['rules'], rules: 'alerts' },
    ],
  },
  prometheus: {
    ...defaultConfig().prometheus,
    scrapeInterval: '1m',
    evaluationInterval: '30s',
    externalLabels: { cluster: 'x' },
  },
}

test('checks over mutated rule files', () => {
  const files = [...(ruleFiles('awesome') ?? []), ...(ruleFiles('alloy') ?? [])]
  if (files.length === 0) return
  const edit = fc.record({ at: fc.nat(), cut: fc.nat(12), word: fc.constantFrom('', ...WORDS) })
  fc.assert(
    fc.property(fc.nat(files.length - 1), fc.array(edit, { minLength: 1, maxLength: 12 }), (index, edits) => {
      const { path, text } = files[index] as Source
      let broken = text.slice(0, 6000)
      for (const { at, cut, word } of edits) {
        const start = at % (broken.length + 1)
        broken = broken.slice(0, start) + word + broken.slice(start + cut)
      }
      const { diagnostics } = compile([{ path, text: broken }], strict)
      for (const { range, related, message } of diagnostics) {
        for (const one of [range, ...(related ?? []).map((other) => other.range)]) {
          expect(one.start, message).toBeGreaterThanOrEqual(0)
          expect(one.end, message).toBeLessThanOrEqual(broken.length)
        }
      }
    }),
    { numRuns: 250 },
  )
})
