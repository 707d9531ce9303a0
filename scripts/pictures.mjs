/**
 * Makes the README's picture from the built site with a real browser: `npm run build && node scripts/pictures.mjs`.
 * Needs Chromium (`node scripts/setup.mjs`).
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const site = join(root, 'dist/site')
const PAGE =
  'node/disk-full/?alertname=NodeDiskSpaceCritical&instance=web-01:9100&mountpoint=/var&device=/dev/sda1&fstype=ext4&value=3.1%25'
/** Answered from the folder: nothing is asked of the network. */
const BOOK = 'https://book.example'

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  const page = await browser.newPage({
    viewport: { width: 390, height: 760 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  })
  await page.route(`${BOOK}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    const path = join(site, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    return route.fulfill(existsSync(path) ? { path } : { status: 404 })
  })
  await page.goto(`${BOOK}/${PAGE}`)
  await page.waitForSelector('html[data-ready]')
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  await page.screenshot({ path: join(root, 'docs/images/page.png') })
} finally {
  await browser.close()
}
