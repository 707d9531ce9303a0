/**
 * Cost of the checks beyond parsing and verifying the rules of two collections (594 and 497 alerts), in processor time,
 * all checks and none in turn, twice: as the program runs, `alertbook check` of the rule files with the compiled code
 * that earlier runs have kept; and cold, a process in which V8 compiles every function of the checks, which no user has
 * after the first runs. `BENCH_NODE`: another Node to run it with.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CHECKS } from '../src/checks/index.ts'
import { compile } from '../src/compile.ts'
import { defaultConfig } from '../src/config/index.ts'
import { filesOf } from './corpus.ts'
import { measure, median, type Subject } from './measure.ts'
import { node } from './node.ts'

const ROUNDS = Number(process.env.ROUNDS ?? 9)
const FOLDERS = ['srerun/rules', 'awesome'].map((name) => resolve('../shared/corpus', name))
/** Runs after which the program keeps no more compiled code. */
const RUNS_TO_WARM = 3

interface Pair {
  readonly without: number
  readonly all: number
}

const files = (): string[] =>
  FOLDERS.flatMap((folder) => filesOf(folder, /\.ya?ml$/).map((path) => join(folder, path)))

/** The program on the rule files, each by itself; milliseconds of whole processes. */
function shipped(): Pair {
  const cwd = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  const command = [node, resolve('lib/cli.js'), 'check'] as const
  const subject = (checks: 'on' | 'off'): Subject => ({
    name: `check --checks ${checks}`,
    command: [...command, '--checks', checks, ...files()],
    cwd,
  })
  try {
    measure([subject('on')], RUNS_TO_WARM)
    const [without, all] = measure([subject('off'), subject('on')], ROUNDS).map(
      ({ cpu }) => median(cpu) * 1000,
    )
    return { without: without!, all: all! }
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The rule files as one program in a process of its own; milliseconds of `compile` alone. */
function cold(): Pair & { readonly alerts: number; readonly findings: number } {
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
  return { ...last, without: of('off'), all: of('on') }
}

/** Compiles once; prints the milliseconds of processor time and the number of alerts. */
function once(withChecks: boolean): { cpu: number; alerts: number; findings: number } {
  const sources = files().map((path, index) => ({
    path: `rules/${index}.yml`,
    text: readFileSync(path, 'utf8'),
  }))
  const before = process.cpuUsage()
  const { program, diagnostics } = compile(sources, defaultConfig(), { checks: withChecks ? CHECKS : [] })
  const { user, system } = process.cpuUsage(before)
  return {
    cpu: (user + system) / 1000,
    alerts: program.rules.filter(({ kind }) => kind === 'alert').length,
    findings: diagnostics.length,
  }
}

function show(title: string, { without, all }: Pair): void {
  const line = (name: string, milliseconds: number): void =>
    console.log(`  ${name.padEnd(22)}${milliseconds.toFixed(0).padStart(6)} ms`)
  console.log(`\n${title}`)
  line('without checks', without)
  line(`with ${CHECKS.length} checks`, all)
  line('the checks alone', all - without)
}

const [, , mode] = process.argv
if (mode !== undefined) {
  console.log(JSON.stringify(once(mode === 'on')))
} else if (FOLDERS.every((folder) => existsSync(folder))) {
  const warm = shipped()
  const { alerts, findings, ...first } = cold()
  console.log(`${alerts} alerts, ${findings} findings; processor time, median of ${ROUNDS} processes`)
  show('as shipped: `alertbook check` of the rule files, its report included', warm)
  show('cold: compiled in a new process, nothing kept', first)
} else console.log('no corpus beside the repository')
