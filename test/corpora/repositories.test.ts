/** Whole foreign repositories: read without a crash, and every report is real. */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alertbook, corpus, temporaryFolder } from '../setup.ts'

interface Report {
  readonly diagnostics: readonly { code: string; severity: string; file: string }[]
  readonly summary: Readonly<Record<string, number>>
}

async function checked(config: string, folders: Readonly<Record<string, string>>): Promise<Report> {
  const folder = temporaryFolder()
  for (const [name, from] of Object.entries(folders)) cpSync(from, join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'alertbook.yml'), config)
  const { code, out, err } = await alertbook(['check', '--root', folder, '--format', 'json'])
  expect(err).toBe('')
  expect(code).toBeLessThan(2)
  return JSON.parse(out) as Report
}

test('a repository of runbooks for Hugo', async () => {
  const folder = corpus('srerun')
  if (!folder) return
  const { summary, diagnostics } = await checked('runbooks: content\nrules: rules\n', {
    content: join(folder, 'content'),
    rules: join(folder, 'rules'),
  })
  expect(summary).toMatchObject({ runbooks: 1109, alerts: 594 })
  const stages = diagnostics.filter(({ code }) =>
    /^(yaml|promql|template|frontmatter|rule-(shape|name|field))/.test(code),
  )
  expect(stages.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('a collection of rule files', async () => {
  const folder = corpus('awesome')
  if (!folder) return
  const { summary } = await checked('rules: rules\n', { rules: folder })
  expect(summary.alerts).toBe(497)
})

test('a rule file alone, by any path, from standard input, in UTF-16', async () => {
  const good = 'groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up == 0\n'
  const bad = good.replace('up ==', 'up ==(')
  const folder = temporaryFolder()
  for (const [text, code] of [
    [good, 0],
    [bad, 1],
  ] as const) {
    writeFileSync(join(folder, 'rules.yml'), text)
    writeFileSync(
      join(folder, 'wide.yml'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    )
    const check = ['check', '--checks', 'off']
    expect((await alertbook([...check, join(folder, 'rules.yml')])).code).toBe(code)
    expect((await alertbook([...check, 'rules.yml'], { cwd: folder })).code).toBe(code)
    expect((await alertbook([...check, 'wide.yml'], { cwd: folder })).code).toBe(code)
    expect((await alertbook([...check, '-'], { input: text })).code).toBe(code)
  }
  expect((await alertbook(['check', join(folder, 'missing.yml')])).out).toContain('file-unreadable')
})
