/** Documents in a browser: what a reader of a guide sees and does. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compiled } from '../project.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { type Site, serve } from './server.ts'
import { theme } from './theme.ts'

const FILES = {
  'runbooks/disk.md':
    '# A disk is full\n\n```yaml\nalert: DiskFull\nexpr: node_filesystem_avail_bytes == 0\nfor: 5m\nlabels: {severity: critical}\n```\n\n## Meaning\n\nSee [how](../docs/guide.md#steps).\n\n## Impact\n\nX.\n\n## Diagnosis\n\nX.\n\n## Mitigation\n\nX.\n',
  'docs/guide.md': `# Enlarging a volume

> [!NOTE]
> Ask the owner first.

## Steps

\`\`\`sh
lvextend -L +10G /dev/vg/{{ $labels.device }}
\`\`\`

| Option | What it does, in a sentence that is too long for a phone of the usual width |
| --- | --- |
| \`--a-very-long-option-of-a-command\` | Nothing, and \`the_longest_word_that_stands_in_a_cell_of_this_table_and_cannot_break\` |

## Rules that look like rules

\`\`\`yaml
alert: NotDeployed
expr: up ==
\`\`\`

## Afterwards

Back to [the runbook](../runbooks/disk.md#mitigation).
`,
}

describe.skipIf(!hasBrowser())('a document', () => {
  let browser: Browser
  let site: Site

  beforeAll(async () => {
    const { outputs, diagnostics } = compiled(FILES, { theme: await theme() }, (config) => ({
      ...config,
      docs: ['docs'],
    }))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    site = await serve(outputs, '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  const use = async (path: string, width: number, body: (page: Page) => Promise<void>): Promise<void> => {
    const watched = await watch(browser, {
      viewport: { width, height: 844 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await watched.page.goto(site.url + path, { waitUntil: 'load' })
    try {
      await body(watched.page)
    } finally {
      await close(watched)
    }
  }

  it.each([390, 1440])('fits at %i px: only a table moves sideways', (width) =>
    use('docs/guide/', width, async (page) => {
      expect(await page.locator('h1').innerText()).toBe('Enlarging a volume')
      expect(await page.locator('.fired, .others').count(), 'no alert is said to have fired').toBe(0)
      expect(await page.getByText('Ask the owner first.').isVisible()).toBe(true)
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBe(0)
    }),
  )

  it('has code that is copied as it is written, also a rule that is none', () =>
    use('docs/guide/', 390, async (page) => {
      const texts: string[] = []
      for (const fence of await page.locator('.body .fence').all()) {
        await fence.getByRole('button', { name: 'Copy' }).click()
        await page.locator('.toast.shown').waitFor()
        texts.push(await page.evaluate(() => navigator.clipboard.readText()))
      }
      expect(texts).toEqual([
        'lvextend -L +10G /dev/vg/{{ $labels.device }}',
        'alert: NotDeployed\nexpr: up ==',
      ])
    }))

  it('is left and reached by links and by the search', () =>
    use('docs/guide/', 390, async (page) => {
      await page.getByText('the runbook').click()
      await page.waitForURL(`${site.url}disk/#mitigation`)
      await page.keyboard.press('/')
      await page.keyboard.type('enlarging volume')
      await page.locator('.results a', { hasText: 'Enlarging a volume' }).click()
      await page.waitForURL(`${site.url}docs/guide/`)
    }))
})
