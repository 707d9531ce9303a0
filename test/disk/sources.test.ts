/**
 * Sources are regular files inside the project. Anything else in a source's place is reported, never read, and never
 * waited for.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root as repository, temporaryFolder, temporaryProject } from '../setup.ts'

const PAGE =
  '# Up\n\n```yaml\nalert: Down\nexpr: up == 0\nfor: 5m\n```\n\n## Meaning\n\nx\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n'
const BASE = { 'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n', 'runbooks/up.md': PAGE }
const SECRET = 'ghs_a-token-that-nobody-may-see'

/** Runs the command line in its own process, which is killed if it hangs. */
function alertbook(cwd: string, ...args: string[]): { code: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'lib/cli.js'), ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, MYTOKEN: SECRET },
  })
  return { code: status, out: stdout + stderr }
}

/** Whether any file in a folder contains a text; ignores everything but regular files. */
function holds(folder: string, text: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text),
  )
}

const fifo = (path: string): void => void execFileSync('mkfifo', [path])
const link =
  (target: string) =>
  (path: string): void =>
    symlinkSync(target, path)

/** A link to a hidden file of the project, beside the folder for outside files. */
const hidden =
  (name: string) =>
  (path: string, outside: string): void =>
    symlinkSync(relative(dirname(path), join(outside, '../in', name)), path)

/** Things in place of a file. Each is created at a path; `@` in a target: a folder outside the project. */
const things: Readonly<Record<string, { make(path: string, outside: string): void; code: string }>> = {
  'a link to the environment': { make: link('/proc/self/environ'), code: 'file-outside' },
  'a link to a file outside': {
    make: (path, outside) => symlinkSync(join(outside, 'secret.txt'), path),
    code: 'file-outside',
  },
  'a link to a link that leads out': {
    make: (path, outside) => symlinkSync(join(outside, 'hop'), path),
    code: 'file-outside',
  },
  'a link to nowhere': { make: link('./nowhere'), code: 'file-unreadable' },
  'a link into the repository of git': { make: hidden('.git/config'), code: 'file-outside' },
  'a link to a hidden file': { make: hidden('.env'), code: 'file-outside' },
  'a named pipe': { make: fifo, code: 'file-kind' },
  'a link to endless zeros': { make: link('/dev/zero'), code: 'file-(?:kind|outside)' },
  'a file that is too large': {
    make: (path) => writeFileSync(path, Buffer.alloc((16 << 20) + 1, 'x')),
    code: 'file-size',
  },
}

/** Places of sources, and of files read like one. */
const places: Readonly<Record<string, { path: string; files?: Readonly<Record<string, string>> }>> = {
  'a runbook': { path: 'runbooks/x.md' },
  'a rule file': { path: 'rules/x.yml', files: { 'rules/good.yml': 'groups: []\n' } },
  'an image': { path: 'runbooks/x.png', files: { 'runbooks/shows.md': '# Shows\n\n![x](x.png)\n' } },
  'the record': { path: 'alertbook.links.yml' },
  'the configuration': { path: 'alertbook.yml' },
  'a file of the theme': {
    path: 'look/x.css',
    files: { 'alertbook.yml': 'site:\n  url: https://runbooks.corp/\n  theme: look\n', 'look/style.css': '' },
  },
}

function prepare(place: string, thing: string): string {
  const { path, files } = places[place]!
  const outer = temporaryProject({
    'outside/secret.txt': SECRET,
    ...Object.fromEntries(Object.entries({ ...BASE, ...files }).map(([name, text]) => [`in/${name}`, text])),
    'in/.git/config': SECRET,
    'in/.env': SECRET,
  })
  symlinkSync('secret.txt', join(outer, 'outside/hop'))
  const root = join(outer, 'in')
  mkdirSync(join(root, path, '..'), { recursive: true })
  rmSync(join(root, path), { force: true })
  things[thing]!.make(join(root, path), join(outer, 'outside'))
  return root
}

describe.each(Object.keys(places))('%s', (place) => {
  test.each(Object.keys(things))('is %s', (thing) => {
    // A missing image is simply not in the repository.
    if (place === 'an image' && thing === 'a link to nowhere') return
    const root = prepare(place, thing)
    const { code, out } = alertbook(root, 'build', '--no-cache')
    expect({ code, out }).not.toMatchObject({ code: 0 })
    expect(code, 'it ends by itself').not.toBe(null)
    if (place !== 'a file of the theme') expect(out).toMatch(new RegExp(things[thing]!.code))
    expect(out).toContain(places[place]!.path.replace(/^runbooks\/x.png$/, 'x.png'))
    expect(out).not.toContain('bug in Alertbook')
    expect(out).not.toContain(SECRET)
    expect(holds(join(root, 'dist'), SECRET)).toBe(false)
  })
})

describe('sources', () => {
  test('a socket', async () => {
    const root = temporaryProject(BASE)
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(root, 'runbooks/x.md'), resolve))
    const { code, out } = alertbook(root, 'build', '--no-cache')
    server.close()
    expect({ code, out }).toMatchObject({ code: 1 })
    expect(out).toContain('This is a socket, expected a regular file')
  })

  test.each(['runbooks', 'rules'])(
    '`%s` that is a link out of the project, or configured to lie outside',
    (key) => {
      const outer = temporaryProject({
        'in/alertbook.yml': '',
        'in/runbooks/up.md': PAGE,
        'out/x.md': SECRET,
        'out/x.yml': SECRET,
      })
      const root = join(outer, 'in')
      rmSync(join(root, key), { recursive: true, force: true })
      symlinkSync('../out', join(root, key))
      const linked = alertbook(root, 'check', '--no-cache')
      expect(linked.code).toBe(1)
      expect(linked.out).toContain('file-outside')
      rmSync(join(root, key))
      writeFileSync(join(root, 'alertbook.yml'), `${key}: ../out\n`)
      const configured = alertbook(root, 'check', '--no-cache')
      expect(configured.code).toBe(1)
      expect(configured.out).toContain('file-outside')
      expect(linked.out + configured.out).not.toContain(SECRET)
    },
  )

  test('links within the project are followed', () => {
    const root = temporaryProject({
      ...BASE,
      'docs/linked.md': '# Linked\n\nText.\n',
      'docs/more/deep.md': '# Deep\n\nText.\n',
    })
    symlinkSync('../docs/linked.md', join(root, 'runbooks/one.md'))
    symlinkSync('../docs/more', join(root, 'runbooks/more'))
    expect(alertbook(root, 'build', '--no-cache')).toMatchObject({ code: 0 })
    expect(existsSync(join(root, 'dist/site/one/index.html'))).toBe(true)
    expect(existsSync(join(root, 'dist/site/more/deep/index.html'))).toBe(true)
  })

  test('links to themselves, and to nothing, are findings or nothing', () => {
    const root = temporaryProject({
      ...BASE,
      'runbooks/shows.md': `# Shows\n\n![x](self.png) ![y](${'n'.repeat(5000)}.png) ![z](${'a/'.repeat(3000)}z.png)\n`,
    })
    for (const name of ['self.md', 'self.png', 'folder']) symlinkSync(name, join(root, 'runbooks', name))
    const { code, out } = alertbook(root, 'build', '--no-cache')
    expect({ code, out }).toMatchObject({ code: 1 })
    expect(out).toMatch(/file-unreadable .*symbolic link.*\n.*runbooks\/self\.md/)
    rmSync(join(root, 'runbooks/self.md'))
    expect(alertbook(root, 'build', '--no-cache')).toMatchObject({ code: 0 })
    rmSync(join(root, 'runbooks'), { recursive: true })
    symlinkSync('nowhere', join(root, 'runbooks'))
    expect(alertbook(root, 'build', '--no-cache').out).toContain('file-outside')
  })

  test('a hidden folder is read where the configuration names it', () => {
    const root = temporaryProject({
      'alertbook.yml': 'runbooks: .ops/books\nsite: {url: "https://runbooks.corp/"}\n',
      '.ops/books/up.md': PAGE,
      '.ops/secret.md': SECRET,
    })
    expect(alertbook(root, 'build', '--no-cache')).toMatchObject({ code: 0 })
    symlinkSync('../secret.md', join(root, '.ops/books/x.md'))
    expect(alertbook(root, 'build', '--no-cache').out).toContain('file-outside')
  })

  test('a web of linked folders is walked once', () => {
    const names = 'abcdefghi'.split('')
    const pages = Object.fromEntries(
      names.map((name) => [`runbooks/${name}/page-${name}.md`, `# Page ${name}\n\nText.\n`]),
    )
    const root = temporaryProject({ ...BASE, ...pages })
    for (const from of names)
      for (const to of names)
        if (from !== to) symlinkSync(`../${to}`, join(root, `runbooks/${from}/to-${to}`))
    for (const [name, target] of [
      ['self', '.'],
      ['up', '..'],
      ['root', '../..'],
    ])
      symlinkSync(target!, join(root, `runbooks/a/${name}`))
    const { code, out } = alertbook(root, 'build', '--no-cache')
    expect({ code, out }).toMatchObject({ code: 0 })
    expect(out).toContain('10 pages')
    for (const name of names)
      expect(existsSync(join(root, `dist/site/${name}/page-${name}/index.html`))).toBe(true)
  })

  test('two linked folders that lead to each other', () => {
    const root = temporaryProject({
      ...BASE,
      'docs/a/x.md': '# X\n\nText.\n',
      'docs/b/y.md': '# Y\n\nText.\n',
    })
    symlinkSync('../b', join(root, 'docs/a/b'))
    symlinkSync('../a', join(root, 'docs/b/a'))
    symlinkSync('../docs/a', join(root, 'runbooks/a'))
    expect(alertbook(root, 'build', '--no-cache')).toMatchObject({ code: 0 })
    expect(existsSync(join(root, 'dist/site/a/b/y/index.html'))).toBe(true)
  })

  test('a folder that may not be listed is a finding', () => {
    const root = temporaryProject({ ...BASE, 'runbooks/closed/x.md': '# X\n' })
    execFileSync('chmod', ['-R', 'a+rX', root])
    execFileSync('chmod', ['000', join(root, 'runbooks/closed')])
    // root can list every folder: then `nobody` runs it.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const { status: code, stdout: out } = spawnSync(
      process.execPath,
      [join(repository, 'lib/cli.js'), 'check', '--no-cache'],
      { cwd: root, encoding: 'utf8', ...nobody },
    )
    execFileSync('chmod', ['755', join(root, 'runbooks/closed')])
    expect({ code, out }).toMatchObject({ code: 1 })
    expect(out).toContain('This folder cannot be listed (EACCES)')
  })

  test('how large a source may be is configured', () => {
    const root = temporaryProject({ ...BASE, 'runbooks/big.md': `# Big\n\n${'x'.repeat(3000)}\n` })
    writeFileSync(
      join(root, 'alertbook.yml'),
      'site: {url: "https://runbooks.corp/"}\nlimits: {source: 2KB}\n',
    )
    expect(alertbook(root, 'check', '--no-cache').out).toMatch(/file-size .*\n.*runbooks\/big\.md/)
    writeFileSync(
      join(root, 'alertbook.yml'),
      'site: {url: "https://runbooks.corp/"}\nlimits: {source: 4KB}\n',
    )
    expect(alertbook(root, 'check', '--no-cache')).toMatchObject({ code: 0 })
    writeFileSync(join(root, 'alertbook.yml'), 'limits: {source: huge}\n')
    expect(alertbook(root, 'check', '--no-cache').out).toContain('expected a size such as `512KB` or `16MB`')
  })
})

describe('files named on the command line', () => {
  const RULES = 'groups:\n- name: g\n  rules:\n  - alert: X\n    expr: up == 0\n    for: 5m\n'

  test('may lie anywhere, and behind links', () => {
    const outer = temporaryProject({ 'out/x.yml': RULES, 'in/y': '' })
    symlinkSync('../out/x.yml', join(outer, 'in/x.yml'))
    expect(alertbook(join(outer, 'in'), 'check', '../out/x.yml')).toMatchObject({ code: 0 })
    expect(alertbook(join(outer, 'in'), 'check', 'x.yml')).toMatchObject({ code: 0 })
  })

  test('are regular files', () => {
    const folder = temporaryFolder()
    fifo(join(folder, 'pipe.yml'))
    symlinkSync('/dev/zero', join(folder, 'zero.yml'))
    mkdirSync(join(folder, 'folder.yml'))
    for (const name of ['pipe.yml', 'zero.yml']) {
      const { code, out } = alertbook(folder, 'check', name)
      expect({ code, out }).toMatchObject({ code: 1 })
      expect(out).toContain('expected a regular file')
      expect(alertbook(folder, 'import', name)).toMatchObject({ code: 1 })
    }
  })

  test.each(['x.rules', 'alerts', 'x.yml.tpl', 'x.conf'])(
    'are rule files whatever they are called: %s',
    (name) => {
      const folder = temporaryProject({
        [name]: RULES,
        'good.yml': RULES.replace('X', 'Y'),
        'bad.rules': RULES.replace('up ==', 'up ==='),
      })
      const one = alertbook(folder, 'check', name)
      expect({ ...one }).toMatchObject({ code: 0 })
      expect(one.out).toContain('1 alert')
      expect(alertbook(folder, 'check', name, 'good.yml').out).toContain('2 alerts')
      expect(alertbook(folder, 'check', '--checks', 'off', 'bad.rules').out).toMatch(/bad\.rules:5/)
    },
  )
})

describe('rule files of a project', () => {
  const RULES = (name: string): string =>
    `groups:\n- name: ${name}\n  rules:\n  - alert: ${name}\n    expr: up == 0\n    for: 5m\n`

  test('end with `.rules` as well, and what is not read is named', () => {
    const root = temporaryProject({
      ...BASE,
      'rules/a.rules': RULES('A'),
      'rules/deep/b.yaml': RULES('B'),
      'rules/c.yml.j2': RULES('C'),
      'rules/ABOUT.md': '# About\n',
      'rules/README.md': `# Of C\n\n\`\`\`yaml\n${RULES('C')}\`\`\`\n`,
      'rules/board.json': '{"panels": []}\n',
      'rules/main.go': 'package rules\n',
      'rules/.hidden': '',
    })
    const { code, out } = alertbook(root, 'build', '--no-cache')
    expect({ code, out }).toMatchObject({ code: 0 })
    const built = readFileSync(join(root, 'dist/rules.yml'), 'utf8')
    expect(['A', 'B', 'C'].filter((name) => built.includes(`alert: ${name}`))).toEqual(['A', 'B'])
    expect(out).toMatch(/warning {2}file-unread .*\n {2}rules\/c\.yml\.j2/)
    expect(out).toMatch(/info {2}file-unread .*\n {2}rules\/README\.md/)
    for (const other of ['.hidden', 'ABOUT', 'board', 'main.go']) expect(out).not.toContain(other)
    writeFileSync(
      join(root, 'alertbook.yml'),
      'site: {url: "https://runbooks.corp/"}\nrules: [rules, rules/c.yml.j2]\nchecks: {file-unread: off}\n',
    )
    const named = alertbook(root, 'build', '--no-cache')
    expect(named.out).not.toContain('file-unread')
    expect(readFileSync(join(root, 'dist/rules.yml'), 'utf8')).toContain('alert: C')
  })

  test('where many are not read, the rest is counted', () => {
    const others = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`rules/${n}.json`, '{"groups": []}']),
    )
    const only = ['--only', 'file-unread']
    const { out } = alertbook(temporaryProject({ ...BASE, ...others }), 'check', '--no-cache', ...only)
    expect(out.match(/^warning {2}file-unread/gm)).toHaveLength(20)
    expect(out).toContain('This file and 30 others are in a folder of rule files')
  })
})
