/** `import --pages`: a wiki is imported completely, once, and every page finds its alerts or is reported. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesOf } from '../../src/cli/import/pages/match.ts'
import { nameOf, type WikiPage } from '../../src/cli/import/pages/wiki.ts'
import { readRemote } from '../../src/cli/init/remote.ts'
import type { Runbook } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'
import { checked, cli, snapshot } from '../project.ts'
import { expectGolden, root, temporaryProject } from '../setup.ts'
import { PLATFORM, platform, WIKI_EXPORT } from './platform.ts'

const CONFIG = `site:\n  url: https://runbooks.corp/\nlinks:\n  annotations: [runbook_url]\nrules:\n  - manifests/api-prometheusRule.yaml\n  - manifests/queue-prometheusRule.yaml\n`
const project = (): string => temporaryProject({ ...PLATFORM, 'alertbook.yml': CONFIG })

describe('the pages of a wiki', () => {
  test('are told as they are found', async () => {
    const wiki = temporaryProject(WIKI_EXPORT)
    const folder = project()
    const ran = await cli(folder, 'import', '--pages', wiki)
    const lines = `$ alertbook import --pages wiki\n${ran.out}${ran.err}`
    const again = await cli(folder, 'import', '--pages', wiki)
    const more = `\n$ alertbook import --pages wiki\n${again.out}${again.err}`
    const name = wiki.slice(wiki.lastIndexOf('/') + 1).toLowerCase()
    expectGolden(
      join(root, 'test/cli/wiki.txt'),
      (lines + more).replaceAll(name, 'wiki').replaceAll(wiki, 'wiki'),
    )
  })

  test('come over with every character but their links, and the files they show', async () => {
    const wiki = temporaryProject(WIKI_EXPORT)
    const folder = project()
    expect((await cli(folder, 'import', '--pages', wiki)).code).toBe(0)
    const files = snapshot(folder)
    const bare = (text: string): string =>
      text.replace(/^---\nalerts: .*\n---\n\n/, '').replace(/\]\([^)]*\)/g, ']()')
    const here = [...files].filter(([path]) => path.startsWith('runbooks/') && path.endsWith('.md'))
    const there = Object.entries(WIKI_EXPORT).filter(([path]) => path.endsWith('.md'))
    expect(here.map(([, text]) => bare(text)).sort()).toEqual(there.map(([, text]) => bare(text)).sort())
    expect([...files.keys()].filter((path) => path.endsWith('.png'))).toEqual([
      expect.stringMatching(/^runbooks\/[^/]+\/img\/dash\.png$/),
    ])
    // No link between pages or to an image is lost.
    const codes = (await checked(folder)).map(({ code }) => code)
    expect(codes.filter((code) => code === 'link-target' || code === 'link-anchor')).toEqual([])
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  })

  test('with rules: the rules stand in them afterwards, and the rest gets a page to write', async () => {
    const wiki = temporaryProject(WIKI_EXPORT)
    const folder = project()
    const ran = await cli(folder, 'import', 'manifests', '--pages', wiki)
    expect(ran).toMatchObject({ code: 0 })
    const files = snapshot(folder)
    expect(files.get('runbooks/api/api-down.md')).toMatch(/^# API is down\n\n```yaml\n[\s\S]*alert: ApiDown/m)
    expect(files.get('runbooks/queue/queue-down.md')).toContain('runbook: todo')
    const once = snapshot(folder)
    expect((await cli(folder, 'import', 'manifests', '--pages', wiki)).out).not.toContain('written')
    expect(snapshot(folder)).toEqual(once)
    // A page edited since belongs to its author, and is still the same page.
    const page = join(folder, 'runbooks/api/when-the-api-fails.md')
    writeFileSync(page, readFileSync(page, 'utf8').replace('It happened.', 'It happened again.'))
    expect((await cli(folder, 'import', 'manifests', '--pages', wiki)).out).not.toContain('written')
  })

  test('take the place of stubs that nobody has touched, and of nothing else', async () => {
    const wiki = temporaryProject({
      'ApiDown.md': '# The API\n\nCall Ada.\n',
      'QueueDown.md': '# The queue\n\nCall Grace.\n',
    })
    const folder = project()
    await cli(folder, 'import', 'manifests')
    const mine = join(folder, 'runbooks/queue/queue-down.md')
    writeFileSync(
      mine,
      readFileSync(mine, 'utf8').replace('<!-- todo: who notices, and how soon -->', 'Orders.'),
    )
    const before = readFileSync(mine, 'utf8')
    const { out, err } = await cli(folder, 'import', '--pages', wiki)
    expect(out).toContain('filled  runbooks/api/api-down.md: ApiDown (by name)')
    const page = readFileSync(join(folder, 'runbooks/api/api-down.md'), 'utf8')
    expect(page).toContain('alert: ApiDown')
    expect(page).toMatch(/```\n\nCall Ada\.\n$/)
    expect(page).not.toContain('todo')
    expect(readFileSync(mine, 'utf8')).toBe(before)
    expect(err).toContain('2 pages: 1 for 1 alert, 0 for none, 1 not imported.')
  })

  test('that are there and differ are left, and named', async () => {
    const wiki = temporaryProject({ 'On call.md': '# On call\n' })
    const folder = project()
    await cli(folder, 'import', '--pages', wiki)
    const [path] = [...snapshot(folder).keys()].filter((one) => one.endsWith('on-call.md'))
    writeFileSync(join(folder, path!), '# Mine\n')
    const { err } = await cli(folder, 'import', '--pages', wiki)
    expect(err).toContain(`note: ${path} already exists with other content: it is left unchanged`)
    expect(readFileSync(join(folder, path!), 'utf8')).toBe('# Mine\n')
  })

  test('are only told with --dry-run', async () => {
    const wiki = temporaryProject(WIKI_EXPORT)
    const folder = project()
    const before = snapshot(folder)
    const dry = await cli(folder, 'import', 'manifests', '--pages', wiki, '--dry-run')
    expect(snapshot(folder)).toEqual(before)
    expect((await cli(folder, 'import', 'manifests', '--pages', wiki)).out).toBe(dry.out)
  })

  test.each([
    [['--pages', 'nowhere'], 'no folder `nowhere`'],
    [['--pages', 'empty'], 'no Markdown in `empty`'],
    [['--pages', 'runbooks/x'], 'is already inside the folder of runbooks'],
  ])('%j', async (args, expected) => {
    const folder = project()
    for (const one of ['empty', 'runbooks/x']) mkdirSync(join(folder, one), { recursive: true })
    expect(await cli(folder, 'import', ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(expected),
    })
  })

  test('that cannot be read stop it before anything is written', async () => {
    const wiki = temporaryProject({ 'a.md': '# A\n', 'b.md': Uint8Array.from([0x23, 0x20, 0xff, 0x0a]) })
    const folder = project()
    const before = snapshot(folder)
    const { code, out } = await cli(folder, 'import', '--pages', wiki)
    expect({ code, found: out.includes('file-encoding') }).toEqual({ code: 1, found: true })
    expect(snapshot(folder)).toEqual(before)
  })
})

describe('a match', () => {
  const page = (path: string, text: string): WikiPage => {
    const source = { path, text }
    const runbook = parse(source) as Runbook
    const { name, id } = nameOf(path.slice(path.lastIndexOf('/') + 1))
    const heading = runbook.headings.find(({ depth }) => depth === 1)?.text ?? ''
    return { source, runbook, name, names: [name, heading].filter((one) => one !== ''), id }
  }
  const alert = (name: string, ...links: string[]) => ({ name, group: 'g', links })

  test.each([
    ['HostDown.md', '', alert('HostDown'), 'by name'],
    ['host-down.md', '', alert('HostDown'), 'by name'],
    ['x.md', '# Host Down\n', alert('HostDown'), 'by name'],
    ['x.md', '# Runbook: HostDown\n', alert('HostDown'), 'by name'],
    ['x.md', '# Alert host down\n', alert('HostDown'), 'by name'],
    ['x.md', '# HostDown and HostSlow\n', alert('HostSlow'), 'by name'],
    ['x.md', '# HostDowner\n', alert('HostDown'), undefined],
    ['x.md', '# It is down\n', alert('Down'), undefined],
    ['x.md', '# All\n\n## HostDown\n', alert('HostDown'), 'by a heading'],
    ['x.md', '---\nalerts: [HostDown]\n---\n', alert('HostDown'), 'named in its frontmatter'],
    ['When it fails.md', '', alert('HostDown', 'https://w/x/When+it+fails'), 'by its link'],
    ['a/b_12345.md', '', alert('HostDown', 'https://w/pages/viewpage.action?pageId=12345'), 'by its link'],
    ['a/b_12345.md', '', alert('HostDown', 'https://w/spaces/OPS/pages/12345/Other+name'), 'by its link'],
    [
      'A b 0123456789abcdef0123456789abcdef.md',
      '',
      alert('X', 'https://notion.so/A-b-0123456789abcdef0123456789abcdef'),
      'by its link',
    ],
    ['x.md', '', alert('HostDown', 'https://w/{{ $labels.x }}'), undefined],
  ] as const)('%s %j', (path, text, wanted, reason) => {
    expect(matchesOf(page(path, text), [wanted])[0]?.reason).toBe(reason)
  })
})

describe('the address of a remote', () => {
  test.each([
    [
      'git@github.com:Corp/platform.git',
      'https://github.com/Corp/platform',
      'https://corp.github.io/platform/',
    ],
    [
      'https://github.com/corp/corp.github.io',
      'https://github.com/corp/corp.github.io',
      'https://corp.github.io/',
    ],
    ['https://ada:secret@github.com/a/b.git', 'https://github.com/a/b', 'https://a.github.io/b/'],
    ['ssh://git@gitlab.corp:2222/g/s/p.git', 'https://gitlab.corp/g/s/p', undefined],
    ['https://gitlab.com/g/p', 'https://gitlab.com/g/p', undefined],
  ])('%s', (written, web, pages) => expect(readRemote(written)).toMatchObject({ web, pages }))

  test.each([
    '/srv/git/x.git',
    '../x',
    'file:///srv/x',
    'C:/x/y',
    'https://github.com/x',
    'git@h.x:a/b c',
    'https://h/a/b\n- x',
  ])('there is none in %j', (written) => expect(readRemote(written)).toBeUndefined())

  test('is never more than letters an address has, and no password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string(), (text, secret) => {
        for (const written of [text, `https://u:${secret}@github.com/${text}`, `git@host.x:${text}`]) {
          const web = readRemote(written)?.web
          if (web !== undefined) expect(web).toMatch(/^https:\/\/[a-z0-9.-]+(?:\/[\w.~-]+){2,}$/)
        }
      }),
    )
  })
})

test('init looks around, and writes what it found', async () => {
  const folder = platform()
  const { code, out } = await cli(folder, 'init')
  expect(code).toBe(0)
  const config = readFileSync(join(folder, 'alertbook.yml'), 'utf8')
  expectGolden(join(root, 'test/cli/init.txt'), `$ alertbook init\n${out}\n$ cat alertbook.yml\n${config}`)
  expect((await cli(folder, 'check', '--no-cache')).out).toContain('5 alerts and 1 recording rule')
})
