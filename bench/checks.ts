/**
 * Cost of the checks beyond parsing and verifying rules: processor time of a cold process that compiles two collections
 * of rules (594 and 497 alerts) with all checks and with none, alternating. `BENCH_NODE`: another Node to run it with.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CHECKS } from '../src/checks/index.ts'
import { compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config/index.ts'
import { filesOf } from './corpus.ts'
import { median } from './measure.ts'
import { node } from './node.ts'

const ROUNDS = 9
const FOLDERS = ['srerun/rules', 'awesome'].map((name) => resolve('../shared/corpus', name))

/** Compiles once; prints the milliseconds of processor time and the number of alerts. */
function once(withChecks: boolean): { cpu: number; alerts: number; findings: number } {
  const sources = FOLDERS.flatMap((folder, index) =>
    filesOf(folder, /\.ya?ml$/).map((path) => ({
      path: `rules/${index}/${path}`,
      text: readFileSync(join(folder, path), 'utf8'),
    })),
  )
  const before = process.cpuUsage()
  const { program, diagnostics } = compile(sources, defaultConfig(), { checks: withChecks ? CHECKS : [] })
  const { user, system } = process.cpuUsage(before)
  return {
    cpu: (user + system) / 1000,
    alerts: program.rules.filter(({ kind }) => kind === 'alert').length,
    findings: diagnostics.length,
  }
}

const [, , mode] = process.argv
if (mode !== undefined) {
  console.log(JSON.stringify(once(mode === 'on')))
} else if (FOLDERS.every((folder) => existsSync(folder))) {
  const times: Record<'on' | 'off', number[]> = { on: [], off: [] }
  let last = { cpu: 0, alerts: 0, findings: 0 }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const which of ['off', 'on'] as const) {
      const run = spawnSync(node, [fileURLToPath(import.meta.url), which], { encoding: 'utf8' })
      if (run.status !== 0) throw new Error(run.stderr)
      last = JSON.parse(run.stdout) as typeof last
      if (round > 0) times[which].push(last.cpu)
    }
  }
  const of = (which: 'on' | 'off'): number => median(times[which].toSorted((a, b) => a - b))
  const line = (name: string, milliseconds: number): void =>
    console.log(`${name.padEnd(28)}${milliseconds.toFixed(0).padStart(6)} ms`)
  console.log(
    `${last.alerts} alerts, ${last.findings} findings; processor time, median of ${ROUNDS} processes\n`,
  )
  line('compile without checks', of('off'))
  line(`compile with ${CHECKS.length} checks`, of('on'))
  line('the checks alone', of('on') - of('off'))
} else console.log('no corpus beside the repository')
