/** Laws for every text; `npm run fuzz` runs them a million times. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatExpr, parseExpr } from '../../src/promql/index.ts'
import { corpus } from '../setup.ts'
import { allFlags, readCases, textOf } from './cases.ts'
import { anything, mutated, soup, valid } from './generate.ts'
import { checkLaws, checkPrinting, shape } from './invariants.ts'

test('never throws, places stay inside, tokens leave nothing out', () => {
  fc.assert(
    fc.property(anything, fc.constantFrom(allFlags, {}, { version: '2.42' }), (text, options) => {
      checkLaws(text, options)
    }),
    { numRuns: 5_000 },
  )
})

test('generated expressions are right, and the wrong ones mostly wrong', () => {
  const count = (arbitrary: fc.Arbitrary<string>): number =>
    fc
      .sample(arbitrary, { numRuns: 500, seed: 1 })
      .filter((text) => parseExpr(text, allFlags).problems.length === 0).length
  expect(count(valid)).toBe(500)
  expect(count(mutated)).toBeLessThan(300)
  expect(count(soup)).toBeLessThan(50)
})

test('what is printed parses back to the same tree', () => {
  fc.assert(
    fc.property(valid, (text) => checkPrinting(text, allFlags)),
    { numRuns: 1_000 },
  )
})

test('the canonical form is reached at once and the tree survives it', () => {
  fc.assert(
    fc.property(valid, (text) => {
      const { expr } = parseExpr(text, allFlags)
      const canonical = expr && formatExpr(expr)
      const again = parseExpr(canonical as string, allFlags).expr
      expect(again && formatExpr(again)).toBe(canonical)
    }),
  )
})

test('white space and comments do not matter', () => {
  const spaced = (text: string): string => text.replaceAll(' ', '\n\t # [(" \r ')
  fc.assert(
    fc.property(valid, (text) => {
      // Comments are not recognised before the first number in brackets, nor inside strings.
      if (/\[[^\]]* |["'`].* .*["'`]/s.test(text)) return
      const { expr } = parseExpr(text, allFlags)
      const other = parseExpr(spaced(text), allFlags).expr
      expect(other && shape(other)).toBe(expr && shape(expr))
    }),
  )
})

test('all of that for the corpus', () => {
  const folder = corpus('promql')
  if (!folder) return
  for (const given of [...readCases(folder, 'parse-cases'), ...readCases(folder, 'generated-cases')]) {
    const text = textOf(given)
    if (given.inputBase64 === undefined) checkLaws(text, given.options)
    // A duration below a millisecond, or too long for Go, is printed as another one.
    const isRounded = /\b0s|--\d+d/.test(given.ast ?? '') && !/\b0s/.test(text)
    if (!given.fail && !isRounded) checkPrinting(text, given.options)
  }
})
