import { describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import { book } from './book.ts'
import { config } from './fixture.ts'
import { theme } from './theme.ts'

const files = emitSite(book(), config(), await theme())
const text = (path: string): string => String(files.find((file) => file.path === path)?.make())

describe('the files of a site', () => {
  it('has a page for each runbook, an index, a page for what is missing', () => {
    expect(files.map((file) => file.path).filter((path) => !path.includes('/assets/'))).toEqual(
      expect.arrayContaining([
        'site/index.html',
        'site/404.html',
        'site/.nojekyll',
        'site/host/disk/index.html',
        'site/host/memory/index.html',
      ]),
    )
  })

  it('is the same, byte for byte, when made again', async () => {
    const made = (all: typeof files): unknown => all.map(({ path, key, make }) => [path, key?.(), make()])
    expect(made(emitSite(book(), config(), await theme()))).toEqual(made(files))
  })

  it('has nothing inline and nothing of others', () => {
    for (const { path, make } of files) {
      if (!path.endsWith('.html')) continue
      const text = String(make())
      expect(text, path).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/)
      expect(text, path).not.toMatch(/<(?:script|img|iframe)[^>]* src="(?:https?:)?\/\//)
      expect(text, path).not.toMatch(/<link rel="(?!canonical)[^>]* href="(?:https?:)?\/\//)
    }
  })
})

it('needs neither an address nor a repository', async () => {
  const bare = {
    ...config({ url: '', repo: '' }),
    actions: { prometheus: '', alertmanager: '', grafana: '', grafanaSource: '', page: {}, links: [] },
  }
  for (const { path, make } of emitSite(book(), bare, await theme())) {
    if (!/\.(html|xml|txt|md)$/.test(path)) continue
    const text = String(make())
    expect(text, path).not.toMatch(/undefined|\[object|NaN|https:\/\/(example\.com|prometheus\.example)/)
  }
})

describe('a page', () => {
  const page = text('site/host/disk/index.html')

  it('has one first heading, the name as in the notification, with the anchor of the author’s heading', () => {
    expect(page.match(/<h1.*<\/h1>/g)).toEqual([
      '<h1 id="hostfilesystemalmostfull">Host<wbr>Filesystem<wbr>Almost<wbr>Full</h1>',
    ])
  })

  it('keeps template text of the prose and shows slots by their label', () => {
    expect(page).toContain('Template text {{ $labels.instance }} stays.')
    expect(page).toContain('<var class="slot" data-label="mountpoint">&lt;mountpoint&gt;</var>')
  })

  it('links names and files', () => {
    expect(page).toContain('<a href="../../host/memory/#hostmemorypressure">Host<wbr>Memory<wbr>Pressure</a>')
    expect(page).toContain('<a href="../../host/memory/#meaning">memory</a>')
  })
})
