/** What `exclude` names, and what it does not. */
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
