/** The notifier line from docs/format.md, rendered by Alertmanager's own templates. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasProgram, root, run, temporaryFolder } from '../setup.ts'

const docs = readFileSync(join(root, 'docs/format.md'), 'utf8')
const line = /```gotemplate\n(.*)\n```/.exec(docs)?.[1] ?? ''
const LINK = 'https://example.org/disk/?alertname=DiskFull&instance=web-1#diskfull'

const alert = (status: string, EndsAt: string): object => ({
  status,
  labels: { alertname: 'DiskFull' },
  annotations: { runbook: LINK },
  startsAt: '2026-11-27T03:00:00Z',
  endsAt: EndsAt,
})

test.each([
  ['firing', '0001-01-01T00:00:00Z', `${LINK}&at=1795748400`],
  ['resolved', '2026-11-27T03:10:00Z', `${LINK}&at=1795748400&ends=1795749000`],
])('an alert that is %s', async (status, ends, expected) => {
  if (!hasProgram('amtool')) return
  expect(line).not.toBe('')
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'x.tmpl'), `{{ define "x" }}${line}{{ end }}`)
  writeFileSync(join(folder, 'data.json'), JSON.stringify({ status, alerts: [alert(status, ends)] }))
  const { code, out, err } = await run('amtool', [
    'template',
    'render',
    `--template.glob=${join(folder, 'x.tmpl')}`,
    '--template.text={{ template "x" . }}',
    `--template.data=${join(folder, 'data.json')}`,
  ])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.trim()).toBe(expected)
})
