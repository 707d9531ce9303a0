/** promtool loads thousands of valid and mutated templates; the parser must match its verdicts and words. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTemplate } from '../../src/template/index.ts'
import { prometheusVersion } from '../prometheus.ts'
import { mutated, seeds } from './generate.ts'

const version = prometheusVersion()

if (version === undefined) {
  if (process.env.CI && existsSync('../shared'))
    throw new Error('promtool is needed to judge the syntax of templates')
  console.warn('SKIPPED: no promtool on the PATH, so nothing judges the syntax of templates')
}

/** Promtool's error for each template, without name and line; undefined if it loads. */
async function verdicts(given: readonly string[]): Promise<(string | undefined)[]> {
  const folder = await mkdtemp(join(tmpdir(), 'promtool-'))
  const file = join(folder, 'rules.yml')
  const annotations = Object.fromEntries(given.map((template, i) => [`t${i}`, template]))
  const rules = { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up', annotations }] }] }
  await writeFile(file, JSON.stringify(rules))
  const said = await new Promise<string>((resolve) => {
    execFile('promtool', ['check', 'rules', file], { maxBuffer: 1 << 28 }, (_, out, err) =>
      resolve(out + err),
    )
  })
  await rm(folder, { recursive: true })
  const found = new Map<number, string>()
  for (const match of said.matchAll(
    /annotation "t(\d+)": template: __alert_A:\d+: ((?:(?!\n(?:\/|\t|$)).|\n(?!\/|\t|$))*)/g,
  )) {
    found.set(Number(match[1]), match[2]!.trimEnd())
  }
  return given.map((_, i) => found.get(i))
}

describe.runIf(version !== undefined)('what promtool says', () => {
  test.each([
    ['of templates written by hand', seeds],
    ['of mutations', fc.sample(mutated, { numRuns: 4000, seed: 42 })],
  ])('%s', async (_, given) => {
    const theirs = await verdicts(given)
    const differences = given.flatMap((template, i) => {
      const { tree, problems } = parseTemplate(template, { version: version!, name: '__alert_A' })
      const ours = tree === undefined ? problems[0]?.goMessage : undefined
      return ours === theirs[i]
        ? []
        : [`${JSON.stringify(template)}\n  theirs ${theirs[i]}\n  ours   ${ours}`]
    })
    expect(differences.length, differences.slice(0, 40).join('\n')).toBe(0)
  })
})
