/** A short run of random expressions against every promtool found; `npm run fuzz -- promtool` is the long one. */
import { describe, expect, test } from 'vitest'
import { compareWith } from './differential.ts'
import { referees } from './referees.ts'

describe('random expressions', () => {
  const judges = referees('promtool')
  test.skipIf(judges.length === 0)('promtool and the engine agree to the last bit', () => {
    for (const referee of judges) {
      const features = referee.version.startsWith('2.') ? [] : ['promql-experimental-functions']
      for (let seed = 1; seed <= 5; seed++) {
        const { differences, filled } = compareWith(referee, seed, 150, features)
        expect(differences).toEqual([])
        expect(filled).toBeGreaterThan(30)
      }
    }
  })
})
