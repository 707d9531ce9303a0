/** A Prometheus to write series to and to query. */
import type { EvalTime } from '../../../src/engine/index.ts'
import { type Prometheus, startPrometheus } from '../../prometheus.ts'
import type { DataSeries } from './data.ts'
import { writeRequests } from './remote-write.ts'

/** The API's answer to a query. */
export interface Answer {
  readonly status: 'success' | 'error'
  readonly data?: { readonly resultType: string; readonly result: unknown }
  readonly error?: string
  readonly warnings?: readonly string[]
  readonly infos?: readonly string[]
}

export interface Server extends Prometheus {
  write(series: readonly DataSeries[]): Promise<void>
  query(expr: string, time: EvalTime): Promise<Answer>
}

const rfc3339 = (time: number): string => new Date(time).toISOString()

/** Starts the program with these features. */
export async function startServer(program: string, features: readonly string[]): Promise<Server> {
  const server = await startPrometheus({
    program,
    flags: [
      '--web.enable-remote-write-receiver',
      `--enable-feature=${features.join(',')}`,
      '--log.level=error',
    ],
  })

  async function write(series: readonly DataSeries[]): Promise<void> {
    for (const body of writeRequests(series)) {
      const answer = await fetch(`${server.base}/api/v1/write`, {
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
    const path = `/api/v1/query${isRange ? '_range' : ''}`
    const answer = await fetch(server.base + path, { method: 'POST', body })
    return (await answer.json()) as Answer
  }

  return { ...server, write, query }
}
