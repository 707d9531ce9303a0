/** Unit-test files by others, compared with promtool's own verdict. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../setup.ts'
import { linesOf, tell } from './promtool.ts'

const FOLDER = join(root, '../shared/corpus/promtool')

interface Verdict {
  readonly file: string
  readonly [version: string]: string | { readonly exit: number; readonly output: string }
}

const VERDICTS = join(FOLDER, 'verdicts.json')
const verdicts = existsSync(VERDICTS) ? (JSON.parse(readFileSync(VERDICTS, 'utf8')) as Verdict[]) : []
if (verdicts.length === 0) console.warn('SKIPPED: no corpus of promtool tests at ../shared/corpus/promtool')

describe.runIf(verdicts.length > 0).each(['2.42', '3.5'])('as promtool %s', (version) => {
  test.each(verdicts.map(({ file }) => file))('%s', async (file) => {
    const verdict = verdicts.find((one) => one.file === file)!
    const { exit, output } = verdict[version] as { exit: number; output: string }
    expect(await tell(join(FOLDER, file), version)).toEqual({ failed: exit !== 0, text: linesOf(output) })
  })

  test('the corpus is all there', () => expect(verdicts.length).toBeGreaterThanOrEqual(109))
})
