/** The page for somebody who was just woken: what fired, its value, the first action, the graph. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDiagrams } from '../../site/diagrams.ts'
import { compile, defaultConfig } from '../../src/index.ts'
import type { Config, Source } from '../../src/model.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const DISK = `---
dashboards:
  - https://grafana.example.org/d/abc/node-overview?var-instance={{ $labels.instance }}
  - { title: Disks of a host, url: 'https://grafana.example.org/d/x?var-mount={{ $labels.mountpoint }}' }
---
# A disk fills

> [!IMPORTANT]
> **First:** run \`df -h {{ $labels.mountpoint }}\`.

\`\`\`yaml
- alert: DiskFull
  expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1
  for: 5m
  labels: { severity: warning }
  annotations: { summary: '{{ $labels.mountpoint }} on {{ $labels.instance }} has {{ $value | humanizePercentage }} left' }
- alert: DiskFull
  expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
  for: 5m
  labels: { severity: critical }
  annotations: { summary: 'only {{ $value | humanizePercentage }} left on {{ $labels.mountpoint }}{{ if $labels.job }} of {{ $labels.job }}{{ end }}' }
- alert: InodesGone
  expr: node_filesystem_files_free == 0
  for: 5m
  labels: { severity: info }
  annotations: { summary: 'no inode left on {{ or $labels.device $labels.mountpoint "some disk" }}' }
\`\`\`

## Meaning

It is full. See [the other page](other.md).

## Impact

Writes fail.

## Diagnosis

\`\`\`promql
node_filesystem_avail_bytes{instance="{{ $labels.instance }}"}

node_filesystem_files_free
\`\`\`

## Mitigation

Delete.

\`\`\`yaml test
series: { 'node_filesystem_files_free{mountpoint="/var"}': 0x9 }
alerts: { InodesGone: { 6m: firing } }
\`\`\`
`
const OTHER = `# Other

## Meaning

Text.

\`\`\`mermaid
flowchart LR
  A[The collector reads] --> B[and sends to the gateway] --> C[which writes to the store]
\`\`\`
`

const defaults = defaultConfig()
const config: Config = {
  ...defaults,
  site: { ...defaults.site, url: 'https://example.org/' },
  links: { ...defaults.links, required: [] },
  actions: {
    ...defaults.actions,
    prometheus: 'https://prometheus.example.org/',
    alertmanager: 'https://alertmanager.example.org/',
    links: [
      { title: 'Logs', url: 'https://logs.example.org/?q={{ $labels.instance }}', when: ['instance'] },
      { title: 'Trace', url: 'https://trace.example.org/', when: ['trace_id'] },
    ],
  },
}

describe.skipIf(!hasBrowser())('a page that knows what fired', () => {
  let browser: Browser
  let site: Site
  let links: string[]

  beforeAll(async () => {
    const sources: Source[] = [
      { path: 'runbooks/disk.md', text: DISK },
      { path: 'runbooks/other.md', text: OTHER },
    ]
    const { outputs, diagnostics, program } = compile(sources, config, {
      theme: { ...(await theme()), draw: await loadDiagrams() },
    })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    links = program.rules.map(({ link }) => link ?? '')
    const files = outputs.flatMap((file) =>
      file.path.startsWith('site/') ? [{ ...file, path: file.path.slice('site/'.length) }] : [],
    )
    site = await serve(files, '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  const use = async (path: string, body: (page: Page) => Promise<void>): Promise<void> => {
    const watched = await watch(browser, { viewport: { width: 390, height: 844 } })
    await watched.page.goto(site.url + path, { waitUntil: 'load' })
    try {
      await body(watched.page)
    } finally {
      await close(watched)
    }
  }
  const fired = (page: Page): Promise<(string | null)[]> =>
    Promise.all([
      page.locator('[data-fired]').getAttribute('data-fired'),
      page.locator('.head').getAttribute('data-severity'),
      page.locator('[data-fired] .summary').textContent(),
    ])

  it('its links say which alert, which tier, which labels, which value', () => {
    expect(links).toEqual([
      'https://example.org/disk/?alertname=DiskFull&severity=warning&mountpoint={{ $labels.mountpoint | urlquery }}&instance={{ $labels.instance | urlquery }}&value={{ $value | humanizePercentage | urlquery }}#diskfull',
      'https://example.org/disk/?alertname=DiskFull&severity=critical&mountpoint={{ $labels.mountpoint | urlquery }}&instance={{ $labels.instance | urlquery }}&job={{ $labels.job | urlquery }}&value={{ $value | humanizePercentage | urlquery }}#diskfull',
      'https://example.org/disk/?alertname=InodesGone&mountpoint={{ $labels.mountpoint | urlquery }}&instance={{ $labels.instance | urlquery }}&device={{ $labels.device | urlquery }}#inodesgone',
    ])
  })

  it('shows the tier that the address names, its number whole', () =>
    use(
      'disk/?alertname=DiskFull&severity=warning&instance=web-1&mountpoint=/var&value=7.5%25#diskfull',
      async (page) => {
        expect(await fired(page)).toEqual(['DiskFull', 'warning', '/var on web-1 has 7.5% left'])
        expect(await page.locator('.head').innerText()).not.toContain('{{')
      },
    ))

  it('shows of several labels the first that is set, and its text where none is', async () => {
    for (const [address, summary] of [
      ['disk/#inodesgone', 'no inode left on <device>'],
      ['disk/?alertname=InodesGone&device=sda&mountpoint=/var', 'no inode left on sda'],
      ['disk/?alertname=InodesGone&device=&mountpoint=/var', 'no inode left on /var'],
      ['disk/?alertname=InodesGone&device=&mountpoint=', 'no inode left on some disk'],
    ] as const)
      await use(address, async (page) => expect((await fired(page))[2]).toBe(summary))
  })

  it('brings a test into its fold when that is opened; without scripts a link leads to it', async () => {
    await use('disk/', async (page) => {
      expect(await page.locator('details.test a').getAttribute('href')).toBe('tests.html#test-1')
      await page.locator('details.test > summary').click()
      await page.locator('details.test .fence pre').waitFor()
      expect(await page.locator('details.test pre').textContent()).toContain('alerts: { InodesGone')
      expect(await page.locator('details.test .copy').count()).toBe(1)
    })
    await use('disk/tests.html', async (page) => {
      expect(await page.locator('#test-1 pre').textContent()).toContain('alerts: { InodesGone')
      expect(await page.locator('main a').first().getAttribute('href')).toBe('./')
    })
  })

  it('moves a diagram sideways that is wider than a phone, and not the page', () =>
    use('other/', async (page) => {
      const widths = await page.locator('.drawing').evaluate((drawing) => ({
        drawn: Math.round(drawing.querySelector('svg')!.getBoundingClientRect().width),
        own: Number(drawing.querySelector('svg')!.getAttribute('width')),
        room: drawing.clientWidth,
        inside: drawing.scrollWidth,
        page: document.documentElement.scrollWidth,
      }))
      expect(widths.drawn).toBe(widths.own)
      expect(widths.inside).toBeGreaterThan(widths.room)
      expect(widths.page).toBe(390)
    }))

  it('without labels: the highest severity, and an ellipsis for the number', () =>
    use('disk/', async (page) => {
      expect(await fired(page)).toEqual(['DiskFull', 'critical', 'only … left on <mountpoint>…'])
      expect(await page.locator('.others a:visible').allTextContents()).toEqual([
        'DiskFull warning',
        'InodesGone',
      ])
    }))

  it('by the fragment alone, and by choice', () =>
    use('disk/#inodesgone', async (page) => {
      expect((await fired(page)).slice(0, 2)).toEqual(['InodesGone', 'info'])
      await page.locator('.others a:visible', { hasText: 'warning' }).click()
      expect((await fired(page)).slice(0, 2)).toEqual(['DiskFull', 'warning'])
      expect(new URL(page.url()).search).toBe('?alertname=DiskFull&severity=warning')
    }))

  it('has the first action in the first screen, before the rules', () =>
    use(
      'disk/?alertname=DiskFull&severity=critical&instance=web-1&mountpoint=/var&value=3%25',
      async (page) => {
        const lead = (await page.locator('[data-lead]').boundingBox())!
        expect(lead.y + lead.height).toBeLessThanOrEqual(844)
        expect(await page.locator('[data-lead]').innerText()).toContain('First: run df -h /var')
        const order = await page.evaluate(() =>
          [...document.querySelectorAll('[data-lead], h2#meaning, details.rule')].map(
            ({ tagName }) => tagName,
          ),
        )
        expect(order).toEqual(['DIV', 'H2', 'DETAILS', 'DETAILS', 'DETAILS'])
      },
    ))

  it('opens the graph of the alert and of a query, for its labels and its time', () =>
    use(
      'disk/?alertname=DiskFull&severity=critical&instance=web-1&mountpoint=/var&at=1700000000&ends=1700003600',
      async (page) => {
        const alert = new URL(
          (await page.locator('[data-fired] a', { hasText: 'Graph' }).getAttribute('href'))!,
        )
        expect(alert.searchParams.get('g0.expr')).toBe(
          'node_filesystem_avail_bytes{instance="web-1",mountpoint="/var"} / node_filesystem_size_bytes{instance="web-1",mountpoint="/var"}',
        )
        expect(alert.searchParams.get('g1.expr')).toBe('0.05')
        expect(alert.searchParams.get('g0.end_input')).toBe('2023-11-14 23:43:20')
        expect(alert.searchParams.get('g0.range_input')).toBe('150m')
        const query = new URL((await page.locator('.fence a.graph').getAttribute('href'))!)
        expect([query.searchParams.get('g0.expr'), query.searchParams.get('g1.expr')]).toEqual([
          'node_filesystem_avail_bytes{instance="web-1"}',
          'node_filesystem_files_free',
        ])
        expect(await page.locator('.since').first().textContent()).toMatch(
          /^fired \d+ days ago, resolved \d+ days ago$/,
        )
      },
    ))

  it('says what a silence covers, and shows links of the house where their labels are known', () =>
    use('disk/?instance=web-1', async (page) => {
      expect(await page.locator('[data-fired] a[data-action=silence]').textContent()).toBe('Silence on web-1')
      expect(await page.locator('.head > nav a:visible').allInnerTexts()).toEqual([
        'Node overview',
        'Disks of a host',
        'Logs',
      ])
      expect(await page.getByText('Logs').getAttribute('href')).toBe('https://logs.example.org/?q=web-1')
      expect(await page.getByText('Node overview').getAttribute('href')).toContain('?var-instance=web-1')
      await page.locator('details.labels > summary').click()
      await page.getByRole('button', { name: 'Clear' }).click()
      expect(await page.locator('[data-fired] a[data-action=silence]').textContent()).toBe('Silence all')
      expect(await page.locator('.head > nav a:visible').allInnerTexts()).toEqual([
        'Node overview',
        'Disks of a host',
      ])
    }))

  it('has as much room before its labels are there as afterwards: what comes late moves nothing', async () => {
    const path =
      'disk/?alertname=DiskFull&severity=critical&mountpoint=/var&value=3.1%25&job=a-job-with-a-long-name#diskfull-critical'
    const tops = (page: Page): Promise<number[]> =>
      page
        .locator('.fired, .lead, .others, .labels, .body')
        .evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().top)))
    const before = await watch(browser, { viewport: { width: 390, height: 844 } })
    await before.page.route('**/site.js*', (route) => route.abort())
    await before.page.goto(site.url + path)
    await before.page.locator('.body').waitFor()
    const found = await tops(before.page)
    expect(found).toHaveLength(5)
    await before.context.close()
    await use(path, async (page) => {
      expect(await page.locator('[data-fired] .summary').textContent()).toContain('3.1%')
      expect(await tops(page)).toEqual(found)
    })
  })

  it('moves nothing where the script comes a second late, and shows the title meanwhile; without it, the text all the same', async () => {
    const path =
      'disk/?alertname=DiskFull&severity=critical&instance=a-host-with-a-long-name.example.org:9100&mountpoint=/var/lib/a-volume-with-a-long-name&value=3.1%25&job=a-job-with-a-long-name#diskfull-critical'
    for (const viewport of [
      { width: 390, height: 844 },
      { width: 1440, height: 900 },
    ]) {
      const watched = await watch(browser, { viewport })
      const { page } = watched
      await page.addInitScript(() => {
        const shifts: unknown[] = []
        Object.assign(window, { shifts })
        new PerformanceObserver((list) =>
          shifts.push(...list.getEntries().map((one) => one.toJSON())),
        ).observe({ type: 'layout-shift', buffered: true })
      })
      // The page's own clock runs slower here, so that a busy machine is not late for it.
      const session = await watched.context.newCDPSession(page)
      await session.send('Animation.enable')
      await session.send('Animation.setPlaybackRate', { playbackRate: 0.1 })
      let release = (): void => undefined
      await page.route('**/site.js*', async (route) => {
        await new Promise<void>((resolve) => {
          release = resolve
        })
        await route.continue()
      })
      await page.goto(site.url + path, { waitUntil: 'commit' })
      await page.locator('h1').waitFor()
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
      expect(await page.locator('.summary:visible, .body:visible').count()).toBe(0)
      const holds = await page.evaluate(() =>
        document.getAnimations().map(({ effect }) => Number(effect!.getTiming().delay)),
      )
      expect(holds.length).toBeGreaterThan(1)
      expect(new Set(holds)).toEqual(new Set([2000]))
      await page.waitForTimeout(1000)
      release()
      await page.locator('[data-fired] .summary', { hasText: '3.1%' }).waitFor()
      await page.waitForTimeout(300)
      expect(await page.evaluate(() => (window as unknown as { shifts: unknown[] }).shifts)).toEqual([])
      await close(watched)
    }
    const { page, context } = await watch(browser)
    await page.route('**/site.js*', () => undefined)
    await page.goto(site.url + path, { waitUntil: 'commit' })
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
    await page.locator('[data-fired] .summary').waitFor()
    await page.locator('.body').waitFor()
    await context.close()
  })

  it('reads what a notifier appended behind an anchor, which stays an anchor', () =>
    use(
      'disk/?alertname=InodesGone&mountpoint=/var#inodesgone&at=1700000000&ends=1700003600',
      async (page) => {
        expect((await fired(page)).slice(0, 2)).toEqual(['InodesGone', 'info'])
        expect(await page.locator('[data-fired] .since').textContent()).toMatch(
          /^fired \d+ days ago, resolved/,
        )
        const { search, hash } = new URL(page.url())
        expect([search, hash]).toEqual([
          '?alertname=InodesGone&mountpoint=/var&at=1700000000&ends=1700003600',
          '#inodesgone',
        ])
      },
    ))

  it('does not let another alert pass for one that the page does not have', () =>
    use('disk/?alertname=DiskGone&instance=web-1', async (page) => {
      expect(await page.locator('.notice').textContent()).toBe(
        'The alert DiskGone is no longer on this page. If it still fires, a Prometheus is running older rules than this book.',
      )
      await page.locator('.others a:visible', { hasText: 'InodesGone' }).click()
      expect(await page.locator('.notice').count()).toBe(0)
    }))

  it('takes the labels along to other pages; those that nothing uses are folded', () =>
    use('disk/?instance=web-1&region=eu', async (page) => {
      expect(await page.locator('.chip-more').textContent()).toBe('+1')
      const href = (await page.getByText('the other page').getAttribute('href'))!
      expect(new URL(href).search).toBe('?instance=web-1&region=eu')
    }))
})
