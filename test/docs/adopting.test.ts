/** docs/adopting.md: what it shows exists, and the way it describes leads there. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { formats } from '../../src/report/index.ts'
import { cli } from '../links/project.ts'
import { root, temporaryProject } from '../setup.ts'

const text = readFileSync(join(root, 'docs/adopting.md'), 'utf8')

describe('the page', () => {
  const lines = [...text.matchAll(/^(?:\s*- node_modules\/\.bin\/)?(alertbook [^\n>#]*)/gm)].map((match) =>
    match[1]!.trim().split(/\s+/).slice(1),
  )

  test('shows commands', () => expect(lines.length).toBeGreaterThan(12))

  test.each(lines.map((line) => [line.join(' '), line] as const))(
    'alertbook %s',
    async (_, [name, ...rest]) => {
      const command = await COMMANDS.find((one) => one.name === name)!.load()
      for (const option of rest.filter((one) => one.startsWith('--')))
        expect(Object.keys(command.options)).toContain(option.slice(2))
    },
  )

  test('names options, formats, inputs and hooks that there are', async () => {
    const check = await COMMANDS.find(({ name }) => name === 'check')!.load()
    for (const [, option] of text.matchAll(/`--([a-z-]+)/g))
      if (!['root', 'keep'].includes(option!)) expect(Object.keys(check.options)).toContain(option)
    for (const [, format] of text.matchAll(/--format ([a-z]+)/g))
      expect([...Object.keys(formats), 'junit']).toContain(format)
    const { inputs } = load(readFileSync(join(root, 'action.yml'), 'utf8')) as { inputs: object }
    const example = /uses: alertbook\/alertbook@v([\d.]+)\n\s+with:\n((?: {10}\S.*\n)+)/.exec(text)!
    for (const [, input] of example[2]!.matchAll(/^ +([a-z-]+):/gm))
      expect(Object.keys(inputs)).toContain(input)
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    expect(example[1]).toBe(version)
    expect(text).toContain(`rev: v${version}\n`)
    const hooks = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as { id: string }[]
    for (const { id } of hooks) expect(text).toContain(`\`${id}\``)
  })

  test('leads to pages and headings that are there', () => {
    for (const [, link] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const [file, anchor] = link!.split('#')
      const path = join(root, 'docs', file!)
      expect(existsSync(path), link).toBe(true)
      if (anchor) expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^#+ ${anchor}$`, 'm'))
    }
  })
})

/** Rules as other people keep them: one group in a manifest, one in a plain file, links into a wiki, no `for`. */
const manifest = (alerts: readonly string[]): string =>
  `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: platform
  namespace: monitoring
  labels: {role: alert-rules}
spec:
  groups:
  - name: platform
    rules:
${alerts
  .map(
    (alert) => `    - alert: ${alert}
      expr: up{job="${alert}"} == 0
      labels: {severity: warning}
      annotations:
        summary: "{{ $labels.instance }} of ${alert} is down"
        runbook_url: https://wiki.corp/${alert}
`,
  )
  .join('')}`

test('the way: import, baseline, a pull request with a slip, and one without', async () => {
  const folder = temporaryProject({
    'k8s/rules.yaml': manifest(['ApiDown', 'QueueDown', 'DiskFull']),
    'alertbook.yml': 'site:\n  url: https://runbooks.corp/\nchecks:\n  alert-for: warning\n',
  })
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const check = (...args: string[]) => cli(folder, 'check', '--no-cache', '--format', 'json', ...args)
  const codes = (out: string): string[] =>
    (JSON.parse(out) as { diagnostics: { code: string; file: string }[] }).diagnostics.map(
      ({ code, file }) => `${code} ${file}`,
    )
  git('init', '-q', '-b', 'trunk')
  expect((await cli(folder, 'check', '--no-cache', '--standalone', 'k8s')).out).toContain('3 alerts')
  expect(await cli(folder, 'import', 'k8s')).toMatchObject({ code: 0 })
  expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  writeFileSync(join(folder, '.gitignore'), 'dist/\n')
  const first = codes((await check()).out)
  expect(first.length).toBeGreaterThan(2)
  expect((await check('--update-baseline')).code).toBe(0)
  expect(await check('--fail-on', 'info')).toMatchObject({ code: 0 })
  git('add', '.')
  git('commit', '-qm', 'adopt')

  const page = git('ls-files', 'runbooks')
    .split('\n')
    .find((path) => path.includes('api-down'))!
  const old = readFileSync(join(folder, page), 'utf8')
  git('checkout', '-qb', 'slip')
  // The label that the summary shows is lost, in another line than the summary.
  const slip = old.replace(/\n(expr: )(.*) == 0\n/, '\n$1sum by (job) ($2) == 0\n')
  writeFileSync(join(folder, page), slip.replace(/\n# /, '\n\n# '))
  git('commit', '-qam', 'slip')
  for (const args of [
    ['--fail-on', 'warning'],
    ['--since', 'trunk', '--fail-on', 'warning', '--skip', 'alert-for'],
  ]) {
    const { code, out } = await check(...args)
    expect({ code, found: codes(out) }).toEqual({
      code: 1,
      found: [`template-label ${page}`, `slot-label ${page}`],
    })
  }

  git('checkout', '-q', 'trunk')
  git('checkout', '-qb', 'good')
  writeFileSync(join(folder, page), old.replace(/\n(expr: .*)\n/, '\n$1\nfor: 5m\n'))
  expect(await check('--fail-on', 'warning')).toMatchObject({ code: 0 })
  expect(await check('--since', 'trunk', '--fail-on', 'warning')).toMatchObject({ code: 0 })
  expect((await cli(folder, 'build', '--no-cache', '--check')).code).toBe(1)
  expect(await cli(folder, 'build', '--no-cache')).toMatchObject({ code: 0 })
  expect((await cli(folder, 'build', '--no-cache', '--check')).code).toBe(0)
})
