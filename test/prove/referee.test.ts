/** Suites of our own, full of corners, held against the promtools that are there. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../setup.ts'
import { linesOf, tell } from './promtool.ts'

const SUITES = join(root, 'test/prove/suites')
const files = readdirSync(SUITES).filter((name) => name.endsWith('_test.yml'))

/** Debian's 2.42, and a newer one where it was fetched. */
const REFEREES = { '2.42': 'promtool', '3.5': process.env.PROMTOOL35 ?? '/opt/referees35/usr/bin/promtool' }

/** Errors of loading are told in our own words where promtool's are not mirrored. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  '2.42': ['off_test.yml', 'tmpl_test.yml', 'utf8_test.yml'],
  '3.5': ['tmpl_test.yml'],
}

describe.each(Object.entries(REFEREES))('as promtool %s', (version, program) => {
  const { status, stdout = '' } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  const isThere = status === 0 && stdout.includes(`version ${version}.`)
  if (!isThere) {
    if (version === '2.42' && process.env.CI) throw new Error('promtool is missing: install Prometheus')
    console.warn(`SKIPPED: no promtool ${version} at ${program}`)
  }

  test.runIf(isThere).each(files)('%s', async (file) => {
    const { status, stdout, stderr } = spawnSync(program, ['test', 'rules', file], {
      cwd: SUITES,
      encoding: 'utf8',
    })
    const theirs = { failed: status !== 0, text: linesOf(stdout + stderr) }
    const ours = await tell(join(SUITES, file), version)
    if (OWN_WORDS[version]!.includes(file)) expect(ours.failed).toBe(theirs.failed)
    else expect(ours).toEqual(theirs)
  })
})

test('the suites are there', () => {
  expect(existsSync(SUITES) && files.length).toBeGreaterThan(15)
})
