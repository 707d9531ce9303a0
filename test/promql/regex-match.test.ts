/** Patterns of matchers: the answers of Go's regular expressions, in linear time for every pattern and label. */
import { expect, test } from 'vitest'
import { parseExpr } from '../../src/promql/index.ts'
import { compileMatch } from '../../src/promql/regex-match.ts'

test.each<[pattern: string, value: string, matches: boolean]>([
  ['a|b', 'b', true],
  ['a|b', 'ab', false],
  ['5..', '500', true],
  ['', '', true],
  ['.+', '', false],
  ['a.*b', 'a\nb', true],
  ['(?i)AB', 'ab', true],
  ['[a-c]+', 'abcab', true],
  ['a{2,3}', 'aaa', true],
  ['.*a.*b.*', 'xxaxxbxx', true],
  ['\\d+', '12', true],
])('%s =~ %j: %s', (pattern, value, matches) => expect(compileMatch(pattern, true)(value)).toBe(matches))

test('a line feed before 3.0', () => expect(compileMatch('a.*b', false)('a\nb')).toBe(false))

test('no pattern takes more than linear time', () => {
  const value = 'a'.repeat(100_000)
  for (const pattern of ['.*a.*b', '.*a.*a.*a.*b', '(a*)*b', '(a|aa)+b', '[a-z]*[a-y]*[a-x]*b']) {
    expect(compileMatch(pattern, true)(value), pattern).toBe(false)
  }
})

/** In an engine that tries every choice, each takes two to the power of its parts, or does not fit. */
test.each<[what: string, pattern: string, value: string]>([
  ['alternatives in a row', `${'(a|a)'.repeat(40)}b`, 'a'.repeat(41)],
  ['options in a row', `${'a?'.repeat(40)}b`, 'a'.repeat(40)],
  ['choices of repetitions, of nothing', `${'(a*|b*)'.repeat(40)}c`, ''],
  ['choices of repetitions', `${'(a*|b*)'.repeat(40)}c`, 'ab'.repeat(40)],
  ['repeated alternatives', `(${'a|'.repeat(20)}a)*b`, 'a'.repeat(60)],
  ['many groups', `${'()'.repeat(500)}b`, 'a'],
  ['many alternatives', `${'a|'.repeat(100_000)}(b)`, 'c'],
])('%s are told soon', (_, pattern, value) => {
  expect(compileMatch(pattern, true)(value)).toBe(false)
  expect(parseExpr(`up{a=~"${pattern}"}`).problems).toEqual([])
})
