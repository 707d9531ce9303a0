/** Laws for every text: nothing throws, and every place is inside the text. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import {
  analyse,
  executeTemplate,
  loadRegexps,
  parseTemplate,
  preview,
  type Regexps,
} from '../../src/template/index.ts'
import type { Range } from '../../src/text/source.ts'
import { pieces, syntax } from './syntax.ts'
import { templates } from './templates.ts'

let regexps: Regexps
beforeAll(async () => {
  regexps = await loadRegexps()
})

const whole = [...Object.values(templates).flat(), ...syntax]
const anyTemplate = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => `{{ ${parts.join(' ')} }}`),
  fc.array(fc.constantFrom(...whole), { maxLength: 4 }).map((parts) => parts.join(' ')),
)
const labels = fc.dictionary(fc.constantFrom('instance', 'job', 'a', 'x'), fc.string({ unit: 'binary' }))

function inside({ start, end }: Range, text: string): void {
  expect(start).toBeGreaterThanOrEqual(0)
  expect(end).toBeGreaterThanOrEqual(start)
  expect(end).toBeLessThanOrEqual(text.length)
}

test('reading, checking and running never throw', () => {
  fc.assert(
    fc.property(anyTemplate, labels, fc.double(), (text, sample, value) => {
      const { tree, problems } = parseTemplate(text)
      expect(tree === undefined).toBe(problems.length > 0)
      for (const { range } of problems) inside(range, text)
      preview(text, sample, value, { regexps })
      if (tree === undefined) return
      const found = analyse(tree, { regexps, inLabel: true })
      for (const { range } of [...found.problems, ...found.labels, ...found.queries]) inside(range, text)
      const { error } = executeTemplate(tree, { labels: sample, value }, { regexps, limits: { steps: 2000 } })
      if (error !== undefined) inside(error.range, text)
    }),
    { numRuns: 1500 },
  )
})

test('a text without actions is its own result', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('{{')),
      (text) => {
        expect(executeTemplate(parseTemplate(text).tree!, { labels: {}, value: 0 }).text).toBe(text)
      },
    ),
  )
})

test('the same template says the same twice', () => {
  for (const text of whole)
    expect(preview(text, {}, 1.5, { regexps })).toEqual(preview(text, {}, 1.5, { regexps }))
})
