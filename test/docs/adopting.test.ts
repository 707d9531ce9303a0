/** docs/adopting.md: everything it shows exists, and its steps lead to the goal. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { formats } from '../../src/report/index.ts'
import { git, platform, WIKI_EXPORT } from '../cli/platform.ts'
import { cli } from '../project.ts'
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
    const commands = await Promise.all(
      ['check', 'dev', 'import', 'init'].map((wanted) =>
        COMMANDS.find(({ name }) => name === wanted)!.load(),
      ),
    )
    const options = commands.flatMap((command) => Object.keys(command.options))
    for (const [, option] of text.matchAll(/`--([a-z-]+)/g)) expect(options).toContain(option)
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

test('the way: init, import with a wiki, baseline, a pull request with a slip, and one without', async () => {
  const folder = platform()
  const wiki = temporaryProject(WIKI_EXPORT)
  const check = (...args: string[]) => cli(folder, 'check', '--no-cache', '--format', 'json', ...args)
  const found = (out: string): string[] =>
    (JSON.parse(out) as { diagnostics: { code: string; file: string; line: number }[] }).diagnostics.map(
      ({ code, file, line }) => `${code} ${file}:${line}`,
    )
  expect((await cli(folder, 'check', '--no-cache', 'manifests/api-prometheusRule.yaml')).out).toContain(
    '3 alerts',
  )
  expect(await cli(folder, 'init')).toMatchObject({ code: 0 })
  expect(await cli(folder, 'import', 'manifests', '--pages', wiki)).toMatchObject({ code: 0 })
  expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  expect(found((await check()).out).length).toBeGreaterThan(0)
  expect((await check('--update-baseline')).code).toBe(0)
  expect(await check('--fail-on', 'info')).toMatchObject({ code: 0 })
  git(folder, 'add', '.')
  expect(git(folder, 'status', '--short')).not.toMatch(/dist|node_modules/)
  git(folder, 'commit', '-qm', 'adopt')

  const page = 'runbooks/api/api-down.md'
  const old = readFileSync(join(folder, page), 'utf8')
  git(folder, 'checkout', '-qb', 'slip')
  // Loses the label that the summary shows, on another line than the summary.
  const slip = old.replace(/expr: (.*) == 0\n/, 'expr: sum by (job) ($1) == 0\n')
  expect(slip).not.toBe(old)
  writeFileSync(join(folder, page), slip.replace(/^# .*\n/m, '$&\nA line more moves all others.\n'))
  git(folder, 'commit', '-qam', 'slip')
  const line = 1 + slip.slice(0, slip.indexOf('{{ $labels')).split('\n').length + 1
  for (const args of [
    ['--fail-on', 'warning'],
    ['--since', 'trunk', '--fail-on', 'warning'],
  ]) {
    const { code, out } = await check(...args)
    expect({ args, code, found: found(out) }).toEqual({
      args,
      code: 1,
      found: [`template-label ${page}:${line}`],
    })
  }

  git(folder, 'checkout', '-q', 'trunk')
  git(folder, 'checkout', '-qb', 'good')
  writeFileSync(
    join(folder, page),
    old.replace('for: 5m', 'for: 10m').replace('Orders wait.', 'Orders wait, and so do we.'),
  )
  git(folder, 'commit', '-qam', 'good')
  for (const args of [
    ['--fail-on', 'warning'],
    ['--since', 'trunk', '--fail-on', 'info'],
  ])
    expect(await check(...args)).toMatchObject({ code: 0 })
  expect((await cli(folder, 'build', '--no-cache', '--check')).code).toBe(1)
  expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  expect((await cli(folder, 'build', '--no-cache', '--check')).code).toBe(0)
})
