/** What a severity was meant to be, and that many of them take no time by their square. */
import { expect, test } from 'vitest'
import { meantSeverity } from '../../src/checks/shared/severities.ts'

test.each([
  ['critcal', { critcal: 1, critical: 5 }, 'critical'],
  ['paeg', { paeg: 1, page: 3 }, 'page'],
  ['sev1', { sev1: 1, sev2: 30 }, undefined],
  ['wanring', { wanring: 1 }, 'warning'],
  ['nightly', { nightly: 1, nightlx: 2 }, undefined],
])('%s', (value, counts, meant) => expect(meantSeverity(value, new Map(Object.entries(counts)))).toBe(meant))

test('of many severities, each is compared with those used most', () => {
  const letters = (n: number): string =>
    n.toString(36).replace(/\d/g, (digit) => 'klmnopqrst'[Number(digit)]!)
  const words = Array.from({ length: 20_000 }, (_, n) => `${letters(n * 37)}q`)
  const counts = new Map(words.map((word, n) => [word, n === 7 ? 9 : n % 2 === 0 ? 1 : 3]))
  const before = process.cpuUsage()
  for (const word of words) meantSeverity(word, counts)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(20)
  expect(
    meantSeverity(`${words[7]!.slice(0, -1)}x`, new Map([...counts, [`${words[7]!.slice(0, -1)}x`, 1]])),
  ).toBeDefined()
})
