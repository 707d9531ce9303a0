/** Pages for former addresses: what they offer a reader whose alert has just fired. */
import { expect, it } from 'vitest'
import { emitSite, type Facts } from '../../src/emit/site/index.ts'
import type { Tombstone } from '../../src/model.ts'
import { book } from './book.ts'
import { config } from './fixture.ts'
import { read, textOf } from './html.ts'
import { theme } from './theme.ts'

const gone: Tombstone = {
  from: 'host/gone/',
  name: 'Hosts that are gone',
  alerts: ['HostGone', 'HostWent"Away'],
  reason: 'The fleet has another watchdog.',
  see: ['host/memory/#hostmemorypressure'],
  file: 'alertbook.links.yml',
  range: { start: 0, end: 0 },
}
const facts: Facts = {
  history: new Map([
    ['runbooks/host/disk.md', [{ date: '2026-10-01T00:00:00Z', author: 'Eve', commit: 'aaaaaaaaaa' }]],
    [
      'runbooks/host/Gone.md',
      [
        { date: '2026-11-20T10:00:00Z', author: 'Ada <b>', commit: 'cccccccccc' },
        { date: '2026-01-01T10:00:00Z', author: 'Bob', commit: 'bbbbbbbbbb' },
      ],
    ],
  ]),
}

async function page(tombstone: Tombstone, known: Facts): Promise<string> {
  const addresses = { ...book().addresses, tombstones: [tombstone] }
  const files = emitSite({ ...book(), addresses }, config(), await theme(), known)
  return String(files.find(({ path }) => path === 'site/host/gone/index.html')?.make())
}

it('a tombstone says what was there, who removed it when, what took its place, and what to do now', async () => {
  const html = await page(gone, facts)
  const { find } = read(html)
  const text = textOf(find(({ tagName }) => tagName === 'main')!).replace(/\s+/g, ' ')
  expect(text).toContain(
    'This page explained HostGone, HostWent"Away, which are not part of this book any more. It was taken out on 2026-11-20 by Ada <b>. The fleet has another watchdog.',
  )
  expect(html).toContain('<a href="../../host/memory/#hostmemorypressure">Hosts run out of memory</a>')
  expect(html).toContain(
    '<a href="https://example.com/repo/commit/cccccccccc">the commit that removed it</a>',
  )
  const targets = [...html.matchAll(/<a href="(https:[^"]*)"[^>]*>(Where it fires|Silence all)/g)]
  expect(targets.map(([, href]) => decodeURIComponent(href!.replaceAll('&amp;', '&')))).toEqual([
    'https://prometheus.example.org/graph?g0.expr=ALERTS{alertname="HostGone"}&g0.tab=1',
    'https://alertmanager.example.org/#/silences/new?filter={alertname="HostGone"}',
    'https://prometheus.example.org/graph?g0.expr=ALERTS{alertname="HostWent\\"Away"}&g0.tab=1',
    'https://alertmanager.example.org/#/silences/new?filter={alertname="HostWent\\"Away"}',
  ])
})

it('without a history, a reason or alerts it says less, and nothing that is not so', async () => {
  const html = await page({ ...gone, alerts: [], reason: '', see: [] }, {})
  const text = textOf(read(html).find(({ tagName }) => tagName === 'main')!).replace(/\s+/g, ' ')
  expect(text.trim()).toBe(
    'Hosts that are gone was removed The page is not part of this book any more. See all alerts',
  )
})
