/** The model's reading of regular expressions, compared with an engine that runs them. */
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { matchesAllFilled, readPattern, readTemplate } from '../../src/promql/regex-facts.ts'

test.each([
  // pattern, matches the empty string, matches nothing else, matches all the rest
  ['', true, true, false],
  ['.*', true, false, true],
  ['.+', false, false, true],
  ['(.*)', true, false, true],
  ['^(.*)$', true, false, true],
  ['.', false, false, false],
  ['.?.+', false, false, true],
  ['..+', false, false, false],
  ['.|..+', false, false, true],
  ['a|.*', true, false, true],
  ['a|', true, false, false],
  ['|', true, true, false],
  ['(?i:)', true, true, false],
  ['x{0}', true, true, false],
  ['(?:..)*', true, false, false],
  ['.{1,}', false, false, true],
  ['.{1,3}', false, false, false],
  ['[^a]*', true, false, false],
  ['\\.*', true, false, false],
  ['\\Q.*\\E', false, false, false],
  ['[\\]).*]', false, false, false],
  ['[[:alpha:]]+', false, false, false],
  ['\\pN\\x{41}', false, false, false],
])('%j', (text, isOptional, isEmpty, isAll) => {
  const pattern = readPattern(text)!
  expect([pattern.min === 0, pattern.max === 0, matchesAllFilled(pattern)]).toEqual([
    isOptional,
    isEmpty,
    isAll,
  ])
})

test.each([
  '(',
  ')',
  '*',
  'a**',
  '\\b',
  'a^b',
  'a$b',
  '(^a)',
  '(?=a)',
  '(?-s:.)',
  '[a',
  '\\A',
  '('.repeat(9999),
])('says nothing of %j', (text) => expect(readPattern(text)).toBeUndefined())

test.each([
  ['$1', false, ['1']],
  ['$1x', false, ['1x']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Go's templates
  ['${1}x', true, ['1']],
  ['$$', true, []],
  ['$', true, []],
  ['${', true, []],
  ['$1$name', false, ['1', 'name']],
  ['', false, []],
])('template %j', (text, hasText, groups) => expect(readTemplate(text)).toEqual({ hasText, groups }))

/** Patterns as used in label rules, most of them valid. */
const patterns = fc.letrec<{ branch: string; piece: string }>((tie) => ({
  branch: fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '.', '.', '[ab]', '[^a]', '\\w', '\\.', '^', '$', '\\Qa\\E', '(?i)'),
    fc
      .tuple(
        fc.constantFrom('a', '.', '(?:ab)', '(.)'),
        fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '{0}', '*?'),
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(
        fc.constantFrom('(', '(?:', '(?P<n>'),
        tie('branch'),
        tie('branch'),
        fc.constantFrom('', '*', '+', '?'),
        fc.boolean(),
      )
      .map(([open, one, other, repeat, isEither]) => `${open}${one}${isEither ? `|${other}` : ''})${repeat}`),
  ),
})).branch

test('what it says holds of every match', () => {
  let judged = 0
  fc.assert(
    fc.property(
      patterns,
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '.', '😀') })),
      (text, values) => {
        const pattern = readPattern(text)
        let engine: RE2JS
        try {
          engine = RE2JS.compile(`^(?s:${text})$`)
        } catch {
          return // Not a valid pattern: Prometheus refuses it before labels matter.
        }
        if (pattern === undefined) return
        judged++
        expect(engine.matcher('').matches()).toBe(pattern.min === 0)
        for (const value of values.filter((each) => each !== '')) {
          const matcher = engine.matcher(value)
          const isMatch = matcher.matches()
          if (matchesAllFilled(pattern)) expect(isMatch).toBe(true)
          if (pattern.max === 0) expect(isMatch).toBe(false)
          if (!isMatch) continue
          for (let group = 0; group <= matcher.groupCount(); group++) {
            if (pattern.isFilled(String(group))) expect(matcher.group(group)).toBeTruthy()
            if (pattern.isEmpty(String(group))) expect(matcher.group(group) ?? '').toBe('')
          }
        }
      },
    ),
    { numRuns: 3000 },
  )
  expect(judged).toBeGreaterThan(500)
})

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'()[]{}|*+?^$\\.,:a1<>PQEpx-😀') }),
      (text) => void readPattern(text),
    ),
  )
})
