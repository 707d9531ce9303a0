/** `dashboards` in the frontmatter: addresses, with or without titles, and invalid ones. */
import { expect, test } from 'vitest'
import { parse } from '../../src/parse/index.ts'

function dashboards(yaml: string): { read: unknown; said: string[] } {
  const runbook = parse({ path: 'a.md', text: `---\ndashboards: ${yaml}\n---\n# A\n` })
  if (runbook.kind !== 'runbook') throw new Error('no runbook')
  return {
    read: runbook.frontmatter.dashboards.map(({ url, title }) => [url.value, title?.value]),
    said: runbook.diagnostics.map(({ message }) => message),
  }
}

test.each([
  ['https://g/d/1', [['https://g/d/1', undefined]]],
  ['[https://g/d/1, null]', [['https://g/d/1', undefined]]],
  ['{ url: https://g/d/1, title: Disks }', [['https://g/d/1', 'Disks']]],
  [
    '\n  - { title: Disks, url: "https://g/d/1?h={{ $labels.instance }}" }\n  - https://g/d/2',
    [
      ['https://g/d/1?h={{ $labels.instance }}', 'Disks'],
      ['https://g/d/2', undefined],
    ],
  ],
])('%s', (yaml, expected) => {
  expect(dashboards(yaml)).toEqual({ read: expected, said: [] })
})

test.each([
  ['[{ title: Disks }]', 'list'],
  ['{ url: x, link: y }', 'mapping'],
  ['[[https://g/d/1]]', 'list'],
])('%s is no list of links', (yaml, found) => {
  expect(dashboards(yaml)).toEqual({
    read: [],
    said: [
      `Unexpected ${found} for \`dashboards\`, expected addresses, or mappings of \`title\` and \`url\``,
    ],
  })
})
