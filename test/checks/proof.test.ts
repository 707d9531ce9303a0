/**
 * The claims of `alert-never` and `alert-always` about other people's rules, tested with the engine: over suitable
 * random series, the one is always empty and the other never.
 */
import { expect, test } from 'vitest'
import { deadSides, whyNever, whyUnconditional } from '../../src/analysis/index.ts'
import { createQuery, createStorage } from '../../src/engine/index.ts'
import type { Expr } from '../../src/promql/index.ts'
import { parseExpr } from '../../src/promql/index.ts'
import { FAULTS } from './faults.ts'
import { corpusRules } from './rules.ts'
import { type Random, seriesFor, TIMES } from './series.ts'

const ROUNDS = 4

function random(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** How many samples an expression returns, for each storage and time; an evaluation error counts as none. */
function counts(text: string, whole: Expr, seed: number, rounds = ROUNDS): number[] {
  const next = random(seed)
  const query = createQuery(text)
  expect(query.error, text).toBeUndefined()
  const found: number[] = []
  for (let round = 0; round < rounds; round++) {
    const storage = createStorage(seriesFor(whole, next))
    for (const at of TIMES) {
      const { value } = query.evaluate(storage, { at })
      found.push(value?.type === 'vector' ? value.samples.length : value?.type === 'scalar' ? 1 : 0)
    }
  }
  return found
}

/** Whether all that an expression returns is 1, or NaN. */
function areOnes(text: string, whole: Expr): boolean {
  const next = random(1)
  const query = createQuery(text)
  return Array.from({ length: ROUNDS }, () => createStorage(seriesFor(whole, next))).every((storage) =>
    TIMES.every((at) => {
      const { value } = query.evaluate(storage, { at })
      const samples = value?.type === 'vector' ? value.samples : []
      return samples.every(
        (sample) => 'value' in sample && (Number.isNaN(sample.value) || Math.abs(sample.value - 1) < 1e-9),
      )
    }),
  )
}

interface Found {
  readonly text: string
  readonly expr: Expr
}

function expressions(kind?: 'alert'): Found[] | undefined {
  const rules = corpusRules()?.filter((rule) => kind === undefined || rule.kind === kind)
  const seen = new Map<string, Found>()
  for (const rule of rules ?? []) {
    const text = rule.rule.expr!.value.value
    if (!seen.has(text)) seen.set(text, { text, expr: rule.expr()! })
  }
  return rules && [...seen.values()]
}

/** The same expressions with faults, some of each kind. */
function faulty(all: readonly Found[], code: string, ofEach: number): Found[] {
  return Object.values(FAULTS).flatMap((inject) =>
    all
      .flatMap(({ text, expr }) => inject(text, expr))
      .filter(({ codes, scrape }) => codes.includes(code) && scrape === undefined)
      .filter((_, index, of) => index % Math.max(1, Math.floor(of.length / ofEach)) === 0)
      .flatMap(({ expr: text }) => {
        const { expr } = parseExpr(text)
        return expr ? [{ text, expr }] : []
      }),
  )
}

const withoutParentheses = (expr: Expr): Expr =>
  expr.kind === 'paren' ? withoutParentheses(expr.expr) : expr

/** Windows and offsets that the random series' hour covers. */
const isShort = ({ text }: Found): boolean => !/\b\d+[hdwy]\b|\b[4-9]\dm\b|\b1\dm:|offset/.test(text)

test('alert-never: always empty', () => {
  const all = expressions()
  if (!all) return
  const wrong: string[] = []
  let proven = 0
  for (const { text, expr } of [...all, ...faulty(all, 'alert-never', 8)]) {
    const never = whyNever(expr)
    const parts = never ? [never] : deadSides(expr)
    for (const part of parts) {
      const { start, end } = part.expr.range
      // A side of `unless` without matches may return something: then the left side stays complete.
      if (/pairs only/.test(part.text) && !never) continue
      if (/always returns|never has it/.test(part.text)) continue
      if (/divided by itself/.test(part.text)) {
        if (!areOnes(text.slice(start, end), expr)) wrong.push(`${part.text}\n${text}`)
        continue
      }
      proven++
      if (counts(text.slice(start, end), expr, 1).some((count) => count > 0))
        wrong.push(`${part.text}\n${text}`)
    }
  }
  expect(wrong).toEqual([])
  expect(proven).toBeGreaterThan(90)
})

test('alert-always: never empty', () => {
  const all = expressions('alert')
  if (!all) return
  const wrong: string[] = []
  let proven = 0
  for (const { text, expr } of [...all, ...faulty(all, 'alert-always', 30)].filter(isShort)) {
    const found = whyUnconditional(expr)
    if (!found) continue
    proven++
    const results = counts(text, expr, 2)
    // `bool` passes everything that its left side returns; the others return something whenever their series exist.
    const inner = withoutParentheses(expr)
    const left = found.kind === 'bool' && inner.kind === 'binary' ? inner.lhs.range : undefined
    const wanted = left && counts(text.slice(left.start, left.end), expr, 2)
    const isWrong = results.some((count, index) => (wanted ? count !== wanted[index] : count === 0))
    if (isWrong) wrong.push(`${found.kind}\n${text}`)
  }
  expect(wrong).toEqual([])
  expect(proven).toBeGreaterThan(50)
})

test('the series are good enough: most other expressions return something on some of them', () => {
  const all = expressions()
  if (!all) return
  const others = all
    .filter(({ expr }) => !whyNever(expr) && !whyUnconditional(expr))
    .filter((_, index) => index % 20 === 0)
  const silent = others.filter(({ text, expr }) => counts(text, expr, 3, 4).every((count) => count === 0))
  if (process.env.SHOW)
    console.log(silent.length, others.length, silent.map(({ text }) => text).join('\n---\n'))
  expect(silent.length / others.length).toBeLessThan(0.25)
})
