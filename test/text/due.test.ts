import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dueDate } from '../../src/text/due.ts'

it.each([
  ['2026-01-15', '180d', '2026-07-14'],
  ['2026-01-15T08:00:00Z', '2w', '2026-01-29'],
  ['2026-01-31', '1 month', '2026-02-28'],
  ['2024-02-29', '1y', '2025-02-28'],
  ['2026-11-21', '6 months', '2027-05-21'],
  ['2026-12-31', '1 day', '2027-01-01'],
  ['2026-02-30', '1d', ''],
  ['21.11.2026', '1d', ''],
  ['2026-01-15', 'often', ''],
  ['2026-01-15', '', ''],
  ['9999-12-31', '9999y', ''],
])('reviewed %s, every %s: due %s', (reviewed, every, due) => {
  expect(dueDate(reviewed, every)).toBe(due)
})

it('reads anything', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => void dueDate(a, b)))
})
