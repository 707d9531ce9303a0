/** Expressions in graph links, judged by Prometheus: promtool parses them, and a server draws them. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { graph, narrowed } from '../../site/client/actions.ts'
import { labelsOf } from '../../src/analysis/labels/labels.ts'
import { readConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import { graphOf } from '../../src/emit/site/graph.ts'
import { compile, defaultConfig } from '../../src/index.ts'
import type { BoundRule, Config } from '../../src/model.ts'
import { referees } from '../engine/referees.ts'
import { startPrometheus } from '../prometheus.ts'
import { corpus, hasProgram, root, temporaryFolder } from '../setup.ts'
import { close, hasBrowser, launch, watch } from './browser.ts'
import { serve } from './server.ts'
import { theme } from './theme.ts'

const defaults = defaultConfig()
const bare: Config = { ...defaults, runbooks: [], site: { ...defaults.site, url: 'https://example.org/' } }

/** The alerts of a folder of rule files, or of a whole project. */
function alertsOf(folder: string, config: Config): BoundRule[] {
  const { program } = compile(readProject(folder, config).sources, config, { checks: [] })
  return program.rules.filter(({ kind, compiled }) => kind === 'alert' && compiled)
}

/** The expressions that promtool refuses: index and message. */
function refusals(expressions: readonly string[]): Map<number, string> {
  const file = join(temporaryFolder(), 'rules.yml')
  const rules = expressions.map((expr, i) => ({ record: `r:${i}`, expr }))
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'g', rules }] }))
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'rules', file], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const found = new Map<number, string>()
  for (const line of `${stdout}${stderr}`.split('\n')) {
    const index = /"r:(\d+)"/.exec(line)?.[1]
    if (index !== undefined) found.set(Number(index), line)
  }
  // A refusal that names no rule must not count as acceptance.
  if (status !== 0 && found.size === 0) throw new Error(`promtool: ${stderr.slice(0, 2000)}`)
  return found
}

/** Values that would escape from a text, an expression or a pattern if they could. */
const VALUES = ['web-1:9100', 'a"b\\c', "it's $1 {x}", 'ümlaut / 数']

/** All expressions in the links of an alert: without labels, with each label, with all of them. */
function queriesOf(alert: BoundRule): string[] {
  const expr = alert.expr()
  const labels = [...new Set(['instance', 'job', ...(expr ? labelsOf(expr).known.keys() : [])])]
  const shown = graphOf(alert, labels)
  const pairs = labels.map((name, i): [string, string] => [name, VALUES[i % VALUES.length]!])
  const narrow = [[], ...pairs.map((pair) => [pair]), pairs]
  return [...narrow.map((some) => narrowed(shown.expr, shown.places, some)), shown.limit].filter(Boolean)
}

const COLLECTIONS: readonly (readonly [string, number])[] = [
  ['srerun', 590],
  ['awesome', 450],
  ['rulesets', 700],
]

describe.skipIf(!hasProgram('promtool'))('promtool accepts what a link asks for', () => {
  const judge = (alerts: readonly BoundRule[]): number => {
    const own = refusals(alerts.map(({ rule }) => rule.expr?.value.value ?? ''))
    // Syntax newer than promtool cannot be judged.
    const judged = alerts.filter((_, i) => !own.has(i))
    const queries = [...new Set(judged.flatMap(queriesOf))]
    const refused = [...refusals(queries)].map(([i, message]) => `${queries[i]}\n${message}`)
    expect(refused).toEqual([])
    return judged.length
  }

  it('for the alerts of this book', () => {
    const text = readFileSync(join(root, 'alertbook.yml'), 'utf8')
    expect(judge(alertsOf(root, readConfig({ path: 'alertbook.yml', text }, []).config))).toBeGreaterThan(70)
  })

  it.each(COLLECTIONS)('for the alerts of %s', (name, least) => {
    const folder = corpus(name)
    if (!folder) return
    const rules = existsSync(join(folder, 'rules')) ? 'rules' : '.'
    expect(judge(alertsOf(folder, { ...bare, rules: [rules] }))).toBeGreaterThan(least)
  })
})

const PAGE = `# A disk fills

\`\`\`yaml
alert: DiskFull
expr: node_filesystem_avail_bytes{fstype!="tmpfs"} / node_filesystem_size_bytes < 0.05
for: 5m
labels: { severity: critical }
annotations: { summary: '{{ $labels.mountpoint }} on {{ $labels.instance }}' }
\`\`\`

## Diagnosis

\`\`\`promql
node_filesystem_avail_bytes{instance="{{ $labels.instance }}"}
\`\`\`
`

/** Two hours of two disks on each of two hosts, half full: nothing fires. */
function quietDisks(): string {
  const end = Math.floor(Date.now() / 1000)
  const lines: string[] = []
  for (const metric of ['avail', 'size'])
    for (const instance of ['web-1', 'web-2'])
      for (const mountpoint of ['/', '/var'])
        for (let time = end - 7200; time <= end; time += 60)
          lines.push(
            `node_filesystem_${metric}_bytes{instance="${instance}",mountpoint="${mountpoint}",fstype="ext4"} ${metric === 'size' ? 100 : 50} ${time}`,
          )
  return `${lines.join('\n')}\n# EOF\n`
}

describe.skipIf(!hasProgram('prometheus') || !hasBrowser())('a real Prometheus', () => {
  it('draws the series of an alert that does not fire, and of a query of the text', async () => {
    const server = await startPrometheus({ samples: quietDisks() })
    const config: Config = {
      ...bare,
      runbooks: ['runbooks'],
      rules: [],
      actions: { ...defaults.actions, prometheus: `${server.base}/` },
    }
    const sources = [{ path: 'runbooks/disk.md', text: PAGE }]
    const { outputs } = compile(sources, config, { theme: await theme() })
    const site = await serve(
      outputs.filter(({ path }) => path.startsWith('site/')),
      '/',
    )
    const browser = await launch()
    try {
      const watched = await watch(browser)
      const { page } = watched
      await page.goto(`${site.url}disk/?alertname=DiskFull&instance=web-1&mountpoint=/var`)
      const open = async (link: string): Promise<(string | undefined)[]> => {
        const opened = page.context().waitForEvent('page')
        await page.locator(link).click()
        const graphs = await opened
        // Text beside each drawn graph.
        const drawn = graphs.locator('.eval_stats', { hasText: /Total time series: \d/ })
        await drawn.first().waitFor({ timeout: 30_000 })
        await graphs.waitForLoadState('networkidle')
        expect(await graphs.locator('.alert-danger:visible').allInnerTexts()).toEqual([])
        const totals = (await drawn.allInnerTexts()).map((text) => /Total time series: \d+/.exec(text)?.[0])
        await graphs.close()
        return totals
      }
      // The alert of one disk with its threshold; then both disks of the host.
      expect(await open('[data-fired] a[data-action=prometheus]')).toEqual([
        'Total time series: 1',
        'Total time series: 1',
      ])
      expect(await open('.fence a.graph')).toEqual(['Total time series: 2'])
      await close(watched)
    } finally {
      await browser.close()
      await site.stop()
      await server.stop()
    }
  })

  it.each(referees('prometheus').filter(({ version }) => !version.startsWith('2.')))(
    '$version leads the address on with all that it says',
    async ({ path }) => {
      const server = await startPrometheus({ program: path })
      try {
        const { search } = new URL(graph('http://localhost/', ['up{instance="a"}', '0.05']))
        const answer = await fetch(`${server.base}/graph${search}`, { redirect: 'manual' })
        const to = new URL(answer.headers.get('location') ?? '', server.base)
        expect(to.pathname).toBe('/query')
        expect([...to.searchParams]).toEqual([...new URLSearchParams(search)])
      } finally {
        await server.stop()
      }
    },
  )
})
