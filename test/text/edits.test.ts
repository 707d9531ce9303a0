import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/text/edits.ts'

const edit = (
  start: number,
  end: number,
  text: string,
): { range: { start: number; end: number }; text: string } => ({
  range: { start, end },
  text,
})

describe('edits', () => {
  test.each([
    ['replaces', 'abcdef', [edit(1, 3, 'X')], 'aXdef', 0],
    ['inserts', 'abc', [edit(1, 1, 'X')], 'aXbc', 0],
    ['takes any order', 'abcdef', [edit(4, 5, 'Y'), edit(0, 1, 'X')], 'XbcdYf', 0],
    ['lets edits touch', 'abcd', [edit(0, 2, 'X'), edit(2, 4, 'Y')], 'XY', 0],
    ['keeps insertions at one place in order', 'ab', [edit(1, 1, 'X'), edit(1, 1, 'Y')], 'aXYb', 0],
    ['inserts before a replacement', 'ab', [edit(1, 2, 'X'), edit(1, 1, 'Y')], 'aYX', 0],
    ['refuses an overlap', 'abcdef', [edit(1, 4, 'X'), edit(3, 5, 'Y')], 'aXef', 1],
    ['refuses an insertion inside', 'abcd', [edit(0, 4, 'X'), edit(2, 2, 'Y')], 'X', 1],
    ['refuses what is outside', 'abc', [edit(2, 9, 'X')], 'abc', 1],
    ['counts equal edits once', 'abc', [edit(1, 2, 'X'), edit(1, 2, 'X')], 'aXc', 0],
  ])('%s', (_, text, edits, expected, refused) => {
    const edited = applyEdits(text, edits)
    expect(edited.text).toBe(expected)
    expect(edited.refused).toHaveLength(refused)
  })

  test('applied together and one by one from the end give the same', () => {
    const places = fc.tuple(fc.nat(30), fc.nat(5), fc.string({ maxLength: 3 }))
    fc.assert(
      fc.property(
        fc.string({ minLength: 30, maxLength: 30 }),
        fc.array(places, { maxLength: 8 }),
        (text, list) => {
          const edits = list.map(([start, length, replacement]) =>
            edit(start, Math.min(start + length + 1, 30), replacement),
          )
          const { text: together, applied, refused } = applyEdits(text, edits)
          expect(applied.length + refused.length).toBeLessThanOrEqual(edits.length)
          const fromEnd = applied
            .toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end)
            .reverse()
          const one = fromEnd.reduce(
            (out, { range, text: replacement }) =>
              out.slice(0, range.start) + replacement + out.slice(range.end),
            text,
          )
          expect(together).toBe(one)
        },
      ),
    )
  })
})
