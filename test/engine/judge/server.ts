/** A Prometheus that series are written to and queried from. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EvalTime } from '../../../src/engine/index.ts'
import type { DataSeries } from './data.ts'
import { writeRequests } from './remote-write.ts'

/** What the API answers to a query. */
export interface Answer {
  readonly status: 'success' | 'error'
  readonly data?: { readonly resultType: string; readonly result: unknown }
  readonly error?: string
  readonly warnings?: readonly string[]
  readonly infos?: readonly string[]
}

export interface Server {
  /** Where it answers. */
  readonly base: string
  write(series: readonly DataSeries[]): Promise<void>
  query(expr: string, time: EvalTime): Promise<Answer>
  stop(): Promise<void>
  /** The processor time it has used, in seconds. */
  cpu(): Promise<number>
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

const rfc3339 = (time: number): string => new Date(time).toISOString()

/** Starts the program with these features; it keeps what it is given in a temporary folder. */
export async function startServer(path: string, features: readonly string[]): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-engine-'))
  await writeFile(join(folder, 'prometheus.yml'), '{}')
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const child: ChildProcess = spawn(
    path,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      `--enable-feature=${features.join(',')}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })

  async function write(series: readonly DataSeries[]): Promise<void> {
    for (const body of writeRequests(series)) {
      const answer = await fetch(`${base}/api/v1/write`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-protobuf',
          'content-encoding': 'snappy',
          'x-prometheus-remote-write-version': '0.1.0',
        },
        body,
      })
      if (!answer.ok) throw new Error(`remote write: ${answer.status} ${await answer.text()}`)
    }
  }

  async function query(expr: string, time: EvalTime): Promise<Answer> {
    const isRange = 'step' in time
    const body = new URLSearchParams({ query: expr })
    if (isRange) {
      body.set('start', rfc3339(time.start))
      body.set('end', rfc3339(time.end))
      body.set('step', `${time.step}ms`)
    } else body.set('time', rfc3339(time.at))
    const answer = await fetch(`${base}/api/v1/query${isRange ? '_range' : ''}`, { method: 'POST', body })
    return (await answer.json()) as Answer
  }

  async function cpu(): Promise<number> {
    const text = await (await fetch(`${base}/metrics`)).text()
    return Number(/^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1])
  }

  async function stop(): Promise<void> {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }

  for (let attempt = 0; attempt < 300 && child.exitCode === null; attempt++) {
    const isReady = await fetch(`${base}/-/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isReady) return { base, write, query, stop, cpu }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`Prometheus did not start: ${complaint}`)
}
