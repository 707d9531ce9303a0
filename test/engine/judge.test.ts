/**
 * A real Prometheus judges the engine: random expressions over random series, at instants and over ranges, for every
 * version found. `npm run fuzz -- engine` does the same for any length of time.
 */
import { expect, test } from 'vitest'
import { judge, shown } from './judge/run.ts'
import { referees } from './referees.ts'

const found = referees('prometheus')

test.skipIf(found.length === 0).each(found)('Prometheus $version gives the same answers', async (referee) => {
  const { pairs, empty, errors, differences } = await judge(referee, 2026, 500)
  expect(differences.map(shown)).toEqual([])
  // Most answers have content, so that there was something to compare.
  expect(empty + errors).toBeLessThan(pairs * 0.7)
})
