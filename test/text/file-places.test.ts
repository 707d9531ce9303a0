/** Where other tools find the files that pages name. */
import { expect, test } from 'vitest'
import { filePlaces } from '../../src/text/file-places.ts'

test.each<[page: string, written: string, places: readonly string[]]>([
  ['docs/a/b.md', 'c.png', ['docs/a/c.png', 'docs/a/b/c.png']],
  ['docs/a/b.md', '../c.png', ['docs/c.png', 'docs/a/c.png']],
  ['docs/a/index.md', '../c.png', ['docs/c.png']],
  ['b.md', '../c.png', ['../c.png', 'c.png']],
  [
    'docs/a/b.md',
    '/img/c.png',
    [
      'img/c.png',
      'docs/static/img/c.png',
      'docs/public/img/c.png',
      'docs/assets/img/c.png',
      'docs/img/c.png',
      'static/img/c.png',
      'public/img/c.png',
      'assets/img/c.png',
    ],
  ],
])('%s names %s', (page, written, places) => {
  expect(filePlaces(page, written, ['docs'])).toEqual(places)
})
