/** Offline: the whole book stays readable, shows its age, and a new one is never missed. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite, type Theme } from '../../src/emit/site/index.ts'
import type { OutputFile } from '../../src/model.ts'
import { book } from './book.ts'
import { close, hasBrowser, launch, type Watched, watch } from './browser.ts'
import { config } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const ready = hasBrowser()

describe.skipIf(!ready).each(['/', '/a/b/'])('at %s', (base) => {
  let browser: Browser
  let site: Site
  let look: Theme
  let watched: Watched
  const files = (title: string): OutputFile[] =>
    emitSite(book(), config({ title, url: `https://example.org${base}` }), look, { commit: 'abcdef0123' })

  beforeAll(async () => {
    look = await theme()
    browser = await launch()
  })
  afterAll(() => browser?.close())

  /** Waits until the worker has every file of the book. */
  const kept = (): Promise<void> =>
    expect
      .poll(
        () =>
          watched.page.evaluate(async () => {
            for (const name of await caches.keys()) {
              const cache = await caches.open(name)
              if ((await cache.keys()).some(({ url }) => url.endsWith('?kept'))) return true
            }
            return false
          }),
        { timeout: 20_000, interval: 200 },
      )
      .toBe(true)

  it('shows pages that were never opened, with their age, when the server is gone', async () => {
    site = await serve(files('Night shift'), base)
    watched = await watch(browser)
    const { page, errors } = watched
    await page.goto(site.url)
    await kept()
    await page.reload()
    await site.stop()
    await page.goto(`${site.url}host/disk/?instance=web1&mountpoint=/`)
    expect(await page.locator('.summary').innerText()).toBe('Filesystem / on web1 is almost full')
    await page.getByText(/network does not answer\. This copy is .* old \(.*commit abcdef0/).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('oom')
    await page.locator('.results a', { hasText: 'HostOomKillDetected' }).waitFor()
    await page.goto(`${site.url}host/unknown/`)
    expect(await page.locator('h1').innerText()).toBe('No runbook here')
    // The browser reports each request that the stopped server did not answer.
    watched.errors.splice(
      0,
      errors.length,
      ...errors.filter((text) => !/ERR_CONNECTION_REFUSED|ERR_FAILED/.test(text)),
    )
    await close(watched)
  })

  it('fetches of a large book what is near to the page', async () => {
    const large = files('Night shift').map((file) => {
      if (!file.path.endsWith('/offline.json')) return file
      const manifest = JSON.parse(String(file.make()))
      for (let i = 0; i < 400; i++) manifest.bundles[`offline/far/${i}.json`] = 'x'
      return { ...file, make: () => JSON.stringify(manifest) }
    })
    site = await serve(large, base)
    watched = await watch(browser)
    const { page } = watched
    await page.goto(`${site.url}host/disk/`)
    const has = (path: string): Promise<boolean> =>
      page.evaluate(async (url) => (await caches.match(url)) !== undefined, site.url + path)
    await expect.poll(() => has('host/memory/'), { timeout: 20_000, interval: 200 }).toBe(true)
    expect(await has('offline.json?kept')).toBe(false)
    await close(watched)
    await site.stop()
  })

  it('shows the new book at once after a deploy, and keeps no error', async () => {
    site = await serve(files('Night shift'), base)
    watched = await watch(browser)
    const { page } = watched
    await page.goto(site.url)
    await kept()
    await page.goto(`${site.url}host/gone/`)
    site.publish(files('Day shift').filter(({ path }) => !path.includes('host/memory/')))
    await page.goto(`${site.url}host/disk/`)
    expect(await page.locator('.home').innerText()).toBe('Day shift')
    await page.goto(`${site.url}host/memory/`)
    expect(await page.locator('h1').innerText()).toBe('No runbook here')
    const urls = await page.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0]!)
      return (await cache.keys()).map(({ url }) => url)
    })
    expect(urls.filter((url) => url.includes('/gone/'))).toEqual([])
    expect(urls.length).toBeGreaterThan(5)
    await close(watched)
    await site.stop()
  })

  it('replaces no page by half of one, and shows pages where nothing can be stored', async () => {
    site = await serve(files('Night shift'), base)
    watched = await watch(browser)
    const { page, context } = watched
    await page.goto(site.url)
    await kept()
    site.publish(files('Day shift'))
    site.interrupt((path, response) => {
      if (path !== 'host/disk/') return false
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': '90000' })
      response.write('<!doctype html><h1>Half', () => response.destroy())
      return true
    })
    await page.goto(`${site.url}host/disk/`)
    expect(await page.locator('.home').innerText()).toBe('Night shift')
    site.interrupt(undefined)
    const session = await context.newCDPSession(page)
    const { origin } = new URL(site.url)
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 })
    for (const path of ['host/disk/', 'host/new/', '']) {
      const response = await page.goto(`${site.url}${path}`)
      expect(response!.status(), path).toBe(path === 'host/new/' ? 404 : 200)
      expect(await page.locator('.home').innerText(), path).toBe('Day shift')
    }
    await site.stop()
    await page.goto(`${site.url}host/disk/`)
    expect(await page.locator('.home').innerText()).toBe('Night shift')
    watched.errors.splice(0)
    await close(watched)
  })

  it('answers for nothing else that is served below it', async () => {
    site = await serve(files('Night shift'), base)
    watched = await watch(browser)
    const { page } = watched
    await page.goto(site.url)
    await kept()
    let answers = 0
    site.interrupt((path, response) => {
      if (!path.startsWith('api/')) return false
      answers++
      response.writeHead(answers % 2 === 0 ? 500 : 200, { 'content-type': 'application/json' })
      response.end(String(answers))
      return true
    })
    const asked = await page.evaluate(async (url) => {
      const texts: string[] = []
      for (const path of ['api/a?x=1', 'api/a?x=2', 'api/a', 'api/b.json'])
        texts.push(await (await fetch(url + path)).text())
      return texts
    }, site.url)
    expect(asked).toEqual(['1', '2', '3', '4'])
    expect(
      await page.evaluate(async (url) => (await caches.match(url)) !== undefined, `${site.url}api/a`),
    ).toBe(false)
    watched.errors.splice(0)
    await close(watched)
    await site.stop()
  })
})
