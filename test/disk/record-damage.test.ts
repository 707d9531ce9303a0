/** A record of addresses that was cut off, merged badly or written by hand: what a build would lose is an error with its place. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLinks } from '../../src/disk/links-file.ts'
import { checked, cli } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const OLD = '  /old/: {title: Old, alerts: [Old]}\n'
const TWO = '  /two/: {title: Two, alerts: [Two]}\n'

const damaged: [what: string, record: string, line: number][] = [
  ['cut off at its beginning', '', 1],
  ['cut off in its head', '# Every addr', 1],
  ['cut off before its pages', '# head\npages:\n', 2],
  ['cut off in an entry', `pages:\n${OLD}  /two/: {title: T`, 3],
  ['cut off in an address', `pages:\n${OLD}  /two/`, 3],
  ['a second document', `pages:\n${OLD}---\npages:\n${TWO}`, 3],
  ['pages twice', `pages:\n${OLD}pages:\n${TWO}`, 3],
  ['something beside the pages', `pages:\n${OLD}more: 1\n`, 3],
  ['a key that nobody knows', 'pages:\n  /old/: {title: Old, since: 3}\n', 2],
  ['an inherited key', 'pages:\n  /old/: {title: Old, constructor: 3}\n', 2],
  ['a title that is a list', 'pages:\n  /old/: {title: [Old]}\n', 2],
  ['alerts that are a mapping', 'pages:\n  /old/: {title: Old, alerts: {Old: 1}}\n', 2],
  ['an alert that is a list', 'pages:\n  /old/: {title: Old, alerts: [[Old]]}\n', 2],
  ['anchors that are a list', 'pages:\n  /old/: {title: Old, anchors: [a]}\n', 2],
  ['an address that is a list', 'pages:\n  /old/: {title: Old, moved: [/a/]}\n', 2],
  ['a reason that is a mapping', 'pages:\n  /old/: {title: Old, removed: {a: 1}}\n', 2],
  ['only the end of a conflict', `pages:\n${OLD}>>>>>>> b\n${TWO}`, 3],
  [
    'markers within markers',
    `pages:\n<<<<<<< a\n<<<<<<< b\n${OLD}=======\n${TWO}>>>>>>> b\n=======\n>>>>>>> a\n`,
    2,
  ],
]

describe.each(damaged)('%s', (_, record, line) => {
  const root = (): string =>
    temporaryProject({
      'runbooks/a.md': '# A\n\n```yaml\nalert: A\nexpr: up == 0\n```\n',
      'alertbook.links.yml': record,
    })

  test('is an error with its place, and the record stays as it is', async () => {
    const folder = root()
    const found = await checked(folder)
    const errors = found.filter(
      ({ file, severity }) => file === 'alertbook.links.yml' && severity === 'error',
    )
    expect(errors.map((one) => one.line)).toContain(line)
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(1)
    expect(readFileSync(join(folder, 'alertbook.links.yml'), 'utf8')).toBe(record)
  })
})

test.each([
  ['line ends of Windows', `pages:\n${OLD}${TWO}`.replaceAll('\n', '\r\n')],
  ['line ends of old', `pages:\n${OLD}${TWO}`.replaceAll('\n', '\r')],
  ['mixed line ends', `pages:\r\n${OLD}${TWO}`],
  [
    'one alert without a list',
    'pages:\n  /old/: {title: 3, alerts: Old, see: /a/}\n  /two/: {title: ~, anchors: ~}\n',
  ],
])('%s are read', (_, text) => {
  const { published, diagnostics } = readLinks({ path: 'alertbook.links.yml', text })
  expect(diagnostics).toEqual([])
  expect(published.map(({ path }) => path)).toEqual(['old/', 'two/'])
})
