/** Random rule files in every form of YAML, with random templates: the verdicts of all promtools found. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRegexEngine } from '../../src/promql/index.ts'
import { referees } from '../engine/referees.ts'
import { temporaryFolder } from '../setup.ts'
import { randomRules } from './random-rules.ts'
import { isAccepted, verifyText } from './settings.ts'

const COUNT = 400
const first = Number(process.env.FC_SEED ?? 20261121)

describe.each(referees('promtool'))('promtool $version', ({ version, path }) => {
  test(`judges ${COUNT} random rule files as we do`, async () => {
    await loadRegexEngine()
    const isOld = version.startsWith('2.')
    const folder = temporaryFolder()
    const texts = Array.from({ length: COUNT }, (_, i) => randomRules(first + i, isOld))
    for (const [i, text] of texts.entries()) writeFileSync(join(folder, `${i}.yml`), text)
    const files = texts.map((_, i) => `${i}.yml`)
    const { stderr } = spawnSync(path, ['check', 'rules', '--lint=none', ...files], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
    const refused = new Set([...stderr.matchAll(/^(\d+)\.yml: /gm)].map(([, number]) => Number(number)))
    const differing = texts.filter((text, i) => {
      const settings = { version, names: isOld ? 'legacy' : 'utf8' } as const
      return isAccepted(verifyText(text.replace(/^\ufeff/, ''), settings).diagnostics) === refused.has(i)
    })
    expect(differing).toEqual([])
    expect(refused.size).toBeGreaterThan(COUNT / 4)
    expect(refused.size).toBeLessThan((COUNT * 19) / 20)
  })
})

test.each([
  ['query_offset', 'query_offset: ~', '2.52', '2.53'],
  ['labels', 'labels:', '2.55', '3.0'],
  ['limit', 'limit:', '2.30', '2.31'],
  ['labels', '<<: {labels: {a: b}}', '2.55', '3.0'],
])('a field without a value of its own is a field: %s in `%s`', (name, line, before, since) => {
  const text = `groups:\n- name: g\n  ${line}\n  rules: []\n`
  const found = verifyText(text, { version: before }).diagnostics
  expect(found.map(({ message }) => message)).toEqual([
    `Prometheus ${before} does not have the field \`${name}\``,
  ])
  expect(isAccepted(verifyText(text, { version: since }).diagnostics)).toBe(true)
})
