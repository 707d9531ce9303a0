/** A large collection of other people's runbooks as a site. */
import { gzipSync } from 'node:zlib'
import { load } from 'js-yaml'
import { beforeAll, describe, expect, it } from 'vitest'
import { wordsOf } from '../../site/client/query.ts'
import { slotsIn } from '../../src/highlight/index.ts'
import { deadLinks } from './crawl.ts'
import { searchOf } from './found.ts'
import { attribute, hasClass, read, textOf } from './html.ts'
import { type Book, build, hasCorpus } from './srerun.ts'

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!

describe.skipIf(!hasCorpus())('a thousand runbooks', () => {
  let book: Book
  const pages = (): { path: string; html: string }[] =>
    book.program.pages
      .filter(({ path }) => path !== '')
      .map(({ path }) => ({
        path,
        html: String(book.files.find((file) => file.path === `site/${path}index.html`)!.make()),
      }))
  const text = (path: string): string =>
    String(book.files.find((file) => file.path === `site/${path}`)!.make())

  beforeAll(async () => {
    book = await build()
  })

  it('has no empty page, and small ones', () => {
    const empty = pages().filter(
      ({ html }) => textOf(read(html).find((element) => hasClass(element, 'runbook'))!).trim().length < 40,
    )
    expect(empty.map(({ path }) => path)).toEqual([])
    expect(median(pages().map(({ html }) => Buffer.byteLength(html)))).toBeLessThan(40 * 1024)
    const rest = ['style.css', 'site.js', 'theme.js']
      .map((name) => gzipSync(text(`assets/${name}`)).length)
      .reduce((a, b) => a + b)
    const largest = Math.max(...pages().map(({ html }) => gzipSync(html).length))
    expect(largest + rest).toBeLessThan(50 * 1024)
    expect(gzipSync(text('index.html')).length + rest).toBeLessThan(50 * 1024)
  })

  it('shows each expression as it is deployed', () => {
    let seen = 0
    for (const page of book.program.pages) {
      if (page.rules.length === 0) continue
      const html = read(text(`${page.path}rules.html`))
      const written = html.all.filter((element) => element.tagName === 'pre').map(textOf)
      for (const rule of page.rules) {
        const shown = written
          .map((yaml) => load(yaml) as Record<string, string>)
          .find((one) => (one.alert ?? one.record) === rule.name && one.expr === rule.rule.expr?.value.value)
        expect(shown, `${page.path} ${rule.name}`).toBeDefined()
        seen++
      }
    }
    expect(seen).toBeGreaterThan(500)
  })

  it('keeps template text of the prose', () => {
    let seen = 0
    for (const { runbook, path } of book.program.pages) {
      const source = (book.program.texts.get(runbook.source.path) ?? '')
        .replace(/^---\n[\s\S]*?\n---\n/, '')
        .replace(/\{\{%\s*comment[\s\S]*?\/comment\s*%\}\}/g, '')
      const shown = textOf(read(text(`${path}index.html`)).find((element) => element.tagName === 'main')!)
      for (const [action] of source.matchAll(/\{\{(?![%<])[^{}\n]*\}\}/g)) {
        const label = slotsIn(action)[0]?.label
        expect(
          shown.includes(action) || (label !== undefined && shown.includes(`<${label}>`)),
          `${path} ${action}`,
        ).toBe(true)
        seen++
      }
    }
    expect(seen).toBeGreaterThan(300)
  })

  it('finds every alert by the words of its name, and with a letter missing', () => {
    const { names: found, texts, find: search } = searchOf(book.files)
    expect(gzipSync(texts.join('')).length).toBeLessThan((60 * 1024 * found.length) / 1000)
    const top = (query: string): string | undefined => {
      const hit = search(query)[0]
      return hit && found[hit.index]
    }
    const names = [
      ...new Set(book.program.rules.filter(({ kind }) => kind === 'alert').map(({ name }) => name)),
    ]
    const known = names.filter((name) => found.includes(name))
    expect(known.length).toBeGreaterThan(500)
    const same = (a: string | undefined, b: string): boolean =>
      a !== undefined && wordsOf(a).join() === wordsOf(b).join()
    const missed = known.filter((name) => !same(top(wordsOf(name).join(' ')), name))
    expect(missed, 'by words').toEqual([])
    const typo = (name: string): string => {
      const at = Math.floor(name.length / 2)
      return name.slice(0, at) + name.slice(at + 1)
    }
    const lost = known.filter((name) => !same(top(typo(name)), name))
    expect(lost.length / known.length, lost.join(' ')).toBeLessThanOrEqual(0.02)
    const lostWords = known.filter((name) => !same(top(typo(wordsOf(name).join(' '))), name))
    expect(lostWords.length / known.length, lostWords.join(' ')).toBeLessThanOrEqual(0.02)
    const disk = search('disk full')
      .slice(0, 3)
      .map(({ index }) => found[index]!)
    expect(
      disk.some((name) => /filesystem|disk/i.test(name)),
      disk.join(' '),
    ).toBe(true)
  })

  it.each(['https://example.org/', 'https://example.org/a/b/'])(
    'has no dead link of its own at %s',
    (url) => {
      const written = new Set(
        book.program.pages.flatMap(({ links }) =>
          links
            .filter((link) => link.kind === 'missing' || ('missingAnchor' in link && link.missingAnchor))
            .map(({ link }) => link.target),
        ),
      )
      const dead = deadLinks(book.at(url), url).filter(
        (line) => ![...written].some((target) => line.includes(target)),
      )
      expect(dead).toEqual([])
      expect(attribute(read(text('404.html')).all[0]!, 'data-base')).toBe('/')
    },
  )
})
