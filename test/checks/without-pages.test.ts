/** Checks that are not run without runbooks: they would find nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHECKS } from '../../src/checks/index.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Config, Program, Source } from '../../src/model.ts'
import { groupBy } from '../../src/text/group-by.ts'
import { corpus } from '../setup.ts'

const passed = CHECKS.filter((check) => 'run' in check && check.needsPages)

const base = defaultConfig()
const configs: readonly Config[] = [
  base,
  {
    ...base,
    site: { ...base.site, url: 'https://runbooks.example.org' },
  },
]

function expectNothing(sources: readonly Source[]): void {
  for (const config of configs) {
    const { program } = compile(sources, config, { checks: [] })
    expect(program.pages).toEqual([])
    for (const check of passed)
      expect([check.code, ...findings(check, program, config)]).toEqual([check.code])
  }
}

function findings(check: (typeof passed)[number], program: Program, config: Config): unknown[] {
  return 'run' in check ? [...check.run(program, config, (step, input) => step.run(input))] : []
}

test('some checks are of pages alone', () => {
  expect(passed.map(({ code }) => code)).toContain('slot-label')
})

const links = [
  'https://runbooks.example.org/disk/',
  'https://runbooks.example.org/disk/#mitigation',
  'https://elsewhere.example.net/a',
  'http://example.com/runbook',
  'not a link',
  '{{ $labels.runbook }}',
  '',
]

test('over rule files with links of every kind', () => {
  const rule = fc.record({
    link: fc.constantFrom(...links),
    key: fc.constantFrom('runbook_url', 'runbook', 'dashboard_url'),
    name: fc.constantFrom('Disk', 'disk', 'Other'),
    file: fc.constantFrom('rules/a.yml', 'rules/b.yml'),
  })
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 6 }), (rules) => {
      const files = groupBy(rules, ({ file }) => file)
      expectNothing(
        [...files].map(([path, some]) => ({
          path,
          text: `groups:\n- name: ${path}\n  rules:\n${some
            .map(
              ({ name, key, link }) =>
                `  - alert: ${name}\n    expr: up == 0\n    annotations: { ${key}: ${JSON.stringify(link)} }\n`,
            )
            .join('')}`,
        })),
      )
    }),
    { numRuns: 60 },
  )
})

test.each(['srerun/rules', 'awesome', 'alloy', 'rulesets'])('over the rule files of %s', (name) => {
  const folder = corpus(name)
  if (folder === undefined) return
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = paths
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => ({ path: `rules/${path}`, text: readFileSync(join(folder, path), 'utf8') }))
  expect(sources.length).toBeGreaterThan(1)
  expectNothing(sources)
})
