/** What CI and hooks run: the action, the hooks, `build --check`. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { ACTIONS } from '../../src/cli/init/github.ts'
import { cli } from '../project.ts'
import { type Ran, root, run, temporaryFolder, temporaryProject } from '../setup.ts'

const page = (alert: string, more = 'for: 5m\n'): string =>
  `# ${alert}\n\n\`\`\`yaml\nalert: ${alert}\nexpr: up{job="${alert}"} == 0\n${more}labels:\n  severity: warning\n\`\`\`\n\n## Meaning\n\nIt is down.\n\n## Impact\n\nNone.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nStart it.\n`
const TEST = `
\`\`\`yaml test
series:
  up{job="One"}: 0x10
alerts:
  One:
    8m: { firing: [{ labels: { job: One } }] }
\`\`\`
`
const BASE = {
  'alertbook.yml': 'site:\n  url: https://runbooks.corp/\nchecks:\n  alert-for: warning\n',
  'runbooks/one.md': page('One'),
}
const check = (cwd: string, ...args: string[]) => cli(cwd, 'build', '--no-cache', '--check', ...args)

describe('build --check', () => {
  test('holds a fresh clone, which has no outputs, against its record of addresses', async () => {
    const folder = temporaryProject(BASE)
    expect(await check(folder)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /alertbook\.links\.yml lacks `\/one\/`\n {2}hint: run `alertbook build` and commit/,
      ),
    })
    await cli(folder, 'build', '--no-cache')
    rmSync(join(folder, 'dist'), { recursive: true })
    expect(await check(folder)).toMatchObject({ code: 0, err: '' })
    expect((await check(folder)).out).toContain(
      'Everything compiles; dist does not exist, so it was not compared.',
    )
    writeFileSync(join(folder, 'runbooks/two.md'), page('Two'))
    expect((await check(folder)).err).toContain('lacks `/two/`')
  })

  test('tells what differs from what is missing', async () => {
    const folder = temporaryProject(BASE)
    await cli(folder, 'build', '--no-cache')
    expect((await check(folder)).out).toContain('dist is up to date.')
    writeFileSync(join(folder, 'dist/rules.yml'), 'groups: []\n')
    rmSync(join(folder, 'dist/alerts.json'))
    const { code, err } = await check(folder)
    expect(code).toBe(1)
    expect(err).toContain('  differs: rules.yml\n')
    expect(err).toContain('  missing: alerts.json\n')
  })
})

interface Hook {
  readonly id: string
  readonly entry: string
  readonly files: string
  readonly language: string
}

describe('hooks for pre-commit', () => {
  const hooks = load(readFileSync(join(root, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[]

  test.each(hooks.map((hook) => [hook.id, hook] as const))(
    '%s runs',
    async (_, { entry, files, language }) => {
      expect(language).toBe('node')
      for (const path of ['runbooks/a.md', 'rules/b.yml', 'c.yaml', 'd.rules'])
        expect(path).toMatch(new RegExp(files))
      const [name, ...args] = entry.split(' ')
      expect(name).toBe('alertbook')
      const folder = temporaryProject(BASE)
      expect(await cli(folder, ...args)).toMatchObject({ code: 0 })
      writeFileSync(join(folder, 'runbooks/one.md'), page('One', 'for: soon\n'))
      if (args[0] === 'check') expect(await cli(folder, ...args)).toMatchObject({ code: 1 })
    },
  )
})

describe('the action', () => {
  const text = readFileSync(join(root, 'action.yml'), 'utf8')
  const action = load(text) as {
    inputs: Record<string, { description: string; default: string }>
    runs: { using: string; steps: { uses?: string; run?: string; env?: Record<string, string> }[] }
  }
  const script = join(root, 'scripts/action/run.sh')
  const act = (cwd: string, env: Record<string, string> = {}): Promise<Ran> =>
    run('bash', [script], { cwd, env: { GITHUB_STEP_SUMMARY: '', ...env } })

  test('runs scripts, and nothing that an input says', () => {
    const { using, steps } = action.runs
    expect(using).toBe('composite')
    for (const step of steps) expect(step.run ?? '').not.toContain('${{')
    const uses = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1])
    expect(uses).toEqual([ACTIONS.node, ACTIONS.site])
    const env = Object.assign({}, ...steps.map((step) => step.env ?? {})) as Record<string, string>
    const names = Object.keys(action.inputs).map(
      (name) => `ALERTBOOK_${name.toUpperCase().replaceAll('-', '_')}`,
    )
    expect(Object.keys(env).sort()).toEqual(names.sort())
    const read = readFileSync(script, 'utf8')
    for (const name of names) expect(read).toContain(`\${${name}:-`)
  })

  test('checks a project in a folder, tests it, and shows the lines', async () => {
    const inside = (files: Record<string, string>): Record<string, string> =>
      Object.fromEntries(Object.entries(files).map(([path, one]) => [`ops/it's/${path}`, one]))
    const top = temporaryProject(inside({ ...BASE, 'runbooks/one.md': page('One') + TEST }))
    execFileSync('git', ['init', '-q', top])
    const env = { ALERTBOOK_ROOT: "ops/it's" }
    const good = await act(top, env)
    expect(good).toMatchObject({ code: 0 })
    expect(good.out).toContain('1 test passed')

    const path = join(top, "ops/it's/runbooks/one.md")
    writeFileSync(path, page('One', '') + TEST.replace('labels: { job: One', 'labels: { job: Two'))
    const soft = await act(top, env)
    expect(soft.code).toBe(1)
    expect(soft.out).toMatch(/^::error file=ops\/it's\/runbooks\/one\.md,line=\d+.*title=test failed/m)
    expect(soft.out).toMatch(/^::warning file=ops\/it's\/runbooks\/one\.md,line=4,.*title=alert-for/m)
    expect(await act(top, { ...env, ALERTBOOK_TEST: 'false' })).toMatchObject({ code: 0 })
    expect(await act(top, { ...env, ALERTBOOK_TEST: 'false', ALERTBOOK_FAIL_ON: 'warning' })).toMatchObject({
      code: 1,
    })
    expect(await act(top, { ...env, ALERTBOOK_TEST: 'false', ALERTBOOK_CHECK: 'false' })).toMatchObject({
      code: 0,
    })
  })

  test('passes a project without tests, and holds its record when asked to', async () => {
    const folder = temporaryProject(BASE)
    expect(await act(folder)).toMatchObject({ code: 0 })
    expect(await act(folder, { ALERTBOOK_BUILD: 'true' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('alertbook.links.yml lacks'),
    })
  })

  test('builds the site for GitHub Pages, of a project that passes alone', async () => {
    const folder = temporaryProject(BASE)
    const temp = temporaryFolder()
    const env = { ALERTBOOK_PAGES: 'true', RUNNER_TEMP: temp }
    const site = join(temp, 'alertbook/site/one/index.html')
    writeFileSync(join(folder, 'runbooks/one.md'), page('One', 'for: soon\n'))
    expect(await act(folder, env)).toMatchObject({ code: 1 })
    expect(existsSync(site)).toBe(false)
    writeFileSync(join(folder, 'runbooks/one.md'), page('One'))
    expect(await act(folder, env)).toMatchObject({ code: 0 })
    expect(readFileSync(site, 'utf8')).toContain('It is down.')
    // A preview does not write the record.
    expect(existsSync(join(folder, 'alertbook.links.yml'))).toBe(false)
  })

  test('takes `since`, and says what is wrong with it', async () => {
    const folder = temporaryProject(BASE)
    expect(await act(folder, { ALERTBOOK_SINCE: 'nowhere' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs a git repository'),
    })
  })

  test('builds the tool once', async () => {
    expect(
      await run('bash', [join(root, 'scripts/action/install.sh')], { cwd: temporaryFolder() }),
    ).toMatchObject({
      code: 0,
      out: '',
    })
  })
})
