/**
 * The engine: range queries of real alerts over 1,000 series of each metric and 120 steps of a minute. Compared with
 * the processor time of a Prometheus server for the same queries over the same samples (including its encoding of the
 * answer), and of a whole promtool that evaluates them as unit tests, one instant per step.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createQuery, createStorage, type EvalTime } from '../src/engine/index.ts'
import { baseTime, type DataSeries } from '../test/engine/judge/data.ts'
import { createRandom } from '../test/engine/judge/random.ts'
import { startServer } from '../test/engine/judge/server.ts'
import { type Referee, referees } from '../test/engine/referees.ts'
import { median } from './measure.ts'

const steps = 120
const scrape = 15_000
const lead = 6 * 60_000
const samples = (lead + steps * 60_000) / scrape

/** 1,000 series of a metric: labels by number, and each value from the previous one. */
interface Metric {
  readonly name: string
  readonly labels: (index: number) => Record<string, string>
  readonly next: (value: number, random: () => number, index: number) => number
}

const host = (index: number): Record<string, string> => ({
  job: `job${index % 10}`,
  instance: `host${Math.floor(index / 10)}:9100`,
})

const metrics: readonly Metric[] = [
  {
    name: 'http_requests_total',
    labels: (index) => ({ ...host(index), code: index % 20 < 10 ? '200' : '500' }),
    next: (value, random) => value + Math.floor(random() * 40),
  },
  {
    name: 'http_request_duration_seconds_bucket',
    labels: (index) => ({ ...host(Math.floor(index / 10)), le: buckets[index % 10] as string }),
    next: (value, random, index) => value + Math.floor(random() * 4 * ((index % 10) + 1)),
  },
  {
    name: 'node_cpu_seconds_total',
    labels: (index) => ({ ...host(Math.floor(index / 4)), mode: modes[index % 4] as string }),
    next: (value, random) => value + random() * 15,
  },
  {
    name: 'node_filesystem_avail_bytes',
    labels: host,
    next: (value, random) => value + (random() - 0.51) * 1e7,
  },
  { name: 'node_filesystem_size_bytes', labels: host, next: (value) => value },
  { name: 'up', labels: host, next: (_, random) => (random() < 0.98 ? 1 : 0) },
  { name: 'node_load5', labels: host, next: (value, random) => Math.abs(value % 10) + random() - 0.5 },
]

const buckets = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '+Inf']
const modes = ['idle', 'user', 'system', 'iowait']

/** Real alert conditions over the metrics above. */
const expressions: readonly string[] = [
  'up == 0',
  'node_load5 > 8',
  'absent(up{job="job3"})',
  'sum by (job) (up) / count by (job) (up) < 0.9',
  'sum by (job) (rate(http_requests_total{code=~"5.."}[5m])) / sum by (job) (rate(http_requests_total[5m])) > 0.05',
  'rate(http_requests_total[5m])',
  'increase(http_requests_total{code="500"}[5m]) > 10',
  'histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket[5m]))) > 1',
  '100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))) > 80',
  'node_filesystem_avail_bytes / node_filesystem_size_bytes * 100 < 10',
  'predict_linear(node_filesystem_avail_bytes[5m], 4 * 3600) < 0',
  '(node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.2) and deriv(node_filesystem_avail_bytes[5m]) < 0',
  'topk(10, sum by (instance) (rate(http_requests_total[5m])))',
  'max_over_time(node_load5[5m]) - min_over_time(node_load5[5m]) > 4',
  'changes(up[5m]) > 2',
  'avg_over_time(up[5m]) < 0.5',
]

function seriesOf({ name, labels, next }: Metric): DataSeries[] {
  const random = createRandom(name.length)
  return Array.from({ length: 1000 }, (_, index) => {
    let value = random.below(1e6) * (name.includes('filesystem') ? 1e4 : 1)
    const list = Array.from({ length: samples }, (_, i) => {
      value = next(value, random.next, index)
      return { time: baseTime + i * scrape, value }
    })
    return { labels: { __name__: name, ...labels(index) }, samples: list }
  })
}

const time: EvalTime = { start: baseTime + lead, end: baseTime + lead + (steps - 1) * 60_000, step: 60_000 }
const rounds = 15

/** Milliseconds of processor time of one evaluation, and the number of samples in its answer. */
function ours(storage: ReturnType<typeof createStorage>, expr: string): { cpu: number; answer: number } {
  const query = createQuery(expr)
  const times: number[] = []
  let answer = 0
  for (let round = 0; round < rounds + 5; round++) {
    const before = process.cpuUsage()
    const { value, error } = query.evaluate(storage, time)
    const { user, system } = process.cpuUsage(before)
    if (error !== undefined) throw new Error(`${expr}: ${error.message}`)
    if (round >= 5) times.push((user + system) / 1000)
    answer = value.type === 'matrix' ? value.series.reduce((sum, { times: list }) => sum + list.length, 0) : 1
  }
  return { cpu: median(times.sort((a, b) => a - b)), answer }
}

/** The same for a server, by expression. */
async function theirs(referee: Referee, data: readonly DataSeries[][]): Promise<number[]> {
  const server = await startServer(referee.path, ['promql-experimental-functions'])
  try {
    // In slices, because a server accepts nothing more than an hour older than its newest sample.
    for (let from = 0; from < samples; from += 60) {
      const slice = data
        .flat()
        .map(({ labels, samples: list }) => ({ labels, samples: list.slice(from, from + 60) }))
      await server.write(slice)
    }
    const times: number[] = []
    for (const expr of expressions) {
      await server.query(expr, time)
      const before = await server.cpu()
      for (let round = 0; round < rounds; round++) await server.query(expr, time)
      times.push((((await server.cpu()) - before) / rounds) * 1000)
    }
    return times
  } finally {
    await server.stop()
  }
}

/** Seconds of processor time of promtool evaluating every expression at every step. */
function promtool(referee: Referee, data: readonly DataSeries[][]): number | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  const tests = {
    interval: `${scrape}ms`,
    input_series: data.flat().map(({ labels: { __name__: name, ...labels }, samples: list }) => ({
      series: `${name}{${Object.entries(labels).map(([label, value]) => `${label}="${value}"`)}}`,
      values: list.map(({ value }) => value).join(' '),
    })),
    promql_expr_test: expressions.flatMap((expr) =>
      Array.from({ length: steps }, (_, step) => ({ expr, eval_time: `${lead + step * 60_000}ms` })),
    ),
  }
  writeFileSync(join(folder, 'tests.yml'), JSON.stringify({ evaluation_interval: '1m', tests: [tests] }))
  const { stdout } = spawnSync(
    'sh',
    ['-c', '"$0" test rules tests.yml > /dev/null 2>&1; times', referee.path],
    { cwd: folder, encoding: 'utf8', timeout: 300_000 },
  )
  rmSync(folder, { recursive: true, force: true })
  const found = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s/.exec(stdout)
  if (found === null) return undefined
  const [minutes, seconds, systemMinutes, systemSeconds] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ]
  return minutes * 60 + seconds + systemMinutes * 60 + systemSeconds
}

const data = metrics.map(seriesOf)
const storage = createStorage(data.flat())
console.log(`${metrics.length} metrics of 1,000 series, ${samples} samples each; ${steps} steps\n`)
const figures = expressions.map((expr) => ours(storage, expr))
const [newest] = referees('prometheus').sort((a, b) => Number(b.version) - Number(a.version))
const servers = newest === undefined ? [] : await theirs(newest, data)

const column = (value: number | undefined, digits: number): string =>
  (value === undefined ? '–' : value.toFixed(digits)).padStart(9)
console.log(`processor time of one range query, median of ${rounds}`)
console.log(
  `${'ours'.padStart(9)}    ${`Prometheus ${newest?.version ?? ''}`.padStart(9)}      ratio    samples`,
)
expressions.forEach((expr, i) => {
  const { cpu, answer } = figures[i] as { cpu: number; answer: number }
  const server = servers[i]
  const ratio = server === undefined ? undefined : cpu / server
  console.log(
    `${column(cpu, 2)} ms ${column(server, 2)} ms ${column(ratio, 2)} ${column(answer, 0)}   ${expr}`,
  )
})
const total = figures.reduce((sum, { cpu }) => sum + cpu, 0)
console.log(
  `\nall ${expressions.length}: ours ${total.toFixed(0)} ms, ${((expressions.length * 1000) / total).toFixed(0)} range queries a second`,
)
if (servers.length > 0) {
  const sum = servers.reduce((a, b) => a + b, 0)
  console.log(
    `Prometheus ${newest?.version}: ${sum.toFixed(0)} ms; ours take ${(total / sum).toFixed(2)} of that`,
  )
}
const [tool] = referees('promtool').sort((a, b) => Number(b.version) - Number(a.version))
if (tool !== undefined) {
  const seconds = promtool(tool, data)
  const said = seconds === undefined ? 'did not end within five minutes' : `${seconds.toFixed(1)} s`
  console.log(`a whole promtool ${tool.version} for the same work: ${said}`)
}
