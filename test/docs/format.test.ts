/** Every example of `docs/format.md` and of the README compiles without an error. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { loadTheme } from '../../src/disk/theme.ts'
import { root } from '../setup.ts'

const base = defaultConfig()

function compiled(page: string, text: string): { errors: unknown[]; rules: string } {
  // The page's own example shows the base address.
  const url = /https:\/\/[a-z.]+\/(?=host-disk\/)/.exec(page)?.[0] ?? ''
  const config = { ...base, site: { ...base.site, url } }
  const { diagnostics, outputs } = compile([{ path: 'runbooks/host-disk.md', text }], config, {
    theme: loadTheme(),
  })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return { errors, rules: String(outputs.find(({ path }) => path === 'rules.yml')?.make() ?? '') }
}

describe.each(['docs/format.md', 'README.md'])('%s', (path) => {
  const page = readFileSync(join(root, path), 'utf8')
  const examples = [...page.matchAll(/````markdown\n([\s\S]*?)````/g)].map((match) => match[1]!)

  test.each(examples.map((text) => [/^# (.*)$/m.exec(text)?.[1], text]))('%s', (_, text) => {
    const { errors, rules } = compiled(page, text!)
    expect(errors).toEqual([])
    expect(rules).toMatch(/- (alert|record): /)
  })

  test('the first runbook compiles to the rule that is shown', () => {
    const shown = /^- alert: [\s\S]*?(?=\n```)/m.exec(
      page.replace(/````markdown\n[\s\S]*?````/g, '').replace(/^ {6}/gm, ''),
    )?.[0]
    expect(shown).toBeDefined()
    const lines = compiled(page, examples[0]!).rules.replace(/^ {6}/gm, '')
    expect(lines).toContain(shown!.trimEnd())
  })
})
