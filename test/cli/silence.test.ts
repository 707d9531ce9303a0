/** Nothing is lost in silence on the command line: builds, fixes, single files. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { alertbook, temporaryProject } from '../setup.ts'

const page = (name: string): string =>
  `# ${name}\n\n\`\`\`yaml\nalert: ${name}\nexpr: up == 0\nfor: 5m\n\`\`\`\n`
const CONFIG = 'site:\n  url: https://books.corp/\n'

describe('build names alerts that are no longer deployed', () => {
  test.each([
    ['a page that is gone', 'runbooks/b.md', '# B\n\nText.\n'],
    ['another name', 'runbooks/b.md', page('HostGone')],
    ['a draft', 'runbooks/b.md', `---\ndraft: true\n---\n\n${page('HostB')}`],
    ['a block marked as an example', 'runbooks/b.md', page('HostB').replace('yaml', 'yaml example')],
  ])('%s', async (_, path, text) => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'runbooks/a.md': page('HostA'),
      'runbooks/b.md': page('HostB'),
    })
    const first = await alertbook(['build', '--root', folder])
    expect(first.code).toBe(0)
    expect(first.out).not.toContain('No longer deployed')
    writeFileSync(join(folder, path), text)
    const { out, code } = await alertbook(['build', '--root', folder])
    expect(code).toBe(0)
    expect(out).toContain('No longer deployed: `HostB` (an alert of the last build)')
    expect((await alertbook(['build', '--root', folder])).out).not.toContain('No longer deployed')
  })

  test('a near miss writes nothing: the alert of the last build stays', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'runbooks/a.md': page('HostA'),
      'runbooks/b.md': page('HostB'),
    })
    await alertbook(['build', '--root', folder])
    for (const slip of [page('HostB').replace('alert:', 'aletr:'), page('HostB').replace('yaml', '')]) {
      writeFileSync(join(folder, 'runbooks/b.md'), slip)
      expect((await alertbook(['build', '--root', folder])).code).toBe(1)
      expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toContain('HostB')
    }
  })

  test('no rule at all, where the last build had some, is refused', async () => {
    const folder = temporaryProject({ 'alertbook.yml': CONFIG, 'runbooks/a.md': page('HostA') })
    await alertbook(['build', '--root', folder])
    writeFileSync(join(folder, 'runbooks/a.md'), '# A\n\nText.\n')
    const { code, out } = await alertbook(['build', '--root', folder])
    expect(code).toBe(1)
    expect(out).toContain('rules-empty')
    expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toContain('HostA')
  })

  test('a file of somebody else in the folder is no last build', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'runbooks/a.md': page('HostA'),
      'dist/alerts.json': '[1, {"alert"',
    })
    expect((await alertbook(['build', '--root', folder])).out).not.toContain('No longer deployed')
  })
})

describe('the configuration', () => {
  test('`alertbook.yaml` is read', async () => {
    const folder = temporaryProject({ 'alertbook.yaml': CONFIG, 'runbooks/a.md': page('HostA') })
    expect((await alertbook(['build', '--root', folder])).code).toBe(0)
    expect(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')).toContain('https://books.corp/a/')
  })

  test('beside `alertbook.yml` it is named', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'alertbook.yaml': CONFIG,
      'runbooks/a.md': page('HostA'),
    })
    const { code, out } = await alertbook(['check', '--root', folder])
    expect(code).toBe(1)
    expect(out).toContain('There are two configurations')
  })
})

test.each(['a.rules', 'a.yml.tpl', 'rules', 'a.txt', 'a.YML'])(
  'a rule file may be called %s',
  async (name) => {
    const rules = 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n    for: 5m\n'
    const folder = temporaryProject({ [name]: rules, 'bad.rules': rules.replace('up ==', 'up( ==') })
    const check = ['check', '--checks', 'off']
    expect((await alertbook([...check, name], { cwd: folder })).code).toBe(0)
    expect((await alertbook([...check, name, 'bad.rules'], { cwd: folder })).out).toContain('bad.rules:5')
  },
)

describe('a fix cures, or is not made', () => {
  const fixed = async (text: string): Promise<{ text: string; again: string; out: string }> => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'runbooks/a.md': text,
      'runbooks/b.md': page('HostB'),
    })
    const file = join(folder, 'runbooks/a.md')
    const { out } = await alertbook(['check', '--fix', '--root', folder])
    const once = readFileSync(file, 'utf8')
    await alertbook(['check', '--fix', '--root', folder])
    return { text: once, again: readFileSync(file, 'utf8'), out }
  }

  test.each([
    ['Open https://gitlab.com/<user>.keys now.', 'Open `https://gitlab.com/<user>.keys` now.'],
    ['See www.example.com/<id>/x.', 'See `www.example.com/<id>/x`.'],
    ['See https://a.b/<c>/<d>?e=<f>, please.', 'See `https://a.b/<c>/<d>?e=<f>`, please.'],
    ['| a |\n| --- |\n| https://a.b/<c> |', '| a |\n| --- |\n| `https://a.b/<c>` |'],
    ['(https://a.b/<c>)', '(`https://a.b/<c>`)'],
    ['Go to <host> and <port>.', 'Go to `<host>` and `<port>`.'],
    ['**Host: <host>**', '**Host: `<host>`**'],
    ['The label __name__ is special.', 'The label `__name__` is special.'],
    ['__Note__: __never__ delete it.', '__Note__: __never__ delete it.'],
    ['__DISCLAIMER__ and __all__ of it', '__DISCLAIMER__ and __all__ of it'],
  ])('%s', async (before, after) => {
    const { text, again } = await fixed(`# A\n\n${before}\n`)
    expect(text).toBe(`# A\n\n${after}\n`)
    expect(again).toBe(text)
  })

  test.each([
    '<a`b>',
    'http://<host>:9090/`x`<y>',
    '[x](http://a.b/<c>)',
    '`` ` <x> ``',
    '> https://a.b/<c\n> d>',
  ])('whatever is made of %s, twice is as once, and no letter is lost', async (before) => {
    const { text, again } = await fixed(`# A\n\nSay ${before} here.\n`)
    expect(again).toBe(text)
    expect(text.replaceAll('`', '')).toBe(`# A\n\nSay ${before} here.\n`.replaceAll('`', ''))
  })
})
