/**
 * How long it takes from the moment a page is saved until its browser is told to load it, and until the whole book is
 * judged: `dev` on the runbook corpus, once and ten times over (`TIMES=1` for once). `BENCH_NODE`: another Node to run
 * Alertbook with.
 */
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { copyCorpus, filesOf } from './corpus.ts'
import { median } from './measure.ts'
import { node } from './node.ts'

const corpus = resolve('../shared/corpus/srerun')
const rounds = Number(process.env.ROUNDS ?? 9)
const cli = resolve('lib/cli.js')

const since = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e6
const later = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/** What comes of a server: its address, the events of a page, and how it ends. */
async function serve(project: string, cache: string, page: string) {
  const start = process.hrtime.bigint()
  const args = [cli, 'dev', '--root', project, '--cache', cache, '--port', '0']
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((found) => {
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const [, address] = /^(http:\S+) {2}\(/m.exec(out) ?? []
      if (address !== undefined) found(address)
    })
  })
  const started = since(start)
  let heard = (_: string): void => {}
  get(`${url}__alertbook/events?page=${page}`, (response) => {
    response.on('data', (chunk: Buffer) => {
      for (const [, event] of chunk.toString().matchAll(/^data: (\w+)$/gm)) heard(event!)
    })
  })
  const event = (wanted: string): Promise<void> =>
    new Promise((done) => {
      heard = (told) => (told === wanted ? done() : undefined)
    })
  return { url, started, event, end: () => child.kill('SIGTERM') }
}

async function bench(folder: string, times: number): Promise<void> {
  const project = join(folder, 'project')
  const cache = join(folder, 'cache')
  copyCorpus(corpus, project, times)
  const { status } = spawnSync(node, [cli, 'build', '--root', project, '--cache', cache])
  if (status !== 0) throw new Error('the corpus does not build')
  const name = filesOf(join(project, 'content/runbooks'), /\.md$/)[0]!
  const page = `/runbooks/${name.replace(/\.md$/, '').toLowerCase()}/`
  const server = await serve(project, cache, page)
  const shown: number[] = []
  const judged: number[] = []
  try {
    for (let round = 0; round <= rounds; round++) {
      await later(2_500)
      const start = process.hrtime.bigint()
      const first = server.event('changed')
      appendFileSync(join(project, 'content/runbooks', name), `\nMarker ${round}.\n`)
      await first
      const seconds = since(start)
      const text = await (await fetch(`${server.url.replace(/\/$/, '')}${page}`)).text()
      if (!text.includes(`Marker ${round}.`)) throw new Error('the change did not arrive on the page')
      await server.event('judged')
      if (round > 0) {
        shown.push(seconds)
        judged.push(since(start))
      }
    }
  } finally {
    server.end()
  }
  const middle = (values: number[]): string => median(values.toSorted((a, b) => a - b)).toFixed(0)
  console.log(
    `${String(times * 1_109).padStart(6)} pages: ${server.started.toFixed(0)} ms to start, from save to browser ${middle(shown)} ms (${Math.min(...shown).toFixed(0)} to ${Math.max(...shown).toFixed(0)}), until it is judged ${middle(judged)} ms`,
  )
}

if (existsSync(corpus)) {
  const folder = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  try {
    for (const times of (process.env.TIMES ?? '1,10').split(','))
      await bench(join(folder, times), Number(times))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
} else console.warn(`SKIPPED: no corpus at ${corpus}`)
