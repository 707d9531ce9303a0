/** Our own suites, full of corner cases, compared with all promtools found. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { referees } from '../engine/referees.ts'
import { root } from '../setup.ts'
import { linesOf, tell } from './promtool.ts'

const SUITES = join(root, 'test/prove/suites')
const files = readdirSync(SUITES).filter((name) => name.endsWith('_test.yml'))

/** Loading errors have our own words where promtool's are not mirrored. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  '2.42': ['off_test.yml', 'tmpl_test.yml', 'utf8_test.yml'],
  '3.5': ['tmpl_test.yml'],
}

describe.each(referees('promtool'))('as promtool $version', ({ version, path }) => {
  test.each(files)('%s', async (file) => {
    const { status, stdout, stderr } = spawnSync(path, ['test', 'rules', file], {
      cwd: SUITES,
      encoding: 'utf8',
    })
    const theirs = { failed: status !== 0, text: linesOf(stdout + stderr) }
    const ours = await tell(join(SUITES, file), version)
    if (OWN_WORDS[version]?.includes(file)) expect(ours.failed).toBe(theirs.failed)
    else expect(ours).toEqual(theirs)
  })
})

test('the suites are there', () => {
  expect(existsSync(SUITES) && files.length).toBeGreaterThan(15)
})
