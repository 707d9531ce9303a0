/** Nothing written by an author, an alert or a link runs in a reader's browser, even without a policy. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDiagrams } from '../../site/diagrams.ts'
import { compileParsed } from '../../src/compile-parsed.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { emitSite } from '../../src/emit/site/index.ts'
import { parse } from '../../src/parse/index.ts'
import { hasBrowser, launch } from './browser.ts'
import { MARKDOWN, VALUES } from './hostile.ts'
import { lookUp } from './server.ts'
import { theme } from './theme.ts'

const quoted = (text: string): string => JSON.stringify(text)

/** A runbook with one hostile value in every place that takes text. */
function withValue(value: string, i: number): string {
  return `---
title: ${quoted(value)}
owner: ${quoted(value)}
channel: ${quoted(value)}
escalation: ${quoted(value)}
severity: ${quoted(value)}
description: ${quoted(value)}
tags: [${quoted(value)}]
dashboards: [${quoted(value)}]
aliases: [${quoted(value)}]
group: ${quoted(value)}
---

# ${value}

\`\`\`yaml
alert: Value${i}
expr: up{x=${quoted(value)}} == 0
labels:
  team: ${quoted(value)}
annotations:
  summary: ${quoted(value)}
  description: ${quoted(`${value} {{ $labels.x }}`)}
\`\`\`

## Meaning

Use \`ping {{ $labels.x }}\`.

\`\`\`sh
ping {{ $labels.x }} "{{ $labels.x }}"
\`\`\`

1. Look at \`{{ $labels.x }}\`.
`
}

const expected = MARKDOWN.map((_, i) => `m/case-${i}/`).concat(VALUES.map((_, i) => `v/case-${i}/`))

describe.skipIf(!hasBrowser())('hostile text', () => {
  let browser: Browser
  let page: Page
  let server: Server
  let url: string
  const calls: string[] = []

  beforeAll(async () => {
    const sources = [
      ...MARKDOWN.map((text, i) => ({ path: `runbooks/m/case-${i}.md`, text: `# Case ${i}\n\n${text}\n` })),
      ...VALUES.map((value, i) => ({ path: `runbooks/v/case-${i}.md`, text: withValue(value, i) })),
    ]
    const base = defaultConfig()
    const config = { ...base, site: { ...base.site, url: 'https://example.org/' } }
    const { program } = compileParsed(sources.map(parse), sources, config, { checks: [] })
    const files = emitSite(program, config, { ...(await theme()), draw: await loadDiagrams() })
    const byPath = new Map(files.map(({ path, make }) => [path.replace(/^site\//, ''), make()]))
    server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname.slice(1))
      const found = lookUp(byPath, path)
      const type = { js: 'text/javascript', css: 'text/css', json: 'application/json', svg: 'image/svg+xml' }
      const ending = (found?.[0] ?? '.html').split('.').at(-1)!
      response.writeHead(found ? 200 : 404, {
        'content-type': type[ending as 'js'] ?? 'text/html; charset=utf-8',
      })
      response.end(found?.[1] ?? byPath.get('404.html'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    browser = await launch()
    const context = await browser.newContext({ serviceWorkers: 'block', bypassCSP: true })
    page = await context.newPage()
    await page.exposeFunction('pwn', () => calls.push(page.url()))
    page.on('dialog', (dialog) => {
      calls.push(`dialog ${page.url()}`)
      void dialog.dismiss()
    })
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** Everything that could trigger a handler: pointer, focus, keys, and every unusual link. */
  const provoke = async (): Promise<void> => {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
      for (const element of document.querySelectorAll<HTMLElement>('main *')) {
        for (const kind of ['mouseover', 'mouseenter', 'focus', 'pointerdown'])
          element.dispatchEvent(new Event(kind, { bubbles: true }))
        if (element.matches('a, button') && !/^https?:/.test((element as HTMLAnchorElement).href ?? ''))
          element.click()
      }
    })
    await page.waitForTimeout(20)
  }

  it('is caught when it runs', async () => {
    await page.setContent('<img src=x onerror=pwn()>')
    await page.waitForTimeout(100)
    expect(calls.splice(0)).toEqual(['about:blank'])
  })

  it('runs nothing in any page, and leaves no handler, script address or foreign element', async () => {
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    for (const path of expected) {
      const response = await page.goto(`${url}${path}?x=1`)
      expect(response?.status(), path).toBe(200)
      const found = await page.evaluate(() =>
        [...document.querySelectorAll('body *')].flatMap((element) => [
          ...(element.matches(
            'script, iframe, object, embed, base, meta, link, style, foreignObject, animate, form:not(.find, details.labels > form)',
          )
            ? [element.outerHTML]
            : []),
          ...[...element.attributes]
            .filter(
              ({ name, value }) =>
                /^on/i.test(name) ||
                name === 'style' ||
                /^[\s\0-\x20]*(java|vb)script:|^\s*data:/i.test(value),
            )
            .map(({ name, value }) => `${name}=${value}`),
        ]),
      )
      // Attributes with text for people may contain anything.
      const text = /^(value|placeholder|title|aria-label|data-(?!target))/
      expect(
        found.filter((one) => !text.test(one)),
        path,
      ).toEqual([])
      await provoke()
    }
    expect(calls).toEqual([])
    expect(errors, 'no text of an author stops the scripts of its page').toEqual([])
    expect(expected.length).toBeGreaterThan(75)
  })

  it('runs nothing from labels, searches and paths of the address', async () => {
    for (const value of VALUES) {
      const text = encodeURIComponent(value)
      for (const path of [
        `v/case-0/?x=${text}&${text}=1`,
        `v/case-0/#x=${text}`,
        `?q=${text}&severity=${text}`,
        `none/${text}/?x=${text}`,
      ]) {
        await page.goto(url + path)
        await provoke()
        await page.locator('.find input').first().fill(value)
        await page.waitForTimeout(10)
      }
    }
    expect(calls).toEqual([])
  })

  it('shows a hostile label as text', async () => {
    const value = `'"><img src=x onerror=pwn()>`
    await page.goto(`${url}v/case-0/?x=${encodeURIComponent(value)}`)
    expect(await page.locator('[data-fired]').first().innerText()).toContain(value)
    // Code spans are copied into shells too.
    expect(await page.locator('.body > ol code').first().innerText()).toBe('<x>')
    expect(await page.locator('pre', { hasText: 'ping' }).innerText()).toBe(
      `ping ''\\''"><img src=x onerror=pwn()>' "'"'"'"><img src=x onerror=pwn()>"`,
    )
  })
})
