/** Measures a page in a browser: time to paint, layout shifts, bytes loaded, findings of axe. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A typical phone. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}
export const DESKTOP = { viewport: { width: 1440, height: 900 } }

export interface Conditions {
  /** Slowdown relative to this machine. */
  readonly cpu: number
  readonly network: Network | undefined
}
interface Network {
  /** Milliseconds. */
  readonly latency: number
  /** Bytes per second. */
  readonly throughput: number
}
export const SLOW_3G: Network = { latency: 400, throughput: (400 * 1024) / 8 }
export const FAST: undefined = undefined

export interface Paint {
  /** Milliseconds from the start of the navigation. */
  readonly fcp: number
  readonly lcp: number
  /** Sum of layout shifts. */
  readonly cls: number
}

interface Noted {
  lcp: number
  cls: number
}

/** Opens a page with an empty cache; waits until it is idle or `patience` milliseconds have passed. */
export async function paint(
  browser: Browser,
  url: string,
  { cpu, network }: Conditions,
  patience = 1000,
): Promise<Paint> {
  return withPage(browser, PHONE, async (page, context) => {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
    if (network)
      await session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: network.latency,
        downloadThroughput: network.throughput,
        uploadThroughput: network.throughput,
      })
    await page.addInitScript(() => {
      const noted = { lcp: 0, cls: 0 }
      Object.assign(window, { noted })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) noted.lcp = entry.startTime
      }).observe({ type: 'largest-contentful-paint', buffered: true })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) noted.cls += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(patience)
    return page.evaluate(() => {
      const { lcp, cls } = (window as unknown as { noted: Noted }).noted
      const fcp = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
      return { fcp, lcp, cls }
    })
  })
}

/** The first paint while scripts hang, in milliseconds. Does not wait for the page's `load` event. */
export async function paintWithoutScripts(browser: Browser, url: string, patience: number): Promise<number> {
  return withPage(browser, PHONE, async (page) => {
    await page.goto(url, { waitUntil: 'commit' })
    const handle = await page.waitForFunction(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      undefined,
      { timeout: patience, polling: 50 },
    )
    return (await handle.jsonValue()) as number
  })
}

/** Opens a page and stays this many milliseconds after loading. Returns the number of its elements. */
export async function stay(browser: Browser, url: string, milliseconds: number): Promise<number> {
  return withPage(browser, PHONE, async (page) => {
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(milliseconds)
    return page.evaluate(() => document.querySelectorAll('*').length)
  })
}

/** Findings of axe-core, as `rule: element`. */
export async function violations(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0],
): Promise<string[]> {
  return withPage(browser, options, async (page) => {
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(300)
    // Evaluated through the browser's protocol: a strict policy forbids a script tag.
    await page.evaluate(axe)
    return page.evaluate(async () => {
      interface Found {
        readonly id: string
        readonly nodes: readonly { readonly html: string }[]
      }
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Found[] }> } }
      const found = (await axe.run()).violations
      return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`))
    })
  })
}

async function withPage<T>(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0],
  body: (page: Page, context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options)
  try {
    return await body(await context.newPage(), context)
  } finally {
    await context.close()
  }
}
