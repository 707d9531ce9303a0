/** Generators of templates for the referees. */
import fc from 'fast-check'
import { pieces, syntax } from './syntax.ts'
import { templates } from './templates.ts'

/** All hand-written templates. */
export const seeds: readonly string[] = [...syntax, ...Object.values(templates).flat()]

/** A template with pieces inserted, removed or replaced. */
export const mutated: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), fc.constantFrom('', ...pieces)),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, [place, removed, added]) => {
      const at = Math.floor(place * text.length)
      return text.slice(0, at) + added + text.slice(at + removed)
    }, seed),
  )
  // JSON and YAML must carry the text unchanged.
  .filter((text) => !/\p{Cs}/u.test(text))

const operand = fc.constantFrom(
  ...[
    '0',
    '42',
    '-7',
    '255',
    '1234567',
    '0.5',
    '2.5',
    '-1.25',
    '1e21',
    '1e-7',
    '123456.789',
    '"text"',
    '"é😀"',
    '""',
  ],
  ...[
    '$value',
    '$labels',
    '$externalLabels',
    'true',
    'nil',
    '1+2i',
    "'x'",
    '(index "abc" 1)',
    '(safeHtml "<")',
    '.',
  ],
  ...['(toTime 1.5)', '(toTime 1e9).Month', '((toTime 90).Sub (toTime 0.5))', '(args 1 "b" nil)'],
)

const directive = fc
  .record({
    flags: fc.array(fc.constantFrom('-', '+', '#', ' ', '0'), { maxLength: 3 }).map((all) => all.join('')),
    width: fc.constantFrom('', '', '3', '8', '12', '*', '[1]*'),
    precision: fc.constantFrom('', '', '.', '.0', '.1', '.3', '.12', '.*'),
    index: fc.constantFrom('', '', '', '', '[1]', '[2]', '[9]'),
    verb: fc.constantFrom(...'vvvTtbcdoOqxXUeEfFgGs%'),
  })
  .map(({ flags, width, precision, index, verb }) => `%${flags}${width}${precision}${index}${verb}`)

/** A `printf` with random directives and operands. */
export const formatted: fc.Arbitrary<string> = fc
  .tuple(fc.array(directive, { minLength: 1, maxLength: 3 }), fc.array(operand, { maxLength: 4 }))
  .map(([directives, operands]) => `{{ printf "${directives.join('|')}" ${operands.join(' ')} }}`)
