/** The record of addresses after a merge: git merges it where it can, and a fix repairs the rest. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readLinks } from '../../src/disk/links-file.ts'
import { checked, cli } from '../project.ts'
import { hasProgram, temporaryProject } from '../setup.ts'

const page = (name: string): string =>
  `# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up{v="${name}"} == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\nx\n\n## Impact\n\nx\n\n## Diagnosis\n\nx\n\n## Mitigation\n\nx\n`
const RECORD = 'alertbook.links.yml'

const git = (cwd: string, ...args: string[]): string =>
  spawnSync(
    'git',
    ['-c', 'user.name=n', '-c', 'user.email=e@example.org', '-c', 'merge.conflictStyle=merge', ...args],
    {
      cwd,
      encoding: 'utf8',
    },
  ).stdout

/** The merge of two branches that each change a book. */
async function merged(
  attributes: string,
  ours: (root: string) => void,
  theirs: (root: string) => void,
): Promise<string> {
  const root = temporaryProject({
    'alertbook.yml': 'site: {url: "https://runbooks.corp/"}\n',
    '.gitattributes': attributes,
    '.gitignore': 'dist/\nnode_modules/\n',
    'runbooks/a.md': page('A'),
    'runbooks/z.md': page('Z'),
  })
  const commit = async (): Promise<void> => {
    expect(await cli(root, 'build', '--no-cache')).toMatchObject({ code: 0 })
    git(root, 'add', '-A')
    git(root, 'commit', '-qm', 'x')
  }
  git(root, 'init', '-q', '-b', 'trunk')
  await commit()
  git(root, 'checkout', '-qb', 'other')
  theirs(root)
  await commit()
  git(root, 'checkout', '-q', 'trunk')
  ours(root)
  await commit()
  git(root, 'merge', 'other')
  return root
}

const add =
  (...names: string[]) =>
  (root: string): void => {
    for (const name of names) writeFileSync(join(root, `runbooks/${name.toLowerCase()}.md`), page(name))
  }
const rename =
  (from: string, to: string) =>
  (root: string): void => {
    execFileSync('git', ['mv', `runbooks/${from}.md`, `runbooks/${to}.md`], { cwd: root })
  }

const UNION = 'alertbook.links.yml merge=union\n'

describe.skipIf(!hasProgram('git'))('two branches', () => {
  const cases: [string, (root: string) => void, (root: string) => void][] = [
    ['add neighbours', add('B'), add('C')],
    ['add several pages each', add('B', 'D', 'F'), add('C', 'D2', 'G')],
    ['rename neighbours', rename('a', 'aa'), rename('z', 'zz')],
    ['rename one page to two names', rename('a', 'b'), rename('a', 'c')],
    ['rename, and add beside it', rename('a', 'b'), add('Aa')],
  ]

  test.each(cases)('that %s: git merges the record, and no address is lost', async (_, ours, theirs) => {
    const root = await merged(UNION, ours, theirs)
    const text = readFileSync(join(root, RECORD), 'utf8')
    expect(text).not.toContain('<<<<<<<')
    const { published, diagnostics } = readLinks({ path: RECORD, text })
    expect(diagnostics).toEqual([])
    expect(published.map(({ path }) => path)).toEqual(expect.arrayContaining(['a/', 'z/']))
  })

  test.each(cases.slice(0, 2))(
    'that %s, without the attribute: a finding, and its fix keeps both',
    async (_, ours, theirs) => {
      const root = await merged('', ours, theirs)
      const before = readFileSync(join(root, RECORD), 'utf8')
      expect(before).toContain('<<<<<<<')
      const found = (await checked(root)).filter(({ severity }) => severity === 'error')
      expect(found).toMatchObject([
        {
          code: 'links-file',
          message: 'The record of addresses contains Git conflict markers',
          fixable: true,
        },
      ])
      expect((await cli(root, 'build', '--no-cache')).code).toBe(1)
      const fixed = await cli(root, 'check', '--fix', '--no-cache')
      expect(fixed.err).toBe('Fixed 1 finding in 1 file.\n')
      expect(fixed.code, fixed.out).toBe(0)
      const after = readLinks({ path: RECORD, text: readFileSync(join(root, RECORD), 'utf8') })
      expect(after.diagnostics).toEqual([])
      for (const name of ['a', 'z', 'b', 'c'])
        expect(after.published.map(({ path }) => path)).toContain(`${name}/`)
      expect((await cli(root, 'build', '--no-cache')).code).toBe(0)
    },
  )
})

describe('conflict markers', () => {
  const both = (ours: string, theirs: string, base = ''): string =>
    `pages:\n  /a/: {title: A}\n<<<<<<< HEAD\n${ours}${base}=======\n${theirs}>>>>>>> other\n  /z/: {title: Z}\n`

  test('in the middle of an entry of another shape', () => {
    const text =
      'pages:\n  /a/:\n    title: A\n<<<<<<< HEAD\n    alerts: [X]\n||||||| base\n    alerts: [O]\n=======\n    alerts: [Y]\n    moved: /b/\n>>>>>>> b\n'
    const [finding] = readLinks({ path: RECORD, text }).diagnostics
    const edit = finding?.fix?.edits[0]
    expect(readLinks({ path: RECORD, text: edit?.text ?? '' }).published).toMatchObject([
      { path: 'a/', alerts: ['X', 'Y'], moved: 'b/' },
    ])
  })

  test('with line ends of Windows', () => {
    const text = both('  /b/: {title: B}\n', '  /c/: {title: C}\n').replaceAll('\n', '\r\n')
    const [finding] = readLinks({ path: RECORD, text }).diagnostics
    expect(finding?.fix?.edits[0]?.text).toContain('/b/: {title: B}\n  /c/: {title: C}\n')
  })

  test.each([
    ['that do not pair', 'pages:\n<<<<<<< HEAD\n  /a/: {title: A}\n'],
    ['around what cannot be read', both('  /b/: [\n', '  /c/: {title: C}\n')],
    ['around hostile addresses', both('  /../../x: {title: B}\n', '  /c/: {title: C}\n')],
  ])('%s: a finding without a fix', (_, text) => {
    const { diagnostics, published } = readLinks({ path: RECORD, text })
    expect(published).toEqual([])
    expect(diagnostics).toMatchObject([
      { code: 'links-file', hint: 'keep the lines of both sides and remove the markers' },
    ])
    expect(diagnostics[0]?.fix).toBeUndefined()
  })
})

describe('a fix keeps the encoding', () => {
  const RULES = 'groups:\n- name: g\n  rules:\n  - alert: Down\n    expr: up == 0\n    For: 5m\n'
  const utf16 = (text: string, big: boolean): Buffer => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le')
    return big ? bytes.swap16() : bytes
  }
  const encodings: [string, (text: string) => Buffer][] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', (text) => utf16(text, false)],
    ['UTF-16, big end first', (text) => utf16(text, true)],
  ]
  test.each(encodings)('%s, either kind of line end', async (_, encode) => {
    for (const end of ['\n', '\r\n']) {
      const text = `# é ☃ 😀\n${RULES}`.replaceAll('\n', end)
      const root = temporaryProject({ 'rules/a.yml': encode(text) })
      expect((await cli(root, 'check', '--fix', '--no-cache')).err).toContain('Fixed 1 finding')
      expect(readFileSync(join(root, 'rules/a.yml'))).toEqual(encode(text.replace('For:', 'for:')))
    }
  })
})
