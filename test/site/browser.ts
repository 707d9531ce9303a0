/** A real browser, or the reason why there is none. */
import { accessSync, constants } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function executable(): string | undefined {
  return CANDIDATES.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Whether browser tests can run; says so if not, and fails in CI. */
export function hasBrowser(): boolean {
  if (executable() !== undefined) return true
  if (process.env.CI) throw new Error(`no Chromium at ${CANDIDATES.join(', ')}`)
  console.warn('SKIPPED: tests of the site need Chromium (run `node scripts/setup.mjs`)')
  return false
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executable()!, args: ARGUMENTS })
}

/** Errors in a page, collected while it is used. */
export interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  readonly errors: string[]
}

/** A page in its own context that records errors, policy violations and requests to other hosts. */
export async function watch(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && !/Content Security Policy/i.test(message.text())) return
    // The browser itself reports the status of the 404 page.
    if (/status of 404/.test(message.text())) return
    errors.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => errors.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith('http://127.0.0.1:')) errors.push(`request to ${request.url()}`)
  })
  return { context, page, errors }
}

/** Closes the page, and requires that there were no errors. */
export async function close({ context, errors }: Watched): Promise<void> {
  await context.close()
  expect(errors).toEqual([])
}
