/** Imported rules compile to the original ones, except for their links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load, loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { checked, cli, manifest, snapshot } from '../../project.ts'
import { corpus, hasProgram, run, temporaryFolder, temporaryProject } from '../../setup.ts'

interface RuleYaml {
  readonly annotations?: Readonly<Record<string, string>>
}

/** Groups and rules without links, as sorted JSON: equal lists mean equal sets of rules. */
function identities(texts: readonly string[]): string[] {
  const documents = texts.flatMap((text) => loadAll(text)) as { spec?: unknown; groups?: unknown }[]
  const groups = documents.flatMap(
    (one) => ((one?.spec ?? one) as { groups: { name: string; rules?: RuleYaml[] }[] })?.groups ?? [],
  )
  return groups
    .flatMap(({ name, rules }) =>
      (rules ?? []).map((rule) => {
        const { runbook: _, runbook_url: __, ...annotations } = rule.annotations ?? {}
        const fields = Object.entries({ ...rule, annotations }).filter(
          ([, value]) => typeof value !== 'object' || Object.keys(value as object).length > 0,
        )
        return JSON.stringify([
          name,
          fields
            .map(([key, value]) => [
              key,
              typeof value === 'object' ? Object.entries(value as object).sort() : String(value),
            ])
            .sort(),
        ])
      }),
    )
    .sort()
}

const yamlBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .map((path) => readFileSync(join(folder, path), 'utf8'))

describe('a collection of 497 alerts', () => {
  const collection = corpus('awesome')

  test.skipIf(collection === undefined).each([[[]], [['--keep']], [['--per', 'group']]])(
    'import %j',
    async (flags) => {
      const folder = temporaryFolder()
      const imported = await cli(folder, 'import', collection!, ...flags)
      expect(imported.code, imported.err).toBe(0)
      expect(imported.err).toContain('497 alerts')
      const built = await cli(folder, 'build', '--no-cache')
      expect(built.code, built.out.slice(0, 2000)).toBe(0)
      const rules = readFileSync(join(folder, 'dist/rules.yml'), 'utf8')
      expect(identities([rules])).toEqual(identities(yamlBelow(collection!)))
      expect((await checked(folder)).filter(({ severity }) => severity === 'error')).toEqual([])
      if (!hasProgram('promtool')) return
      expect((await run('promtool', ['check', 'rules', join(folder, 'dist/rules.yml')])).code).toBe(0)
    },
  )
})

const RULES = `- alert: HostDown
  # This comment comes along.
  expr: up == 0 # and this
  for: 5m
  labels: { severity: critical }
  annotations:
    description: "{{ $labels.instance }} has_failed <now>"
    runbook_url: https://runbooks.corp/hosts/hostdown
- record: job:up:sum
  expr: sum by (job) (up)
- alert: HostSlow
  expr: |
    node_load15
      > 10
  for: 10m
  labels:
    severity: '010'
  annotations:
    description: |-
      Two lines with a fence
      \`\`\`
    runbook_url: https://runbooks.corp/hosts/hostslow
`

describe('manifests beside a folder of pages', () => {
  const project = (): string =>
    temporaryProject({
      'rules/hosts.yaml': manifest('hosts', RULES),
      'runbooks/hosts/HostDown.md': '---\ntitle: HostDown\n---\n\n# HostDown\n\nStart it again.\n',
    })

  test('alerts move into the page their link leads to, else into a new one; records stay', async () => {
    const folder = project()
    const before = identities([manifest('hosts', RULES)])
    const { code, err } = await cli(folder, 'import', 'rules')
    expect(code, err).toBe(0)
    const files = snapshot(folder)
    expect([...files.keys()].sort()).toEqual([
      'alertbook.yml',
      'rules/hosts.yaml',
      'runbooks/hosts/HostDown.md',
      'runbooks/hosts/host-slow.md',
    ])
    expect(load(files.get('alertbook.yml')!)).toMatchObject({
      site: { url: 'https://runbooks.corp/' },
      links: { annotations: ['runbook_url'] },
    })
    expect(files.get('rules/hosts.yaml')).not.toContain('alert:')
    expect(files.get('rules/hosts.yaml')).toContain('record: job:up:sum')
    expect(files.get('runbooks/hosts/host-slow.md')).toContain('runbook: todo 20')
    const built = await cli(folder, 'build', '--no-cache')
    expect(built.code, built.out).toBe(0)
    expect(identities([readFileSync(join(folder, 'dist/rules.yml'), 'utf8')])).toEqual(before)
    expect(
      (await checked(folder)).filter(
        ({ code }) => /^(?:link|runbook|alert-without)/.test(code) && code !== 'runbook-sections',
      ),
    ).toEqual([])
  })

  test('--keep leaves the rules alone and names them', async () => {
    const folder = project()
    const before = snapshot(folder)
    const { code, err } = await cli(folder, 'import', 'rules', '--keep')
    expect(code, err).toBe(0)
    const after = snapshot(folder)
    expect(after.get('rules/hosts.yaml')).toBe(before.get('rules/hosts.yaml'))
    expect(after.get('runbooks/hosts/HostDown.md')).toContain('alerts: [HostDown]')
    expect(after.get('runbooks/hosts/host-slow.md')).toMatch(/alerts:\n {2}- HostSlow/)
  })

  test('from elsewhere: records, tiers, settings of groups, one alert in two groups', async () => {
    const tiers = (severity: string, level: number): string =>
      `      - alert: DiskFull\n        expr: disk < ${level}\n        labels:\n          severity: ${severity}\n`
    const from = temporaryProject({
      'a/one.yml': `groups:\n  - name: disks\n    interval: 30s\n    limit: 5\n    rules:\n      - record: disk\n        expr: sum(x)\n${tiers('warning', 2)}${tiers('critical', 1)}  - name: more\n    rules:\n${tiers('info', 9)}`,
      'b/one.yml': `groups:\n  - name: disks\n    interval: 5m\n    labels: { team: b }\n    rules:\n${tiers('warning', 7)}`,
    })
    const folder = temporaryFolder()
    const { code, err } = await cli(folder, 'import', from)
    expect(code, err).toBe(0)
    expect(err).toContain('group `disks` of b/one has settings of its own: it is now `disks (b/one)`')
    expect([...snapshot(folder).keys()].sort()).toEqual([
      'alertbook.yml',
      'rules/a/one.yml',
      'runbooks/a/one/disk-full.md',
      'runbooks/b/one/disk-full.md',
    ])
    const built = await cli(folder, 'build', '--no-cache')
    expect(built.code, built.out).toBe(0)
    const rules = readFileSync(join(folder, 'dist/rules.yml'), 'utf8')
    expect(identities([rules.replace('disks (b/one)', 'disks')])).toEqual(identities(yamlBelow(from)))
    expect((load(rules) as { groups: object[] }).groups).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'disks', interval: '30s', limit: 5 }),
        expect.objectContaining({ name: 'disks (b/one)', interval: '5m', labels: { team: 'b' } }),
      ]),
    )
  })

  test('--dry-run writes nothing', async () => {
    const folder = project()
    const before = snapshot(folder)
    await cli(folder, 'import', 'rules', '--dry-run')
    expect(snapshot(folder)).toEqual(before)
  })

  test('what cannot be read is reported, and nothing is imported', async () => {
    const folder = temporaryProject({ 'rules/a.yml': 'groups: [\n' })
    const { code, out } = await cli(folder, 'import', 'rules')
    expect(code).toBe(1)
    expect(out).toContain('yaml-syntax')
    expect(existsSync(join(folder, 'runbooks'))).toBe(false)
  })

  test.each([
    [
      'the default one',
      'defaultContentLanguage = "de"\n[languages.en]\ntitle = "On call"\n[languages.de]\ntitle = "Bereitschaft"\n',
      'Bereitschaft',
    ],
    ['English', '[languages.de]\ntitle = "Bereitschaft"\n[languages.en]\ntitle = "On call"\n', 'On call'],
    ['the only one', '[languages.ja]\ntitle = "当番"\n', '当番'],
  ])('the title of a Hugo repository in a language: %s', async (_, toml, title) => {
    const folder = temporaryProject({ 'hugo.toml': toml, 'content/a.md': '# A\n' })
    expect((await cli(folder, 'import', '--from', 'hugo')).code).toBe(0)
    expect(load(readFileSync(join(folder, 'alertbook.yml'), 'utf8'))).toMatchObject({ site: { title } })
  })

  test('a refused import counts what it has shown', async () => {
    const folder = temporaryProject({
      'alertbook.yml': '',
      'rules/a.yml':
        'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    annotations:\n      summary: Queue #1 is long\n',
      'rules/b.yml': 'groups: [\n',
    })
    const { code, out } = await cli(folder, 'import', 'rules')
    expect(code).toBe(1)
    expect(out).toContain('1 error, 1 warning')
  })

  test('the configuration of a Hugo repository', async () => {
    const folder = temporaryProject({
      'hugo.toml':
        'baseURL = "https://runbooks.corp"\ntitle = "On call"\n[params]\n  repo = "https://runbooks.corp/repo"\n  theme = "auto"\n',
      'content/hosts/HostDown.md':
        '# HostDown\n\nSee {{< param "repo" >}}.\n\n{{< hint warning >}}\nBeware.\n{{< /hint >}}\n',
      'prometheus/hosts.yml': manifest('hosts', RULES),
    })
    expect((await cli(folder, 'import', '--from', 'hugo')).code).toBe(0)
    expect(load(readFileSync(join(folder, 'alertbook.yml'), 'utf8'))).toEqual({
      runbooks: 'content',
      rules: 'prometheus',
      site: { title: 'On call', url: 'https://runbooks.corp/' },
      links: { annotations: ['runbook_url'] },
      params: { repo: 'https://runbooks.corp/repo' },
    })
    const findings = await checked(folder)
    expect(findings.filter(({ code }) => code === 'shortcode-unknown')).toEqual([])
    expect(findings.filter(({ code }) => code === 'link-missing').map(({ file }) => file)).toEqual([
      'prometheus/hosts.yml',
    ])
  })
})

test('names and texts full of Markdown make neither rules nor fences of their own', async () => {
  const texts = [
    '```\n\n# H\n\n```yaml\nalert: Evil\nexpr: up\n```',
    '~~~\n```',
    '---\ntitle: x\n---',
    'a\n---',
    'a\n===',
    '<!-- alertbook-disable -->',
    '</details><script>',
    '\t```\n    ```',
    '`````\n``````yaml\nalert: Evil\nexpr: up',
    '\u2028```\u2028',
    '\u0085- alert: Evil\u0085',
    ' \n \n```\n',
    'a\r```yaml\ralert: Evil\rexpr: up',
  ]
  const groups = texts.map((text, i) => ({
    name: `g${i} ${text}`,
    rules: [
      {
        alert: `A${i}${text}`,
        expr: `up == ${i}`,
        for: '5m',
        labels: { severity: 'page', more: text },
        annotations: { summary: text, description: `${text}\n${text}` },
      },
    ],
  }))
  const folder = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://books.corp/\n',
    'in.yml': JSON.stringify({ groups }),
  })
  const { code, err } = await cli(folder, 'import', 'in.yml')
  expect(code, err).toBe(0)
  expect((await checked(folder)).filter(({ severity }) => severity === 'error')).toEqual([])
  expect((await cli(folder, 'build', '--no-cache')).code).toBe(0)
  const rules = readFileSync(join(folder, 'dist/rules.yml'), 'utf8')
  expect(identities([rules])).toEqual(identities([JSON.stringify({ groups })]))
})
