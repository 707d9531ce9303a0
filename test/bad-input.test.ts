/**
 * Every kind of invalid input: each case has a place and a hint, and leaves the old output unchanged. A case is a valid
 * project with some files replaced.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alertbook, temporaryProject } from './setup.ts'

const GOOD =
  '# Up\n\n```yaml\nalert: Down\nexpr: up == 0\nfor: 5m\n```\n\n## Meaning\n\nx\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n'
const BASE = { 'runbooks/up.md': GOOD, 'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n' }

const rule = (yaml: string): string => `# Page\n\n\`\`\`yaml\n${yaml}\`\`\`\n`

interface Case {
  readonly name: string
  readonly files: Readonly<Record<string, string | Uint8Array>>
  /** The required error among the diagnostics, as `file:line:column code`. */
  readonly error: string
  readonly before?: (folder: string) => void
}

const cases: readonly Case[] = [
  {
    name: 'a broken link for a file',
    files: {},
    before: (folder) => symlinkSync('/nowhere', join(folder, 'runbooks/gone.md')),
    error: 'runbooks/gone.md:1:1 file-unreadable',
  },
  {
    name: 'invalid UTF-8',
    files: { 'runbooks/latin.md': Buffer.from('# Caf\xe9\n', 'latin1') },
    error: 'runbooks/latin.md:1:1 file-encoding',
  },
  {
    name: 'YAML error in frontmatter',
    files: { 'runbooks/a.md': '---\ntitle: "open\n---\n\n# A\n' },
    error: 'runbooks/a.md:2:8 yaml-syntax',
  },
  {
    name: 'YAML error in a block',
    files: { 'runbooks/a.md': rule('alert: A\nexpr: "open\n') },
    error: 'runbooks/a.md:5:7 yaml-syntax',
  },
  {
    name: 'indentation by a tab',
    files: { 'runbooks/a.md': rule('alert: A\nexpr: up\nlabels:\n\tseverity: page\n') },
    error: 'runbooks/a.md:7:1 yaml-syntax',
  },
  {
    name: 'a duplicate key',
    files: { 'runbooks/a.md': rule('alert: A\nexpr: up == 0\nexpr: up == 1\n') },
    error: 'runbooks/a.md:6:1 yaml-duplicate-key',
  },
  { name: 'an alias bomb', files: { 'runbooks/a.md': rule(bomb()) }, error: 'yaml-alias' },
  {
    name: 'an unknown key',
    files: { 'runbooks/a.md': rule('alert: A\nexpr: up == 0\nfro: 5m\n') },
    error: 'runbooks/a.md:6:1 rule-field',
  },
  {
    name: 'two intervals for a group',
    files: { 'rules/a.yml': group('g', '1m', 'A'), 'rules/b.yml': group('g', '30s', 'B') },
    error: 'rules/b.yml:3:15 group-conflict',
  },
  {
    name: 'two runbooks with one address',
    files: { 'runbooks/UP.md': GOOD.replace('Down', 'Other') },
    error: 'page-address',
  },
  {
    name: 'a folder that does not exist',
    files: { 'alertbook.yml': 'runbooks: [runbooks, nowhere]\n' },
    error: 'alertbook.yml:1:22 config-folder',
  },
  {
    name: 'a misspelt configuration key',
    files: { 'alertbook.yml': 'site:\n  ulr: https://runbooks.corp/\n' },
    error: 'alertbook.yml:2:3 config-key',
  },
  {
    name: 'a wrong configuration value',
    files: { 'alertbook.yml': 'output:\n  split: groups\n' },
    error: 'alertbook.yml:2:10 config-value',
  },
  {
    name: 'an expression that does not parse',
    files: { 'runbooks/a.md': rule('alert: A\nexpr: sum by (a (up)\n') },
    error: 'runbooks/a.md:5:17 promql-syntax',
  },
  {
    name: '5,000 levels of Markdown',
    files: { 'runbooks/a.md': `${'> '.repeat(5000)}x\n\n${rule('alert: A\nexpr: up ==\n')}` },
    error: 'runbooks/a.md:1:1 markdown-depth',
  },
  {
    name: '5,000 levels of YAML',
    files: { 'runbooks/a.md': rule(`alert: A\nexpr: ${'['.repeat(5000)}\n`) },
    error: 'runbooks/a.md:5:',
  },
  {
    name: 'a line of 10 MB',
    files: { 'runbooks/a.md': `# A\n\n${'x'.repeat(10_000_000)}\n\n${rule('alert: A\nexpr: up ==\n')}` },
    error: 'runbooks/a.md:3:1 markdown-size',
  },
]

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let n = 1; n < 9; n++)
    lines.push(
      `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
    )
  return `alert: A\nexpr: up == 0\nlabels:\n  ${lines.join('\n  ')}\n`
}

function group(name: string, interval: string, alert: string): string {
  return `groups:\n  - name: ${name}\n    interval: ${interval}\n    rules:\n      - alert: ${alert}\n        expr: up == 0\n`
}

interface Diagnostic {
  readonly code: string
  readonly severity: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly hint?: string
}

describe('input that is wrong', () => {
  test.each(cases)('$name', async ({ files, before, error }) => {
    const folder = temporaryProject(BASE)
    expect((await alertbook(['build', '--root', folder])).code).toBe(0)
    const old = readFileSync(join(folder, 'dist/rules.yml'), 'utf8')
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    before?.(folder)
    const { code, out, err } = await alertbook(['build', '--root', folder, '--format', 'json'])
    expect(code, err).toBe(1)
    const { diagnostics } = JSON.parse(out) as { diagnostics: Diagnostic[] }
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const shown = errors.map((one) => `${one.file}:${one.line}:${one.column} ${one.code}`)
    expect(shown.join('\n')).toContain(error)
    // Messages of the PromQL parser include the expectation.
    const owing = errors.filter(({ code }) => !code.startsWith('promql-'))
    for (const one of owing) expect(one.hint ?? '', `${one.code} has a hint`).not.toBe('')
    expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toBe(old)
  })

  test('a duplicate alert is reported with both places', async () => {
    const folder = temporaryProject({ ...BASE, 'runbooks/again.md': GOOD })
    const { out } = await alertbook(['check', '--root', folder, '--format', 'json'])
    expect(JSON.parse(out).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'rule-duplicate', related: [expect.anything()] }),
    )
  })

  test('no rules: an empty rule file is refused, the old one stays', async () => {
    const folder = temporaryProject(BASE)
    await alertbook(['build', '--root', folder])
    writeFileSync(join(folder, 'runbooks/up.md'), '# Up\n')
    const { code, out } = await alertbook(['build', '--root', folder])
    expect(code).toBe(1)
    expect(out).toContain('rules-empty')
    expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toContain('alert: Down')
  })
})

describe('an environment that is wrong: exit code 2, a sentence, no stack', () => {
  test('a folder with nothing in it', async () => {
    const { code, err } = await alertbook(['build', '--root', temporaryProject({ 'x.txt': '' })])
    expect(code).toBe(2)
    expect(err).toMatch(/^alertbook: no runbooks or rule files .*\n {2}hint: /)
  })

  test.each([
    [['bulid'], 'did you mean `alertbook build`?'],
    [['build', '--chekc'], 'did you mean `--check`?'],
    [['check', '--format', 'jsn'], 'did you mean `json`?'],
    [['build', '--root', 'no-such-folder'], 'no folder `no-such-folder`'],
    [['explain', 'alert-fro'], 'did you mean `alert-for`?'],
    [['new'], 'expected the name of one alert'],
  ])('%j', async (args, message) => {
    const { code, err } = await alertbook(args, { cwd: temporaryProject(BASE) })
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(err).not.toMatch(/\n\s+at /)
  })

  test('an output folder that cannot be written', async () => {
    const folder = temporaryProject({ ...BASE, dist: 'a file where the folder should be' })
    const { code, err } = await alertbook(['build', '--root', folder])
    expect(code).toBe(2)
    expect(err).toContain('cannot write')
    expect(readFileSync(join(folder, 'dist'), 'utf8')).toBe('a file where the folder should be')
    rmSync(join(folder, 'dist'))
    mkdirSync(join(folder, 'dist'))
    chmodSync(join(folder, 'dist'), 0o500)
    if (process.getuid?.() === 0) return // root may do anything.
    expect((await alertbook(['build', '--root', folder])).code).toBe(2)
    expect(existsSync(join(folder, 'dist/rules.yml'))).toBe(false)
  })
})
