/** The index of a large book in a browser: what is far from the screen costs nothing, and is there when it is asked for. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { config, type PageInput, program } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const pages = (count: number, shelves: number): PageInput[] =>
  Array.from({ length: count }, (_, i) => ({
    file: `runbooks/team${i % shelves}/service-${i}.md`,
    title: `Service${i}IsNotAsFastAsItShouldBe`,
    summary: `Requests of service ${i} take longer than the objective allows.`,
    body: ['<p>It is slow.</p>'],
    rules: [{ alert: `Service${i}IsSlow`, expr: 'up == 0', labels: { severity: 'warning' }, group: 'g' }],
  }))

describe.skipIf(!hasBrowser()).each([
  ['lists shelves', pages(2000, 1000), '.named li'],
  ['lists alerts', pages(600, 60), '.shelf li'],
] as const)('an index that %s', (_, book, rows) => {
  let browser: Browser
  let site: Site

  beforeAll(async () => {
    site = await serve(emitSite(program([...book]), config(), await theme()), '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  const use = async (width: number, body: (page: Page) => Promise<void>): Promise<void> => {
    const watched = await watch(browser, { viewport: { width, height: 844 } })
    await watched.page.goto(site.url, { waitUntil: 'load' })
    await body(watched.page)
    await close(watched)
  }
  /** How many rows are laid out, of how many. */
  const laidOut = (page: Page): Promise<[number, number]> =>
    page.locator(rows).evaluateAll((all) => {
      const shown = all.filter((row) => row.checkVisibility({ contentVisibilityAuto: true }))
      return [shown.length, all.length] as [number, number]
    })

  it.each([390, 1440])('lays out a part of its rows, %i pixels wide, also when the search is over', (width) =>
    use(width, async (page) => {
      const part = async (): Promise<void> => {
        const [shown, all] = await laidOut(page)
        expect(all).toBeGreaterThan(500)
        expect(shown).toBeGreaterThan(0)
        expect(shown).toBeLessThan(all / 2)
      }
      await page.locator(rows).first().waitFor()
      await part()
      await page.locator('.find input').fill('service 17')
      await page.locator('.results a').first().waitFor()
      expect((await laidOut(page))[0]).toBe(0)
      await page.locator('.find input').fill('')
      await page.locator('.results').waitFor({ state: 'hidden' })
      await part()
    }),
  )

  it('has its last row where somebody goes there', () =>
    use(1440, async (page) => {
      const last = page.locator(`${rows} a`).last()
      await last.focus()
      await expect
        .poll(() => last.evaluate((link) => link.checkVisibility({ contentVisibilityAuto: true })))
        .toBe(true)
      const box = (await last.boundingBox())!
      expect(box.y).toBeGreaterThan(0)
      expect(box.y + box.height).toBeLessThanOrEqual(844)
    }))

  it.runIf(rows === '.shelf li')('leads to a shelf by its name', () =>
    use(1440, async (page) => {
      const heading = page.locator('.shelf h2[id]').last()
      await page.goto(`${site.url}#${await heading.getAttribute('id')}`)
      await expect
        .poll(async () => {
          const { y } = (await heading.boundingBox())!
          return y > 0 && y < 844
        })
        .toBe(true)
    }),
  )
})
