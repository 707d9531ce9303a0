/** Whole repositories of others: they are read without a crash, and what is reported is real. */
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alertbook, corpus, temporaryFolder } from './setup.ts'

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
