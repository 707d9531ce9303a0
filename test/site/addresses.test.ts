/** Whatever stands in a page's address: no script stops, and the page stays usable. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import { book } from './book.ts'
import { close, hasBrowser, launch, type Watched, watch } from './browser.ts'
import { config } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const long = 'a'.repeat(100_000)

const ENDINGS = [
  '#%',
  '#%E0%A4%A',
  '#%ff',
  '#a&at=1%',
  '#%&at=1',
  '#%ff&x=%ff&%=%',
  '#__proto__',
  '#constructor&at=1',
  '#__proto__=x&constructor=y&toString=z&hasOwnProperty=1',
  '?__proto__=x&constructor=y&toString=z&hasOwnProperty=1&then=1',
  '?instance=%ff%fe&mountpoint=%',
  '?at=NaN&ends=1e999&value=Infinity',
  '?at=-1e20&ends=-1',
  '?at=9007199254740993&value=1e309',
  '?at=1&ends=0',
  '?severity=__proto__&group=constructor&owner=toString&review=valueOf',
  '?q=__proto__',
  '?q=constructor%20toString',
  '?q=%00%01%7f%ed%a0%80',
  `?q=${long.slice(0, 8_000)}`,
  `?instance=${long.slice(0, 8_000)}`,
  `#instance=${long}`,
  `#${long}`,
  `#${'%25'.repeat(2000)}`,
  `#${Array.from({ length: 3000 }, (_, i) => `l${i}=${i}`).join('&')}`,
  '#instance=a&instance=b&=c&&&',
  '#:~:text=a',
  '#top%20',
  "#instance='%22%3E%3Cimg%20src=x%3E",
]

describe.skipIf(!hasBrowser())('an address', () => {
  let browser: Browser
  let site: Site
  let watched: Watched
  beforeAll(async () => {
    browser = await launch()
    site = await serve(emitSite(book(), config({ url: 'https://example.org/' }), await theme()), '/')
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  it.each(['host/disk/', '', 'none/'])(
    'of /%s stops no script, whatever its end is',
    { timeout: 120_000 },
    async (path) => {
      watched = await watch(browser, { serviceWorkers: 'block' })
      const { page, errors } = watched
      for (const ending of ENDINGS) {
        // Another fragment alone loads nothing.
        await page.goto('about:blank')
        await page.goto(site.url + path + ending)
        await page.keyboard.press('/')
        await page.locator('.find input, [role=combobox]').last().fill('oom')
        // A filter for what is not in the book leaves nothing.
        if (!ending.includes('severity='))
          await page.locator('.results a', { hasText: 'HostOomKillDetected' }).first().waitFor()
        await page.evaluate(() => {
          location.hash = '#%E0%A4%A'
          location.hash = '#%&at=1'
        })
        await page.goBack()
        expect(errors, `${path}${ending.slice(0, 60)}`).toEqual([])
      }
      await close(watched)
    },
  )
})
