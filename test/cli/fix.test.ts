/** Edits in place: changed values read as intended, and everything else keeps its characters. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { harmless } from '../../src/cli/harmless.ts'
import { applyEdits } from '../../src/text/edits.ts'
import { replaceScalar } from '../../src/yaml/edit.ts'
import { parseYaml, type YamlNode } from '../../src/yaml/index.ts'
import { checked, cli, snapshot } from '../project.ts'
import { temporaryProject } from '../setup.ts'

/** The scalar `MARK` in a tree. */
function marked(node: YamlNode | null): (YamlNode & { kind: 'scalar' }) | undefined {
  if (node?.kind === 'scalar') return node.text.value.trim() === 'MARK' ? node : undefined
  if (node?.kind === 'seq') return node.items.map(marked).find(Boolean)
  return node?.entries.map(({ value }) => marked(value)).find(Boolean)
}

/** The values of a tree, in order, with a placeholder for the marked one. */
const values = (node: YamlNode | null): string[] =>
  node?.kind === 'scalar'
    ? [node.text.value]
    : node?.kind === 'seq'
      ? node.items.flatMap(values)
      : (node?.entries.flatMap(({ key, value }) => [...values(key), ...values(value)]) ?? [])

const CONTEXTS = [
  'a: MARK\nb: 1\n',
  "a: 'MARK' # why\nb: 1\n",
  'a: "MARK"\n',
  'x:\n  - a: 1\n    b: MARK   # why\n    c: 2\n',
  '- a:\n    b: |-\n        MARK\n    c: 2\n',
  'a: >\n  MARK\n\nb: 2\n',
  'x: { a: MARK, b: 2 }\n',
  "x: [MARK, 'b']\n",
  'a: MARK\r\nb: 2\r\n',
  'a:\n  MARK\nb: 2\n',
]

describe('replacing a scalar', () => {
  test.each(CONTEXTS)('%j', (text) => {
    const target = marked(parseYaml(text).root)!
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((one) => one.replace(/[\p{C}\u2028\u2029]/gu, '')),
      fc.stringMatching(/^[ a-z:#{}[\],&*!|>'"%@`-]{0,12}$/),
      fc
        .array(fc.stringMatching(/^ {0,3}[a-z#:-]{0,6}$/), { minLength: 2, maxLength: 4 })
        .map((lines) => lines.join('\n')),
      fc.constantFrom(
        '010',
        'true',
        'null',
        '~',
        '',
        '5m',
        '1e3',
        'https://runbooks.corp/a/?b={{ $labels.b | urlquery }}#c',
        '- a',
        '? b',
        'a: b',
        'a #b',
        "it's",
        '<<',
        '=',
      ),
    )
    let made = 0
    fc.assert(
      fc.property(value, (wanted) => {
        const edit = replaceScalar(text, target.text, wanted)
        if (!edit) return
        made++
        const edited = applyEdits(text, [edit]).text
        const { root, problems } = parseYaml(edited)
        expect(problems, edited).toEqual([])
        const before = values(parseYaml(text).root)
        const index = before.findIndex((one) => one.trim() === 'MARK')
        expect(values(root), edited).toEqual(before.with(index, wanted))
        // The text around it is unchanged.
        expect(edited.startsWith(text.slice(0, target.range.start))).toBe(true)
        const after = text.slice(target.range.end)
        expect(edited.endsWith(after.replace(/^\s+/, '')), edited).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(made).toBeGreaterThan(100)
  })
})

const RULES = `# head
groups:
  - name: host   # the group
    rules:
      # about this alert
      - alert: HostDown
        expr: |
          up
            == 0   # folded
        labels: {severity: critical,   team: sre}
        annotations: { runbook: 'https://old.corp/HostDown', summary: "a \\"b\\"" }
        for: 5m

      - alert: HostSlow
        annotations:
            # the link
            runbook_url:   "https://old.corp/x"   # kept
        expr: 'node_load15 > 10'
        for: 10m
`

const files = (): Record<string, string> => ({
  'alertbook.yml': 'site:\n  url: https://runbooks.corp/book/\n',
  'rules/host.yml': RULES,
  'runbooks/HostDown.md': '# HostDown\n\nStart it again.\n',
  'runbooks/HostSlow.md': '# HostSlow\n\nWait.\n',
})

const fixed = (text: string): string =>
  text
    .replace("'https://old.corp/HostDown'", "'https://runbooks.corp/book/hostdown/'")
    .replace('"https://old.corp/x"', '"https://runbooks.corp/book/hostslow/"')

describe('check --fix', () => {
  test.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
    ['with a byte-order mark', (text) => `\uFEFF${text}`],
  ])('quotes, comments and order stay: %s', async (_, change) => {
    const folder = temporaryProject({ ...files(), 'rules/host.yml': change(RULES) })
    const dry = await cli(folder, 'check', '--no-cache', '--fix', '--dry-run')
    expect(dry.code).toBe(1)
    expect(dry.out).toContain('--- a/rules/host.yml')
    await cli(folder, 'check', '--no-cache', '--fix')
    expect(readFileSync(join(folder, 'rules/host.yml'), 'utf8')).toBe(fixed(change(RULES)))
    const again = await cli(folder, 'check', '--no-cache', '--fix', '--dry-run')
    expect([again.code, again.out]).toEqual([0, ''])
  })

  test('the mode of a file and the link to it stay', async () => {
    const folder = temporaryProject(files())
    mkdirSync(join(folder, 'elsewhere'))
    renameSync(join(folder, 'rules/host.yml'), join(folder, 'elsewhere/host.yml'))
    symlinkSync('../elsewhere/host.yml', join(folder, 'rules/host.yml'))
    chmodSync(join(folder, 'elsewhere/host.yml'), 0o640)
    await cli(folder, 'check', '--no-cache', '--fix')
    expect(lstatSync(join(folder, 'rules/host.yml')).isSymbolicLink()).toBe(true)
    expect(statSync(join(folder, 'elsewhere/host.yml')).mode & 0o777).toBe(0o640)
    expect(readFileSync(join(folder, 'elsewhere/host.yml'), 'utf8')).toBe(fixed(RULES))
  })

  test('only what lies in the paths asked for is fixed', async () => {
    const folder = temporaryProject({
      ...files(),
      'rules/other.yml': RULES.replaceAll('Host', 'Other'),
      'runbooks/OtherDown.md': '# OtherDown\n',
    })
    const before = snapshot(folder)
    await cli(folder, 'check', '--no-cache', '--fix', 'rules/other.yml')
    const changed = [...snapshot(folder)]
      .filter(([path, text]) => text !== before.get(path))
      .map(([path]) => path)
    expect(changed).toEqual(['rules/other.yml'])
  })

  test('the report in JSON is nothing but JSON', async () => {
    const folder = temporaryProject(files())
    expect((await checked(folder, '--fix')).filter(({ code }) => code === 'link-base')).toEqual([])
  })
})

describe('copies of rules', () => {
  const rule =
    'alert: HostDown\nexpr: up == 0\nfor: 5m\nlabels:\n  severity: critical\nannotations:\n  summary: down\n'
  const page = (copy: string): string =>
    `# HostDown\n\n{{% rule "host.yml" "HostDown" %}}\n\n{{% comment %}}\n\n\`\`\`yaml\n${copy}\`\`\`\n\n{{% /comment %}}\n\nStart it again.\n`
  const project = (copy: string): string =>
    temporaryProject({
      'alertbook.yml': '',
      'rules/host.yml': `groups:\n  - name: host\n    rules:\n      - ${rule.trimEnd().replace(/\n/g, '\n        ')}\n`,
      'runbooks/host-down.md': page(copy),
    })

  test.each<[string, string, string]>([
    ['equal', rule, rule],
    ['another expression', rule.replace('up == 0', 'up == 1'), rule],
    ['one in a block', rule.replace('up == 0', '|\n    up\n      == 1'), rule],
    [
      'white space around it',
      rule.replace('up == 0', '|\n    up == 0'),
      rule.replace('up == 0', '|\n    up == 0'),
    ],
    [
      'another label value',
      rule.replace('critical', "'page' # why"),
      rule.replace('critical', "'critical' # why"),
    ],
    ['a label too many', rule.replace('critical\n', 'critical\n  team: sre # gone\n'), rule],
    ['`for` is missing', rule.replace('for: 5m\n', ''), rule],
    [
      'an annotation is missing',
      rule.replace('annotations:\n  summary: down\n', ''),
      rule
        .replace(
          'labels:\n  severity: critical\nannotations:\n  summary: down\n',
          'annotations:\n  summary: down\nlabels:\n  severity: critical\n',
        )
        .replace('for: 5m\nannotations', 'for: 5m\nannotations'),
    ],
    [
      'a list of rules',
      `- ${rule.trimEnd().replace('5m', '9m').replace(/\n/g, '\n  ')}\n`,
      `- ${rule.trimEnd().replace(/\n/g, '\n  ')}\n`,
    ],
  ])('%s', async (_, copy, expected) => {
    const folder = project(copy)
    const differs = (await checked(folder)).filter(({ code }) => code === 'copy-differs')
    expect(differs.length).toBe(copy === expected ? 0 : 1)
    await cli(folder, 'check', '--no-cache', '--fix')
    expect(readFileSync(join(folder, 'runbooks/host-down.md'), 'utf8')).toBe(page(expected))
  })

  test('a file that changes while it is fixed is left alone', async () => {
    const folder = project(rule.replace('5m', '9m'))
    const { loadProject } = await import('../../src/cli/project.ts')
    const { fixAll, writeFixes } = await import('../../src/cli/fix.ts')
    const io = harmless({
      out: () => {},
      err: () => {},
      color: false,
      progress: false,
      stdin: process.stdin,
      width: 80,
      cwd: folder,
    })
    const loaded = await loadProject({ values: { 'no-cache': true }, positionals: [] }, io)
    const all = fixAll(loaded, {}, () => true)
    expect(all.changed.map(({ path }) => path)).toEqual(['runbooks/host-down.md'])
    writeFileSync(join(folder, 'runbooks/host-down.md'), 'somebody was here\n')
    expect(writeFixes(loaded, all, io)).toBe(false)
    expect(readFileSync(join(folder, 'runbooks/host-down.md'), 'utf8')).toBe('somebody was here\n')
  })
})

test.each(['check', 'build'])('the report of `%s` offers no fix that is no cure', async (command) => {
  const folder = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://runbooks.corp/book/\n',
    'runbooks/a.md': '# A\n\nAsk <user> for it.\n',
    // Behind a lone back quote the new ones would pair with it, and beside code they would lengthen it.
    'runbooks/b.md': '# B\n\na ` <user> b\n\n`code` <user>`code`\n\nAsk <group> for it.\n',
  })
  const { out } = await cli(folder, command, '--no-cache', '--format', 'json')
  const found = JSON.parse(out).diagnostics as {
    code: string
    file: string
    line: number
    fixable: boolean
  }[]
  const literals = found.filter(({ code }) => code === 'runbook-literal')
  expect(literals.map(({ file, line, fixable }) => `${file}:${line} ${fixable}`)).toEqual([
    'runbooks/a.md:3 true',
    'runbooks/b.md:3 false',
    'runbooks/b.md:5 false',
    'runbooks/b.md:7 true',
  ])
  const { out: sarif } = await cli(folder, command, '--no-cache', '--format', 'sarif')
  const results = JSON.parse(sarif).runs[0].results as { ruleId: string; fixes?: unknown }[]
  expect(results.filter(({ ruleId, fixes }) => ruleId === 'runbook-literal' && fixes).length).toBe(2)
  const { out: pretty } = await cli(folder, command, '--no-cache')
  // A build offers none to who reads the terminal.
  expect(pretty.match(/^ +fix: /gm)?.length ?? 0).toBe(command === 'check' ? 2 : 0)
  await cli(folder, 'check', '--no-cache', '--fix')
  expect(readFileSync(join(folder, 'runbooks/b.md'), 'utf8')).toBe(
    '# B\n\na ` <user> b\n\n`code` <user>`code`\n\nAsk `<group>` for it.\n',
  )
})
