/**
 * `npm run bench -- site`: the site beside VitePress and Starlight on the same pages, in one run and one browser: bytes
 * loaded, time to paint, layout shifts, findings of axe. Needs Chromium, git and npm's registry; `SITE_BENCH` names a
 * folder that keeps clones and generators for the next run. Milliseconds depend on the machine: compare the columns.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { filesOf } from './corpus.ts'
import { median } from './measure.ts'
import { type Built, buildStarlight, buildVitePress, install } from './site/generators.ts'
import { fetchPages, type Pages, prepareOurs, run } from './site/pages.ts'
import { type Host, host } from './site/server.ts'
import * as visit from './site/visit.ts'

const rounds = Number(process.env.ROUNDS ?? 7)
const LABELS = '?instance=web-01%3A9100&namespace=default&pod=api-0&mountpoint=%2Fvar&job=node'

/** Pages of different lengths; bytes are reported for the first. */
const VISITED = [
  'runbooks/node/NodeFilesystemSpaceFillingUp.md',
  'runbooks/kubernetes/KubeAPIErrorBudgetBurn.md',
  'runbooks/general/TargetDown.md',
]
/** For axe: the index and eleven others. */
const JUDGED = [
  '_index.md',
  'docs/add-runbook.md',
  ...VISITED,
  'runbooks/etcd/etcdMembersDown.md',
  'runbooks/etcd/etcdHighFsyncDurations.md',
  'runbooks/kubernetes/KubePersistentVolumeFillingUp.md',
  'runbooks/kubernetes/KubePodCrashLooping.md',
  'runbooks/node/NodeRAIDDegraded.md',
  'runbooks/prometheus/PrometheusDuplicateTimestamps.md',
  'runbooks/alertmanager/AlertmanagerFailedReload.md',
]

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** How long scripts hang in the test of the first paint, in milliseconds. */
const HANG = 8_000

function buildOurs(folder: string, pages: Pages): Built {
  const project = join(folder, 'alertbook')
  rmSync(project, { recursive: true, force: true })
  prepareOurs(project, pages)
  const start = performance.now()
  run(process.execPath, [resolve('lib/cli.js'), 'build', '--root', project, '--cache', join(folder, 'cache')])
  const seconds = (performance.now() - start) / 1000
  return {
    name: 'Alertbook',
    folder: join(project, 'dist/site'),
    pageOf: (file) => `/${file.replace(/(?:_index)?\.md$/, '').toLowerCase()}/`.replace('//', '/'),
    seconds,
  }
}

interface Subject extends Built {
  readonly host: Host
  readonly query: string
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Prints the table row by row, as Markdown. */
async function compare(browser: Browser, subjects: readonly Subject[]): Promise<void> {
  const urlOf = ({ host, pageOf, query }: Subject, file: string): string => host.url + pageOf(file) + query
  const each = async (
    what: string,
    figure: (subject: Subject) => string | Promise<string>,
  ): Promise<void> => {
    const figures: string[] = []
    for (const subject of subjects) figures.push(await figure(subject))
    console.log(line([what, ...figures]))
  }
  console.log(line(['', ...subjects.map(({ name }) => name)]))
  console.log(line(['---', ...subjects.map(() => '---:')]))
  await each('build by the clock, s', ({ seconds }) => (Number.isNaN(seconds) ? '–' : seconds.toFixed(1)))
  const visits = new Map<
    Subject,
    { first: ReturnType<Host['taken']>; later: ReturnType<Host['taken']>; elements: number }
  >()
  for (const subject of subjects) {
    subject.host.taken()
    const elements = await visit.stay(browser, urlOf(subject, VISITED[0]!), 1000)
    const first = subject.host.taken()
    await visit.stay(browser, urlOf(subject, VISITED[0]!), 10_000)
    const later = subject.host.taken()
    visits.set(subject, { first, later, elements })
  }
  const kB = (sent: readonly { readonly bytes: number }[]): string =>
    `${(sent.reduce((sum, { bytes }) => sum + bytes, 0) / 1000).toFixed(1)}`
  await each('requests of a first visit', (subject) => String(visits.get(subject)!.first.length))
  await each('bytes of it, compressed, kB', (subject) => kB(visits.get(subject)!.first))
  await each('scripts among them, kB', (subject) =>
    kB(visits.get(subject)!.first.filter(({ path }) => /\.m?js$/.test(path))),
  )
  await each('requests and kB in ten seconds, with what is fetched ahead', (subject) => {
    const { later } = visits.get(subject)!
    return `${later.length}, ${kB(later)}`
  })
  await each('elements of the page', (subject) => String(visits.get(subject)!.elements))
  for (const [what, conditions] of [
    ['4× slower CPU', { cpu: 4, network: visit.FAST }],
    ['slow 3G, 4× slower CPU', { cpu: 4, network: visit.SLOW_3G }],
  ] as const) {
    const paints = new Map(subjects.map((subject) => [subject, [] as visit.Paint[]]))
    // In turn, so that a slow minute of the machine affects all of them.
    for (let round = 0; round < rounds; round++)
      for (const file of VISITED)
        for (const subject of subjects)
          paints.get(subject)!.push(await visit.paint(browser, urlOf(subject, file), conditions))
    const middle = (subject: Subject, key: keyof visit.Paint): number =>
      median(
        paints
          .get(subject)!
          .map((one) => one[key])
          .sort((a, b) => a - b),
      )
    await each(`FCP, ${what}, ms`, (subject) => middle(subject, 'fcp').toFixed(0))
    await each(`LCP, ${what}, ms`, (subject) => middle(subject, 'lcp').toFixed(0))
    await each(`CLS, ${what}, the worst`, (subject) =>
      Math.max(...paints.get(subject)!.map(({ cls }) => cls)).toFixed(3),
    )
  }
  await each('first paint while scripts hang, ms', async (subject) => {
    subject.host.delayScripts(HANG)
    try {
      const times: number[] = []
      for (const file of VISITED)
        times.push(await visit.paintWithoutScripts(browser, urlOf(subject, file), HANG + 10_000))
      return Math.max(...times).toFixed(0)
    } finally {
      subject.host.delayScripts(0)
    }
  })
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [visit.PHONE, visit.DESKTOP].map((device) => ({ ...device, colorScheme })),
  )
  await each(`axe: findings in ${JUDGED.length} pages × ${looks.length} looks`, async (subject) => {
    const found: string[] = []
    for (const file of JUDGED)
      for (const look of looks) found.push(...(await visit.violations(browser, urlOf(subject, file), look)))
    for (const one of [...new Set(found)].slice(0, 5)) console.warn(`  ${subject.name}: ${one}`)
    return String(found.length)
  })
}

async function main(): Promise<void> {
  const kept = process.env.SITE_BENCH
  const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  mkdirSync(folder, { recursive: true })
  const pages = fetchPages(folder)
  console.log(
    `${filesOf(pages.runbooks, /\.md$/).length} pages, ${rounds} rounds over ${VISITED.length} of them\n`,
  )
  const home = install(folder)
  const built = [buildOurs(folder, pages), buildVitePress(home, pages), buildStarlight(home, pages)]
  const subjects: Subject[] = []
  const browser = await chromium.launch({
    executablePath: CHROMIUM.find((path) => existsSync(path)) ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  })
  try {
    for (const [i, one] of built.entries())
      subjects.push({ ...one, host: await host(one.folder), query: i === 0 ? LABELS : '' })
    await compare(browser, subjects)
  } finally {
    await browser.close()
    for (const { host } of subjects) await host.stop()
    if (!kept) rmSync(folder, { recursive: true, force: true })
  }
}

await main()
