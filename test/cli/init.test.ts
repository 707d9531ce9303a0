/** The files of `init`, and the workflows: generated ones and our own. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { ACTIONS, workflow } from '../../src/cli/init/github.ts'
import type { Place } from '../../src/cli/init/home.ts'
import { managerOf } from '../../src/cli/init/manager.ts'
import { cli, snapshot } from '../project.ts'
import { root as repository, temporaryFolder, temporaryProject } from '../setup.ts'

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<
    Record<string, { permissions?: Record<string, string>; steps: { uses?: string; run?: string }[] }>
  >
}

const own = readdirSync(join(repository, '.github/workflows')).map((name): [string, string] => [
  name,
  readFileSync(join(repository, '.github/workflows', name), 'utf8'),
])
const LOCKS: Readonly<Record<string, string>> = {
  'package-lock.json': '{}',
  'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
  'yarn.lock': '# yarn lockfile v1\n',
  'bun.lock': '{}',
}
function written(place: Place, pages: boolean, locks: Record<string, string> = {}): string {
  const top = mkdtempSync(join(tmpdir(), 'alertbook-'))
  for (const [path, text] of Object.entries(locks)) writeFileSync(join(top, path), text)
  const text = workflow(place, managerOf(top, place), pages)
  rmSync(top, { recursive: true })
  return text
}
const all: [string, string][] = [
  ...own,
  ...Object.entries(LOCKS).map(([file, lock]): [string, string] => [
    `of init beside ${file}`,
    written({ folder: '', home: '' }, true, { [file]: lock }),
  ]),
  ['of init in a folder', written({ folder: "it's/here", home: "it's/here" }, true)],
  ['of init in a second folder', written({ folder: "it's/here", home: '' }, false)],
]

describe('packages are installed by the manager whose lockfile is there', () => {
  const berry = { 'yarn.lock': '__metadata:\n  version: 8\n' }
  const at = (file: string): Record<string, string> => ({ [file]: LOCKS[file]! })
  test.each([
    ['no lockfile', {}, 'npm', 'npm ci --ignore-scripts'],
    ['one of npm', at('package-lock.json'), 'npm', 'npm ci --ignore-scripts'],
    ['one of pnpm', at('pnpm-lock.yaml'), 'pnpm', 'pnpm install --frozen-lockfile --ignore-scripts'],
    ['one of Yarn', at('yarn.lock'), 'yarn', 'yarn install --frozen-lockfile --ignore-scripts'],
    [
      'one of a later Yarn',
      berry,
      'yarn',
      'YARN_ENABLE_SCRIPTS=false YARN_NODE_LINKER=node-modules yarn install --immutable',
    ],
    ['one of Bun', at('bun.lock'), 'bun', 'bun install --frozen-lockfile --ignore-scripts'],
    [
      'two, and no word',
      { ...at('pnpm-lock.yaml'), ...at('package-lock.json') },
      'npm',
      'npm ci --ignore-scripts',
    ],
    [
      'two, and a word',
      {
        ...at('pnpm-lock.yaml'),
        ...at('package-lock.json'),
        'package.json': '{ "packageManager": "pnpm@10.1.0" }',
      },
      'pnpm',
      'pnpm install --frozen-lockfile --ignore-scripts',
    ],
  ])('%s', async (_, files, name, install) => {
    const folder = temporaryProject({ 'README.md': '', ...files })
    execFileSync('git', ['init', '-q', folder])
    const { out } = await cli(folder, 'init', '--ci', 'github', '--ci', 'gitlab')
    const jobs = load(readFileSync(join(folder, '.github/workflows/runbooks.yml'), 'utf8')) as Workflow
    const { steps } = jobs.jobs.build!
    const runs = steps.flatMap(({ run }) => run ?? [])
    const setup = name === 'pnpm' || name === 'yarn' ? ['corepack enable'] : []
    expect(runs.slice(0, -1)).toEqual([...setup, install])
    expect(steps.some(({ uses }) => uses?.startsWith('oven-sh/setup-bun@'))).toBe(name === 'bun')
    expect(JSON.stringify(steps).includes('"cache":"npm"')).toBe(name === 'npm')
    const pipeline = load(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8')) as {
      runbooks: { before_script: string[] }
    }
    expect(pipeline.runbooks.before_script.at(-1)).toBe(install)
    expect(out.includes('yet to be installed')).toBe(Object.keys(files).length === 0)
  })

  test('from the top of the repository for a folder of it', () => {
    for (const [file, text] of [
      ['pnpm', '-C ../../'],
      ['yarn', '--cwd ../../'],
    ] as const) {
      const lock = file === 'pnpm' ? 'pnpm-lock.yaml' : 'yarn.lock'
      const top = temporaryProject({ 'package.json': '{}', [lock]: LOCKS[lock]! })
      expect(managerOf(top, { folder: 'ops/books', home: '' }).install).toContain(`${file} ${text} install`)
    }
  })
})

describe.each(all)('the workflow %s', (_, text) => {
  const read = load(text) as Workflow
  const jobs = Object.values(read.jobs)

  test('gives no job more than it needs', () => {
    expect(read.permissions).toEqual({ contents: 'read' })
    for (const { permissions, steps } of jobs) {
      const deploys = steps.some(({ uses }) => uses?.startsWith('actions/deploy-pages@'))
      expect(permissions).toEqual(deploys ? { pages: 'write', 'id-token': 'write' } : undefined)
      if (deploys) expect(steps).toHaveLength(1)
    }
    expect(read.concurrency).toBeDefined()
  })

  test('pins every action by a commit, with its version beside it', () => {
    const uses = text.match(/uses: .*/g) ?? []
    expect(uses.length).toBeGreaterThan(0)
    for (const use of uses) {
      expect(use).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
      expect(Object.values(ACTIONS) as string[]).toContain(use.slice('uses: '.length))
    }
    expect(text).toContain('persist-credentials: false')
  })

  test('fetches no package by name, and knows no name of a branch', () => {
    expect(text).not.toMatch(/npx|\bnpm (?:i|install|exec)\b|@latest|--yes|-y\b/)
    expect(text).not.toMatch(/\bmain\b|\bmaster\b/)
  })

  test('runs nothing that an event says', () => {
    for (const { run } of jobs.flatMap(({ steps }) => steps)) expect(run ?? '').not.toContain('${{')
  })
})

test('the workflows that publish keep the rules as an artifact', () => {
  for (const [name, text] of all.filter(([, text]) => text.includes('deploy-pages')))
    expect(text, name).toMatch(/actions\/upload-artifact@[\s\S]*?dist\/rules\.yml/)
})

describe('init', () => {
  test('starts a project that builds, and fetches nothing by name', async () => {
    const root = temporaryFolder()
    const { code, out } = await cli(root, 'init')
    expect(code).toBe(0)
    const files = snapshot(root)
    expect([...files.keys()]).toEqual([
      '.gitattributes',
      '.github/workflows/runbooks.yml',
      '.gitignore',
      'alertbook.yml',
      'runbooks/instance-down.md',
    ])
    for (const text of [...files.values(), out]) expect(text).not.toMatch(/npx\b|alertbook@/)
    expect(out).toContain('yet to be installed')
    expect((await cli(root, 'build', '--no-cache')).code).toBe(0)
  })

  test('gives .gitignore and .gitattributes the lines they lack', async () => {
    const root = temporaryProject({
      '.gitignore': '/node_modules\n*.log',
      '.gitattributes': '* text=auto\r\n',
    })
    const { out } = await cli(root, 'init')
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('/node_modules\n*.log\ndist/\n')
    expect(readFileSync(join(root, '.gitattributes'), 'utf8')).toBe(
      '* text=auto\r\nalertbook.links.yml merge=union\r\n',
    )
    expect(out).toContain('changed .gitignore')
    expect((await cli(root, 'init', '--force')).out).toContain('kept    .gitattributes')
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('/node_modules\n*.log\ndist/\n')
  })

  test('in a folder of a repository, the workflow stands where GitHub looks for it', async () => {
    const top = temporaryFolder()
    mkdirSync(join(top, '.git'))
    const { out } = await cli(top, 'init', 'ops/monitoring')
    expect(out).toContain('written ../../.github/workflows/runbooks.yml')
    const read = load(readFileSync(join(top, '.github/workflows/runbooks.yml'), 'utf8')) as {
      defaults: unknown
    }
    expect(read.defaults).toEqual({ run: { 'working-directory': 'ops/monitoring' } })
    expect(existsSync(join(top, 'ops/monitoring/alertbook.yml'))).toBe(true)
  })

  test('writes through no link that leads out, and waits for no pipe', async () => {
    const outer = temporaryProject({ 'out/keep': '', 'in/x': '' })
    const root = join(outer, 'in')
    symlinkSync(join(outer, 'out'), join(root, 'runbooks'))
    expect((await cli(root, 'init')).code).toBe(2)
    expect(readdirSync(join(outer, 'out'))).toEqual(['keep'])
    const other = temporaryFolder()
    execFileSync('mkfifo', [join(other, '.gitignore')])
    const { code, err } = await cli(other, 'init')
    expect(code).toBe(0)
    expect(err).toContain('`.gitignore` is left unchanged: This is a named pipe')
    writeFileSync(join(other, 'done'), '')
  })

  const rules = (link: string, more = ''): string =>
    `groups:\n- name: g\n${more}  rules:\n  - alert: HostDown\n    expr: up == 0\n    annotations: {runbook: ${link}}\n`
  const page = '# Host\n\n## Impact\n\nNone.\n'

  test.each<[string, Record<string, string>, readonly string[]]>([
    [
      'pages that look like runbooks, in folders of a folder',
      {
        'README.md': page,
        'alerts/one/HostDown.md': '# HostDown\n',
        'alerts/two/HostSlow.md': '# HostSlow\n',
        'alerts/two/third.md': '# Third\n\n## Meaning\n\n## Mitigation\n',
      },
      ['runbooks: alerts'],
    ],
    [
      'pages that alerts link to by their path',
      {
        'docs/a/host.md': page,
        'docs/b/disk.md': page,
        'rules/a.yml': rules('docs/a/host.md'),
        'rules/b.yml': rules('https://git.corp/x/y/-/blob/main/docs/b/disk.md#impact'),
      },
      ['runbooks: docs'],
    ],
    [
      'a folder of runbooks that most of the links lead to',
      {
        'docs/runbooks/host.md': page,
        'docs/other.md': page,
        'rules/a.yml': rules('docs/runbooks/host.md'),
        'rules/b.yml': rules('docs/other.md'),
      },
      ['runbooks: docs/runbooks'],
    ],
    [
      'the folder with runbooks of two that are called so',
      {
        'docs/ops/playbooks/README.md': page,
        'docs/ops/runbooks/host.md': page,
        'docs/ops/runbooks/disk.md': page,
      },
      ['runbooks: docs/ops/runbooks'],
    ],
    [
      'a folder of operations with several pages, and no playbooks of Ansible',
      {
        'ansible/playbooks/README.md': '# Playbooks\n',
        'docs/SOP/one.md': page,
        'docs/SOP/two.md': page,
        'docs/SOP/three.md': page,
        'docs/guide.md': page,
      },
      ['runbooks: docs/SOP'],
    ],
    [
      'a folder of rules with an empty file and tests',
      {
        'alerts/a.yml': rules('x'),
        'alerts/b.yml': 'groups: []\n',
        'alerts/a_test.yml': 'rule_files: [a.yml]\ntests: []\n',
        'alerts/c_test.yml': 'rule_files: [a.yml]\ntests: []\n',
      },
      ['rules: alerts', 'tests: alerts/*_test.yml'],
    ],
    [
      'rules that are deployed, not those of tests, of Grafana and of Loki',
      {
        'alerts/a.yml': rules('x'),
        'alerts/logs.yml':
          'groups:\n- name: l\n  rules:\n  - alert: Errors\n    expr: sum(rate({app="a"} |= "error" [5m])) > 1\n',
        'alerts/rates.yml':
          'groups:\n- name: l\n  rules:\n  - record: a:requests:rate1m\n    expr: sum by (code) (rate({job="a"}[1m] | json code="status"))\n',
        'grafana/rules.yml':
          'apiVersion: 1\ngroups:\n- orgId: 1\n  name: g\n  folder: f\n  rules:\n  - {uid: u, title: t, condition: C, data: []}\n',
        'test/e2e/rules.yml': rules('y'),
      },
      ['rules: alerts/a.yml'],
    ],
    [
      'rules of a folder for tests, if there are no others',
      { 'test/rules.yml': rules('y'), 'test/other.yml': 'a: 1\n' },
      ['rules: test/rules.yml'],
    ],
    [
      'groups that only Thanos understands',
      { 'rules/a.yml': rules('x', '  partial_response_strategy: warn\n') },
      ['  target: thanos'],
    ],
  ])('finds %s', async (_, files, expected) => {
    const root = temporaryProject(files)
    expect((await cli(root, 'init')).code).toBe(0)
    const lines = readFileSync(join(root, 'alertbook.yml'), 'utf8').split('\n')
    for (const line of expected) expect(lines).toContain(line)
    expect((await cli(root, 'check', '--no-cache')).out).not.toContain('rule-field')
  })

  test.each<[string, Record<string, string>, string]>([
    [
      'pages outside `docs`',
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`content/en/${at}.md`, page])),
      'docs: 12 Markdown files in content, not treated as runbooks: write `docs: content`',
    ],
    [
      'pages in many folders',
      Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`part ${at}/page.md`, page])),
      'docs: 12 Markdown files in several folders, not treated as runbooks: write their folders under `docs`',
    ],
    [
      'pages that another program fills in',
      { 'source/a.html.md.erb': '# A\n' },
      'unread: 1 page that a template engine has to fill in first: source/a.html.md.erb; ',
    ],
    [
      'pages in another language than Markdown',
      { 'sops/a.adoc': '= A\n', 'sops/b.adoc': '= B\n', 'docs/c.rst': 'C\n=\n', 'README.adoc': '= X\n' },
      'unread: 3 pages in AsciiDoc or reStructuredText, in docs, sops; convert those that are runbooks to Markdown: ',
    ],
    [
      'rules in manifests of VictoriaMetrics',
      {
        'vm/a.yaml': `apiVersion: operator.victoriametrics.com/v1beta1\nkind: VMRule\nspec:\n${rules('x').replace(/^(?=.)/gm, '  ')}`,
      },
      'unread: 1 alert in 1 file for the operator of VictoriaMetrics (`kind: VMRule`): vm/a.yaml; it takes `kind: PrometheusRule`',
    ],
    [
      'what a tool is expected to make',
      { 'tests/golden/rules.yml': rules('x') },
      "tests: 1 file with rules that look like those of a tool's tests, left out: tests/golden/rules.yml",
    ],
  ])('tells of %s', async (_, files, expected) => {
    const { out } = await cli(temporaryProject(files), 'init')
    expect(out).toContain(`  found   ${expected}`)
  })

  test('names rule files that are not for Prometheus, and says nothing of links to the runbooks in the repository', async () => {
    const root = temporaryProject({
      'docs/runbooks/host.md': page,
      'rules/a.yml': rules('https://github.com/a/b/blob/main/docs/runbooks/host.md'),
      'logs/b.yml':
        'groups:\n- name: l\n  rules:\n  - alert: Errors\n    expr: sum(count_over_time({app="a"} | json | level="error" [5m])) > 1\n',
    })
    execFileSync('git', ['init', '-q', '-b', 'main'], { cwd: root })
    execFileSync('git', ['remote', 'add', 'origin', 'https://github.com/a/b.git'], { cwd: root })
    expect((await cli(root, 'init')).out).toContain(
      'found   others: 1 file with rules of Grafana or Loki, left out: logs/b.yml\n',
    )
    expect(readFileSync(join(root, 'alertbook.yml'), 'utf8')).not.toContain('elsewhere')
    const { out } = await cli(root, 'check', '--no-cache')
    expect(out).not.toContain('link-base')
  })

  test('names files whose rules another program has to read first', async () => {
    const rule = (name: string): string => `- alert: ${name}\n      expr: up == 0\n`
    const helm = `kind: PrometheusRule\nspec:\n  groups:\n  - name: {{ .Values.name }}\n    rules:\n    ${rule('A')}`
    const { out } = await cli(
      temporaryProject({
        'charts/a/Chart.yaml': 'name: a\n',
        'charts/a/templates/rules.yaml': `${helm}    ${rule('B')}`,
        'charts/a/templates/deployment.yaml': 'kind: Deployment\nimage: {{ .Values.image }}\n',
        'charts/a/values.yaml': `server:\n  alerts:\n  ${rule('C')}`,
        'roles/p/templates/alerts.yml.j2': `{% raw %}\n${rule('D')}{% endraw %}\n`,
        'mixin/alerts.libsonnet': "{\n  alert: 'E',\n  expr: 'up == 0',\n}\n",
        'vendor/x/alerts.libsonnet': "{\n  alert: 'F',\n  expr: 'up == 0',\n}\n",
      }),
      'init',
      '--ci',
      'none',
    )
    expect(out.split('\n').filter((line) => line.includes('unread'))).toEqual([
      '  found   unread: 1 alert in 1 file inside other YAML: charts/a/values.yaml; write them into a rule file, or what your tool makes of it',
      '  found   unread: 2 alerts in 1 file that Helm has to fill in first: charts/a/templates/rules.yaml; `helm template CHART > rules/NAME.yaml` writes what Alertbook reads: see docs/adopting.md',
      '  found   unread: 1 alert in 1 file of Jsonnet: mixin/alerts.libsonnet; write what it makes into a folder, `rules/`',
      '  found   unread: 1 alert in 1 file that a template engine has to fill in first: roles/p/templates/alerts.yml.j2; write what it makes into a folder, `rules/`',
    ])
  })

  test('rules of a chart count if there are no others', async () => {
    const file = 'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n'
    const found = async (files: Record<string, string>): Promise<string> =>
      (await cli(temporaryProject(files), 'init', '--ci', 'none')).out
    expect(await found({ 'charts/a/files/a.yaml': file })).toContain('rules: 1 alert')
    const both = await found({ 'charts/a/files/a.yaml': file, 'rules/b.yaml': file })
    expect(both).toContain('in 1 rule file: rules\n')
    expect(both).not.toContain('unread')
  })

  test('takes one folder', async () => {
    expect((await cli(temporaryFolder(), 'init', 'a', 'b')).code).toBe(2)
  })
})
