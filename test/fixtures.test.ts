/**
 * Whole projects: each folder of `fixtures/` is compiled and compared with its `expected/`. `awkward` has rule blocks
 * in every place that Markdown allows, `broken` a mistake of every family, `harbor` none. Checks are off in `broken`,
 * so its golden holds the stages' findings and no new check changes it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../src/compile.ts'
import { readConfig } from '../src/config/index.ts'
import { readProject } from '../src/disk/read.ts'
import { loadTheme } from '../src/disk/theme.ts'
import { report, summarise } from '../src/report/index.ts'
import { expectGolden, root } from './setup.ts'

const FIXTURES = join(root, 'test/fixtures')

describe.each(readdirSync(FIXTURES))('%s', (name) => {
  const folder = join(FIXTURES, name)
  const text = existsSync(join(folder, 'alertbook.yml'))
    ? readFileSync(join(folder, 'alertbook.yml'), 'utf8')
    : ''
  const { config, diagnostics: problems } = readConfig({ path: 'alertbook.yml', text }, [])
  const { sources } = readProject(folder, config)
  const compilation = compile(sources, config, {
    theme: loadTheme(),
    ...(name === 'broken' && { checks: [] }),
  })

  test('its configuration is right', () => {
    expect(problems).toEqual([])
  })

  test('diagnostics', () => {
    const texts = new Map(sources.map((source) => [source.path, source.text]))
    const options = { color: false, width: 110, summary: summarise(compilation) }
    expectGolden(
      join(folder, 'expected/diagnostics.txt'),
      report('pretty', compilation.diagnostics, texts, options),
    )
    if (name === 'harbor') expect(compilation.diagnostics).toEqual([])
  })

  test('outputs', () => {
    const kept = compilation.outputs.filter(({ path }) => !path.startsWith('site/'))
    if (name === 'broken') expect(kept).toEqual([])
    for (const { path, make } of kept) expectGolden(join(folder, 'expected', path), String(make()))
  })
})
