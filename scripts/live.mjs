#!/usr/bin/env node
/**
 * The book on this machine: a real Prometheus with `dist/rules.yml` scrapes a real node_exporter, and is asked about
 * the rules. Run it on an idle machine: alerts fire on a busy one.
 *
 *     npm run live                                  installs what is missing, builds, runs for 12 minutes
 *     node scripts/live.mjs --minutes 40            long enough for every alert about a host
 *     node scripts/live.mjs --prometheus PATH --node-exporter PATH --rules FILE --json
 *
 * Prints the health of the rules, the number of series for each selector in a rule about hosts, and pending and firing
 * alerts, with their value and this machine's own figures. Exit code 1 if a rule fails, if a metric of the book is
 * absent although the exporter collects its kind, or if an alert fires without an explanation here.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { cpus, freemem, loadavg, tmpdir, totalmem, uptime } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { metricName, parseExpr, selectors } from '../lib/promql.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: args } = parseArgs({
  options: {
    minutes: { type: 'string', default: '12' },
    prometheus: { type: 'string' },
    'node-exporter': { type: 'string' },
    rules: { type: 'string', default: join(root, 'dist/rules.yml') },
    json: { type: 'boolean' },
  },
})

/** The first of these programs that exists. */
function find(option, ...names) {
  if (option !== undefined) return resolve(option)
  const folders = (process.env.PATH ?? '').split(delimiter)
  const found = names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path))
  if (found) return found
  console.error(`${names.join(' or ')} is missing: \`node scripts/setup.mjs --live\` installs it on Debian`)
  process.exit(2)
}

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })

const children = []
/** Starts a program that is stopped together with this one. */
function start(program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => {
    said = (said + text).slice(-4000)
  })
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) console.error(`${program} ended with ${code}:\n${said}`)
  })
  children.push(child)
}

async function get(url) {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function ready(url) {
  for (let tries = 0; tries < 200; tries++) {
    if (
      await fetch(url)
        .then(({ ok }) => ok)
        .catch(() => false)
    )
      return
    await wait(100)
  }
  throw new Error(`${url} does not answer`)
}

const minutes = Number(args.minutes)
const exporter = find(args['node-exporter'], 'prometheus-node-exporter', 'node_exporter')
const prometheus = find(args.prometheus, 'prometheus')
const [exporterPort, port] = [await freePort(), await freePort()]
const base = `http://127.0.0.1:${port}`
const folder = mkdtempSync(join(tmpdir(), 'alertbook-live-'))
mkdirSync(join(folder, 'textfile'))
writeFileSync(join(folder, 'rules.yml'), readFileSync(args.rules))
writeFileSync(
  join(folder, 'prometheus.yml'),
  `global: { scrape_interval: 15s, evaluation_interval: 15s }
rule_files: [rules.yml]
scrape_configs:
  - job_name: integrations/unix
    static_configs: [{ targets: ['127.0.0.1:${exporterPort}'] }]
`,
)

const ask = async (query) =>
  (await get(`${base}/api/v1/query?query=${encodeURIComponent(query)}`)).data.result

/** The selectors in an expression as printed by Prometheus, without ranges and offsets. */
function selectorsOf(query) {
  const { expr } = parseExpr(query)
  const found = (expr ? selectors(expr) : []).map((selector) => {
    const matchers = selector.matchers
      .filter(({ name }) => name !== '__name__')
      .map(({ range }) => query.slice(range.start, range.end))
    return `${metricName(selector) ?? ''}${matchers.length > 0 ? `{${matchers.join(', ')}}` : ''}`
  })
  return [...new Set(found)]
}

const read = (path) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Why a machine may lack series of a metric; each reason is verified, not assumed. */
const ABSENT = [
  [/^node_md_/, () => !/^md\d/m.test(read('/proc/mdstat')) && 'no software RAID: /proc/mdstat names none'],
  [/^node_systemd_/, () => 'the collector `systemd` is off unless it is asked for'],
  [
    /^node_vmstat_oom_kill/,
    () => !/^oom_kill /m.test(read('/proc/vmstat')) && 'the kernel does not count it: /proc/vmstat',
  ],
  [
    /^node_nf_conntrack_/,
    () => !existsSync('/proc/sys/net/netfilter/nf_conntrack_count') && 'no connection tracking is loaded',
  ],
  [/^node_bonding_/, () => !existsSync('/proc/net/bonding') && 'no bonded interface'],
]

/** This machine's own figures, independent of the exporter, on firing alerts. */
const cores = cpus().length
const EXPLAINED = {
  AlloyWatchdog: () => 'it always fires, on purpose',
  AlloyFleetAbsent: () => 'no Alloy runs here',
  NodeRebooted: () => uptime() < 900 && `up for ${Math.round(uptime() / 60)} minutes`,
  NodeLoadHigh: () =>
    loadavg()[1] / cores > 1.5 && `load of five minutes ${loadavg()[1].toFixed(1)} on ${cores} cores`,
  NodeCPUBusy: () =>
    loadavg()[1] / cores > 0.9 && `load of five minutes ${loadavg()[1].toFixed(1)} on ${cores} cores`,
  NodeMemoryLow: () =>
    freemem() / totalmem() < 0.2 && `${Math.round((100 * freemem()) / totalmem())}% of the memory is free`,
  NodeClockNotSynchronised: () =>
    !existsSync('/run/systemd/timesync/synchronized') &&
    !existsSync('/run/chrony/chronyd.pid') &&
    'nothing here keeps the clock',
}

/** Runs both programs for the given time, then reports. */
async function look() {
  start(exporter, [
    `--web.listen-address=127.0.0.1:${exporterPort}`,
    `--collector.textfile.directory=${join(folder, 'textfile')}`,
  ])
  await ready(`http://127.0.0.1:${exporterPort}/metrics`)
  start(prometheus, [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ])
  await ready(`${base}/-/ready`)
  console.error(
    `Prometheus ${base}, node_exporter http://127.0.0.1:${exporterPort}, ${minutes} minutes; load ${loadavg()[0].toFixed(1)} on ${cores} cores`,
  )
  const seen = new Map()
  const end = Date.now() + minutes * 60_000
  while (Date.now() < end) {
    await wait(Math.min(15_000, Math.max(0, end - Date.now())))
    const { alerts } = (await get(`${base}/api/v1/alerts`)).data
    for (const { labels, state, value } of alerts) {
      const { alertname, severity, job: _, instance: __, ...rest } = labels
      const key = `${alertname} ${JSON.stringify(rest)}`
      const before = seen.get(key)
      const worst = state === 'firing' || before?.state === 'firing' ? 'firing' : state
      seen.set(key, {
        alert: alertname,
        severity,
        labels: rest,
        state: worst,
        value,
        why: before?.why || EXPLAINED[alertname]?.() || '',
      })
    }
  }
  return [...seen.values()]
}

/** Counts the series of each selector on host metrics, and on series recorded from them. */
async function countSeries(rules) {
  const all = new Set(rules.flatMap(({ query }) => selectorsOf(query)))
  const found = []
  for (const selector of [...all].filter((one) => /^(?:\w+:)?node_/.test(one)).sort()) {
    const series = await count(selector)
    const why = series > 0 ? '' : await whyNone(selector)
    found.push({ selector, series, why })
  }
  return found
}

const count = async (selector) => Number((await ask(`count(${selector})`))[0]?.value[1] ?? 0)

async function whyNone(selector) {
  const others = selector.includes('{') ? await count(selector.replace(/\{.*/, '')) : 0
  if (others > 0) return `the exporter has ${others}, and none with these labels`
  return ABSENT.find(([pattern]) => pattern.test(selector))?.[1]() || ''
}

let code = 0
try {
  const alerts = await look()
  const rules = (await get(`${base}/api/v1/rules`)).data.groups.flatMap((group) => group.rules)
  const sick = rules.filter(({ health }) => health !== 'ok')
  const series = await countSeries(rules)
  const { version } = (await get(`${base}/api/v1/status/buildinfo`)).data
  const [build] = await ask('node_exporter_build_info')
  const lost = series.filter((one) => one.series === 0 && one.why === '')
  const unexplained = alerts.filter(({ state, why }) => state === 'firing' && why === '')
  code = sick.length + lost.length + unexplained.length > 0 ? 1 : 0
  if (args.json) console.log(JSON.stringify({ version, rules: rules.length, sick, series, alerts }, null, 2))
  else {
    const exported = build?.metric.version ?? 'unknown'
    console.log(
      `Prometheus ${version}, node_exporter ${exported}: ${rules.length - sick.length} of ${rules.length} rules healthy`,
    )
    for (const { name, health, lastError } of sick) console.log(`  ${name}: ${health} ${lastError ?? ''}`)
    console.log('\nSeries of each selector of a rule about hosts')
    for (const one of series)
      console.log(`  ${String(one.series).padStart(5)}  ${one.selector}${one.why && `  (${one.why})`}`)
    console.log(`\nAlerts in ${minutes} minutes`)
    for (const { alert, severity, state, value, labels, why } of alerts)
      console.log(
        `  ${state.padEnd(8)} ${alert} (${severity}) ${Number(value).toPrecision(4)} ${JSON.stringify(labels)}${why ? `: ${why}` : state === 'firing' ? ': NOT EXPLAINED' : ''}`,
      )
    if (alerts.length === 0) console.log('  none')
  }
} finally {
  for (const child of children) child.kill()
  await wait(500)
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}
process.exitCode = code
