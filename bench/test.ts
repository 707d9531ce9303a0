/**
 * Unit tests of rules: the largest public collection available, cold and unchanged, beside promtool on the same files.
 * promtool runs only once, because it takes minutes.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Figures, measure, measureOnce, median, type Subject, table } from './measure.ts'
import { node } from './node.ts'

const corpus = resolve('../shared/corpus/promtool/wikimedia')
const rounds = Number(process.env.ROUNDS ?? 3)
/** The collection was written for the semantics of ranges before 3.0. */
const VERSION = '2.42'

if (!existsSync(corpus)) console.log('SKIPPED: no corpus of promtool tests at ../shared/corpus/promtool')
else run()

function run(): void {
  const cache = mkdtempSync(join(tmpdir(), 'alertbook-bench-'))
  const cli = resolve('lib/cli.js')
  const command = [node, cli, 'test', '.', '--cache', cache, '--prometheus-version', VERSION] as const
  const forget = (): void => rmSync(join(cache, 'tests'), { force: true })
  try {
    const [cold, unchanged] = measure(
      [
        { name: 'alertbook test, cold', command, cwd: corpus, before: forget },
        { name: 'alertbook test, nothing changed', command, cwd: corpus },
      ],
      rounds,
    ) as [Figures, Figures]
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('_test.yaml'))
      .sort()
    const subject: Subject = {
      name: 'promtool test rules',
      command: ['promtool', 'test', 'rules', ...files],
      cwd: corpus,
    }
    const promtool = measureOnce(subject)
    console.log(table([cold, unchanged, promtool]))
    const ratio = median(promtool.cpu) / median(cold.cpu)
    console.log(
      `\n${files.length} files; promtool takes ${ratio.toFixed(1)} times the processor time of a cold run`,
    )
  } finally {
    rmSync(cache, { recursive: true, force: true })
  }
}
