/** Times whole processes from outside: several interleaved rounds, medians, peak memory. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One thing to time. `before` runs untimed before every round; `after` checks the results of the run. */
export interface Subject {
  readonly name: string
  readonly command: readonly [program: string, ...args: string[]]
  readonly cwd?: string
  readonly before?: () => void
  readonly after?: () => void
}

export interface Figures {
  readonly name: string
  /** Seconds from start to exit, ascending, one per round. */
  readonly seconds: readonly number[]
  /** Seconds of processor time, user plus system, ascending: steadier than wall time on a busy machine. */
  readonly cpu: readonly number[]
  /** Highest resident set of any round, in MiB. */
  readonly peak: number
}

/**
 * Times every subject once per round, in turn, so that a slow minute of the machine affects all of them. The first
 * round warms disk caches and is not counted. Throws if a run fails.
 */
export function measure(subjects: readonly Subject[], rounds: number): Figures[] {
  const seconds = subjects.map((): number[] => [])
  const cpu = subjects.map((): number[] => [])
  const peaks = subjects.map(() => 0)
  for (let round = 0; round <= rounds; round++) {
    subjects.forEach((subject, index) => {
      subject.before?.()
      const run = once(subject)
      subject.after?.()
      if (round === 0) return
      seconds[index]!.push(run.seconds)
      cpu[index]!.push(run.cpu)
      peaks[index] = Math.max(peaks[index]!, run.peak)
    })
  }
  return subjects.map(({ name }, index) => ({
    name,
    seconds: seconds[index]!.toSorted((a, b) => a - b),
    cpu: cpu[index]!.toSorted((a, b) => a - b),
    peak: peaks[index]!,
  }))
}

/** Times one run, for work that takes minutes. */
export function measureOnce(subject: Subject): Figures {
  const { seconds, cpu, peak } = once(subject)
  return { name: subject.name, seconds: [seconds], cpu: [cpu], peak }
}

function once({ name, command, cwd }: Subject): { seconds: number; cpu: number; peak: number } {
  const note = join(tmpdir(), `alertbook-bench-${process.pid}.time`)
  const start = process.hrtime.bigint()
  const run = spawnSync('/usr/bin/time', ['-f', '%M %U %S', '-o', note, ...command], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (run.error) throw run.error
  if (run.status !== 0) {
    throw new Error(`${name}: exit code ${run.status}\n${tail(run.stdout)}\n${tail(run.stderr)}`)
  }
  const noted = readFileSync(note, 'utf8').trim().split('\n').at(-1)!
  const [kilobytes, user, system] = noted.split(' ').map(Number) as [number, number, number]
  rmSync(note)
  return { seconds, cpu: user + system, peak: kilobytes / 1024 }
}

const tail = (text: string): string => text.slice(-2_000)

export function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** A table of figures: median and range of wall time, median processor time, peak memory. */
export function table(figures: readonly Figures[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length))
  return figures
    .map(({ name, seconds, cpu, peak }) => {
      const range = `${seconds[0]!.toFixed(2)} to ${seconds.at(-1)!.toFixed(2)}`
      return `${name.padEnd(width)}  ${median(seconds).toFixed(3).padStart(7)} s  (${range})  cpu ${median(cpu).toFixed(2).padStart(6)} s  ${peak.toFixed(0).padStart(5)} MiB`
    })
    .join('\n')
}
