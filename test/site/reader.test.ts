/** The site as a person uses it, in a browser, at the root of a host and below it. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emitSite } from '../../src/emit/site/index.ts'
import type { OutputFile } from '../../src/model.ts'
import { book } from './book.ts'
import { close, hasBrowser, launch, type Watched, watch } from './browser.ts'
import { config } from './fixture.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const ready = hasBrowser()
const LABELS = '?instance=web%2701&mountpoint=/var'

describe.skipIf(!ready).each(['/', '/a/b/'])('at %s', (base) => {
  let browser: Browser
  let site: Site
  let watched: Watched
  let page: Page
  let files: OutputFile[]

  beforeAll(async () => {
    const moved = { from: 'host/old-disk/', to: 'host/disk/', file: 'x', range: { start: 0, end: 0 } }
    const addresses = { ...book().addresses, redirects: [moved] }
    files = emitSite({ ...book(), addresses }, config({ url: `https://example.org${base}` }), await theme(), {
      commit: 'abcdef0123',
    })
    site = await serve(files, base)
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  const use = async (
    body: () => Promise<void>,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<void> => {
    watched = await watch(browser, { permissions: ['clipboard-read', 'clipboard-write'], ...options })
    page = watched.page
    try {
      await body()
    } finally {
      await close(watched)
    }
  }
  const open = async (path: string): Promise<void> => {
    await page.goto(site.url + path, { waitUntil: 'load' })
  }
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  /** Elements are looked up on each use: a busy machine may be slow. */
  const result = (name: string) => page.locator('.results a', { hasText: name }).first()

  it('fills the slots from the address, quoted for where they stand', () =>
    use(async () => {
      await open(`host/disk/${LABELS}`)
      expect(await page.locator('[data-fired] .summary').textContent()).toBe(
        "Filesystem /var on web'01 is almost full",
      )
      const blocks = await page.locator('.body pre').allInnerTexts()
      expect(blocks.find((text) => text.includes('-M'))).toContain(`journalctl -M 'web'\\''01' "/var"`)
      expect(blocks.find((text) => text.includes('predict'))).toContain(
        `{instance="web'01", mountpoint="/var"}`,
      )
      expect(await page.locator('.body > p').first().textContent()).toContain('{{ $labels.instance }} stays')
    }))

  it('takes labels from the fragment too, and from the inputs', () =>
    use(async () => {
      await open('host/disk/#instance=a&mountpoint=/x')
      expect(await page.locator('[data-fired] .summary').textContent()).toBe(
        'Filesystem /x on a is almost full',
      )
      await page.locator('details.labels > summary').click()
      await page.getByLabel('mountpoint').fill('/y')
      expect(await page.locator('[data-fired] .summary').textContent()).toBe(
        'Filesystem /y on a is almost full',
      )
      expect(new URL(page.url()).hash).toBe('#instance=a&mountpoint=%2Fy')
      expect(new URL(page.url()).search).toBe('')
    }))

  it('copies commands without prompt and output, and warns of an empty slot', () =>
    use(async () => {
      await open(`host/disk/${LABELS}`)
      await page.locator('.fence', { hasText: '-M' }).getByRole('button', { name: 'Copy' }).click()
      await page.getByText('Copied').waitFor()
      expect(await clipboard()).toBe(`journalctl -M 'web'\\''01' "/var"`)
      await open('host/disk/?instance=web01')
      await page.locator('.fence', { hasText: 'kubectl' }).getByRole('button', { name: 'Copy' }).click()
      await page.getByText('Copied, but still empty: pod').waitFor()
    }))

  it('does not copy a command with a value that would be read again, and says which and why', () =>
    use(async () => {
      await open(`host/disk/?instance=web01&mountpoint=${encodeURIComponent('/data; pwn')}`)
      await page.evaluate(() => navigator.clipboard.writeText('before'))
      const fence = page.locator('.fence', { hasText: 'sync' })
      expect(await fence.locator('pre').innerText()).toBe('ssh web01 sync <mountpoint>')
      expect(await fence.locator('.slot.refused').getAttribute('title')).toContain('/data; pwn')
      await fence.getByRole('button', { name: 'Copy' }).click()
      await page
        .getByText('Not copied: mountpoint has characters other than letters, digits and . _ : / @ % + = , -')
        .waitFor()
      expect(await clipboard()).toBe('before')
      await open('host/disk/?instance=-oProxyCommand%3Dpwn&mountpoint=/data')
      await page.locator('.fence', { hasText: 'sync' }).getByRole('button', { name: 'Copy' }).click()
      await page.getByText('Not copied: instance begins with -').waitFor()
    }))

  it('puts labels into the first actions', () =>
    use(async () => {
      await open(`host/disk/${LABELS}`)
      const query = new URL((await page.locator('[data-fired]').getByText('Graph').getAttribute('href'))!)
      expect(query.searchParams.get('g0.expr')).toBe(
        `(node_filesystem_avail_bytes{instance="web'01",mountpoint="/var",fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes{instance="web'01",mountpoint="/var"}) * 100`,
      )
      expect(query.searchParams.get('g1.expr')).toBe('10')
      const silence = (await page.getByText("Silence on web'01").getAttribute('href'))!
      expect(decodeURIComponent(silence)).toBe(
        `https://alertmanager.example.org/#/silences/new?filter={alertname="HostFilesystemAlmostFull", instance="web'01", mountpoint="/var"}`,
      )
    }))

  it('keeps ticks through a reload, for each incident, and copies them', () =>
    use(async () => {
      await open(`host/disk/${LABELS}`)
      await page.getByRole('checkbox', { name: 'Step 2 done' }).click()
      await page.getByRole('checkbox', { name: 'Grow the volume' }).click()
      await page.reload()
      expect(await page.getByRole('checkbox', { name: 'Step 2 done' }).getAttribute('aria-checked')).toBe(
        'true',
      )
      expect(await page.getByRole('checkbox', { name: 'Grow the volume' }).isChecked()).toBe(true)
      expect(await page.getByRole('checkbox', { name: 'Step 1 done' }).getAttribute('aria-checked')).toBe(
        'false',
      )
      await page.getByRole('button', { name: 'Copy progress' }).click()
      await page.getByText('Copied').waitFor()
      expect(await clipboard()).toMatch(
        /^\*\*HostFilesystemAlmostFull\*\* .*\n\d{4}-\d\d-\d\d, times in UTC\n\n- \[x\] Breathe\n- \[x\] \d\d:\d\d How fast does it fill\?\n- \[x\] \d\d:\d\d Grow the volume\n- \[ \] Look at the disk with df -h \/var:\n/,
      )
      await page.getByRole('button', { name: 'Note', exact: true }).click()
      await page.getByRole('textbox', { name: 'Note' }).fill('logs deleted\nby Ada')
      await page.getByRole('button', { name: 'Keep' }).click()
      await page.reload()
      await page.getByRole('button', { name: 'Copy progress' }).click()
      await page.getByText('Copied').waitFor()
      expect(await clipboard()).toMatch(/Grow the volume\n- \d\d:\d\d logs deleted \/ by Ada\n- \[ \]/)
      await page.getByRole('button', { name: 'Start over' }).click()
      expect(await page.locator('[aria-checked=true]').count()).toBe(0)
      await page.getByRole('button', { name: 'Undo' }).click()
      expect(await page.locator('[aria-checked=true]').count()).toBe(1)
      await open('host/disk/?instance=other')
      expect(await page.locator('[aria-checked=true]').count()).toBe(0)
      expect(await page.getByRole('checkbox', { name: 'Breathe' }).isChecked(), 'ticked by the author').toBe(
        true,
      )
      expect(await page.locator('.progress').isVisible()).toBe(false)
      await page.getByRole('checkbox', { name: 'Breathe' }).click()
      await page.reload()
      expect(await page.getByRole('checkbox', { name: 'Breathe' }).isChecked()).toBe(false)
    }))

  it.each([
    ['split words', 'host filesystem almost full', 'HostFilesystemAlmostFull'],
    ['a name as it is', 'HostOomKillDetected', 'HostOomKillDetected'],
    ['a letter missing', 'HostOomKllDetected', 'HostOomKillDetected'],
    ['a synonym', 'disk full', 'HostFilesystemAlmostFull'],
    ['a metric', 'node_vmstat_pgmajfault', 'HostMemoryPressure'],
  ])('finds by %s', (_, query, name) =>
    use(async () => {
      await open('host/memory/')
      await page.keyboard.press('/')
      await page.keyboard.type(query)
      await result(name).waitFor()
      expect(await page.locator('.results a').first().textContent()).toBe(name)
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => url.pathname !== `${base}host/memory/` || url.hash !== '')
      expect(await page.getByText(name).count()).toBeGreaterThan(0)
    }),
  )

  it('answers `?q=` and facets on the index, and keeps them in the address', () =>
    use(async () => {
      await open('?q=memory')
      await result('HostMemoryPressure').waitFor()
      await page.getByLabel('Any severity').selectOption('critical')
      await page.getByText('Nothing found').waitFor()
      await page.locator('.find input').fill('')
      await result('HostFilesystemAlmostFull').waitFor()
      expect(await page.locator('.results li').count()).toBe(1)
      expect(new URL(page.url()).search).toBe('?severity=critical')
    }))

  it('goes round the colours and remembers', () =>
    use(
      async () => {
        await open('')
        const paper = (): Promise<string> =>
          page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
        const light = await paper()
        await page.locator('.theme').click()
        await page.locator('.theme').click()
        const dark = await paper()
        expect(dark).not.toBe(light)
        await open('host/disk/')
        expect(await paper()).toBe(dark)
      },
      { colorScheme: 'light' },
    ))

  it('knows near names on the page for missing addresses, and keeps the labels', () =>
    use(async () => {
      await open('deep/er/HostFilesystemAlmostFul/?instance=x')
      await result('HostFilesystemAlmostFull').waitFor()
      expect(await result('HostFilesystemAlmostFull').getAttribute('href')).toBe(
        `${site.url}host/disk/?instance=x`,
      )
      const create = new URL((await page.getByText('Write this runbook').getAttribute('href'))!)
      expect(create.searchParams.get('filename')).toBe('runbooks/deep/er/HostFilesystemAlmostFul.md')
      expect(create.searchParams.get('value')).toMatch(/^# HostFilesystemAlmostFul\n/)
    }))

  it('sends old addresses on, with labels and fragment', () =>
    use(async () => {
      await page.goto(`${site.url}host/old-disk/${LABELS}#mitigation`)
      await page.waitForURL(`${site.url}host/disk/${LABELS}#mitigation`)
      expect(await page.locator('.summary').innerText()).toBe("Filesystem /var on web'01 is almost full")
    }))

  it('works by keyboard alone', () =>
    use(async () => {
      await open('host/disk/')
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to content')
      await page.keyboard.press('Control+k')
      await page.keyboard.type('oom')
      await result('HostOomKillDetected').waitFor()
      await page.keyboard.press('ArrowDown')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('HostOomKillDetected')
      await page.keyboard.press('Escape')
      expect(await page.locator('.panel').isVisible()).toBe(false)
      await page.getByRole('checkbox', { name: 'Step 1 done' }).focus()
      await page.keyboard.press('Space')
      expect(await page.getByRole('checkbox', { name: 'Step 1 done' }).getAttribute('aria-checked')).toBe(
        'true',
      )
    }))

  it('shows everything but its helpers without scripts', () =>
    use(
      async () => {
        await open('host/disk/')
        expect(await page.getByRole('heading', { name: 'Mitigation' }).isVisible()).toBe(true)
        expect(await page.locator('.labels').isVisible()).toBe(false)
        expect(await page.locator('.theme').isVisible()).toBe(false)
        await open('')
        expect(await page.getByRole('link', { name: 'HostOomKillDetected' }).isVisible()).toBe(true)
      },
      { javaScriptEnabled: false },
    ))

  it('moves nothing after it is shown', () =>
    use(async () => {
      await page.addInitScript(() => {
        const shifts: number[] = []
        Object.assign(window, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
        }).observe({ type: 'layout-shift', buffered: true })
      })
      for (const path of [`host/disk/${LABELS}&severity=critical&job=x`, 'host/memory/', '', 'nope/']) {
        await open(path)
        await page.waitForTimeout(300)
        expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts), path).toEqual(
          [],
        )
      }
    }))
})
