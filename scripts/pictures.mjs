/**
 * Makes the README's picture from the built site with a real browser: `npm run build && node scripts/pictures.mjs`.
 * Needs Chromium (`node scripts/setup.mjs`).
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const site = join(root, 'dist/site')
const PAGE =
  'node/disk-full/?alertname=NodeDiskSpaceCritical&instance=web-01:9100&mountpoint=/var&value=3.1%25'
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' }

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const path = join(site, pathname.endsWith('/') ? `${pathname}index.html` : pathname)
  try {
    const content = readFileSync(path)
    response
      .writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' })
      .end(content)
  } catch {
    response.writeHead(404).end()
  }
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
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
  await page.goto(`http://127.0.0.1:${server.address().port}/${PAGE}`)
  await page.waitForSelector('html[data-ready]')
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  await page.screenshot({ path: join(root, 'docs/images/page.png') })
} finally {
  await browser.close()
  server.close()
}
