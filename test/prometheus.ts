/** A real Prometheus for tests: listens on a free local port and stores everything in a temporary folder. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Prometheus {
  /** Its address, without a final `/`. */
  readonly base: string
  /** The `data` of an API response; rejects with its error. */
  get(path: string): Promise<unknown>
  /** Processor time used so far, in seconds. */
  cpu(): Promise<number>
  stop(): Promise<void>
}

export interface PrometheusOptions {
  /** `prometheus.yml` (JSON is YAML). */
  readonly config?: object
  /** Files beside the configuration, by name. */
  readonly files?: Readonly<Record<string, string>>
  /** Initial series, in OpenMetrics text format; `promtool` is taken from the folder of `program`. */
  readonly samples?: string
  /** Path of the program; defaults to `prometheus` on the PATH. */
  readonly program?: string
  readonly flags?: readonly string[]
}

/** Starts a server. Rejects with its log if it does not become ready. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<Prometheus> {
  const { program = 'prometheus', config = {}, files = {}, samples, flags = [] } = options
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-prometheus-'))
  const data = join(folder, 'data')
  for (const [name, text] of Object.entries({ ...files, 'prometheus.yml': JSON.stringify(config) }))
    writeFileSync(join(folder, name), text)
  if (samples !== undefined) {
    const file = join(folder, 'samples.txt')
    writeFileSync(file, samples)
    const promtool = program.replace(/prometheus$/, 'promtool')
    execFileSync(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, data])
  }
  const port = await freePort()
  const server = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  server.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const ended = new Promise<void>((done) => {
    server.once('exit', () => done())
    server.once('error', (error) => {
      log += String(error)
      done()
    })
  })
  const stop = async (): Promise<void> => {
    server.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const base = `http://127.0.0.1:${port}`
  const get = async (path: string): Promise<unknown> => {
    const body = (await (await fetch(base + path)).json()) as {
      status: string
      data?: unknown
      error?: string
    }
    if (body.status !== 'success') throw new Error(`${path}: ${body.error}`)
    return body.data
  }
  const cpu = async (): Promise<number> => {
    const text = await (await fetch(`${base}/metrics`)).text()
    return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1])
  }
  const deadline = Date.now() + 60_000
  // The connection is refused until it listens.
  while (!(await fetch(`${base}/-/ready`).catch(() => undefined))?.ok) {
    if (Date.now() > deadline || server.exitCode !== null || server.pid === undefined) {
      await stop()
      throw new Error(`Prometheus did not become ready:\n${log}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
  return { base, get, cpu, stop }
}

/** Version of the `prometheus` on the PATH, such as `2.42`; undefined without one. */
export function prometheusVersion(): string | undefined {
  try {
    const said = execFileSync('prometheus', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return /version ([0-9]+\.[0-9]+)/.exec(said)?.[1]
  } catch {
    return undefined
  }
}

/** A free local TCP port. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
