/** The tests of runbooks as exported to promtool: the real one passes each. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { exportTests } from '../../src/prove/export/index.ts'
import { runbookSettings } from '../../src/prove/settings.ts'
import { referees } from '../engine/referees.ts'
import { temporaryFolder } from '../setup.ts'
import { pageWith } from './fences.ts'

const FENCE = `
- name: busy for a while
  series:
    load{instance="a"}: 1x2 3x11 1x20
    load{instance="b"}: 0.5x34
  alerts:
    HighLoad:
      0m..2m: inactive
      3m: pending
      8m: { firing: [{ labels: { instance: a } }] }
      20m: inactive
    'HighLoad{instance="b"}': { 8m: inactive }
  queries:
    - { expr: load > 2, at: 4m, samples: { 'load{instance="a"}': 3 } }
    - { expr: sum(load), at: 4m, value: 3.5 }
    - { expr: load > 100, at: 4m, empty: true }
- series: { 'load{instance="c"}': 5x9 }
  external_labels: { cluster: one }
  alerts: { HighLoad: { 6m: firing } }
- name: another interval
  interval: 30s
  series: { 'load{instance="d"}': 5x30 }
  alerts: { HighLoad: { 4m30s: pending, 5m: firing } }
- name: a test that fails
  series: { 'load{instance="d"}': 5x30 }
  alerts: { HighLoad: { 0m: firing } }
- name: another time
  start: 2024-01-01T00:00:00Z
  alerts: { HighLoad: { 0m: inactive } }
`

const GROUPED = `\`\`\`yaml
groups:
  - name: slow
    interval: 5m
    limit: 10
    query_offset: 1m
    labels: { team: x }
    rules:
      - { record: seen, expr: x }
      - { alert: Slow, expr: seen > 0, for: 5m, annotations: { summary: 'it is {{ $value }}' } }
\`\`\`
`

function written(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const { program, diagnostics } = compile(sources, defaultConfig(), { checks: [] })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  for (const { path, make } of exportTests(program, runbookSettings(defaultConfig(), undefined), '')) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), make())
  }
  return folder
}

const PAGES = {
  'runbooks/load.md': pageWith(FENCE),
  'runbooks/deep/slow.md': pageWith(
    'series: { x: 0 1x40 }\nalerts: { Slow: { 5m: inactive, 20m: firing } }\nqueries: { expr: seen, at: 20m, value: 1 }',
    GROUPED,
  ),
}

describe.each(referees('promtool'))('promtool $version', ({ version, path }) => {
  // Query offsets are newer than 2.42, which refuses rule files with one.
  const pages = version === '2.42' ? { 'runbooks/load.md': PAGES['runbooks/load.md'] } : PAGES
  test('passes what is written for it', () => {
    const folder = written(pages)
    const files = Object.keys(pages).map((file) => file.replace('runbooks/', 'tests/').replace('.md', '.yml'))
    const { status, stdout, stderr } = spawnSync(path, ['test', 'rules', ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
    expect(`${stdout}${stderr}`).not.toContain('FAILED')
    expect(status).toBe(0)
  })
})

test('what fails, or what promtool does not know, is left out and named', () => {
  const { program } = compile(
    [{ path: 'runbooks/load.md', text: PAGES['runbooks/load.md'] }],
    defaultConfig(),
    {
      checks: [],
    },
  )
  const files = exportTests(program, runbookSettings(defaultConfig(), undefined), '')
  expect(files.map((file) => file.path)).toEqual([
    'tests/load.yml',
    'test-rules/load.yml',
    'tests/load-2.yml',
    'test-rules/load-2.yml',
  ])
  const text = String(files[0]!.make())
  expect(text).toContain('# Left out: a test that fails: it fails\n')
  expect(text).toContain('# Left out: another time: ')
  expect((load(text) as { tests: unknown[] }).tests).toHaveLength(2)
})
