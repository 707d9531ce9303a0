/**
 * Cost of `alertbook check` on rule files alone, with all checks and nothing stored, beside `promtool check rules`: on
 * the rule files of two collections, and of one. `BENCH_NODE`: another Node to run Alertbook with.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { filesOf } from './corpus.ts'
import { measure, median, type Subject, table } from './measure.ts'
import { node } from './node.ts'

const rounds = Number(process.env.ROUNDS ?? 5)
const folders = ['srerun/rules', 'awesome'].map((name) => resolve('../shared/corpus', name))

function run(): void {
  const files = folders.flatMap((folder) => filesOf(folder, /\.ya?ml$/).map((path) => join(folder, path)))
  const cwd = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  const ours = (name: string, some: readonly string[]): Subject => ({
    name: `alertbook check, ${name}`,
    command: [node, resolve('lib/cli.js'), 'check', ...some],
    cwd,
  })
  const theirs = (name: string, some: readonly string[]): Subject => ({
    name: `promtool check rules, ${name}`,
    command: ['promtool', 'check', 'rules', ...some],
    cwd,
  })
  const many = `${files.length} files`
  try {
    const figures = measure(
      [
        ours(many, files),
        theirs(many, files),
        ours('1 file', files.slice(0, 1)),
        theirs('1 file', files.slice(0, 1)),
      ],
      rounds,
    )
    console.log(`${table(figures)}\n`)
    const cpu = figures.map((figure) => median(figure.cpu))
    console.log(`processor time, ours / promtool: ${many} ${(cpu[0]! / cpu[1]!).toFixed(2)}`)
    console.log(`processor time, ours / promtool: 1 file ${(cpu[2]! / cpu[3]!).toFixed(2)}`)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

if (folders.every((folder) => existsSync(folder))) run()
else console.warn('SKIPPED: no corpus beside the repository')
