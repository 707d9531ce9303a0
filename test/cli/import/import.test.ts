/** An import loses nothing, duplicates nothing, and can be interrupted and repeated. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { checked, cli, snapshot } from '../../project.ts'
import { root as repository, temporaryFolder, temporaryProject } from '../../setup.ts'

const rule = (name: string, more = ''): string =>
  `      - alert: ${name}\n        expr: up{job="${name}"} == 0\n        for: 5m\n${more}`
const group = (name: string, rules: string): string => `  - name: ${name}\n    rules:\n${rules}`

const CONFIG = 'site:\n  url: https://book.corp/\nlinks:\n  annotations: [runbook_url]\n'

/** Number of kills; `npm run fuzz -- disk` uses hundreds. */
const ROUNDS = Number(process.env.KILLS ?? 20)

/** The alerts of the built rule file, with their annotations. */
function deployed(folder: string): Map<string, Record<string, string>> {
  const { groups } = load(readFileSync(join(folder, 'dist/rules.yml'), 'utf8')) as {
    groups: { rules: { alert?: string; annotations?: Record<string, string> }[] }[]
  }
  const rules = groups.flatMap(({ rules }) => rules)
  expect(new Set(rules.map((one) => JSON.stringify(one))).size).toBe(rules.length)
  return new Map(
    rules.flatMap(({ alert, annotations = {} }) => (alert === undefined ? [] : [[alert, annotations]])),
  )
}

describe('the address that alerts led to', () => {
  const LINKED = `groups:\n${group('g', rule('Down', '        annotations:\n          summary: s\n          runbook_url: https://wiki.corp/x?a=b&c\n') + rule('Plain') + rule('Made', "        annotations:\n          runbook_url: 'https://wiki.corp/{{ $labels.job }}'\n") + rule('Words', '        annotations:\n          runbook_url: see the wiki\n'))}`

  test('stays on the alert and on its page until the page is written', async () => {
    const folder = temporaryProject({ 'alertbook.yml': CONFIG, 'rules/r.yml': LINKED })
    expect((await cli(folder, 'import', 'rules')).code).toBe(0)
    const page = (name: string): string => readFileSync(join(folder, `runbooks/r/${name}.md`), 'utf8')
    expect(page('down')).toContain('Until this is written: <https://wiki.corp/x?a=b&c>\n')
    expect(page('made')).toContain('Until this is written: `https://wiki.corp/{{ $labels.job }}`\n')
    expect(page('words')).toContain('Until this is written: `see the wiki`\n')
    expect(page('plain')).not.toContain('Until this is written')
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
    const rules = deployed(folder)
    expect(rules.get('Down')?.runbook_url).toBe('https://wiki.corp/x?a=b&c')
    expect(rules.get('Made')?.runbook_url).toBe('https://wiki.corp/{{ $labels.job }}')
    expect(rules.get('Plain')?.runbook_url).toMatch(/^https:\/\/book\.corp\/r\/plain\//)
    expect((await checked(folder)).map(({ code }) => code)).not.toContain('link-base')
    // A fix must not do work that is left to the author.
    await cli(folder, 'check', '--fix', '--no-cache')
    expect(page('down')).toContain('runbook_url: https://wiki.corp/x?a=b&c')

    writeFileSync(join(folder, 'runbooks/r/down.md'), page('down').replace(/^runbook: todo.*\n/m, ''))
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
    expect(deployed(folder).get('Down')?.runbook_url).toMatch(/^https:\/\/book\.corp\/r\/down\//)
    expect((await checked(folder)).map(({ code }) => code)).toContain('link-base')
  })

  test('with --keep as well', async () => {
    const folder = temporaryProject({ 'alertbook.yml': CONFIG, 'rules/r.yml': LINKED })
    expect((await cli(folder, 'import', 'rules', '--keep')).code).toBe(0)
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
    expect(deployed(folder).get('Down')?.runbook_url).toBe('https://wiki.corp/x?a=b&c')
    expect(readFileSync(join(folder, 'rules/r.yml'), 'utf8')).toBe(LINKED)
  })

  test('without `site.url`, the next step is named', async () => {
    const folder = temporaryProject({ 'in/r.yml': LINKED })
    expect((await cli(folder, 'import', 'in')).err).toContain('Next: set `site.url` in alertbook.yml')
  })
})

describe('comments', () => {
  const COMMENTED = `# Copyright somebody.

groups:
  # All about hosts.
  - name: hosts
    rules:
      # INC-123: it was
      # down for hours.
      - alert: Down
        # inside
        expr: up == 0 # beside
        for: 5m
      # of the record
      - record: job:up:sum
        expr: sum by (job) (up)

      # ---- a section ----

      # INC-7
      - alert: Slow
        expr: load > 1
        for: 5m
`
  const GONE = `# Head of the file.
groups:
  # About the group.
  - name: gone
    interval: 30s # twice a minute
    rules:
      # A section.

      # Of the rule.
      - alert: Gone
        expr: x == 0
        for: 5m
      # At the end.
`

  test('go where their rule goes, and those of what goes go along', async () => {
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'rules/a.yml': COMMENTED,
      'rules/b.yml': GONE,
    })
    expect((await cli(folder, 'import', 'rules')).code).toBe(0)
    const files = snapshot(folder)
    expect(files.get('runbooks/a/down.md')).toContain(
      '```yaml\n# INC-123: it was\n# down for hours.\nalert: Down\n# inside\nexpr: up == 0 # beside\nfor: 5m\n```',
    )
    expect(files.get('runbooks/a/slow.md')).toContain('```yaml\n# INC-7\nalert: Slow\n')
    const rest = files.get('rules/a.yml')!
    expect(rest).not.toMatch(/INC-|down for hours/)
    expect(rest).toContain('      # of the record\n      - record: job:up:sum\n')
    expect(rest).toContain('# ---- a section ----')
    expect(rest).toMatch(/^# Copyright somebody\.\n/)
    expect(files.has('rules/b.yml')).toBe(false)
    const gone = files.get('runbooks/b/gone.md')!
    for (const comment of [
      'Head of the file.',
      'About the group.',
      'A section.',
      'Of the rule.',
      'At the end.',
    ])
      expect(gone).toContain(`# ${comment}\n`)
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
    expect([...deployed(folder).keys()].sort()).toEqual(['Down', 'Gone', 'Slow'])
  })
})

describe('run again', () => {
  const tiers = ['page', 'warning'].map((severity) =>
    rule('B', `        labels:\n          severity: ${severity}\n`),
  )
  const RULES = `groups:\n${group('one', `${rule('A')}${tiers.join('')}      - record: a:b\n        expr: up\n`)}`
  const variants: [string, string[]][] = [
    ['', []],
    ['--per group', ['--per', 'group']],
    ['--keep', ['--keep']],
    ['--into', ['--into', 'docs/hosts']],
  ]

  test.each(variants)('from elsewhere, %s: nothing is doubled, nothing is written', async (_, flags) => {
    const from = temporaryProject({ 'x.yml': RULES })
    const folder = temporaryProject({ 'alertbook.yml': CONFIG })
    expect((await cli(folder, 'import', from, ...flags)).code).toBe(0)
    const once = snapshot(folder)
    for (const _ of [1, 2]) {
      const again = await cli(folder, 'import', from, ...flags)
      expect(again.code, again.err).toBe(0)
      expect(again.out).toBe('')
      expect(snapshot(folder)).toEqual(once)
    }
  })

  test('with other flags, still nothing', async () => {
    const from = temporaryProject({ 'x.yml': RULES })
    const folder = temporaryProject({ 'alertbook.yml': CONFIG })
    expect((await cli(folder, 'import', from)).err).toContain('3 alerts: 3 in 2 new runbooks.')
    const once = snapshot(folder)
    const again = await cli(folder, 'import', from, '--per', 'group', '--into', 'runbooks/other')
    expect(again.err).toBe('3 alerts: 3 already in the project.\n')
    expect(snapshot(folder)).toEqual(once)
  })

  test('what differs is named, and left as it is', async () => {
    const from = temporaryProject({ 'x.yml': RULES })
    const folder = temporaryProject({ 'alertbook.yml': CONFIG })
    await cli(folder, 'import', from)
    const path = join(folder, 'runbooks/x/a.md')
    writeFileSync(path, readFileSync(path, 'utf8').replace('for: 5m', 'for: 9m'))
    const once = snapshot(folder)
    const again = await cli(folder, 'import', from)
    expect(again.err).toMatch(
      /note: `A` of \S*x\.yml is already in runbooks\/x\/a\.md, with differences: it was not imported/,
    )
    expect(snapshot(folder)).toEqual(once)
  })

  test('a rule that stands in a page already leaves its file, as an interrupted import would have done', async () => {
    const folder = temporaryProject({ 'alertbook.yml': CONFIG, 'rules/x.yml': RULES })
    await cli(folder, 'import', 'rules')
    const done = snapshot(folder)
    writeFileSync(join(folder, 'rules/x.yml'), RULES)
    expect((await cli(folder, 'import', 'rules')).code).toBe(0)
    expect(snapshot(folder)).toEqual(done)
  })

  test('killed at any moment, and run again: every rule once', {
    timeout: 60_000 + ROUNDS * 10_000,
  }, async () => {
    const files: Record<string, string> = { 'alertbook.yml': CONFIG }
    for (let n = 0; n < 12; n++)
      files[`rules/f${n}.yml`] = `groups:\n${group(`g${n}`, rule(`X${n}a`) + rule(`X${n}b`))}`
    const alerts = Array.from({ length: 12 }, (_, n) => [`alert: X${n}a`, `alert: X${n}b`])
      .flat()
      .sort()
    const rounds = ROUNDS
    let struck = 0
    for (let round = 0; round < rounds; round++) {
      const folder = temporaryProject(files)
      const child = spawn(process.execPath, [join(repository, 'lib/cli.js'), 'import', 'rules'], {
        cwd: folder,
        stdio: 'ignore',
      })
      const done = new Promise((resolve) => child.once('exit', resolve))
      const pages = (): number =>
        existsSync(join(folder, 'runbooks'))
          ? readdirSync(join(folder, 'runbooks'), { recursive: true }).length
          : 0
      const wanted = 1 + round * 2
      while (child.exitCode === null && child.signalCode === null && pages() < wanted)
        await new Promise((resolve) => setTimeout(resolve, 1))
      child.kill('SIGKILL')
      await done
      if (readdirSync(join(folder, 'rules')).length > 0) struck++
      if (existsSync(join(folder, 'rules')) && readdirSync(join(folder, 'rules')).length > 0)
        expect((await cli(folder, 'import', 'rules')).code).toBe(0)
      const texts = [...snapshot(folder).values()].join('\n')
      expect((texts.match(/^ *(?:- )?alert: X\d+[ab]$/gm) ?? []).map((line) => line.trim()).sort()).toEqual(
        alerts,
      )
      expect(
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tmp$/.test(path)),
      ).toEqual([])
    }
    expect(struck).toBeGreaterThan(rounds / 4)
  })
})

describe('what is there already', () => {
  test('is never written over', async () => {
    const from = temporaryProject({
      'x.yml': `groups:\n${group('one', `${rule('A')}      - record: a:b\n        expr: up\n`)}`,
    })
    const folder = temporaryProject({
      'alertbook.yml': CONFIG,
      'rules/x.yml': 'groups: [] # mine\n',
      'docs/x/a.md': 'mine, and not read\n',
    })
    const { code, err } = await cli(folder, 'import', from, '--into', 'docs')
    expect(code, err).toBe(0)
    expect(readFileSync(join(folder, 'rules/x.yml'), 'utf8')).toBe('groups: [] # mine\n')
    expect(readFileSync(join(folder, 'docs/x/a.md'), 'utf8')).toContain('mine, and not read\n')
    expect(readFileSync(join(folder, 'rules/x-2.yml'), 'utf8')).toContain('a:b')
    expect(err).toContain('rules/x.yml already exists')
  })

  test.each(['../out', '/tmp/out', 'a/../../out', 'a\\b'])(
    'nothing is written outside: --into %s',
    async (into) => {
      const from = temporaryProject({ 'x.yml': `groups:\n${group('one', rule('A'))}` })
      const outer = temporaryProject({ 'in/alertbook.yml': CONFIG })
      const { code, err } = await cli(join(outer, 'in'), 'import', from, '--into', into)
      expect({ code, err }).toMatchObject({ code: 2 })
      expect(err).toContain('is not a folder of the project')
      expect(readdirSync(outer)).toEqual(['in'])
    },
  )

  test('nor through a link', async () => {
    const from = temporaryProject({ 'x.yml': `groups:\n${group('one', rule('A'))}` })
    const outer = temporaryProject({ 'in/alertbook.yml': CONFIG, 'out/keep': '' })
    mkdirSync(join(outer, 'in/runbooks'))
    symlinkSync(join(outer, 'out'), join(outer, 'in/runbooks/x'))
    const { code, err } = await cli(join(outer, 'in'), 'import', from)
    expect({ code, err }).toMatchObject({ code: 2 })
    expect(err).toContain('symbolic link to something outside')
    expect(readdirSync(join(outer, 'out'))).toEqual(['keep'])
    expect((await cli(join(outer, 'in'), 'new', 'Some', '--in', '../../out')).code).toBe(2)
    expect(readdirSync(join(outer, 'out'))).toEqual(['keep'])
  })

  test('a folder of links and pipes is imported as far as it is files', async () => {
    const outer = temporaryProject({
      'out/y.yml': 'secret',
      'from/x.yml': `groups:\n${group('one', rule('A'))}`,
    })
    symlinkSync('../out/y.yml', join(outer, 'from/y.yml'))
    const folder = temporaryFolder()
    const { code, out } = await cli(folder, 'import', join(outer, 'from'))
    expect(code).toBe(1)
    expect(out).toContain('file-outside')
  })
})

describe('the metadata of manifests', () => {
  const manifest = (name: string, namespace: string, labels: string, alert: string): string =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n  labels: ${labels}\n  annotations: {a.example/b: "c d"}\nspec:\n  groups:\n  - name: ${alert}\n    rules:\n    - alert: ${alert}\n      expr: up == 0\n      for: 5m\n`

  test('survives: what is built has what the imported had', async () => {
    const from = temporaryProject({
      'x.yaml': manifest('node', 'monitoring', '{prometheus: k8s, role: alert-rules}', 'X'),
    })
    const folder = temporaryFolder()
    expect((await cli(folder, 'import', from)).code).toBe(0)
    expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
    expect(load(readFileSync(join(folder, 'dist/prometheusrule.yml'), 'utf8'))).toMatchObject({
      metadata: {
        name: 'node',
        namespace: 'monitoring',
        labels: { prometheus: 'k8s', role: 'alert-rules' },
        annotations: { 'a.example/b': 'c d' },
      },
    })
    // A change of metadata alone is written too.
    const path = join(folder, 'alertbook.yml')
    writeFileSync(path, readFileSync(path, 'utf8').replace('role: alert-rules', 'role: other'))
    expect((await cli(folder, 'build')).code).toBe(0)
    expect(readFileSync(join(folder, 'dist/prometheusrule.yml'), 'utf8')).toContain('role: other')
  })

  test('where manifests differ, what they share is kept and the rest is named', async () => {
    const from = temporaryProject({
      'x.yaml': manifest('x', 'monitoring', '{role: alert-rules, part: x}', 'X'),
      'y.yaml': manifest('y', 'monitoring', '{role: alert-rules, part: y}', 'Y'),
    })
    const folder = temporaryFolder()
    const { err } = await cli(folder, 'import', from)
    expect(err).toContain('the manifests differ in `metadata.name`, `metadata.labels.part`')
    expect(load(readFileSync(join(folder, 'alertbook.yml'), 'utf8'))).toMatchObject({
      output: {
        prometheusrule: { name: 'alertbook', namespace: 'monitoring', labels: { role: 'alert-rules' } },
      },
    })
  })

  test('with a configuration that is there, what to add is shown', async () => {
    const from = temporaryProject({ 'x.yaml': manifest('node', 'monitoring', '{role: alert-rules}', 'X') })
    const folder = temporaryProject({ 'alertbook.yml': CONFIG })
    const { err } = await cli(folder, 'import', from)
    expect(err).toContain(
      'output:\n  prometheusrule:\n    name: node\n    namespace: monitoring\n    labels:\n      role: alert-rules\n',
    )
  })

  test.each([
    ['name: Up', 'a Kubernetes name'],
    ['namespace: a.b', 'a Kubernetes namespace'],
    ['labels: {"a b": c}', 'a key that Kubernetes accepts'],
    ['labels: {a: "b c"}', 'a value that Kubernetes accepts'],
    ['annotations: [a]', 'a mapping of names to strings'],
    ['other: x', '`name`, `namespace`, `labels` or `annotations`'],
  ])('is judged as Kubernetes does: %s', async (written, expected) => {
    const folder = temporaryProject({
      'alertbook.yml': `output:\n  prometheusrule:\n    ${written}\n`,
      'runbooks/a.md': '# A\n',
    })
    const { out } = await cli(folder, 'check', '--no-cache')
    expect(out).toContain('config-value')
    expect(out).toContain(expected)
  })
})
