/** Opening and closing marks that belong together. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Mark, partners } from '../../src/text/partners.ts'
import '../seed.ts'

/** `a b /b /a` as marks. */
const marks = (text: string): Mark[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word) => ({ name: word.replace('/', ''), closing: word.startsWith('/') }))

test.each([
  ['a /a', '0-1'],
  ['a b /b /a', '0-3 1-2'],
  ['a b /a /b', '0-2'],
  ['a a /a', '1-2'],
  ['/a a', ''],
  ['a /b /a', '0-2'],
  ['a b c /a c /c', '0-3 4-5'],
])('%s', (text, expected) => {
  const pairs = [...partners(marks(text))].filter(([one, other]) => one < other)
  expect(
    pairs
      .sort(([a], [b]) => a - b)
      .map((pair) => pair.join('-'))
      .join(' '),
  ).toBe(expected)
})

test('is what a search backwards for each closing mark finds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), closing: fc.boolean() }), { maxLength: 30 }),
      (all) => {
        const found = new Map<number, number>()
        const open: number[] = []
        for (const [index, { name, closing }] of all.entries()) {
          if (!closing) open.push(index)
          const at = closing ? open.findLastIndex((number) => all[number]!.name === name) : -1
          if (at < 0) continue
          const [first] = open.splice(at)
          found.set(first!, index).set(index, first!)
        }
        expect(partners(all)).toEqual(found)
      },
    ),
  )
})
