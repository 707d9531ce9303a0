/** Outputs stay below the output folder, and no two share a path, whatever the record, an alias or a link says. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLinks } from '../../src/disk/links-file.ts'
import { PlaceError } from '../../src/disk/place.ts'
import { writeOutputs } from '../../src/disk/write.ts'
import { pathFault, pathProblems } from '../../src/emit/paths.ts'
import type { OutputFile } from '../../src/model.ts'
import { cli } from '../project.ts'
import { temporaryFolder, temporaryProject } from '../setup.ts'
import '../seed.ts'

const PAGE =
  '# Up\n\n```yaml\nalert: Down\nexpr: up == 0\nfor: 5m\n```\n\n## Meaning\n\nx\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n'
const CONFIG = 'site:\n  url: https://runbooks.corp/\n'

const record = (...keys: string[]): string =>
  `pages:\n${keys.map((key) => `  ${JSON.stringify(key)}: {title: T, removed: "owned"}\n`).join('')}`

/** A project inside its own folder, so that files it might overwrite are beside it. */
function project(files: Readonly<Record<string, string>>): { outer: string; root: string } {
  const inner = Object.entries({ 'alertbook.yml': CONFIG, 'runbooks/up.md': PAGE, ...files })
  const outer = temporaryProject({
    'victim.txt': 'precious',
    ...Object.fromEntries(inner.map(([path, text]) => [`a/b/${path}`, text])),
  })
  return { outer, root: join(outer, 'a/b') }
}

describe('an entry of the record that leads elsewhere is a finding with a place, and never a path', () => {
  const hostile = [
    '/../../../victim.txt',
    '/../../../../victim.txt',
    '../../../victim.txt',
    'a/../../../../victim.txt',
    '/a/../../../../../victim.txt/',
    '/..',
    '/nul\0x/',
    '/line\nbreak/',
    '/bell\u0007/',
    '/c1\u0085/',
    '\\..\\..\\victim.txt',
    '/a\\b/',
    `/${'x'.repeat(256)}/`,
    `/${'é'.repeat(128)}/`,
  ]
  test.each(hostile.map((key) => [JSON.stringify(key).slice(0, 40), key]))('%s', async (_, key) => {
    const { outer, root } = project({ 'alertbook.links.yml': record('/fine/', key) })
    const { code, out } = await cli(root, 'build')
    expect({ code, out }).toMatchObject({ code: 1 })
    expect(out).toMatch(/alertbook\.links\.yml:3:3/)
    expect(out).toContain('links-file')
    expect(readFileSync(join(outer, 'victim.txt'), 'utf8')).toBe('precious')
    expect(existsSync(join(root, 'dist'))).toBe(false)
    expect(readdirSync(outer).sort()).toEqual(['a', 'victim.txt'])
  })

  test.each(['moved', 'see'])('in `%s` as well', async (field) => {
    const text = `pages:\n  /x/: {title: T, ${field === 'see' ? 'removed: "", see: ["/../../y"]' : 'moved: /../../y'}}\n`
    const { diagnostics, published } = readLinks({ path: 'alertbook.links.yml', text })
    expect(diagnostics.map(({ code }) => code)).toEqual(['links-file'])
    expect(JSON.stringify(published)).not.toContain('..')
  })

  test('what is merely untidy is tidied', () => {
    const text = 'pages:\n  //a/./b//: {title: T, moved: "/x/./y/#z"}\n'
    const [entry] = readLinks({ path: 'alertbook.links.yml', text }).published
    expect(entry).toMatchObject({ path: 'a/b/', moved: 'x/y/#z' })
  })

  test('one address twice, as a merge leaves it, is one address', () => {
    const text =
      'pages:\n  /a/: {title: T, alerts: [A]}\n  /a/: {title: T, alerts: [B], moved: /b/}\n  //a/: {title: T}\n'
    const { diagnostics, published } = readLinks({ path: 'l', text })
    expect(diagnostics).toEqual([])
    expect(published).toMatchObject([{ path: 'a/', alerts: ['A', 'B'], moved: 'b/' }])
  })
})

describe('no two outputs have one path', () => {
  const cases: [name: string, files: Record<string, string>, place: string, path: string][] = [
    [
      'the record and the 404 page',
      { 'alertbook.links.yml': record('/404.html') },
      'alertbook.links.yml:2:3',
      'site/404.html',
    ],
    [
      'the record and the worker',
      { 'alertbook.links.yml': record('/sw.js') },
      'alertbook.links.yml:2:3',
      'site/sw.js',
    ],
    [
      'the record and an asset',
      { 'alertbook.links.yml': record('/assets/site.js') },
      'alertbook.links.yml:2:3',
      'site/assets/site.js',
    ],
    [
      'the record in capitals',
      { 'alertbook.links.yml': record('/SEARCH.JSON') },
      'alertbook.links.yml:2:3',
      'site/SEARCH.JSON',
    ],
    [
      'the record and a page',
      { 'alertbook.links.yml': record('/UP/') },
      'alertbook.links.yml:2:3',
      'site/UP/index.html',
    ],
    [
      'the record and the text of a page',
      { 'alertbook.links.yml': record('/up/index.md') },
      'alertbook.links.yml:2:3',
      'site/up/index.md',
    ],
    [
      'a file where a folder must be',
      { 'alertbook.links.yml': record('/up') },
      'alertbook.links.yml:2:3',
      'site/up',
    ],
    [
      'a folder where a file must be',
      { 'alertbook.links.yml': record('/404.html/x/') },
      'alertbook.links.yml:2:3',
      'site/404.html/x/index.html',
    ],
    [
      'an alias and the search',
      { 'runbooks/two.md': '---\naliases: [/404.html]\n---\n\n# Two\n' },
      'runbooks/two.md:2:11',
      'site/404.html',
    ],
    [
      'composed and decomposed',
      { 'alertbook.links.yml': record('/caf\u00e9/', '/cafe\u0301/') },
      'alertbook.links.yml:3:3',
      'site/cafe\u0301/index.html',
    ],
  ]
  test.each(cases)('%s: an error that names both', async (_, files, place, path) => {
    const { root } = project(files)
    const { code, out } = await cli(root, 'build')
    expect(code).toBe(1)
    expect(out).toContain(place)
    expect(out).toContain('page-output')
    expect(out).toContain(`\`${path}\``)
    expect(out).toMatch(/one is from `[^`]+`, the other (?:from `|the site's own)/)
    expect(existsSync(join(root, 'dist'))).toBe(false)
  })

  test('a redirect from the address in capitals is fine: other generators kept them', async () => {
    const { root } = project({ 'runbooks/disk.md': '---\naliases: [/Disk/]\n---\n\n# Disk\n' })
    expect(await cli(root, 'build')).toMatchObject({ code: 0 })
    expect(readFileSync(join(root, 'dist/site/Disk/index.html'), 'utf8')).toContain('../disk/')
    expect(readFileSync(join(root, 'dist/site/disk/index.html'), 'utf8')).not.toContain(
      'http-equiv="refresh"',
    )
  })

  test('a group with a long name, and two that differ in how é is written, have files of their own', async () => {
    const groups = ['g'.repeat(400), 'caf\u00e9', 'cafe\u0301']
    const text = `groups:\n${groups.map((name, n) => `- name: ${name}\n  rules:\n  - record: a:b${n}\n    expr: up\n`).join('')}`
    const { root } = project({ 'alertbook.yml': `${CONFIG}output: {split: group}\n`, 'rules/a.yml': text })
    expect(await cli(root, 'build')).toMatchObject({ code: 0 })
    expect(readdirSync(join(root, 'dist/rules')).sort()).toEqual([
      'café-2.yml',
      'café.yml',
      `${'g'.repeat(60)}.yml`,
      'up.yml',
    ])
  })
})

describe('the writer itself is the last guard', () => {
  const file = (path: string, text = 'new'): OutputFile => ({ path, make: () => text })

  test.each([
    '../x',
    '/x',
    'a/../../x',
    'a//b',
    './x',
    'x\0',
    'x\n',
    'a\\b',
    '',
    `${'x'.repeat(300)}`,
    'x'.repeat(4000),
  ])('refuses %j before anything is written', (path) => {
    const dir = join(temporaryFolder(), 'dist')
    expect(() => writeOutputs(dir, [file('good.txt'), file(path)])).toThrow(PlaceError)
    expect(existsSync(dir)).toBe(false)
  })

  test('two outputs of one path', () => {
    const dir = join(temporaryFolder(), 'dist')
    expect(() => writeOutputs(dir, [file('a'), file('a')])).toThrow(/Two output files collide at `a`/)
    expect(existsSync(dir)).toBe(false)
  })

  test('a link in the output that leads out is not followed', () => {
    const folder = temporaryProject({ 'outside/rules.yml': 'precious', 'dist/old.txt': 'x' })
    symlinkSync(join(folder, 'outside'), join(folder, 'dist/site'))
    expect(() => writeOutputs(join(folder, 'dist'), [file('site/rules.yml')])).toThrow(
      /symbolic link to something outside/,
    )
    expect(() => writeOutputs(join(folder, 'dist'), [file('site/deep/x.html')])).toThrow(
      /symbolic link to something outside/,
    )
    expect(readdirSync(join(folder, 'outside'))).toEqual(['rules.yml'])
    expect(readFileSync(join(folder, 'outside/rules.yml'), 'utf8')).toBe('precious')
  })

  test('a link to a file is replaced, and its target left alone', () => {
    const folder = temporaryProject({ 'victim.txt': 'precious', 'dist/x': '' })
    symlinkSync(join(folder, 'victim.txt'), join(folder, 'dist/rules.yml'))
    writeOutputs(join(folder, 'dist'), [file('rules.yml')])
    expect(readFileSync(join(folder, 'victim.txt'), 'utf8')).toBe('precious')
    expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toBe('new')
  })

  test('the output folder itself may be a link, and one within it may lead within it', () => {
    const folder = temporaryProject({ 'web/real/x': 'x' })
    symlinkSync(join(folder, 'web'), join(folder, 'dist'))
    symlinkSync('real', join(folder, 'web/site'))
    writeOutputs(join(folder, 'dist'), [file('site/index.html')])
    expect(readFileSync(join(folder, 'web/real/index.html'), 'utf8')).toBe('new')
  })

  test('a manifest of somebody else removes nothing outside', () => {
    const folder = temporaryProject({ 'victim.txt': 'precious', 'outside/x.txt': 'precious', 'dist/x': '' })
    symlinkSync(join(folder, 'outside'), join(folder, 'dist/way'))
    const paths = ['../victim.txt', 'way/x.txt', `${folder}/victim.txt`, 'a/../../victim.txt']
    const files = [...paths.map((path) => [path, null, 8, 0]), null, [null], [1, 2]]
    writeFileSync(join(folder, 'dist/.alertbook.json'), JSON.stringify({ files: files.slice(0, 4) }))
    writeOutputs(join(folder, 'dist'), [file('rules.yml')])
    writeFileSync(join(folder, 'dist/.alertbook.json'), JSON.stringify({ files }))
    writeOutputs(join(folder, 'dist'), [file('rules.yml')])
    expect(readFileSync(join(folder, 'victim.txt'), 'utf8')).toBe('precious')
    expect(readFileSync(join(folder, 'outside/x.txt'), 'utf8')).toBe('precious')
  })

  test('pipes and folders in the place of outputs neither hang nor stay', () => {
    const folder = temporaryFolder()
    const dir = join(folder, 'dist')
    mkdirSync(dir)
    execFileSync('mkfifo', [join(dir, 'rules.yml'), join(dir, '.alertbook.json')])
    writeOutputs(dir, [file('rules.yml')])
    expect(readFileSync(join(dir, 'rules.yml'), 'utf8')).toBe('new')
  })

  describe('an output folder elsewhere', () => {
    const built = (root: string, dir: string): ReturnType<typeof cli> => {
      writeFileSync(join(root, 'alertbook.yml'), `${CONFIG}output: { dir: ${dir} }\n`)
      return cli(root, 'build')
    }

    test('is not one that the configuration chooses', async () => {
      const { root } = project({})
      const away = temporaryFolder()
      symlinkSync(away, join(root, 'link'))
      for (const dir of ['../away', away, join(away, 'deep/er'), 'link', 'link/deep']) {
        const { code, err } = await built(root, dir)
        expect(err, dir).toContain(`\`output.dir\` is \`${dir}\`, which is outside the project`)
        expect(code).toBe(2)
      }
      expect(readdirSync(away)).toEqual([])
    })

    test('is not among the files of git', async () => {
      const { root } = project({ '.git/HEAD': 'ref: refs/heads/main\n' })
      symlinkSync('.git/hooks', join(root, 'link'))
      mkdirSync(join(root, '.git/hooks'))
      for (const dir of ['.git', '.git/hooks', '.GIT/x', 'link', 'runbooks/../.git', 'vendor/.git/modules']) {
        const { code, err } = await built(root, dir)
        expect(err, dir).toContain(`\`output.dir\` is \`${dir}\`, which belongs to git`)
        expect(code).toBe(2)
      }
      expect(readdirSync(join(root, '.git/hooks'))).toEqual([])
    })

    test('names what it replaces there that no build has written', async () => {
      const { root } = project({ 'public/rules.yml': 'mine', 'public/site/index.html': 'of another tool' })
      const first = await built(root, 'public')
      expect(first.err).toBe(
        'note: replaced 2 files that no build is known to have written: `site/index.html`, `rules.yml`\n',
      )
      writeFileSync(join(root, 'runbooks/up.md'), PAGE.replace('5m', '9m'))
      expect((await built(root, 'public')).err).toBe('')
    })

    test('names what stands in the way of a file or folder', async () => {
      const { root } = project({ 'dist/rules.yml/x': '' })
      symlinkSync('nowhere', join(root, 'dist/site'))
      const link = await built(root, 'dist')
      expect(link.err).toMatch(/^alertbook: cannot write `[^`]*dist\/site` \(ENOTDIR\)$/m)
      rmSync(join(root, 'dist/site'))
      const folder = await built(root, 'dist')
      expect(folder.err).toMatch(/^alertbook: cannot write `[^`]*dist\/rules.yml` \(EISDIR\)$/m)
    })

    test('is one that the command line names', async () => {
      const { root } = project({})
      const away = temporaryFolder()
      expect((await cli(root, 'build', '--out', away)).code).toBe(0)
      expect(readdirSync(away)).toContain('rules.yml')
    })

    test('may be in the repository that holds the project', async () => {
      const { root } = project({})
      const inner = join(root, 'monitoring')
      cpSync(join(root, 'runbooks'), join(inner, 'runbooks'), { recursive: true })
      mkdirSync(join(root, '.git'))
      expect((await built(inner, '../made')).code).toBe(0)
      expect(readdirSync(join(root, 'made'))).toContain('rules.yml')
      const { code, err } = await built(inner, '../../made')
      expect(err).toContain('outside the repository')
      expect(code).toBe(2)
    })
  })

  describe('an output folder that holds the project', () => {
    const RULES = 'groups:\n- name: mine\n  rules:\n  - record: a:b\n    expr: up\n'

    test('never replaces a source', async () => {
      const { root } = project({
        'alertbook.yml': `${CONFIG}output: { dir: ., split: group }\n`,
        'rules/mine.yml': RULES,
      })
      const { code, err } = await cli(root, 'build')
      expect(code).toBe(2)
      expect(err).toContain('`rules/mine.yml`')
      expect(err).toContain('it is a source of the project')
      expect(readFileSync(join(root, 'rules/mine.yml'), 'utf8')).toBe(RULES)
    })

    test('nor a source behind a link', async () => {
      const { root } = project({
        'alertbook.yml': `${CONFIG}output: { split: group }\n`,
        'rules/mine.yml': RULES,
      })
      symlinkSync('.', join(root, 'dist'))
      expect((await cli(root, 'build')).code).toBe(2)
      expect(readFileSync(join(root, 'rules/mine.yml'), 'utf8')).toBe(RULES)
    })

    test('nor a file that no build has written', async () => {
      const { root } = project({
        'alertbook.yml': `${CONFIG}output: { dir: . }\n`,
        'alerts.json': 'precious',
      })
      const { code, err } = await cli(root, 'build')
      expect(code).toBe(2)
      expect(err).toContain('no build wrote this file')
      expect(readFileSync(join(root, 'alerts.json'), 'utf8')).toBe('precious')
    })

    test('removes no file of the author, whatever its list says, and builds twice', async () => {
      const { root } = project({
        'alertbook.yml': `${CONFIG}output: { dir: . }\n`,
        'package.json': '{}',
        '.alertbook.json': JSON.stringify({
          files: ['package.json', 'alertbook.yml', 'runbooks/up.md'].map((path) => [path, null, 1, 1]),
        }),
      })
      expect((await cli(root, 'build')).code).toBe(0)
      expect((await cli(root, 'build', '--no-cache')).code).toBe(0)
      for (const path of ['package.json', 'alertbook.yml', 'runbooks/up.md', 'rules.yml'])
        expect(existsSync(join(root, path)), path).toBe(true)
    })
  })

  test('law: whatever the paths, what is written lies below the folder', () => {
    const part = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        'a',
        'A',
        'b',
        '\0',
        '\\',
        '\n',
        'CON',
        'site',
        'rules.yml',
        '...',
        '..a',
        '~',
        '$HOME',
        '%2e%2e',
      ),
      fc.string({ maxLength: 4, unit: 'binary' }),
    )
    const paths = fc.array(
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(paths, (wanted) => {
        const outer = temporaryFolder()
        const dir = join(outer, 'in/dist')
        try {
          writeOutputs(
            dir,
            wanted.map((path) => file(path)),
          )
        } catch (error) {
          expect(error).toBeInstanceOf(PlaceError)
        }
        expect(readdirSync(outer).filter((name) => name !== 'in')).toEqual([])
        if (existsSync(join(outer, 'in'))) expect(readdirSync(join(outer, 'in'))).toEqual(['dist'])
      }),
      { numRuns: 150 },
    )
  })

  test('law: no two good paths of outputs are one where case and composition do not count', () => {
    const path = fc
      .array(fc.constantFrom('a', 'A', 'é', 'e\u0301', 'b'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'))
    fc.assert(
      fc.property(fc.array(path, { maxLength: 4 }), (wanted) => {
        const folded = wanted.map((one) => one.normalize('NFC').toLowerCase())
        const meet = folded.some((one, index) =>
          folded.some((other, at) => at !== index && (one === other || other.startsWith(`${one}/`))),
        )
        expect(pathProblems(wanted.map((one) => file(one))).length > 0).toBe(meet)
        expect(wanted.map(pathFault)).toEqual(wanted.map(() => undefined))
      }),
    )
  })
})

test('a file that stands in place of a folder of an earlier build is named', async () => {
  const { root } = project({})
  expect((await cli(root, 'build')).code).toBe(0)
  rmSync(join(root, 'dist/site/up'), { recursive: true })
  writeFileSync(join(root, 'dist/site/up'), 'x')
  const { code, err } = await cli(root, 'build')
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('site/up`: it is not a folder'),
  })
})
