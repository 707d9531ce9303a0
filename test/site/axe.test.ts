/** Accessibility, judged by axe-core in the browser, and the size of touch targets. */
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import { book } from './book.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { config } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const LABELS = '?instance=web%2701&mountpoint=/var&severity=critical'
const PAGES = [
  '',
  '?q=memory',
  `host/disk/${LABELS}`,
  'host/memory/',
  'nope/HostFilesystem/',
  'host/old-disk/',
  'host/gone/',
]

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe })
  const found = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe
      .run()
      .then((result) => result.violations),
  )
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
}

/** Touch targets smaller than 24 px; links inside a sentence are exempt (WCAG 2.2, 2.5.8). */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, input, select, summary, a')]
      .filter(
        (element) =>
          !element.closest('p:not(.line), .note, .body li, td, .skip') || element.matches('button'),
      )
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(
        ({ element, box }) =>
          box.width > 0 && getComputedStyle(element).visibility !== 'hidden' && box.right > 0,
      )
      .filter(({ element, box }) => {
        const size = element.matches('input[type=checkbox]') ? 16 : 24
        return box.width < size || box.height < size
      })
      .map(({ element, box }) => `${element.outerHTML.slice(0, 120)} ${box.width}×${box.height}`),
  )
}

describe.skipIf(!hasBrowser())('every kind of page', () => {
  let browser: Browser
  let site: Site

  beforeAll(async () => {
    const addresses = {
      ...book().addresses,
      redirects: [{ from: 'host/old-disk/', to: 'host/disk/', file: 'x', range: { start: 0, end: 0 } }],
      tombstones: [
        {
          from: 'host/gone/',
          name: 'Hosts that are gone',
          alerts: ['HostGone', 'HostWentAway'],
          reason: 'Nobody needs it.',
          see: ['host/disk/'],
          file: 'x',
          range: { start: 0, end: 0 },
        },
      ],
    }
    site = await serve(emitSite({ ...book(), addresses }, config(), await theme()), '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      it(`has no violation in ${colorScheme} at ${width} px`, async () => {
        // The site's policy would block the referee.
        const watched = await watch(browser, {
          colorScheme,
          viewport: { width, height: 800 },
          bypassCSP: true,
        })
        const { page } = watched
        for (const path of PAGES) {
          await page.goto(site.url + path)
          if (path !== '' && !path.startsWith('host')) await page.locator('.results a').first().waitFor()
          for (const summary of await page.locator('summary').all())
            if (await summary.isVisible()) await summary.click()
          if (path.startsWith('host/disk')) await page.getByRole('checkbox', { name: 'Step 1 done' }).click()
          expect(await violations(page), path).toEqual([])
          expect(await smallTargets(page), path).toEqual([])
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect(wide, `${path} scrolls sideways`).toBe(0)
          if (path.startsWith('host/disk')) {
            await page.locator('.find input').fill('memory')
            await page.locator('.panel a').first().waitFor()
          }
          for (const box of await page.locator('.panel:visible, .progress:visible, .bar').all()) {
            const { x, width: w } = (await box.boundingBox())!
            expect(x, path).toBeGreaterThanOrEqual(0)
            expect(x + w, path).toBeLessThanOrEqual(width)
          }
        }
        await close(watched)
      })
    }
  }
})
