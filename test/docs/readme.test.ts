/** The README's first example matches the compiler's results. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layouts } from '../../site/layouts/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Compilation } from '../../src/model.ts'
import { report } from '../../src/report/index.ts'
import { root } from '../setup.ts'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const runbook = /^`{4}markdown\n([\s\S]*?\n)`{4}$/m.exec(readme)![1]!
const shown = (language: string): string =>
  new RegExp(`^\`{3}${language}\\n([\\s\\S]*?\\n)\`{3}$`, 'm').exec(readme.replace(runbook, ''))![1]!
const base = defaultConfig()
const config = { ...base, site: { ...base.site, url: 'https://runbooks.example.org/' } }
const path = 'runbooks/host-disk.md'
const build = (text: string): Compilation =>
  compile([{ path, text }], config, { theme: { layouts, assets: {} } })

test('the runbook compiles without a finding to the rules it shows', () => {
  const { diagnostics, outputs } = build(runbook)
  expect(diagnostics).toEqual([])
  expect(String(outputs.find((output) => output.path === 'rules.yml')?.make())).toContain(shown('yaml'))
})

test('without `for` it gives the frame that is shown', () => {
  const text = runbook.replace(/^for:.*\n/m, '')
  const { diagnostics } = build(text)
  const summary = { errors: 0, warnings: 0, infos: 1, runbooks: 1, alerts: 1, records: 0, groups: 1 }
  const printed = report('pretty', diagnostics, new Map([[path, text]]), {
    color: false,
    width: 100,
    summary,
  })
  expect(printed).toContain(shown('text'))
})
