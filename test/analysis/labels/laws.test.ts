/** Laws of the model for every expression, and the verdict of a real Prometheus. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LabelModel, labelStatus, labelsOf, mayLack } from '../../../src/analysis/index.ts'
import { type Expr, parseExpr } from '../../../src/promql/index.ts'
import { corpus, hasProgram } from '../../setup.ts'
import { labels, random, randomExpr } from './random.ts'
import { judge, startReferee } from './referee.ts'

const expressions = fc.nat().map((seed) => randomExpr(random(seed)))

function parsed(text: string): Expr {
  const { expr, problems } = parseExpr(text)
  expect(problems, text).toEqual([])
  return expr!
}

/** The status of every label of the random series. */
function statuses(model: LabelModel): string[] {
  return [...labels, 'other'].map((label) => `${label} ${labelStatus(model, label).status}`)
}

function of(text: string): string[] {
  return statuses(labelsOf(parsed(text)))
}

/** Every reason has a range in the text, and words. */
function expectReasons(text: string, model: LabelModel): void {
  for (const { reason } of [...model.known.values(), model.rest]) {
    expect(reason.range.start, text).toBeGreaterThanOrEqual(0)
    expect(reason.range.end, text).toBeGreaterThan(reason.range.start)
    expect(reason.range.end, text).toBeLessThanOrEqual(text.length)
    expect(reason.text).not.toBe('')
  }
}

test('every reason stands in the text', () => {
  fc.assert(fc.property(expressions, (text) => expectReasons(text, labelsOf(parsed(text)))))
})

test('the quick answer whether a label may be missing agrees with the model', () => {
  fc.assert(
    fc.property(expressions, (text) => {
      const expr = parsed(text)
      if (mayLack(expr)) return
      const { known, rest } = labelsOf(expr)
      expect(rest.status, text).not.toBe('never')
      for (const [label, { status }] of known)
        if (label !== '__name__') expect(status, text).not.toBe('never')
    }),
    { numRuns: 1000 },
  )
})

test('parentheses, a plus, alternatives and filters with itself change nothing', () => {
  fc.assert(
    fc.property(expressions, (text) => {
      fc.pre(!text.startsWith('scalar') && parseExpr(text).type === 'vector')
      const plain = of(text)
      expect(of(`((${text}))`)).toEqual(plain)
      expect(of(`+(${text})`)).toEqual(plain)
      expect(of(`(${text}) or (${text})`)).toEqual(plain)
      expect(of(`(${text}) and (${text})`)).toEqual(plain)
      expect(of(`(${text}) unless a`)).toEqual(plain)
      expect(of(`topk(3, ${text})`)).toEqual(plain)
      expect(of(`(${text}) > 3`)).toEqual(plain)
      expect(of(`label_replace(${text}, "x", "$1", "x", "(.*)")`)).toEqual(plain)
    }),
  )
})

test('the order of alternatives does not matter', () => {
  fc.assert(
    fc.property(expressions, expressions, (one, other) => {
      fc.pre([one, other].every((text) => parseExpr(text).type === 'vector'))
      expect(of(`(${one}) or (${other})`)).toEqual(of(`(${other}) or (${one})`))
    }),
  )
})

test('grouping keeps what it names and nothing else', () => {
  fc.assert(
    fc.property(expressions, (text) => {
      fc.pre(parseExpr(text).type === 'vector')
      const model = labelsOf(parsed(text))
      const grouped = labelsOf(parsed(`sum by (x, d) (${text})`))
      for (const label of [...labels, 'other']) {
        const kept = label === 'x' || label === 'd' ? labelStatus(model, label).status : 'never'
        expect(labelStatus(grouped, label).status).toBe(kept)
      }
    }),
  )
})

test('a selector that requires a label never says less', () => {
  const rank = { never: 0, possible: 1, sure: 0 }
  const plainSelector = /\ba(?=[[),\s]|$)/
  fc.assert(
    fc.property(expressions, fc.constantFrom('!=""', '="p"', '=~".+"'), (text, matcher) => {
      // `absent` turns matchers into labels, so its results differ instead of being narrower.
      fc.pre(plainSelector.test(text) && !text.includes('absent'))
      const before = labelsOf(parsed(text))
      const after = labelsOf(parsed(text.replace(plainSelector, `a{x${matcher}}`)))
      for (const label of labels) {
        const most = rank[labelStatus(before, label).status]
        expect(rank[labelStatus(after, label).status]).toBeLessThanOrEqual(most)
      }
    }),
  )
})

test('never throws, and every reason stands in the text, whatever the expression', () => {
  const folder = corpus('promql')
  if (folder === undefined) return
  const options = {
    enableExperimentalFunctions: true,
    experimentalDurationExpr: true,
    enableExtendedRangeSelectors: true,
    enableBinopFillModifiers: true,
  }
  let judged = 0
  for (const file of ['parse-cases.json', 'generated-cases.json']) {
    const found = JSON.parse(readFileSync(join(folder, file), 'utf8')) as
      | { input?: string }[]
      | { cases: { input?: string }[] }
    for (const { input } of Array.isArray(found) ? found : found.cases) {
      const { expr } = parseExpr(input ?? '', options)
      if (expr === undefined) continue
      judged++
      expectReasons(input as string, labelsOf(expr))
    }
  }
  expect(judged).toBeGreaterThan(1000)
})

test('a chain of a thousand operators is no trouble', () => {
  for (const op of ['+', 'or', 'and', '/ on (x)']) {
    const text = Array.from({ length: 1000 }, (_, i) => `m${i}{l${i}="a"}`).join(` ${op} `)
    const { expr } = parseExpr(text)
    expect(statuses(labelsOf(expr!))).toHaveLength(labels.length + 1)
  }
})

test('Prometheus returns no series that contradicts the model', async () => {
  if (!hasProgram('prometheus') || !hasProgram('promtool')) return
  const r = random(2026)
  const referee = await startReferee(r, 6)
  try {
    const verdict = await judge(referee, r, 400)
    expect(verdict.contradictions).toEqual([])
    // A run with hardly any results could contradict nothing.
    expect(verdict.fruitful).toBeGreaterThan(150)
    expect(verdict.said.sure).toBeGreaterThan(20)
    expect(verdict.said.never).toBeGreaterThan(50)
    expect(verdict.alwaysThere + verdict.neverThere).toBeLessThan(verdict.said.possible / 4)
  } finally {
    await referee.stop()
  }
})
