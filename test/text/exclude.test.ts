/** What `exclude` names, and what it does not. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excluderOf } from '../../src/text/exclude.ts'

test.each([
  [
    'runbooks/TEMPLATE.md',
    ['runbooks/TEMPLATE.md'],
    ['TEMPLATE.md', 'runbooks/TEMPLATE.md.md', 'x/runbooks/TEMPLATE.md'],
  ],
  ['./drafts/', ['drafts', 'drafts/a.md', 'drafts/deep/a.md'], ['draft', 'drafts-2/a.md', 'runbooks/drafts']],
  ['runbooks/_*.md', ['runbooks/_a.md', 'runbooks/_.md'], ['runbooks/a.md', 'runbooks/x/_a.md']],
  ['**/README.md', ['README.md', 'runbooks/README.md', 'a/b/README.md'], ['README.mdx', 'xREADME.md']],
  ['**/drafts', ['drafts/a.md', 'runbooks/drafts/a.md'], ['runbooks/my-drafts/a.md']],
  ['runbooks/old/**', ['runbooks/old/a.md', 'runbooks/old/b/a.md'], ['runbooks/old', 'runbooks/older/a.md']],
  ['a/**/z.md', ['a/z.md', 'a/b/z.md', 'a/b/c/z.md'], ['a/bz.md', 'z.md']],
  ['rule?.yml', ['rules.yml', 'rule1.yml'], ['rule.yml', 'rule12.yml', 'rule/.yml']],
  ['a+(b).[c].md', ['a+(b).[c].md'], ['aab.c.md']],
  ['', [], ['', 'a']],
])('`%s`', (pattern, named, others) => {
  const isExcluded = excluderOf([pattern])
  expect(named.filter((path) => !isExcluded(path))).toEqual([])
  expect(others.filter(isExcluded)).toEqual([])
})

test('any of several counts, and none excludes nothing', () => {
  const paths = ['a/1.md', 'b/1.md', 'c/1.md']
  expect(paths.filter(excluderOf(['a', '*/x', 'c/*']))).toEqual(['a/1.md', 'c/1.md'])
  expect(paths.filter(excluderOf([]))).toEqual([])
})

/** The meaning of a pattern as a regular expression, which takes a power of its length where it is long. */
const expressionOf = (pattern: string): RegExp => {
  const names = pattern.split('/')
  const parts = names.map((name, index) => {
    const isLast = index === names.length - 1
    if (name === '**') return isLast ? '.+' : '(?:[^/]+/)*'
    return name.replaceAll('?', '[^/]').replace(/\*+/g, '[^/]*') + (isLast ? '' : '/')
  })
  return new RegExp(`^(?:${parts.join('')})(?:/|$)`)
}

test('names what the regular expression of a pattern names', () => {
  const path = (names: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'))
  const patterns = path(['a', 'b', '*', '**', '**', 'a*', '*a*', '?b', 'a*b*a', '***'])
  fc.assert(
    fc.property(patterns, path(['a', 'b', 'ab', 'aba', 'abba', 'bb']), (pattern, named) => {
      expect(excluderOf([pattern])(named)).toBe(expressionOf(pattern).test(named))
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['folders', '**/a/'.repeat(50), 'a/'.repeat(2000)],
  ['wildcards', '*a'.repeat(60), 'a'.repeat(250)],
  ['a name of megabytes', '*a'.repeat(1_000_000), 'a'.repeat(250)],
  ['a path of megabytes', '**/a*/'.repeat(300_000), 'a/'.repeat(2000)],
])('of many %s it is soon told', (_, pattern, path) => {
  expect(excluderOf([`${pattern}x`])(`${path}b`)).toBe(false)
})
