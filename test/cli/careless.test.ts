/** What a careless author is told by `check` and `import`: the cause, once, and nothing passed over. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checked, cli } from '../project.ts'
import { temporaryFolder } from '../setup.ts'

const group = (alert: string): string =>
  `groups:\n- name: g\n  rules:\n  - alert: ${alert}\n    expr: up == 0\n    for: 5m\n    labels: {severity: critical}\n`

const block = (lines: string): string => `# A\n\n\`\`\`yaml\n${lines}\n\`\`\`\n`

function project(files: Readonly<Record<string, string | Buffer>>): string {
  const root = temporaryFolder()
  for (const [path, text] of Object.entries({
    'alertbook.yml': 'site: {url: https://book.acme.io/}\n',
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** `code place: message | hint` of every finding. */
async function told(files: Readonly<Record<string, string | Buffer>>): Promise<string[]> {
  const { out } = await cli(project(files), 'check', '-f', 'json', '--no-cache')
  const report = JSON.parse(out) as {
    diagnostics: { code: string; file: string; message: string; hint?: string }[]
  }
  return report.diagnostics.map(
    ({ code, file, message, hint }) => `${code} ${file}: ${message} | ${hint ?? ''}`,
  )
}

test('a project without rules is an error of `check` as of `build`', async () => {
  expect((await told({ 'runbooks/a.md': '# A\n', 'rules/a.yml': 'groups: []\n' }))[0]).toContain(
    'rules-empty',
  )
  expect(await told({ 'runbooks/a.md': '# A\n' })).toEqual([])
})

test('rule files in a folder of runbooks are named', async () => {
  const all = await told({
    'runbooks/a.md': '# A\n',
    'runbooks/r.yml': group('A'),
    'runbooks/s.rules': group('B'),
    'runbooks/t.yml': 'a: b\n',
  })
  expect(all.map((one) => one.split(':')[0])).toEqual([
    'file-unread runbooks/r.yml',
    'file-unread runbooks/s.rules',
  ])
})

test('a file of another tool among rule files is one error, and no advice to empty it', async () => {
  const all = await told({
    'rules/a.yml': group('A'),
    'rules/b.yml': 'rule_files: [a.yml]\ntests: []\n',
    'rules/c.yml': 'route: {receiver: x}\nreceivers: []\n',
  })
  const errors = all.filter((one) => one.startsWith('rule-field'))
  expect(errors).toHaveLength(2)
  expect(errors[0]).toContain('a unit test of promtool')
  expect(errors[1]).toContain('a configuration of Alertmanager')
  expect(errors.join()).not.toContain('remove it')
})

test('a unit test beside its rules is none of them where `tests` names it, and rules are never passed over', async () => {
  const files = {
    'rules/a.yml': group('A'),
    'rules/a_test.yml': 'rule_files: [a.yml]\ntests: []\n',
    'rules/b_test.yml': `tests: []\n${group('B')}`,
  }
  const errors = async (config: string): Promise<string[]> =>
    (await told({ ...files, 'alertbook.yml': `site: {url: https://book.acme.io/}\n${config}` })).filter(
      (one) => one.startsWith('rule-field'),
    )
  const [first] = await errors('')
  expect(first).toContain('list the file under `tests` in alertbook.yml')
  for (const tests of ['rules/*_test.yml', 'rules', '[rules/a_test.yml, rules/b_test.yml]']) {
    const left = await errors(`tests: ${tests}\n`)
    expect(left.map((one) => one.split(':')[0])).toEqual(['rule-field rules/b_test.yml'])
  }
})

test('an error in the configuration is not followed by what it leaves unset', async () => {
  const files = { 'runbooks/a.md': block(`alert: A\nexpr: up == 0\nfor: 5m\nlabels: {severity: critical}`) }
  for (const [config, said] of [
    ['site_url: https://x.acme.io/\n', 'write it as `site.url`'],
    ['site: {base_url: x}\n', 'write it as `site.url`'],
    ['site: {url: book.acme.io}\n', 'write `https://book.acme.io`'],
    ['site: {links: {required: [critical]}}\n', 'write it as `links`'],
    ['site: https://x.acme.io/\n', 'write its keys below `site:`'],
    ['rule_files: [a]\n', 'write it as `rules`'],
    ['checks: {alert-for: none}\n', 'write `off`'],
    ['checks: {alert-for: warn}\n', 'write `warning`'],
    ['checks: {promql-syntax: off}\n', 'an error that no setting lowers'],
    ['<<<<<<< a\nsite: {}\n=======\nsite: {}\n>>>>>>> b\n', 'Unresolved Git conflict'],
  ] as const) {
    const all = (await told({ ...files, 'alertbook.yml': config })).filter(
      (one) => !one.startsWith('runbook-'),
    )
    expect(all, config).toHaveLength(1)
    expect(all[0]).toContain(said)
  }
})

test('a label in the wrong place is not missing as well, nor is an alert whose link is no address', async () => {
  const one = await told({ 'runbooks/a.md': block('alert: A\nexpr: up\nfor: 5m\nseverity: critical') })
  expect(one.map((text) => text.split(' ')[0])).not.toContain('alert-severity')
  expect(one.join()).toContain('`severity` is a label')
  const two = await told({
    'runbooks/b.md': '# B\n',
    'rules/a.yml': `${group('A')}    annotations: {runbook: see the wiki}\n`,
  })
  expect(two.map((text) => text.split(' ')[0])).toContain('link-invalid')
  expect(two.map((text) => text.split(' ')[0])).not.toContain('alert-without-runbook')
})

test('the first byte that is not UTF-8 is named', async () => {
  expect((await told({ 'runbooks/a.md': Buffer.from('# Xé Down\n', 'latin1') }))[0]).toContain(
    'byte 0xe9 at offset 3',
  )
  expect((await told({ 'runbooks/a.md': Buffer.from([0x23, 0x20, 0x0a, 0xc3]) }))[0]).toContain(
    'byte 0xc3 at offset 3 (line 2)',
  )
  expect((await told({ 'runbooks/a.md': Buffer.from('\uFEFF# A', 'utf16le') }))[0]).toContain('UTF-16')
})

test('a link in the frontmatter is replaced with a word', async () => {
  const text = `---\nannotations: {runbook_url: "https://wiki.corp/x"}\n---\n${block('alert: A\nexpr: up == 0\nfor: 5m\nlabels: {severity: critical}')}`
  expect((await told({ 'runbooks/a.md': text })).join('\n')).toContain(
    'links to `https://wiki.corp/x` instead of its page',
  )
})

test('a parameter in a heading is its value in the contents, and no mark of ours is in a message', async () => {
  const root = project({
    'alertbook.yml': 'site: {url: https://book.acme.io/}\nparams: {low: 10}\n',
    'runbooks/a.md': '# A {{< param low >}}\n\n## B {{< param low >}}\n\n[t](#top)\n',
  })
  const { out } = await cli(root, 'inspect', '--no-cache')
  expect(out).toContain('A 10')
  const said = await told({ 'runbooks/a.md': '# A\n\n![i]({{< param >}})\n' })
  expect(said).toHaveLength(1)
  expect(said.join()).not.toMatch(/[\uFDD0-\uFDEF]/)
})

test('import names the files of a folder that it does not read', async () => {
  const root = project({ 'mon/a.yml': group('A'), 'mon/b.rule': group('B') })
  expect((await cli(root, 'import', 'mon')).err).toContain('not read: `mon/b.rule`')
})

/** What only a part of all versions accepts: in a project, in one of its files, and in a file of its own. */
test.each([
  ['a project', []],
  ['a file of it', ['rules/a.yml']],
  ['a file by itself', ['--standalone', 'rules/a.yml']],
])('%s is checked for the version that is given', async (_, paths) => {
  const root = project({
    'rules/a.yml': group('A').replace('for: 5m', 'for: 5m\n    keep_firing_for: 5m\n    colour: red'),
  })
  const unknown = async (...args: string[]): Promise<string[]> =>
    (await checked(root, ...paths, ...args))
      .filter(({ code }) => code === 'rule-field')
      .map(({ message }) => /field `(\w+)`/.exec(message)![1]!)
  expect(await unknown()).toEqual(['colour'])
  expect(await unknown('--prometheus-version', '2.42')).toEqual(['colour'])
  expect(await unknown('--prometheus-version', '2.41')).toEqual(['keep_firing_for', 'colour'])
  expect(await unknown('--ignore-unknown-fields')).toEqual([])
  for (const version of ['abc', '2,42', '2', '']) {
    const { code, out, err } = await cli(root, 'check', ...paths, '--prometheus-version', version)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`\`${version}\` is not a version of Prometheus`)
  }
})
