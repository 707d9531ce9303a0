/** Markdown that the site shows as it is: nothing in it is compiled, and links to and from it are true. */
import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../src/config/index.ts'
import type { Config } from '../../src/model.ts'
import { compiled, found, URL_BASE } from '../project.ts'
import { theme } from './theme.ts'

const RULE =
  'alert: DiskFull\nexpr: node_filesystem_avail_bytes == 0\nfor: 5m\nlabels: {severity: critical}\n'
const FILES = {
  'runbooks/disk.md': `# A disk is full\n\n\`\`\`yaml\n${RULE}\`\`\`\n\n## Meaning\n\nSee [how](../docs/guide.md#steps) and \`{{ $labels.instance }}\`.\n\n## Impact\n\nX.\n\n## Diagnosis\n\nX.\n\n## Mitigation\n\nX.\n`,
  'docs/README.md': '# The documents\n\n[A guide](guide.md), [a file](../scripts/x.sh), [start](/disk/).\n',
  'docs/guide.md': `# Guide

## Steps

[The disk](../runbooks/disk.md#impact), [gone](gone.md), [no section](../runbooks/disk.md#gone)

\`\`\`yaml
alert: HostDown
expr: up ==
\`\`\`

\`\`\`yaml test
nonsense
\`\`\`

\`\`\`sh
ping {{ $labels.instance }}
\`\`\`

\`{{ $labels.job }}\` and {{< param nothing >}} and {{% unknown %}}, DiskFull
`,
  'docs/HostDown.md': '# HostDown\n\n## Meaning\n\nAn example.\n',
  'README.md': '# Read me\n\n[Documents](docs)\n',
}
const docs = (config: Config): Config => ({ ...config, docs: ['docs', 'README.md'] })
const options = async () => ({ theme: await theme(), exists: (path: string) => path === 'scripts/x.sh' })
const all = compiled(FILES, await options(), docs)
const sound = { ...FILES, 'docs/guide.md': FILES['docs/guide.md'].replace(/, \[gone\].*/, '') }
const site = compiled(sound, await options(), docs)
const text = (path: string): string =>
  String(site.outputs.find((file) => file.path === `site/${path}`)?.make() ?? `(no ${path})`)

describe('a document', () => {
  test('has links that are checked, and nothing else', () => {
    expect(all.diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'link-target docs/guide.md',
      'link-target docs/guide.md',
    ])
    expect(site.diagnostics).toEqual([])
  })

  test('deploys no rule, and explains no alert', () => {
    expect(site.program.rules.map(({ name, page }) => `${name} ${page}`)).toEqual(['DiskFull disk/'])
    expect(text('../rules.yml')).not.toContain('HostDown')
    const away = compiled(
      {
        'docs/HostDown.md': FILES['docs/HostDown.md'],
        'rules/a.yml':
          'groups:\n- name: a\n  rules:\n  - alert: HostDown\n    expr: up == 0\n    for: 5m\n    labels: {severity: critical}\n',
        'runbooks/x.md': '# X\n',
      },
      {},
      docs,
    )
    expect(found(away, 'alert-without-runbook')).toHaveLength(1)
  })

  test('that names alerts is found', () => {
    const text = '---\nalerts: [HostDown]\n---\n\n# A guide\n'
    const { diagnostics } = compiled({ 'docs/a.md': text }, {}, docs)
    expect(
      diagnostics.map(({ code, file, range }) => [code, file, text.slice(range.start, range.end)]),
    ).toEqual([['frontmatter-key', 'docs/a.md', 'HostDown']])
  })

  test('is shown as it is written, slots and shortcodes too', () => {
    const page = text('docs/guide/index.html')
    expect(page).not.toContain('class="slot"')
    expect(page.replace(/<[^>]*>/g, '')).toMatch(/ping \{\{ \$labels\.instance \}\}/)
    expect(page).toContain('{{ $labels.job }}')
    expect(page).toContain('{{&lt; param nothing >}}')
    expect(page.replace(/<[^>]*>/g, '')).toContain('alert: HostDown')
    expect(text('docs/guide/index.md')).toContain('{{< param nothing >}}')
  })

  test('is linked from runbooks and leads to them, and names lead to alerts', () => {
    expect(text('disk/index.html')).toContain('href="../docs/guide/#steps"')
    expect(text('docs/guide/index.html')).toContain('href="../../disk/#impact"')
    expect(text('docs/guide/index.html')).toContain('<a href="../../disk/">Disk<wbr>Full</a>')
    expect(text('readme/index.html')).toContain('href="../docs/"')
  })

  test('stands behind the alerts: on one shelf, the page of a folder for all below it; not in the feed', () => {
    const index = text('index.html')
    const shelf = index.slice(index.indexOf('>Documentation<'))
    expect([...shelf.matchAll(/<li><a href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'readme/',
      'docs/',
    ])
    expect(JSON.parse(text('search.json'))).toMatchObject({
      href: ['disk/', 'readme/', 'docs/hostdown/', 'docs/', 'docs/guide/'],
      documents: 4,
    })
    expect(text('llms.txt')).toMatch(/## Runbooks\n\n- \[A disk is full\][^#]*\n\n## Documentation\n\n- /)
    expect(text('offline.json')).toContain('offline/0.json')
    expect(site.outputs.filter(({ path }) => path.includes('offline/')).map(({ path }) => path)).toEqual([
      'site/offline/0.json',
    ])
  })

  test('counts as no runbook', () => {
    expect(text('index.html')).toContain('<strong>1</strong> alerts')
    const bare = compiled({ 'docs/a.md': '# A\n' }, {}, docs)
    expect(bare.diagnostics).toEqual([])
  })
})

test('where none is configured, nothing is one', () => {
  const { program } = compiled(FILES, {}, () => ({
    ...defaultConfig(),
    site: { ...defaultConfig().site, url: URL_BASE },
  }))
  expect(program.runbooks.filter(({ document }) => document)).toEqual([])
  expect(program.rules.map(({ name }) => name).sort()).toEqual(['DiskFull', 'HostDown'])
})
