/** A book ten times as large as the largest one known: nothing that a reader loads grows with it. */
import { describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import type { OutputFile } from '../../src/model.ts'
import { config, type PageInput, program } from './fixture.ts'
import { searchOf } from './found.ts'
import { theme } from './theme.ts'

/** 11,000 pages with 5,940 alerts, on a thousand shelves or on one. */
function pages(shelves: number): PageInput[] {
  return Array.from({ length: 11_000 }, (_, i): PageInput => {
    const name = `Service${i % 997}Number${i}IsNotAsFastAsItShouldBe`
    return {
      file: `runbooks/team${i % shelves}/service-${i}.md`,
      title: name,
      summary: `Requests of service ${i} take longer than the objective allows, and users notice it by now.`,
      headings: [
        ['meaning', 'Meaning'],
        [`why-${i}`, `Why service ${i} is slow`],
      ],
      body: ['<h2 id="meaning">Meaning</h2>'],
      ...(i < 5_940 && {
        rules: [{ alert: name, expr: 'up == 0', labels: { severity: 'warning' }, group: `group ${i % 800}` }],
      }),
    }
  })
}

const look = await theme()
const LARGEST = 300_000

describe.each([1000, 1])('on %i shelves', (shelves) => {
  const files = emitSite(program(pages(shelves)), config(), look)
  const read = (path: string): string => text(files, path)

  it('has no file above 300 kB that is not for machines', () => {
    const loaded = files.filter(({ path }) => !/^site\/(?:alerts\.json|llms\.txt|sitemap\.xml)$/.test(path))
    const large = loaded
      .map(({ path, make }) => [path, Buffer.byteLength(make())] as const)
      .filter(([, bytes]) => bytes > LARGEST)
    expect(large).toEqual([])
  })

  it('leads from the index to every entry', () => {
    const lists = new Set(
      [...read('index.html').matchAll(/href="(shelves\/\d+\.html)#/g)].map(([, to]) => to!),
    )
    const listed = files.filter(({ path }) => path.startsWith('site/shelves/'))
    for (const list of lists) expect(listed.map(({ path }) => path)).toContain(`site/${list}`)
    const found = listed.flatMap(({ make }) => [
      ...String(make()).matchAll(/<li[^>]*><a href="\.\.\/([^"]*)"/g),
    ])
    expect(new Set(found.map(([, to]) => to)).size).toBe(11_000)
    expect(found).toHaveLength(11_000)
    expect(read(`shelves/${listed.length}.html`)).toContain('rel="prev"')
  })
})

it('finds what is in any part', () => {
  const { find, names, texts } = searchOf(emitSite(program(pages(1000)), config(), look))
  expect(texts.length).toBeGreaterThan(5)
  expect(names).toHaveLength(11_000)
  for (const i of [0, 799, 5_000, 10_999])
    expect(names[find(`service number ${i}`)[0]!.index]).toContain(`Number${i}Is`)
})

it('a book of usual size has one list and one catalogue', () => {
  const paths = emitSite(program(pages(10).slice(0, 700)), config(), look).map(({ path }) => path)
  expect(paths.filter((path) => /\/shelves\/|\/search-/.test(path))).toEqual([])
})

const text = (files: readonly OutputFile[], path: string): string =>
  String(files.find((file) => file.path === `site/${path}`)!.make())
