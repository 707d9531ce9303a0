/** Drawings of tests: the same bytes each time, small, and readable by everybody. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { OutputFile } from '../../src/model.ts'
import { expectGolden, root } from '../setup.ts'
import { close, hasBrowser, launch, watch } from '../site/browser.ts'
import { type Site, serve } from '../site/server.ts'
import { theme } from '../site/theme.ts'
import { pageWith } from './fences.ts'

const FENCE = `
- name: one machine of two is busy for a while
  series:
    load{instance="a"}: 1x2 3x11 1x20
    load{instance="b"}: 0.5x34
  alerts: { HighLoad: { 3m: pending, 8m: firing, 30m: inactive } }
- name: two days, and many samples
  interval: 30s
  series:
    load{instance="a <b>\\"&"}: 0+0.001x5760
  alerts: { HighLoad: { 2d: firing } }
- name: nothing happens
  series: { 'load{instance="a"}': 0x10 1 _x5 1x10 }
  alerts: { HighLoad: { 0m..20m: inactive } }
`

const outputs = async (): Promise<readonly OutputFile[]> => {
  const made = compile([{ path: 'runbooks/load.md', text: pageWith(FENCE) }], defaultConfig(), {
    theme: await theme(),
  })
  expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return made.outputs
}

const htmlOf = (files: readonly OutputFile[]): string =>
  String(files.find(({ path }) => path === 'site/load/index.html')!.make())

test('what is drawn', async () => {
  const page = htmlOf(await outputs())
  const figures = page.match(/<figure class="picture">[\s\S]*?<\/figure>/g) ?? []
  expect(figures).toHaveLength(3)
  const lines = figures.join('\n').replace(/(?=<(?:path|rect|text|figcaption|\/svg))/g, '\n')
  expectGolden(join(root, 'test/prove/pictures.txt'), `${lines}\n`)
})

test('a threshold that is computed from numbers is drawn', async () => {
  const rule = '```yaml\nalert: HighLoad\nexpr: load > (2 + 4) / 3\n```\n'
  const fence = 'series: { load: 1 3x10 }\nalerts: { HighLoad: { 5m: firing } }'
  const { outputs } = compile([{ path: 'runbooks/load.md', text: pageWith(fence, rule) }], defaultConfig(), {
    theme: await theme(),
  })
  expect(htmlOf(outputs)).toContain('&gt; 2</text>')
})

test('same input, same bytes', async () => {
  expect(htmlOf(await outputs())).toBe(htmlOf(await outputs()))
})

test('a page with three pictures stays below 50 KB', async () => {
  expect(Buffer.byteLength(htmlOf(await outputs()))).toBeLessThan(50_000)
})

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

describe.skipIf(!hasBrowser())('in a browser', () => {
  let browser: Awaited<ReturnType<typeof launch>>
  let site: Site
  beforeAll(async () => {
    site = await serve(await outputs(), '/')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.stop()
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      it(`has no violation in ${colorScheme} at ${width} px, and its words can be read`, async () => {
        const viewport = { width, height: 900 }
        const watched = await watch(browser, { colorScheme, viewport, bypassCSP: true })
        const { page } = watched
        await page.goto(`${site.url}load/`)
        await page.addScriptTag({ path: axe })
        const found = await page.evaluate(() =>
          (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe
            .run()
            .then((result) => result.violations.map(({ id }) => id)),
        )
        expect(found).toEqual([])
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(sideways).toBe(0)
        const heights = await page
          .locator('.picture text')
          .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height))
        expect(Math.min(...heights)).toBeGreaterThan(9)
        await close(watched)
      })
    }
  }
})
