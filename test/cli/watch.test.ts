/** `alertbook test --watch` as a process: what triggers it, what does not, and how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { concernsRun } from '../../src/cli/watch.ts'
import { root as repository, temporaryProject } from '../setup.ts'

const page = (threshold: number): string => `# HighLoad

\`\`\`yaml
alert: HighLoad
expr: load > ${threshold}
\`\`\`

\`\`\`yaml test
name: fires
series: { load: 1x5 }
alerts: { HighLoad: { 1m: firing } }
\`\`\`
`

const RULES = 'groups: [{ name: g, rules: [{ alert: Down, expr: up == 0 }] }]\n'
const TESTS = `rule_files: [../rules/r.yml]
tests:
  - interval: 1m
    input_series: [{ series: up, values: 0x5 }]
    alert_rule_test: [{ eval_time: 1m, alertname: Down, exp_alerts: [{}] }]
`

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** A watching process, and its output since the last call. */
function watching(folder: string, ...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [join(repository, 'lib/cli.js'), 'test', '--watch', '--no-cache', ...args],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  children.push(child)
  let said = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  const ended = new Promise<{ code: number | null }>((resolve) =>
    child.once('exit', (code) => resolve({ code })),
  )
  return {
    child,
    ended,
    /** The output of a run, once it is over and no other follows at once. */
    async run(): Promise<string> {
      while (!/Waiting for changes/.test(said)) await pause(50)
      await pause(700)
      const text = said
      said = ''
      return text
    },
    said: () => said,
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('runs again when a page, a rule file, a test file or a folder changes', async () => {
  const folder = temporaryProject({
    'alertbook.yml': 'tests: tests/*.yml\n',
    'runbooks/a.md': page(0),
    'rules/r.yml': RULES,
    'tests/t.yml': TESTS,
  })
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text)
  const watcher = watching(folder)
  expect(await watcher.run()).toContain('2 tests passed in 2 files')

  write('runbooks/a.md', page(5))
  expect(await watcher.run()).toContain('`HighLoad` is inactive at 1m, expected firing')
  write('runbooks/a.md', page(0))
  expect(await watcher.run()).toContain('2 tests passed')
  write('rules/r.yml', RULES.replace('== 0', '== 7'))
  expect(await watcher.run()).toContain('`Down` does not fire at 1m')
  write('rules/r.yml', RULES)
  expect(await watcher.run()).toContain('2 tests passed')
  write('tests/t.yml', 'tests: [\n')
  expect(await watcher.run()).toContain('1 file cannot be read')
  rmSync(join(folder, 'tests/t.yml'))
  expect(await watcher.run()).toContain('no file matches `tests/*.yml`')
  write('alertbook.yml', 'tests: [\n')
  expect(await watcher.run()).toMatch(/alertbook\.yml|end of the text/)
  write('alertbook.yml', '')
  expect(await watcher.run()).toContain('1 test passed')
  mkdirSync(join(folder, 'new'))
  write('new/b.md', page(0).replaceAll('HighLoad', 'Other'))
  await watcher.run()
  renameSync(join(folder, 'new'), join(folder, 'runbooks/new'))
  expect(await watcher.run()).toContain('2 tests passed in 2 files')

  // Logs, build outputs and other tools' files do not count.
  write('report.txt', 'x')
  mkdirSync(join(folder, 'dist/tests'), { recursive: true })
  write('dist/tests/a.yml', 'x')
  mkdirSync(join(folder, 'node_modules/x'), { recursive: true })
  write('node_modules/x/a.md', 'x')
  await pause(1500)
  expect(watcher.said()).not.toContain('test')

  watcher.child.kill('SIGINT')
  expect(await watcher.ended).toEqual({ code: 0 })
})

test('which changes concern tests', () => {
  const folder = temporaryProject({ 'a.md': '', 'report.json': '', 'x/b.txt': '' })
  const told = [
    'a.md',
    'gone.md',
    'report.json',
    'x',
    'x/b.txt',
    '.git/HEAD',
    'dist/a.yml',
    'dist',
    'distant/a.yml',
  ]
  expect(told.filter((name) => concernsRun(folder, name, ['dist']))).toEqual([
    'a.md',
    'gone.md',
    'x',
    'distant/a.yml',
  ])
})
