/**
 * Every input that is not a source of a book, with about a megabyte of one thing in it, read by the program in a process of
 * its own: it ends by itself, with a result or with what is wrong, in bounded time and memory. Each run takes what was
 * once too much; `CASES=300` takes as many others, by chance.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root as repository, temporaryFolder } from '../../setup.ts'
import { FILLINGS } from './fillings.ts'
import { INPUTS } from './inputs.ts'

/** Twice and a quarter more of what is promised, in seconds of CPU time and megabytes: other work slows down a machine. */
const MOST = { seconds: 10, megabytes: 625 }
const SIZE = 1_000_000

interface Ended {
  readonly status: number | null
  readonly said: string
  readonly seconds: number
  readonly megabytes: number
}

/** Runs the program in a folder, and measures it. */
function run(cwd: string, args: readonly string[], input: string | number = ''): Ended {
  const hook = join(temporaryFolder(), 'measure.cjs')
  const cost = `${hook}.json`
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(cost)}, JSON.stringify(process.resourceUsage())))
process.argv.splice(1, 1)
require(process.argv[1])`,
  )
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    // Not by `--require`: Node then reads the folder's `package.json`, and ends where that is broken.
    [hook, join(repository, 'lib/cli.js'), ...args],
    {
      cwd,
      encoding: 'utf8',
      timeout: 300_000,
      maxBuffer: 1e8,
      env: { ...process.env, XDG_CACHE_HOME: temporaryFolder() },
      ...(typeof input === 'number' ? { stdio: [input, 'pipe', 'pipe'] } : { input }),
    },
  )
  const said = stdout + stderr
  if (status === null) return { status, said, seconds: Number.POSITIVE_INFINITY, megabytes: 0 }
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(
    readFileSync(cost, 'utf8'),
  ) as NodeJS.ResourceUsage
  return { status, said, seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 }
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function expectBounded({ status, said, seconds, megabytes }: Ended): void {
  expect([0, 1, 2], said.slice(0, 500)).toContain(status)
  expect(said).not.toContain('this is a bug')
  expect(said.length).toBeLessThan(3_000_000)
  expect(seconds).toBeLessThan(MOST.seconds)
  expect(megabytes).toBeLessThan(MOST.megabytes)
}

type Case = [input: string, filling: string, size?: number]

/** Each took minutes, or ended with an error of ours. */
const ONCE_TOO_MUCH: readonly Case[] = [
  ['the record', 'a: b\n', 700_000],
  ['a summary of an imported rule', 'a'],
  ['a summary of an imported rule', '{{'],
  ['imported rules', 'a: b\n', 700_000],
  ['a test of a page', 'a: b\n', 700_000],
  ['a pattern of `exclude`', '**/a*/'],
  ['a pattern of `tests`', '[\\\\a'],
  ['a title of Hugo', ' '],
]

function byChance(count: number): Case[] {
  const all = Object.keys(INPUTS).flatMap((input) => FILLINGS.map((filling): Case => [input, filling]))
  return Array.from({ length: count }, () => all[Math.floor(Math.random() * all.length)]!)
}

test.each<Case>([...ONCE_TOO_MUCH, ...byChance(Number(process.env.CASES ?? 0))])(
  '%s: %j many times over',
  { timeout: 400_000 },
  (name, filling, size = SIZE) => {
    const { files, args, stdin } = INPUTS[name]!
    const text = filling.repeat(Math.ceil(size / filling.length))
    expectBounded(run(folderWith(files(text)), args, stdin?.(text)))
  },
)

describe('what has no end', () => {
  const BOOK = { 'package.json': '{}', 'runbooks/a.md': '# A\n' }

  test('standard input', () => {
    const folder = folderWith({ zeros: '', ...BOOK })
    execFileSync('truncate', ['--size', '3G', join(folder, 'zeros')])
    for (const args of [
      ['check', '-'],
      ['expr', '-'],
      ['expr', '--jsonl'],
    ]) {
      const ended = spawnSync(
        'sh',
        ['-c', `exec "$@" < zeros`, 'sh', process.execPath, join(repository, 'lib/cli.js'), ...args],
        {
          cwd: folder,
          encoding: 'utf8',
          timeout: 100_000,
        },
      )
      expect(ended.stdout + ended.stderr).toContain('more than the 16 MB allowed')
    }
  })

  test('a device or a pipe in place of what is kept', () => {
    const folder = folderWith(BOOK)
    const cache = join(folder, 'node_modules/.cache/alertbook')
    mkdirSync(cache, { recursive: true })
    symlinkSync('/dev/zero', join(cache, 'stamps'))
    execFileSync('mkfifo', [join(cache, 'memory'), join(cache, 'last-build')])
    mkdirSync(join(folder, 'dist'))
    symlinkSync('/dev/zero', join(folder, 'dist/.alertbook.json'))
    const ended = run(folder, ['build'])
    expectBounded(ended)
    expect(ended.status).toBe(0)
  })

  test('one address in the record, with other alerts each time', () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, i) => `  /a: { title: a, alerts: [A${i}], removed: a }\n`,
    )
    const ended = run(folderWith({ ...BOOK, 'alertbook.links.yml': `pages:\n${lines.join('')}` }), ['check'])
    expectBounded(ended)
  })
})
