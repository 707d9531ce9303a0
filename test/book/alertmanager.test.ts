/** The example for Alertmanager: amtool accepts it, alerts reach their receivers, and one fault sends one page. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { readConfig } from '../../src/config/index.ts'
import { readProject } from '../../src/disk/read.ts'
import { freePort, hasProgram, root, run, temporaryFolder } from '../setup.ts'

const example = join(root, 'examples/alertmanager.yml')
const text = readFileSync(example, 'utf8')

const { config } = readConfig(
  { path: 'alertbook.yml', text: readFileSync(join(root, 'alertbook.yml'), 'utf8') },
  [],
)
const alerts = compile(readProject(root, config).sources, config).program.groups.flatMap(({ rules }) =>
  rules.flatMap((rule) => (rule.kind === 'alert' ? [rule] : [])),
)

test('amtool accepts it', async () => {
  if (!hasProgram('amtool')) return
  const { code, out } = await run('amtool', ['check-config', example])
  expect({ code, success: out.includes('SUCCESS') }).toEqual({ code: 0, success: true })
})

test('every alert of the book reaches the receiver of its severity', async () => {
  if (!hasProgram('amtool')) return
  const receivers: Readonly<Record<string, string>> = {
    none: 'dead-mans-switch',
    critical: 'pager',
    warning: 'day',
    info: 'log',
  }
  const kinds = new Map(
    alerts.map(({ name, labels }) => {
      const severity = labels.find(({ key }) => key === 'severity')?.value ?? ''
      // The watchdog is routed by name; all others are distinguished by severity alone.
      return [severity === 'none' ? name : severity, { name, severity }] as const
    }),
  )
  for (const { name, severity } of kinds.values()) {
    const labels = [`alertname=${name}`, `severity=${severity}`]
    const { out } = await run('amtool', ['config', 'routes', 'test', `--config.file=${example}`, ...labels])
    expect({ name, receiver: out.trim() }).toEqual({ name, receiver: receivers[severity] })
  }
})

test('it names only alerts that the book has', () => {
  const { inhibit_rules: rules } = load(text) as {
    inhibit_rules: { source_matchers: string[]; target_matchers: string[] }[]
  }
  const named = rules
    .flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
    .flatMap((matcher) =>
      [...matcher.matchAll(/\w+/g)].map(([word]) => word).filter((word) => word !== 'alertname'),
    )
  expect(named.length).toBeGreaterThan(20)
  const known = new Set(alerts.map(({ name }) => name))
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([])
})

interface Notification {
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>> }[]
}

const server = ['prometheus-alertmanager', 'alertmanager'].find((name) =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name))),
)

/** Sends alerts to a real Alertmanager that runs the example; returns its notifications once it is done. */
async function notified(
  fired: readonly Readonly<Record<string, string>>[],
  setting: string = text,
): Promise<string[][]> {
  const received: Notification[] = []
  let heard = (): void => {}
  const hook = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      received.push(JSON.parse(body) as Notification)
      response.end()
      heard()
    })
  })
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
  onTestFinished(() => void hook.close())
  const folder = temporaryFolder()
  const address = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`
  // Unchanged except for the receivers' addresses and the waiting times.
  const quick = setting
    .replace(/https:\/\/\w+\.example\.com\/\w+/g, address)
    .replace(/group_wait: \S+/g, 'group_wait: 1s')
  writeFileSync(join(folder, 'am.yml'), quick)
  const port = await freePort()
  const child = spawn(
    server!,
    [
      `--config.file=${join(folder, 'am.yml')}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    { stdio: 'ignore' },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  try {
    const api = `http://127.0.0.1:${port}`
    while (
      !(await fetch(`${api}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await new Promise((done) => setTimeout(done, 100))
    // The last alert is a marker: it is sent after everything with the same group wait has been decided.
    const mark = { alertname: 'Mark', severity: 'critical' }
    const post = (list: readonly Readonly<Record<string, string>>[]): Promise<Response> =>
      fetch(`${api}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(list.map((labels) => ({ labels }))),
      })
    expect((await post(fired)).status).toBe(200)
    await new Promise((done) => setTimeout(done, 1000))
    const marked = new Promise<void>((done) => {
      heard = () => {
        if (received.some(({ alerts: [first] }) => first?.labels.alertname === 'Mark')) done()
      }
    })
    expect((await post([mark])).status).toBe(200)
    await marked
  } finally {
    child.kill()
    await ended
  }
  return received
    .map(({ alerts: sent }) => sent.map(({ labels }) => labels.alertname!).toSorted())
    .filter(([name]) => name !== 'Mark')
}

const twenty = Array.from({ length: 20 }, (_, index) => ({
  cluster: 'eu',
  job: 'alloy',
  instance: `host-${index}`,
  severity: 'critical',
}))

test('a lost fleet of twenty is one page', async () => {
  if (server === undefined) return console.warn('SKIPPED: no alertmanager')
  const fired = [
    ...twenty.map((labels) => ({ ...labels, alertname: 'AlloyMetricsGone' })),
    { alertname: 'AlloyFleetShrinking', severity: 'critical', cluster: 'eu' },
    { alertname: 'AlloyFleetAbsent', severity: 'critical' },
  ]
  expect(await notified(fired)).toEqual([['AlloyFleetAbsent']])
  const without = text.replace(/^inhibit_rules:[\s\S]*?(?=^receivers:)/m, '')
  expect((await notified(fired, without)).flat()).toHaveLength(22)
})

test('a lost region is one page; the host of another region keeps its own', async () => {
  if (server === undefined) return console.warn('SKIPPED: no alertmanager')
  const pages = await notified([
    ...twenty.map((labels) => ({ ...labels, alertname: 'AlloyMetricsGone' })),
    { alertname: 'AlloyFleetShrinking', severity: 'critical', cluster: 'eu' },
    { ...twenty[0]!, cluster: 'us', alertname: 'AlloyMetricsGone' },
  ])
  expect(pages.toSorted()).toEqual([['AlloyFleetShrinking'], ['AlloyMetricsGone']])
})

test('the higher tier mutes the lower one of the same queue, not of another', async () => {
  if (server === undefined) return console.warn('SKIPPED: no alertmanager')
  const queue = { cluster: 'eu', job: 'alloy', instance: 'a', component_path: '/', component_id: 'rw' }
  const pages = await notified([
    { ...queue, url: 'https://1', alertname: 'AlloyRemoteWriteStalled', severity: 'critical' },
    { ...queue, url: 'https://1', alertname: 'AlloyRemoteWriteBehind', severity: 'warning' },
    { ...queue, url: 'https://1', alertname: 'AlloyRemoteWriteRetrying', severity: 'warning' },
    { ...queue, url: 'https://2', alertname: 'AlloyRemoteWriteRetrying', severity: 'warning' },
  ])
  expect(pages.toSorted()).toEqual([['AlloyRemoteWriteRetrying'], ['AlloyRemoteWriteStalled']])
})

test('what is wrong with a disk, an array or a queue is told once, by what explains it', async () => {
  if (server === undefined) return console.warn('SKIPPED: no alertmanager')
  const node = { cluster: 'eu', job: 'node', instance: 'web-1' }
  const [root, data, array] = [
    { ...node, mountpoint: '/' },
    { ...node, mountpoint: '/data' },
    { ...node, device: 'md0' },
  ]
  const queue = { cluster: 'eu', job: 'alloy', instance: 'a', component_path: '/', component_id: 'otlp' }
  const pages = await notified([
    { ...root, alertname: 'NodeFilesystemReadOnly', severity: 'critical' },
    { ...root, alertname: 'NodeDiskSpaceCritical', severity: 'critical' },
    { ...root, alertname: 'NodeInodesCritical', severity: 'critical' },
    { ...root, alertname: 'NodeInodesLow', severity: 'warning' },
    // The host's other disk is independent: only its own higher tier mutes the lower one.
    { ...data, alertname: 'NodeInodesCritical', severity: 'critical' },
    { ...data, alertname: 'NodeInodesLow', severity: 'warning' },
    { ...array, alertname: 'NodeRAIDDegraded', severity: 'critical' },
    { ...array, alertname: 'NodeRAIDDiskFailed', severity: 'warning' },
    { ...array, device: 'md1', alertname: 'NodeRAIDDiskFailed', severity: 'warning' },
    { ...queue, alertname: 'AlloyOtelExporterEnqueueFailed', severity: 'critical' },
    { ...queue, alertname: 'AlloyOtelExporterQueueFilling', severity: 'warning' },
    { ...queue, component_id: 'other', alertname: 'AlloyOtelExporterQueueFilling', severity: 'warning' },
  ])
  expect(pages.toSorted()).toEqual([
    ['AlloyOtelExporterEnqueueFailed'],
    ['AlloyOtelExporterQueueFilling'],
    ['NodeFilesystemReadOnly'],
    ['NodeInodesCritical'],
    ['NodeRAIDDegraded'],
    ['NodeRAIDDiskFailed'],
  ])
})
