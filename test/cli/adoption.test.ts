/** Adoption by a team with many findings: a baseline, findings touched by a change, selected codes and severities. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDiff } from '../../src/disk/changes.ts'
import { cli } from '../project.ts'
import { root as repository, temporaryProject } from '../setup.ts'

const CONFIG = 'site:\n  url: https://runbooks.corp/\nchecks:\n  alert-for: warning\n'
const rule = (alert: string, more = ''): string =>
  `alert: ${alert}\nexpr: up{job="${alert}"} == 0\n${more}labels:\n  severity: warning\n`
const page = (alert: string, more = ''): string =>
  `# ${alert}\n\n\`\`\`yaml\n${rule(alert, more)}\`\`\`\n\n## Meaning\n\nIt is down.\n\n## Impact\n\nNone.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nStart it.\n`
const GOOD = 'for: 5m\n'
const BASE = { 'alertbook.yml': CONFIG, 'runbooks/one.md': page('One'), 'runbooks/two.md': page('Two', GOOD) }

const check = (cwd: string, ...args: string[]) => cli(cwd, 'check', '--no-cache', ...args)
/** `severity code file:line` of every printed finding. */
const found = (out: string): string[] =>
  [...out.matchAll(/^(error|warning|info) {2}(\S+) {2}.*\n {2}(.+):(\d+):\d+$/gm)].map(
    ([, severity, code, file, line]) => `${severity} ${code} ${file}:${line}`,
  )
const write = (root: string, path: string, text: string): void => writeFileSync(join(root, path), text)
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-C', cwd, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
function committed(files: Readonly<Record<string, string>>): string {
  const root = temporaryProject(files)
  git(root, 'init', '-q', '-b', 'trunk')
  git(root, 'add', '.')
  git(root, 'commit', '-qm', 'one')
  return root
}

describe('a baseline', () => {
  test('covers what was there, wherever it moves, and nothing that comes on top', async () => {
    const root = temporaryProject(BASE)
    expect(found((await check(root, '--strict')).out)).toEqual(['warning alert-for runbooks/one.md:4'])
    expect(await check(root, '--update-baseline')).toMatchObject({
      code: 0,
      err: 'alertbook.baseline.yml: 1 finding in 1 file\n',
    })
    expect(readFileSync(join(root, 'alertbook.baseline.yml'), 'utf8')).toMatch(
      /^# .*\n# .*\nrunbooks\/one\.md:\n {2}alert-for: 1\n$/,
    )
    write(root, 'runbooks/one.md', `\n\n${page('One')}`)
    const moved = await check(root, '--strict')
    expect(moved).toMatchObject({ code: 0 })
    expect(moved.out).toContain('No findings in 2 runbooks')
    expect(moved.out).toContain('1 more in the baseline: `--no-baseline` shows them')

    write(root, 'runbooks/two.md', page('Two'))
    const more = await check(root, '--strict')
    expect({ code: more.code, found: found(more.out) }).toEqual({
      code: 1,
      found: ['warning alert-for runbooks/two.md:4'],
    })
    expect(found((await check(root, '--no-baseline')).out)).toHaveLength(2)
  })

  test('with more in a file than it allows shows them all, and says so', async () => {
    const root = temporaryProject(BASE)
    await check(root, '--update-baseline')
    write(root, 'runbooks/one.md', `${page('One')}\n\`\`\`yaml\n${rule('Another')}\`\`\`\n`)
    const { code, out } = await check(root, '--strict')
    expect({ code, found: found(out).length }).toEqual({ code: 1, found: 2 })
    expect(out).toContain('`alert-for` in runbooks/one.md: 1 in the baseline, 2 now; all are shown')
  })

  test('becomes shorter, and goes when nothing is left', async () => {
    const root = temporaryProject(BASE)
    await check(root, '--update-baseline')
    write(root, 'runbooks/one.md', page('One', GOOD))
    expect((await check(root)).out).toContain('The baseline allows 1 finding that no longer exists')
    expect((await check(root, '--update-baseline')).err).toBe(
      'No baseline written: there is nothing to put into it\n',
    )
    expect(existsSync(join(root, 'alertbook.baseline.yml'))).toBe(false)
  })

  test('holds no error that stops a build', async () => {
    const root = temporaryProject({ ...BASE, 'runbooks/bad.md': page('Bad', 'for: 5 minutes\n') })
    const first = await check(root, '--update-baseline')
    expect(first.code).toBe(1)
    expect(first.err).toContain('cannot be in it, because nothing is built while there are errors')
    expect(found(first.out).every((one) => one.startsWith('error'))).toBe(true)
    expect((await check(root)).code).toBe(1)
  })

  test.each([
    ['- 1', 'expected files with their codes', 3],
    ['a.md: 1', 'expected a mapping of codes to numbers', 3],
    ['a.md:\n  alert-for: many', 'expected a number of findings', 4],
    ['a.md:\n  alert-for: -1', 'expected a number of findings', 4],
    ['a.md: {alert-for: 1', 'yaml-syntax', 4],
  ])('that is not understood is an error with its place: %s', async (text, expected, line) => {
    const root = temporaryProject({ ...BASE, 'alertbook.baseline.yml': `# a\n# b\n${text}\n` })
    const { code, out } = await check(root)
    expect(code).toBe(1)
    expect(out).toContain(expected)
    expect(out).toContain(`alertbook.baseline.yml:${line}:`)
  })

  test('is of the whole project', async () => {
    const root = temporaryProject(BASE)
    for (const args of [['runbooks'], ['--only', 'alert-for'], ['--fix'], ['--since', 'HEAD']])
      expect(await check(root, '--update-baseline', ...args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('counts the findings of the whole project'),
      })
    expect(existsSync(join(root, 'alertbook.baseline.yml'))).toBe(false)
  })

  test('is no rule file where rules lie at the root, and holds names that YAML would misread', async () => {
    const name = "runbooks/1: it's [odd] #.md"
    const root = temporaryProject({ ...BASE, 'alertbook.yml': `${CONFIG}rules: .\n`, [name]: page('Odd') })
    await check(root, '--update-baseline')
    expect(await check(root, '--strict')).toMatchObject({ code: 0 })
  })
})

describe('since a commit', () => {
  const old = { ...BASE, 'rules/r.yml': `groups:\n- name: g\n  rules:\n  - alert: Old\n    expr: up == 0\n` }

  test('only what a change touches is reported, committed or not', async () => {
    const root = committed(old)
    expect((await check(root, '--since', 'HEAD', '--strict')).code).toBe(0)
    write(root, 'runbooks/one.md', page('One').replace('Look.', 'Look here.'))
    expect(found((await check(root, '--since', 'HEAD')).out)).toEqual([])
    write(root, 'runbooks/one.md', page('One').replace('up{', 'go_info{'))
    expect(found((await check(root, '--since', 'HEAD')).out)).toEqual(['warning alert-for runbooks/one.md:4'])
    git(root, 'checkout', '-qb', 'change')
    git(root, 'commit', '-qam', 'two')
    expect(found((await check(root, '--since', 'trunk')).out)).toEqual([
      'warning alert-for runbooks/one.md:4',
    ])
    expect(found((await check(root, '--since', 'HEAD')).out)).toEqual([])
  })

  test('new files count whole, and what the branch did not change does not count', async () => {
    const root = committed(old)
    git(root, 'checkout', '-qb', 'change')
    write(root, 'runbooks/new page.md', page('New'))
    expect(found((await check(root, '--since', 'trunk')).out)).toEqual([
      'warning alert-for runbooks/new page.md:4',
    ])
    git(root, 'add', '.')
    git(root, 'commit', '-qm', 'two')
    git(root, 'checkout', '-q', 'trunk')
    write(root, 'runbooks/two.md', page('Two'))
    git(root, 'commit', '-qam', 'three')
    git(root, 'checkout', '-q', 'change')
    const { out } = await check(root, '--since', 'trunk')
    expect(out.match(/new page\.md:4/g)).toHaveLength(1)
    expect(out).not.toContain('two.md')
  })

  test('a page that was renamed counts by its changed lines, a project in a folder by its own paths', async () => {
    const root = committed(
      Object.fromEntries(Object.entries(old).map(([path, text]) => [`ops/${path}`, text])),
    )
    const project = join(root, 'ops')
    renameSync(join(project, 'runbooks/two.md'), join(project, 'runbooks/three.md'))
    write(project, 'runbooks/one.md', page('One', 'keep_firing_for: 1m\n'))
    git(root, 'add', '-A')
    expect(found((await check(project, '--since', 'HEAD', '--only', 'alert-for')).out)).toEqual([
      'warning alert-for runbooks/one.md:4',
    ])
  })

  test('an error is reported wherever it is: a page that goes is missed by another', async () => {
    const root = committed({ ...old, 'runbooks/links.md': '# Links\n\n[two](two.md)\n' })
    git(root, 'rm', '-q', 'runbooks/two.md')
    const { code, out } = await check(root, '--since', 'HEAD')
    expect(code).toBe(1)
    expect(found(out)).toEqual(['error link-target runbooks/links.md:3'])
  })

  test('without git, and without such a commit, there is a word', async () => {
    expect((await check(temporaryProject(old), '--since', 'HEAD')).err).toContain('needs a git repository')
    const root = committed(old)
    for (const ref of ['nowhere', '--help', ''])
      expect(await check(root, `--since=${ref}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining(`no commit \`${ref}\``),
      })
  })

  test('a diff is read by its hunks, whatever they hold', () => {
    const diff = [
      'diff --git a/x.md b/x.md',
      '--- a/x.md',
      '+++ b/x.md',
      '@@ -1 +1,2 @@',
      '--- a/y.md',
      '+++ b/z.md',
      '+@@ -1 +90 @@',
      '@@ -5,2 +6,0 @@ head',
      '-one',
      '-two',
      '--- /dev/null',
      '+++ "b/tab\\there \\303\\244.md"\t',
      '@@ -0,0 +1 @@',
      '+new',
      '',
    ].join('\n')
    expect([...readDiff(diff)]).toEqual([
      [
        'x.md',
        [
          { first: 1, last: 2 },
          { first: 6, last: 7 },
        ],
      ],
      ['tab\there Ã¤.md', 'all'],
    ])
  })
})

describe('by choice', () => {
  const files = {
    ...BASE,
    'rules/r.yml': `groups:\n- name: g\n  rules:\n  - alert: Old\n    expr: up == 0\n    labels: {severity: warning}\n`,
  }
  const codes = (out: string): string[] => [...new Set(found(out).map((one) => one.split(' ')[1]!))].sort()

  test('codes: `--only` and `--skip`, with commas or given again', async () => {
    const root = temporaryProject(files)
    expect(codes((await check(root)).out)).toEqual(['alert-for', 'alert-without-runbook'])
    expect(codes((await check(root, '--only', 'alert-for')).out)).toEqual(['alert-for'])
    expect(codes((await check(root, '--only', 'alert-for,alert-without-runbook')).out)).toHaveLength(2)
    expect(codes((await check(root, '--skip', 'alert-for')).out)).toEqual(['alert-without-runbook'])
    expect(
      await check(root, '--skip', 'alert-for', '--skip', 'alert-without-runbook', '--strict'),
    ).toMatchObject({ code: 0 })
    expect(codes((await check(root, '--standalone', '--skip', 'alert-for', 'rules')).out)).toEqual([])
  })

  test.each([
    [['--only', 'alert-four'], 'did you mean `alert-for`?'],
    [['--skip', 'promql-syntax'], 'cannot be skipped'],
    [['--fail-on', 'warn'], 'use one of error, warning, info'],
    [['--max-warnings', 'few'], 'give a number'],
    [['--statistics', '--format', 'sarif'], 'is not for `--format sarif`'],
  ])('what there is not is refused: %s', async (args, expected) => {
    expect(await check(temporaryProject(files), ...args)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(expected),
    })
  })

  test.each([
    [[], 0],
    [['--strict'], 1],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'error'], 0],
    [['--fail-on', 'error', '--strict'], 1],
    [['--max-warnings', '3'], 0],
    [['--max-warnings', '2'], 1],
    [['--max-warnings', '0', '--only', 'rule-duplicate'], 0],
  ] as const)('what fails: %s is %d', async (args, code) => {
    expect((await check(temporaryProject(files), ...args)).code).toBe(code)
  })

  test('`--fail-on info` fails on infos, of which nothing else takes notice', async () => {
    const root = temporaryProject({ ...files, 'alertbook.yml': CONFIG.replace('for: warning', 'for: info') })
    expect((await check(root, '--only', 'alert-for', '--fail-on', 'warning')).code).toBe(0)
    expect((await check(root, '--only', 'alert-for', '--fail-on', 'info')).code).toBe(1)
  })

  test('`--quiet` prints what fails, and nothing where nothing does', async () => {
    const root = temporaryProject(files)
    expect(await check(root, '--quiet')).toEqual({ code: 0, out: '', err: '' })
    expect(found((await check(root, '-q', '--strict')).out)).toHaveLength(3)
    write(root, 'runbooks/one.md', page('One', 'for: soon\n'))
    const { code, out } = await check(root, '--quiet')
    expect(code).toBe(1)
    expect(found(out).map((one) => one.split(' ')[0])).toEqual(['error'])
    expect(out).toMatch(/^1 error, \d warnings? in 2 runbooks/m)
  })

  test('`--statistics` counts by code', async () => {
    const root = temporaryProject(files)
    expect((await check(root, '--statistics')).out).toBe(
      '2  warning  alert-for              in 2 files\n1  warning  alert-without-runbook  in 1 file\n\n3 warnings in 2 runbooks, 3 alerts and 0 recording rules in 3 groups\n',
    )
    const { statistics, summary } = JSON.parse((await check(root, '--statistics', '-f', 'json')).out)
    expect(statistics[0]).toEqual({ code: 'alert-for', severity: 'warning', count: 2, files: 2, fixable: 0 })
    expect(summary.warnings).toBe(3)
  })
})

describe('a part of the project', () => {
  const overrides = (text: string): string => `${CONFIG}overrides:\n${text}`
  const files = {
    'runbooks/old/one.md': page('One'),
    'runbooks/two.md': page('Two'),
    'runbooks/old/kept/three.md': page('Three'),
  }
  const at = async (config: string, ...args: string[]): Promise<string[]> =>
    found((await check(temporaryProject({ 'alertbook.yml': config, ...files }), ...args)).out)

  test('has severities of its own; the last entry that holds decides', async () => {
    expect(await at(CONFIG)).toHaveLength(3)
    expect(await at(overrides('- in: runbooks/old\n  checks: { alert-for: off }\n'))).toEqual([
      'warning alert-for runbooks/two.md:4',
    ])
    const two =
      '- in: ./runbooks/old/\n  checks: { alert-for: off }\n- in: [runbooks/old/kept/three.md]\n  checks: { alert-for: error }\n'
    expect(await at(overrides(two))).toEqual([
      'error alert-for runbooks/old/kept/three.md:4',
      'warning alert-for runbooks/two.md:4',
    ])
  })

  test('may be where a check runs alone', async () => {
    const config = `${CONFIG.replace('alert-for: warning', 'alert-for: off')}overrides:\n- in: runbooks/old/kept\n  checks: { alert-for: info }\n`
    expect(await at(config)).toEqual(['info alert-for runbooks/old/kept/three.md:4'])
  })

  test('an ignore in a part where the check is off is not called unused', async () => {
    const text = page('One').replace('# One\n', '# One\n\n<!-- alertbook-ignore alert-for: it is old -->\n')
    const config = overrides('- in: runbooks\n  checks: { alert-for: off }\n')
    const { out } = await check(temporaryProject({ 'alertbook.yml': config, 'runbooks/one.md': text }))
    expect(found(out).filter((one) => one.includes('ignore'))).toEqual([])
  })

  test.each([
    ['- checks: {alert-for: off}', 'needs an `in`'],
    ['- in: runbooks\n  check: {}', 'did you mean `checks`?'],
    ['- in: runbooks\n  checks: {alert-four: off}', 'did you mean `alert-for`?'],
    ['- in: runbooks\n  checks: {alert-for: loud}', 'Unexpected severity `loud`'],
    ['- runbooks', 'expected a mapping with `in` and `checks`'],
  ])('that is not understood is an error with its place: %s', async (text, expected) => {
    const { code, out } = await check(temporaryProject({ 'alertbook.yml': overrides(text), ...files }))
    expect(code).toBe(1)
    expect(out).toContain(expected)
    expect(out).toMatch(/alertbook\.yml:[67]:/)
  })
})

describe('a build', () => {
  const build = (cwd: string, ...args: string[]) => cli(cwd, 'build', '--no-cache', ...args)

  test('takes the options of a check: what fails, and how much is printed', async () => {
    const root = temporaryProject(BASE)
    expect(await build(root, '--fail-on', 'warning')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Nothing written'),
    })
    expect(existsSync(join(root, 'dist'))).toBe(false)
    expect((await build(root, '--max-warnings', '0')).code).toBe(1)
    expect((await build(root, '--strict', '--quiet')).out).toMatch(/^warning {2}alert-for/)
    expect((await build(root, '--max-warnings', '1')).code).toBe(0)
    expect((await build(root, '-q')).out).toMatch(/^dist: /)
    expect(await build(root, '--fail-on', 'warn')).toMatchObject({ code: 2 })
  })

  test('lives with what the baseline has, dead links of a first day among it, and with nothing that would be lost', async () => {
    const dead = '# Dead\n\n[gone](nowhere.md)\n'
    const root = temporaryProject({ ...BASE, 'runbooks/dead.md': dead })
    expect((await build(root)).code).toBe(1)
    expect((await check(root, '--update-baseline')).code).toBe(0)
    const { code, out } = await build(root, '--fail-on', 'warning')
    expect(code).toBe(0)
    expect(out).toContain('2 more in the baseline')
    expect(existsSync(join(root, 'dist/site/dead/index.html'))).toBe(true)
    expect(readFileSync(join(root, 'dist/rules.yml'), 'utf8')).toContain('alert: One')
    expect((await build(root, '--no-baseline')).code).toBe(1)
    expect(readFileSync(join(root, 'dist/rules.yml'), 'utf8')).toContain('alert: One')
    write(root, 'runbooks/two.md', page('Two', GOOD).replace('alert: Two', 'aletr: Two'))
    expect((await check(root, '--update-baseline')).code).toBe(1)
    expect((await build(root)).code).toBe(1)
    expect(readFileSync(join(root, 'dist/rules.yml'), 'utf8')).toContain('alert: Two')
  })
})

test('a page that the record of addresses lacks is named, where there is a record', async () => {
  const root = temporaryProject(BASE)
  expect((await check(root)).out).not.toContain('recorded')
  await cli(root, 'build', '--no-cache')
  expect((await check(root)).out).not.toContain('recorded')
  write(root, 'runbooks/queue-lag.md', page('QueueLag', GOOD))
  expect((await check(root)).out).toContain(
    '`/queue-lag/` is not recorded yet: run `alertbook build`, and commit alertbook.links.yml',
  )
})

test('`--watch` checks again after a change, and ends when it is told to', async () => {
  const root = temporaryProject(BASE)
  const child = spawn(process.execPath, [join(repository, 'lib/cli.js'), 'check', '--watch', '--no-cache'], {
    cwd: root,
  })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  const until = async (text: string): Promise<void> => {
    for (let n = 0; n < 600 && !out.includes(text); n++) await new Promise((done) => setTimeout(done, 50))
    expect(out).toContain(text)
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  try {
    await until('Waiting for changes')
    expect(found(out)).toEqual(['warning alert-for runbooks/one.md:4'])
    write(root, 'runbooks/one.md', page('One', GOOD))
    await until('No findings')
  } finally {
    child.kill('SIGINT')
  }
  expect(await ended).toBe(0)
  for (const args of [['--fix'], ['--update-baseline'], ['-']])
    expect(await check(root, '--watch', ...args)).toMatchObject({ code: 2 })
})

test('many findings that say the same take one line, until they are asked for', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, at) => [`runbooks/p${at}.md`, page(`P${at}`)]),
  )
  const root = temporaryProject({ ...BASE, ...many })
  const { out } = await check(root)
  expect(found(out)).toHaveLength(3)
  expect(out).toContain(
    'warning  alert-for  28 more like the 3 above, in 28 files: `--only alert-for` shows them all\n',
  )
  expect(out).toContain('31 warnings in 32 runbooks')
  expect(found((await check(root, '--only', 'alert-for')).out)).toHaveLength(31)
})
