/** Which project a command works on, and how it interprets its paths. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli } from '../project.ts'
import { temporaryFolder, temporaryProject } from '../setup.ts'

const CONFIG = 'site:\n  url: https://runbooks.corp/\n'
const page = (alert: string, rest = '    for: 5m\n'): string =>
  `# ${alert}\n\n\`\`\`yaml\nalert: ${alert}\nexpr: up == 0\n${rest.replace(/^ {4}/gm, '')}labels:\n  severity: warning\n\`\`\`\n\n## Meaning\n\nIt is down.\n\n## Impact\n\nNone.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nStart it.\n`
const rules = (alert: string): string =>
  `groups:\n- name: ${alert}\n  rules:\n  - alert: ${alert}\n    expr: up == 0\n    labels:\n      severity: warning\n`

/** A project with one finding (`alert-for`) in each of two runbooks and one in a rule file. */
const FILES = {
  'alertbook.yml': CONFIG,
  'runbooks/one.md': page('One', ''),
  'runbooks/deep/two.md': page('Two', ''),
  'rules/three.yml': rules('Three'),
  'README.md': '# Read me\n',
  'deploy/app.yml': 'kind: Deployment\n',
}
const check = (cwd: string, ...args: string[]) => cli(cwd, 'check', '--no-cache', ...args)
const places = (out: string): string[] =>
  [...new Set([...out.matchAll(/^ {2}(\S+):\d+:\d+$/gm)].map((match) => match[1]!))].sort()

describe('the project', () => {
  test.each(['', 'runbooks', 'runbooks/deep', 'rules', 'deploy'])('is found from `%s`', async (folder) => {
    const root = temporaryProject(FILES)
    const { code, out } = await check(join(root, folder))
    expect(code).toBe(0)
    expect(out).toContain('in 2 runbooks, 3 alerts')
    const up = folder === '' ? '' : '../'.repeat(folder.split('/').length)
    const rulesFile = folder === 'rules' ? 'three.yml' : `${up}rules/three.yml`
    expect(places(out)).toContain(rulesFile)
  })

  test('is also one with an alertbook.yaml', async () => {
    const { 'alertbook.yml': text, ...others } = FILES
    const root = temporaryProject({ ...others, 'alertbook.yaml': text })
    expect((await check(join(root, 'runbooks'))).out).toContain('in 2 runbooks')
  })

  test('is the nearest of two', async () => {
    const root = temporaryProject({ ...FILES, 'sub/alertbook.yml': CONFIG, 'sub/runbooks/x.md': page('X') })
    expect((await check(join(root, 'sub/runbooks'))).out).toContain('in 1 runbook,')
  })

  test('that is empty is never offered a second one inside it', async () => {
    const root = temporaryProject({ 'alertbook.yml': CONFIG, 'deep/in/it': '' })
    const { code, err } = await check(join(root, 'deep/in'))
    expect(code).toBe(2)
    expect(err).not.toContain('init')
    expect(err).toContain(`alertbook.yml is in \`${root}\``)
  })

  test('takes no second one inside it, unless that is asked for', async () => {
    const root = temporaryProject({ ...FILES, 'deep/x': '' })
    expect(await cli(join(root, 'deep'), 'init')).toMatchObject({
      code: 2,
      err: expect.stringContaining(`this folder is inside the project of \`${root}\``),
    })
    expect(existsSync(join(root, 'deep/alertbook.yml'))).toBe(false)
    expect(await cli(join(root, 'deep'), 'init', '--force')).toMatchObject({ code: 0 })
  })

  test('without any, `init` is offered', async () => {
    expect((await check(temporaryFolder())).err).toContain('`alertbook init` starts a project')
  })

  test('is the one that build, inspect, new and test work on as well', async () => {
    const root = temporaryProject(FILES)
    const below = join(root, 'runbooks')
    expect(await cli(below, 'build', '--no-cache')).toMatchObject({ code: 0 })
    expect((await cli(root, 'build', '--no-cache')).out).toContain('dist: ')
    expect((await cli(below, 'inspect', '--no-cache', 'one.md')).out).toContain('runbooks/one.md')
    expect((await cli(below, 'new', 'Fresh')).out).toBe('runbooks/fresh.md\n')
    expect((await cli(below, 'test', '--no-cache', 'fresh.md')).out).toContain('1 test passed')
  })
})

test('`new` writes no second rule for an alert of a rule file, whatever its name', async () => {
  const rule = (name: string): string =>
    `groups:\n- name: g\n  rules:\n  - alert: ${name}\n    expr: up == 0\n    for: 5m\n    labels: {severity: critical}\n`
  for (const [name, file] of [
    ['HostDown', 'host-down'],
    ['kube/node-down (90%)', 'kube-node-down-90'],
    ['Диск полон', 'диск-полон'],
  ] as const) {
    const root = temporaryProject({
      'alertbook.yml': 'site: {url: https://book.acme.io/}\n',
      'rules/a.yml': rule(name),
    })
    expect(await cli(root, 'new', name, '--expr', 'up')).toMatchObject({ code: 2 })
    expect(await cli(root, 'new', name)).toMatchObject({ code: 0, out: `runbooks/${file}.md\n` })
    const { out } = await cli(root, 'build', '--no-cache')
    expect(out).toContain('dist: 1 rule in 1 group, 1 page')
    expect(out).not.toMatch(/alert-without-runbook|runbook-orphan/)
  }
})

test('`new` writes nothing outside of the runbooks', async () => {
  const root = temporaryProject(FILES)
  for (const folder of ['../x', '/tmp/x', 'a/../../../x'])
    expect(await cli(root, 'new', 'Fresh', '--in', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('is outside the folder of runbooks'),
    })
})

describe('a path', () => {
  const own = (out: string): string[] => places(out)

  test.each([
    ['relative to the folder one is in', 'runbooks', ['one.md'], ['one.md']],
    ['relative to the root, from below', 'runbooks', ['rules/three.yml'], ['../rules/three.yml']],
    ['with a dot', '', ['./runbooks/one.md'], ['runbooks/one.md']],
    ['with backslashes', '', ['runbooks\\deep'], ['runbooks/deep/two.md']],
    ['a folder', '', ['runbooks/'], ['runbooks/deep/two.md', 'runbooks/one.md']],
    ['all of it', '', ['.'], ['rules/three.yml', 'runbooks/deep/two.md', 'runbooks/one.md']],
  ] as const)('may be %s', async (_, folder, paths, expected) => {
    const root = temporaryProject(FILES)
    const { code, out, err } = await check(join(root, folder), ...paths)
    expect({ code, err, files: own(out) }).toEqual({ code: 0, err: '', files: expected })
  })

  test('may be absolute, and behind a symbolic link', async () => {
    const root = temporaryProject(FILES)
    expect(own((await check(root, join(root, 'runbooks/one.md'))).out)).toEqual(['runbooks/one.md'])
    const link = join(temporaryFolder(), 'link')
    symlinkSync(root, link)
    expect(own((await check(root, join(link, 'runbooks/one.md'))).out)).toEqual(['runbooks/one.md'])
  })

  test('of the project is judged as of the project: alone, in its folder, beside others', async () => {
    const root = temporaryProject(FILES)
    for (const paths of [['rules/three.yml'], ['rules'], ['rules/three.yml', 'runbooks/one.md']])
      expect((await check(root, ...paths)).out).toContain('alert-without-runbook')
    expect((await check(root, '--standalone', 'rules/three.yml')).out).not.toContain('alert-without-runbook')
  })

  test('may be the configuration', async () => {
    const root = temporaryProject(FILES)
    expect(await check(root, 'alertbook.yml')).toMatchObject({ code: 0, err: '' })
    const wrong = temporaryProject({ ...FILES, 'alertbook.yml': `${CONFIG}sitee: 1\n` })
    const { code, out } = await check(wrong, 'alertbook.yml')
    expect(code).toBe(1)
    expect(out).toContain('config-key')
    expect(own(out)).toEqual(['alertbook.yml'])
  })

  test('that is not ours is passed over among others, with a note', async () => {
    const root = temporaryProject(FILES)
    const { code, out, err } = await check(root, 'README.md', 'runbooks/one.md', 'deploy/app.yml')
    expect({ code, files: own(out) }).toEqual({ code: 0, files: ['runbooks/one.md'] })
    expect(err).toBe('note: `README.md`, `deploy/app.yml` are not part of the project; skipped\n')
  })

  test('that is not ours is no failure of a hook when it comes alone; a folder or a slip is', async () => {
    const root = temporaryProject(FILES)
    expect(await check(root, 'README.md')).toEqual({
      code: 0,
      out: '',
      err: 'note: `README.md` is not part of the project; skipped\n',
    })
    expect((await check(root, 'deploy')).code).toBe(2)
    expect(await check(root, 'runbooks/oen.md')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no file or folder `runbooks/oen.md`'),
    })
  })

  test('outside is a rule file on its own; a folder stands for those in it', async () => {
    const root = temporaryProject(FILES)
    const outside = temporaryProject({ 'a/x.yml': rules('X'), 'a/y.yml': rules('Y') })
    expect((await check(root, join(outside, 'a/x.yml'))).out).toContain('1 alert and')
    expect((await check(root, join(outside, 'a'))).out).toContain('2 alerts')
    expect((await check(outside, 'a')).out).toContain('2 alerts')
  })
})

describe('in a repository', () => {
  const repository = (files: Readonly<Record<string, string>>): string => {
    const root = temporaryProject(files)
    execFileSync('git', ['init', '-q', root])
    return root
  }
  const inside = (folder: string): Record<string, string> =>
    Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`${folder}/${path}`, text]))

  test('services are told files from its top, people from where they are', async () => {
    const top = repository(inside('monitoring'))
    for (const [cwd, args] of [
      [top, ['--root', 'monitoring']],
      [join(top, 'monitoring'), []],
      [join(top, 'monitoring/runbooks'), []],
    ] as const) {
      const { out } = await check(cwd, ...args, '--format', 'github')
      expect(out).toContain('file=monitoring/runbooks/one.md,')
      const sarif = (await check(cwd, ...args, '--format', 'sarif')).out
      expect(sarif).toContain('"uri": "monitoring/runbooks/one.md"')
      expect(sarif).not.toContain('"uri": "runbooks')
    }
    expect(places((await check(top, '--root', 'monitoring', 'monitoring/runbooks/one.md')).out)).toEqual([
      'monitoring/runbooks/one.md',
    ])
    const alone = (await check(top, '--standalone', '-f', 'github', 'monitoring/rules/three.yml')).out
    expect(alone).toContain('file=monitoring/rules/three.yml,')
  })

  test('every format for services has them', async () => {
    const top = repository(inside('monitoring'))
    const outputs = await Promise.all(
      ['gitlab', 'junit', 'checkstyle'].map((format) => check(join(top, 'monitoring'), '-f', format)),
    )
    for (const { out } of outputs) {
      expect(out).toContain('"monitoring/runbooks/one.md"')
      expect(out).not.toContain('"runbooks/one.md"')
    }
  })

  test('GitHub gets the summary of the step as well', async () => {
    const path = join(temporaryFolder(), 'summary.md')
    const before = process.env.GITHUB_STEP_SUMMARY
    process.env.GITHUB_STEP_SUMMARY = path
    try {
      const root = temporaryProject(FILES)
      await check(root, '-f', 'github')
      await check(root, '-f', 'pretty')
    } finally {
      if (before === undefined) delete process.env.GITHUB_STEP_SUMMARY
      else process.env.GITHUB_STEP_SUMMARY = before
    }
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('<code>runbooks/one.md:4:8</code>')
    expect(text.match(/### Alertbook/g)).toHaveLength(1)
  })

  test('the files of a commit go to the projects they belong to', async () => {
    const top = repository({ ...inside('a'), ...inside('b'), 'README.md': '' })
    const { code, out, err } = await check(top, 'a/runbooks/one.md', 'b/rules/three.yml', 'README.md')
    expect({ code, err }).toEqual({
      code: 0,
      err: 'note: `README.md` is not part of the project; skipped\n',
    })
    expect(places(out)).toEqual(['a/runbooks/one.md', 'b/rules/three.yml'])
    expect(out).toContain('alert-without-runbook')
  })

  test('what is outside of any keeps its name', async () => {
    const root = temporaryProject(FILES)
    mkdirSync(join(root, 'x'))
    expect((await check(join(root, 'x'), '-f', 'github')).out).toContain('file=runbooks/one.md,')
  })
})
