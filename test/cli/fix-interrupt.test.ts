/** `check --fix` leaves every file old or new, whenever it is killed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, snapshot } from '../project.ts'
import { root, temporaryProject } from '../setup.ts'

const PAGES = 60

/** Enough files for a kill between two of them. */
function files(): Record<string, string> {
  const project: Record<string, string> = { 'alertbook.yml': 'site:\n  url: https://runbooks.corp/book/\n' }
  for (let n = 0; n < PAGES; n++) {
    project[`runbooks/host-${n}.md`] = `# Host${n}Down\n\nStart it again.\n`
    project[`rules/${n}.yml`] =
      `# kept\ngroups:\n  - name: host-${n}\n    rules:\n      - alert: Host${n}Down\n        expr: up{n="${n}"} == 0\n        for: 5m\n        annotations:\n          runbook: https://old.corp/${n} # why\n`
  }
  return project
}

const source = (path: string): boolean => !path.endsWith('.tmp')

test('every file is old or new', { timeout: 180_000 }, async () => {
  expect(existsSync(join(root, 'lib/cli.js')), 'npm test builds lib/ first').toBe(true)
  const whole = temporaryProject(files())
  await cli(whole, 'check', '--no-cache', '--fix')
  const fixed = snapshot(whole)
  const original = new Map(Object.entries(files()))
  expect(fixed.get('rules/0.yml')).toContain('runbook: https://runbooks.corp/book/host-0/ # why')

  for (let round = 0; round < 12; round++) {
    const folder = temporaryProject(files())
    const child = spawn(process.execPath, [join(root, 'lib/cli.js'), 'check', '--no-cache', '--fix'], {
      cwd: folder,
      stdio: 'ignore',
    })
    const done = new Promise((resolve) => child.once('exit', resolve))
    // Once it has begun to write, waits for some more files, a different number in every round.
    for (let waited = 0; waited < 20_000 && child.exitCode === null; waited++) {
      const written = Array.from({ length: PAGES }, (_, n) => `rules/${n}.yml`).filter(
        (path) => readFileSync(join(folder, path), 'utf8') !== original.get(path),
      ).length
      if (written >= round * 4 + 1) break
      await new Promise((resolve) => setImmediate(resolve))
    }
    child.kill('SIGKILL')
    await done
    for (const [path, text] of snapshot(folder)) {
      if (!source(path)) continue
      expect([original.get(path), fixed.get(path)], path).toContain(text)
    }
    // The next run finishes what an interrupted one left.
    await cli(folder, 'check', '--no-cache', '--fix')
    const finished = new Map([...snapshot(folder)].filter(([path]) => source(path)))
    expect(finished).toEqual(fixed)
  }
})
