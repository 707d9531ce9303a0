/** Faults injected into other people's rules: at least 19 of 20 are reported, at the wrong characters. */
import { expect, test } from 'vitest'
import { parseExpr } from '../../src/promql/index.ts'
import { FAULTS, type Fault } from './faults.ts'
import { configWith, corpusRules, judge } from './rules.ts'

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const COUNT = 300

test('300 injected faults', () => {
  const rules = corpusRules()
  if (!rules) return
  const texts = [
    ...new Set(
      rules
        .filter(({ kind }) => kind === 'alert')
        .map(({ rule }) => rule.expr!.value.value.trim())
        .filter((text) => !text.includes('#'))
        .map((text) => text.replace(/\s+/g, ' ')),
    ),
  ]
  const next = random(20261121)
  const kinds = Object.keys(FAULTS)
  const parsed = texts.flatMap((text) => {
    const { expr } = parseExpr(text)
    return expr ? [{ text, expr }] : []
  })
  const pools = kinds.map((kind) => {
    const all = parsed.flatMap(({ text, expr }) =>
      FAULTS[kind]!(text, expr).map((fault) => ({ kind, fault, text })),
    )
    return all
      .map((one) => ({ one, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one)
  })
  expect(pools.filter((pool) => pool.length === 0)).toEqual([])
  // The same number of each kind, until there are enough.
  const chosen: { kind: string; fault: Fault; text: string }[] = []
  for (let round = 0; chosen.length < COUNT; round++) {
    for (const pool of pools) if (pool[round] && chosen.length < COUNT) chosen.push(pool[round]!)
  }
  const missed: string[] = []
  const tally = new Map(kinds.map((kind) => [kind, { named: 0, all: 0 }]))
  for (const { kind, fault, text } of chosen) {
    const count = tally.get(kind)!
    count.all++
    const { diagnostics, at } = judge(
      fault.expr,
      fault.fields ?? 'for: 5m',
      configWith(fault.scrape),
      fault.codes,
    )
    const named = diagnostics.some(
      ({ range }) => range.start < at + fault.end && range.end > at + fault.start,
    )
    if (named) count.named++
    else
      missed.push(
        `${kind}: ${text}\n  → ${fault.expr}\n  ${diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n  ')}`,
      )
  }
  if (process.env.SHOW) {
    console.log([...tally].map(([kind, { named, all }]) => `${named}/${all} ${kind}`).join('\n'))
    console.log(missed.join('\n'))
  }
  expect(chosen.length).toBe(COUNT)
  expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(COUNT / 20)
})
