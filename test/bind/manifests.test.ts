/** PrometheusRule manifests beside the separate Hugo site of their runbooks: what is missing and what is left over. */
import { describe, expect, test } from 'vitest'
import { cli, compiled, found, manifest, snapshot, URL_BASE } from '../project.ts'
import { temporaryProject } from '../setup.ts'

const SECTIONS =
  '## Meaning\n\nIt is.\n\n## Impact\n\nSome.\n\n## Diagnosis\n\nLook.\n\n## Mitigation\n\nDo.\n'

const alert = (name: string, link: string): string =>
  `- alert: ${name}\n  expr: up{job="${name}"} == 0\n  for: 15m\n  labels:\n    severity: warning\n  annotations:\n    runbook_url: ${link}\n`

const page = (title: string, body = SECTIONS): string =>
  `---\ntitle: ${title}\nweight: 20\n---\n\n# ${title}\n\n${body}`

/** Alerts by group; the page of each is `runbooks/GROUP/NAME.md` unless stated otherwise below. */
const ALERTS: Readonly<Record<string, readonly string[]>> = {
  node: ['NodeClockSkewDetected', 'NodeFilesystemAlmostOutOfSpace'],
  general: ['TargetDown', 'Watchdog'],
  kubernetes: ['KubePodCrashLooping', 'KubeJobNotCompleted', 'KubeletDown', 'KubeVersionMismatch'],
  alertmanager: ['AlertmanagerFailedReload'],
  prometheus: ['PrometheusBadConfig'],
}

const RENAMED: Readonly<Record<string, string>> = { KubeJobNotCompleted: 'KubeJobCompletion' }
const MISSING = ['KubeVersionMismatch']

function repository(): Record<string, string> {
  const files: Record<string, string> = {
    'content/_index.md': '---\ntitle: Runbooks\n---\n\n# Welcome\n',
    'content/runbooks/_index.md': '---\ntitle: Runbooks\n---\n',
    'content/docs/add-runbook.md': page(
      'Add a runbook',
      'Write [one]({{< ref "/runbooks/node/NodeClockSkewDetected.md" >}}).\n',
    ),
    // Guides: among pages of alerts, with a runbook's sections, with a single word as title.
    'content/runbooks/kubernetes/how-to-drain.md': page(
      'How to drain a node',
      '## Impact\n\nSome.\n\n## Mitigation\n\nDo.\n',
    ),
    'content/runbooks/node/Troubleshooting.md': page('Troubleshooting', 'General things.\n'),
    'content/runbooks/node/PostgreSQL.md': page('PostgreSQL', 'How it is set up.\n'),
    // Pages of alerts that no longer exist.
    'content/runbooks/etcd/etcdMembersDown.md': page('etcdMembersDown'),
    'content/runbooks/etcd/etcdNoLeader.md': `---\ntitle: etcd No Leader\n---\n\n${SECTIONS}`,
    'content/runbooks/node/NodeRAIDDegraded.md': page('NodeRAIDDegraded', 'Short.\n'),
    // About other things than alerts, although built like their runbooks.
    'content/traps/someTrap.md': `---\ntitle: someTrap\n---\n\n# SOME-MIB::someTrap\n\n${SECTIONS}`,
  }
  for (const [group, names] of Object.entries(ALERTS)) {
    files[`manifests/${group}.yaml`] = manifest(
      group,
      names.map((name) => alert(name, `${URL_BASE}runbooks/${group}/${name.toLowerCase()}`)).join(''),
    )
    for (const name of names) {
      const named = RENAMED[name] ?? name
      if (!MISSING.includes(name)) files[`content/runbooks/${group}/${named}.md`] = page(named)
    }
  }
  return files
}

const compilation = compiled(repository(), {}, (config) => ({
  ...config,
  runbooks: ['content'],
  rules: ['manifests'],
}))
const codes = [
  'link-missing',
  'alert-without-runbook',
  'runbook-orphan',
  'runbook-renamed',
  'link-base',
  'link-target',
  'page-ambiguous',
]

test('the missing, the orphaned and the renamed, each counted once', () => {
  const place = (line: string): string => line.replace(/: .*?(`[A-Za-z]+`).*/, ' $1')
  expect(
    found(compilation, ...codes)
      .map(place)
      .sort(),
  ).toEqual([
    'link-missing manifests/kubernetes.yaml `KubeJobNotCompleted`',
    'link-missing manifests/kubernetes.yaml `KubeVersionMismatch`',
    'runbook-orphan content/runbooks/etcd/etcdMembersDown.md `etcdMembersDown`',
    'runbook-orphan content/runbooks/etcd/etcdNoLeader.md `etcdNoLeader`',
    'runbook-orphan content/runbooks/kubernetes/KubeJobCompletion.md `KubeJobCompletion`',
    'runbook-orphan content/runbooks/node/NodeRAIDDegraded.md `NodeRAIDDegraded`',
  ])
})

test('rule files on their own are not asked for runbooks', () => {
  const { 'manifests/node.yaml': node } = repository()
  const alone = compiled({ 'manifests/node.yaml': node! }, {}, (config) => ({
    ...config,
    rules: ['manifests'],
  }))
  expect(found(alone, ...codes)).toEqual([])
  const invalid = compiled({ 'manifests/node.yaml': node!.replace(/https:\S+/, '/relative') })
  expect(found(invalid, 'link-invalid')).toHaveLength(1)
})

test('a name that is only spelt differently is corrected', async () => {
  const folder = temporaryProject({
    'rules/a.yml':
      'groups:\n  - name: g\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n',
    'runbooks/x.md': '---\nalerts: [hostdown] # which\n---\n\n# X\n\nText.\n',
  })
  await cli(folder, 'check', '--no-cache', '--fix')
  expect(snapshot(folder).get('runbooks/x.md')).toContain('alerts: [HostDown] # which')
})

test('the rename names both halves', () => {
  const rules =
    'groups:\n  - name: g\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n'
  const { diagnostics } = compiled({
    'rules/a.yml': rules,
    'runbooks/x.md': '---\nalerts: [host_down]\n---\n\n# X\n',
  })
  const renamed = diagnostics.find(({ code }) => code === 'runbook-renamed')
  expect(renamed?.message).toContain('`HostDown`')
  expect(renamed?.related?.map(({ file }) => file)).toEqual(['rules/a.yml'])
})

test.each([
  ['ClusterOperatorDown', 'AlertmanagerClusterDown'],
  ['HighCPUWorkload', 'CPUThrottlingHigh'],
  ['KubeJobCompletion', 'KubeJobNotCompleted'],
  ['HostDiskFull', 'HostDiskAlmostFull'],
])('%s is not surely %s', (page, alert) => {
  const rules = `groups:\n  - name: g\n    rules:\n      - alert: ${alert}\n        expr: up == 0\n        for: 5m\n`
  const { diagnostics } = compiled({
    'rules/a.yml': rules,
    'runbooks/x.md': `---\nalerts: [${page}]\n---\n\n# X\n`,
  })
  expect(diagnostics.map(({ code }) => code)).not.toContain('runbook-renamed')
  expect(diagnostics.map(({ code }) => code)).toContain('runbook-orphan')
})

describe('which page explains an alert', () => {
  const rules = (annotation = ''): string =>
    `groups:\n  - name: g\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n${annotation}`
  const annotated = (link: string): string => rules(`        annotations:\n          runbook: ${link}\n`)
  const pageOf = (files: Record<string, string>): string | undefined =>
    compiled(files).program.rules.find(({ name }) => name === 'HostDown')?.page

  test.each<[string, string | undefined, Record<string, string>]>([
    ['no page', undefined, { 'rules/a.yml': rules(), 'runbooks/x.md': '# X\n' }],
    ['file name', 'hostdown/', { 'rules/a.yml': rules(), 'runbooks/HostDown.md': 'Text.\n' }],
    ['file name in words', 'host-down/', { 'rules/a.yml': rules(), 'runbooks/host-down.md': 'Text.\n' }],
    ['folder of an index', 'hostdown/', { 'rules/a.yml': rules(), 'runbooks/HostDown/index.md': 'Text.\n' }],
    ['first heading', 'x/', { 'rules/a.yml': rules(), 'runbooks/x.md': '# hostdown\n' }],
    ['title', 'x/', { 'rules/a.yml': rules(), 'runbooks/x.md': '---\ntitle: HostDown\n---\n\nText.\n' }],
    [
      'link before name',
      'x/',
      { 'rules/a.yml': annotated(`${URL_BASE}x/`), 'runbooks/x.md': '# X\n', 'runbooks/HostDown.md': 'T\n' },
    ],
    [
      'shortcode before link',
      'y/',
      {
        'rules/a.yml': annotated(`${URL_BASE}x/`),
        'runbooks/x.md': '# X\n',
        'runbooks/y.md': '{{% rule "a.yml" "HostDown" %}}\n',
      },
    ],
    [
      'shortcode of another file',
      'x/',
      {
        'rules/a.yml': annotated(`${URL_BASE}x/`),
        'rules/b.yml': 'groups: []\n',
        'runbooks/x.md': '# X\n',
        'runbooks/y.md': '{{% rule "b.yml" "HostDown" %}}\n',
      },
    ],
    [
      'frontmatter before shortcode',
      'z/',
      {
        'rules/a.yml': rules(),
        'runbooks/z.md': '---\nalerts: [HostDown]\n---\n',
        'runbooks/y.md': '{{% rule "a.yml" "HostDown" %}}\n',
      },
    ],
    [
      'a link that is no address',
      'hostdown-80/',
      { 'rules/a.yml': annotated(`${URL_BASE}HostDown(>80%)/`), 'runbooks/HostDown(>80%).md': '# X\n' },
    ],
  ])('%s', (_, expected, files) => expect(pageOf(files)).toBe(expected))
})

describe('links of rules', () => {
  const rules = (link: string): string =>
    `groups:\n  - name: g\n    rules:\n      - alert: HostDown\n        expr: up == 0\n        for: 5m\n        annotations:\n          runbook: ${link}\n`
  const all = ['link-missing', 'link-anchor', 'link-base', 'link-invalid', 'alert-without-runbook']
  const codesFor = (link: string, page = '# HostDown\n\nText.\n'): string[] =>
    compiled({ 'rules/a.yml': rules(link), 'runbooks/HostDown.md': page, 'runbooks/other.md': '# Other\n' })
      .diagnostics.map(({ code }) => code)
      .filter((code) => all.includes(code))

  test.each<[string, readonly string[]]>([
    [`${URL_BASE}hostdown/`, []],
    [`${URL_BASE}hostdown`, []],
    [`${URL_BASE}HostDown/index.html`, []],
    [`"${URL_BASE}hostdown/?instance={{ $labels.instance | urlquery }}#hostdown"`, []],
    [`${URL_BASE}hostdown/#nothing`, ['link-anchor']],
    [`${URL_BASE}hostdwon/`, ['link-missing']],
    [`${URL_BASE}other/`, []],
    ['http://old.corp/hostdown/', ['link-base']],
    ['/book/hostdown/', ['link-invalid']],
    ['see the wiki', ['link-invalid']],
    ['https://example.org/book/host down/', ['link-invalid']],
    ['"{{ $labels.base }}/hostdown/"', []],
    ['todo 2027-01-31', []],
  ])('%s', (link, expected) => expect(codesFor(link)).toEqual(expected))

  test('a promise holds until its day', () => {
    const files = { 'rules/a.yml': rules('todo 2027-01-31'), 'runbooks/x.md': '# X\n' }
    const on = (today: string): string[] => found(compiled(files, { today }), 'alert-without-runbook')
    expect(on('2027-01-31')).toEqual([])
    expect(on('2027-02-01')).toHaveLength(1)
  })

  test('a page may be the promise', () => {
    const page = (until: string): Record<string, string> => ({
      'rules/a.yml': rules(`${URL_BASE}hostdown/`),
      'runbooks/HostDown.md': `---\nrunbook: todo ${until}\n---\n\n# HostDown\n`,
    })
    const on = (until: string, today: string): string[] =>
      found(compiled(page(until), { today }), 'alert-without-runbook', 'runbook-sections')
    expect(on('2027-01-31', '2026-11-21')).toEqual([])
    expect(on('2027-01-31', '2027-02-01')).toEqual([
      'alert-without-runbook runbooks/HostDown.md: Alert `HostDown` still has no runbook: it was promised for 2027-01-31',
    ])
    expect(on('', '2026-11-21')[0]).toContain('has no date')
  })

  test('only the severities that owe a runbook are asked for it', () => {
    const rule = (name: string, severity: string): string =>
      `      - alert: ${name}\n        expr: up == 0\n        for: 5m\n        labels:\n          severity: ${severity}\n`
    const files = {
      'rules/a.yml': `groups:\n  - name: g\n    rules:\n${rule('One', 'critical')}${rule('Two', 'info')}`,
      'runbooks/x.md': '# X\n',
    }
    const asked = (...required: string[]): number =>
      found(
        compiled(files, {}, (config) => ({ ...config, links: { ...config.links, required } })),
        'alert-without-runbook',
      ).length
    expect([asked('all'), asked('critical'), asked('info', 'Critical'), asked()]).toEqual([2, 1, 2, 0])
  })

  test('one page for many alerts: links lead to their sections', () => {
    const rule = (name: string, link = ''): string =>
      `      - alert: ${name}\n        expr: up{a="${name}"} == 0\n        for: 5m\n${link && `        annotations:\n          runbook: ${link}\n`}`
    const compilation = compiled({
      'rules/a.yml': `groups:\n  - name: g\n    rules:\n${rule('OneDown', `${URL_BASE}many/#alert-onedown`)}${rule('TwoDown')}${rule('ThreeDown', `${URL_BASE}many/#first-aid`)}`,
      'runbooks/many.md':
        '# Many\n\n## Alert OneDown\n\nA.\n\n## Alert TwoDown\n\nB.\n\n## First aid\n\nC.\n',
    })
    expect(compilation.program.rules.map(({ link }) => link?.slice(URL_BASE.length))).toEqual([
      'many/?alertname=OneDown#alert-onedown',
      'many/?alertname=TwoDown#alert-twodown',
      'many/?alertname=ThreeDown#first-aid',
    ])
    expect(found(compilation, ...all)).toEqual([])
  })

  test('a site that is a view of a repository is linked with the endings of its files', () => {
    const url = 'https://github.com/example/book/blob/main/runbooks/'
    const compilation = compiled(
      {
        'rules/a.yml': rules(`${url}hosts/HostDown.md`),
        'runbooks/hosts/HostDown.md': '# HostDown\n\nText.\n',
      },
      {},
      (config) => ({ ...config, site: { ...config.site, url } }),
    )
    expect(found(compilation, ...all)).toEqual([])
  })

  test('links carry the labels that the page has slots for and the alert can return', () => {
    const body =
      '# HostDown\n\n```bash\nping {{ $labels.instance }} {{ $labels.job }} {{ $labels.severity }} {{ $labels.alertname }}\n```\n'
    const rule =
      '- alert: HostDown\n  expr: sum by (job) (up) == 0\n  for: 5m\n  labels:\n    severity: critical & red\n'
    const { program } = compiled({
      'rules/a.yml': `groups:\n  - name: g\n    rules:\n${rule.replace(/^(?=.)/gm, '      ')}`,
      'runbooks/HostDown.md': body,
    })
    expect(program.rules[0]!.link).toBe(
      `${URL_BASE}hostdown/?alertname=HostDown&job={{ $labels.job | urlquery }}&severity=critical%20%26%20red`,
    )
  })
})
