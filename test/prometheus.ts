/** A real Prometheus for tests: it scrapes nothing, and listens on a free port of this machine. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Prometheus {
  /** Its address, without `/` at the end. */
  readonly base: string
  stop(): Promise<void>
}

/**
 * Starts one with a configuration (JSON is YAML) and, where `samples` are given, with these series in OpenMetrics'
 * text format. `programs` is the folder of `prometheus` and `promtool`, else those on the PATH. Rejects with the
 * server's log when it does not become ready.
 */
export async function startPrometheus(
  config: object,
  samples?: string,
  programs?: string,
): Promise<Prometheus> {
  const program = (name: string): string => (programs === undefined ? name : join(programs, name))
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-prometheus-'))
  const data = join(folder, 'data')
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  if (samples !== undefined) {
    writeFileSync(join(folder, 'samples.txt'), samples)
    execFileSync(program('promtool'), [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      join(folder, 'samples.txt'),
      data,
    ])
  }
  const port = await freePort()
  const server = spawn(
    program('prometheus'),
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
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
  const deadline = Date.now() + 60_000
  // Refused until it listens.
  while (!(await fetch(`${base}/-/ready`).catch(() => undefined))?.ok) {
    if (Date.now() > deadline || server.exitCode !== null || server.pid === undefined) {
      await stop()
      throw new Error(`Prometheus did not become ready:\n${log}`)
    }
    await new Promise((done) => setTimeout(done, 50))
  }
  return { base, stop }
}

/** A TCP port of this machine that nobody listens on. */
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
