/** A tap on Copy that is the first touch of a page, where the code that copies comes late. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import { book } from './book.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { config } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

/** Milliseconds by which the second script is late. */
const LATE = 1500

describe.skipIf(!hasBrowser())('the first tap, before its code is there', () => {
  let browser: Browser
  let site: Site

  beforeAll(async () => {
    site = await serve(emitSite(book(), config(), await theme()), '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  /** Like Safari: only while the tap is handled may a write begin. */
  const strict = (): void => {
    let tapped = false
    for (const capture of [true, false])
      addEventListener(
        'click',
        () => {
          tapped = capture
        },
        { capture },
      )
    const { clipboard } = navigator
    for (const name of ['write', 'writeText'] as const) {
      const own = clipboard[name].bind(clipboard) as (data: never) => Promise<void>
      clipboard[name] = (data: unknown) =>
        tapped ? own(data as never) : Promise.reject(new DOMException('no tap', 'NotAllowedError'))
    }
    document.execCommand = () => false
  }

  const use = async (query: string, init: () => void, body: (page: Page) => Promise<void>): Promise<void> => {
    const watched = await watch(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = watched
    await page.addInitScript(init)
    await page.route('**/more.js*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, LATE))
      await route.continue()
    })
    await page.goto(`${site.url}host/disk/?${query}`)
    await page.evaluate(() => document.querySelector('.fence .copy')!.scrollIntoView())
    try {
      await body(page)
    } finally {
      await close(watched)
    }
  }
  const tap = (page: Page, code: string): Promise<void> =>
    page.locator('.fence', { hasText: code }).getByRole('button', { name: 'Copy' }).click()
  const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

  it('copies where only the tap may write', () =>
    use('instance=web01&mountpoint=/var', strict, async (page) => {
      await tap(page, 'sync')
      await page.getByText('Copied', { exact: true }).waitFor()
      expect(await clipboard(page)).toBe('ssh web01 sync /var')
    }))

  it('copies where a text cannot come later', () =>
    use(
      'instance=web01&mountpoint=/var',
      () => Reflect.deleteProperty(globalThis, 'ClipboardItem'),
      async (page) => {
        await tap(page, 'sync')
        await page.getByText('Copied', { exact: true }).waitFor()
        expect(await clipboard(page)).toBe('ssh web01 sync /var')
      },
    ))

  it('leaves the clipboard as it was where a value must stay out', () =>
    use(`instance=web01&mountpoint=${encodeURIComponent('/data; pwn')}`, strict, async (page) => {
      await tap(page, 'journalctl -M')
      await page.getByText('Copied. Check it: mountpoint').waitFor()
      const before = await clipboard(page)
      expect(before).toContain('journalctl')
      await tap(page, 'sync')
      await page.getByText('Not copied: mountpoint has characters other than').waitFor()
      expect(await clipboard(page)).toBe(before)
    }))
})
