/** Nothing is lost in silence: whatever a book loses on the way to its site and rules is reported, in this order. */
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../src/checks/index.ts'
import { NOTES } from '../src/codes.ts'
import { compile } from '../src/compile.ts'
import { readConfig } from '../src/config/index.ts'
import { loadTheme } from '../src/disk/theme.ts'
import type { Compilation, Runbook } from '../src/model.ts'
import { parse } from '../src/parse/index.ts'

const codes = [...CHECKS.map(({ code }) => code), ...NOTES]

function compiled(files: Readonly<Record<string, string>>, config = '', options = {}): Compilation {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const read = readConfig({ path: 'alertbook.yml', text: config }, codes)
  return compile(sources, read.config, { theme: loadTheme(), ...options })
}

const said = ({ diagnostics }: Compilation): string[] =>
  diagnostics.map(({ severity, code, file }) => `${severity} ${code} ${file}`)

const RULE = '```yaml\nalert: HostDown\nexpr: up == 0\nfor: 5m\nlabels: { severity: page }\n```\n'
const SECTIONS = ['Meaning', 'Impact', 'Diagnosis', 'Mitigation']
  .map((name) => `## ${name}\n\nText.\n`)
  .join('\n')
const page = (text: string): string => `# Host down\n\n${text}\n${SECTIONS}`
const rules = (...alerts: string[]): string =>
  `groups:\n  - name: g\n    rules:\n${alerts.map((rule) => `      - ${rule}\n`).join('')}`
const alert = (name: string, link?: string): string =>
  `{ alert: ${name}, expr: up == 0, for: 5m, labels: { severity: page }${link ? `, annotations: { runbook_url: "${link}" }` : ''} }`
const URL = 'site: { url: "https://books.corp/" }\n'

describe('first finding first: what follows from an error is not said beside it', () => {
  test.each([
    ['a tab', RULE.replace('for:', '\tfor:')],
    ['a misspelt key', RULE.replace('alert:', 'aletr:')],
    ['no language', RULE.replace('yaml', '')],
    ['a marker', RULE.replace('for:', '---\nfor:')],
    ['an open quote', RULE.replace('up == 0', '"up == 0')],
    ['no name', RULE.replace('HostDown', '')],
  ])('%s in a block', (_, block) => {
    const found = said(
      compiled(
        {
          'runbooks/host-down.md': page(block),
          'runbooks/other.md': page(RULE.replace('HostDown', 'OtherDown')),
        },
        URL,
      ),
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^error (?:yaml-|rule-).* runbooks\/host-down.md$/)
  })

  test('a rule file that cannot be read makes no orphans of its pages', () => {
    const files = {
      'rules/a.yml': rules(alert('HostDown'), alert('{')),
      'runbooks/HostDown.md': page('Look.'),
    }
    const more = { 'rules/b.yml': rules(alert('DiskFull')), 'runbooks/DiskFull.md': page('Look.') }
    expect(
      said(compiled({ ...files, ...more }, URL)).filter((line) => !line.startsWith('error yaml-')),
    ).toEqual([])
  })

  test('a frontmatter that cannot be read loses no alert its runbook', () => {
    const files = {
      'rules/a.yml': rules(alert('Zap')),
      'runbooks/x.md': `---\nalerts: [Zap\n---\n\n${page('Look.')}`,
    }
    expect(said(compiled(files, URL)).map((line) => line.split(' ')[1])).toEqual(['yaml-syntax'])
  })

  test('an ignore is not called unused beside an error', () => {
    const text = page(
      `<!-- alertbook-ignore alert-for: why -->\n\n${RULE.replace('alert:', 'aletr:').replace('for: 5m\n', '')}`,
    )
    expect(said(compiled({ 'runbooks/host-down.md': text }, URL)).map((line) => line.split(' ')[1])).toEqual([
      'rule-fence',
    ])
  })

  test('an ignore of an error says that it cannot be ignored', () => {
    const text = page(`<!-- alertbook-ignore promql-syntax: why -->\n\n${RULE.replace('up == 0', 'up ==')}`)
    const { diagnostics } = compiled({ 'runbooks/host-down.md': text }, URL)
    expect(diagnostics.map(({ message }) => message).join()).toContain(
      'An error cannot be ignored: `promql-syntax`',
    )
  })

  test('in a file errors come first', () => {
    const text = `${page(RULE.replace('for: 5m\n', ''))}\n${RULE.replace('up == 0', 'up ==').replace('HostDown', 'B')}`
    const severities = compiled({ 'runbooks/host-down.md': text }, URL).diagnostics.map(
      ({ severity }) => severity,
    )
    expect(severities).toEqual(['error', 'info'])
  })
})

describe('links of alerts', () => {
  const written = {
    'rules/a.yml': rules(alert('HostDown', 'https://wiki.corp/x')),
    'runbooks/HostDown.md': page(''),
  }

  test('without `site.url` they stay as they are written, and one finding says so', () => {
    const result = compiled({ ...written, 'runbooks/b.md': page(RULE.replace('HostDown', 'B')) })
    expect(said(result).map((line) => line.split(' ')[1])).toEqual(['site-url'])
    expect(result.diagnostics[0]!.message).toBe(
      '2 alerts have no link to this site: `site.url` is not set, so links stay as they are written',
    )
    const text = result.outputs.find(({ path }) => path === 'rules.yml')!.make() as string
    expect(text).toContain('runbook_url: https://wiki.corp/x')
  })

  test('rule files alone are not asked for an address', () => {
    expect(said(compiled({ 'rules/a.yml': written['rules/a.yml'] }))).toEqual([])
  })

  test.each([
    'https://example.github.io/runbooks/',
    'https://your-org.github.io/x/',
    'https://<org>.github.io/',
    'https://runbooks.example.com/',
    'https://EXAMPLE.org:8443/x/',
    'https://me@wiki.example.net./',
    'https://runbooks.example/',
    'https://runbooks.invalid/',
    'http://runbooks.corp.test/',
  ])('%s is a placeholder: said, and written by no fix', (url) => {
    const config = `site: { url: "${url}" }\n`
    const { diagnostics } = readConfig({ path: 'alertbook.yml', text: config }, codes)
    expect(diagnostics[0]).toMatchObject({ code: 'config-value', range: { start: config.indexOf('"') } })
    const found = compiled(written, config).diagnostics
    expect(found.filter(({ fix }) => fix !== undefined)).toEqual([])
  })

  test.each([
    'https://mysql.github.io/',
    'https://yourkit.gitlab.io/books/',
    'https://my-bakery.github.io/',
    'https://example.com.au/',
    'https://notexample.com/',
    'https://example.company/',
    'https://runbooks.corp/example.com/',
    'https://test.corp/',
    'https://test/',
    'http://localhost:8080/',
  ])('%s is somebody', (url) => {
    expect(
      readConfig({ path: 'alertbook.yml', text: `site: { url: "${url}" }\n` }, codes).diagnostics,
    ).toEqual([])
  })

  test.each([
    ['https://example.com/HostDown', true],
    ['https://wiki.example.org/x#y', true],
    ['http://wiki.invalid/?a=b', true],
    ['https://your-org.github.io/x', true],
    ['https://example.com.au/HostDown', false],
    ['https://{{ $externalLabels.domain }}/x', false],
    ['https://wiki.corp/{{ $labels.example.com }}', false],
    ['https://wiki.corp/?to=https://example.com/', false],
  ])('the link %s is one from an example: %s', (link, isExample) => {
    for (const config of ['', URL, `${URL}links: { elsewhere: ["${link}"] }\n`]) {
      const { diagnostics } = compiled({ 'rules/a.yml': rules(alert('HostDown', link)) }, config)
      const found = diagnostics.filter(({ code }) => code === 'link-invalid')
      expect(found.length).toBe(isExample && !config.includes('elsewhere') ? 1 : 0)
      for (const { message } of found) expect(message).toContain('is an address from an example')
    }
  })

  test('where there is a page, the fix takes the place of a link from an example', () => {
    const files = { ...written, 'rules/a.yml': rules(alert('HostDown', 'https://example.com/x')) }
    const [found] = compiled(files, URL).diagnostics
    expect(found).toMatchObject({ code: 'link-invalid', hint: 'write `https://books.corp/hostdown/`' })
    expect(found?.fix?.edits).toMatchObject([{ text: '"https://books.corp/hostdown/"' }])
  })

  test.each([
    ['without pages', false, 'alert-without-runbook'],
    ['with pages', true, 'link-base'],
  ])('to one foreign base, %s: one finding says so, and how to accept it', (_, hasPages, code) => {
    const names = ['A', 'B', 'C', 'D'].map((letter) => `Host${letter}Down`)
    const files: Record<string, string> = {
      'rules/a.yml': rules(...names.map((name) => alert(name, `https://old.corp/runbooks/${name}`))),
      'runbooks/z.md': '# Guide\n',
    }
    if (hasPages) for (const name of names) files[`runbooks/${name}.md`] = page('Look.')
    const { diagnostics } = compiled(files, URL)
    expect(diagnostics.map((one) => one.code)).toEqual([code])
    expect(diagnostics[0]!.message).toMatch(/^4 alerts .*`https:\/\/old\.corp\/runbooks\/`/)
    expect(diagnostics[0]!.hint).toContain('links: { elsewhere: ["https://old.corp/runbooks/"] }')
    expect(diagnostics[0]!.fix?.edits.length).toBe(hasPages ? 4 : undefined)
    expect(said(compiled(files, `${URL}links: { elsewhere: ["https://old.corp/runbooks/"] }\n`))).toEqual([])
  })

  test('an ignore takes its own alert out of that finding, and no other', () => {
    const names = ['A', 'B', 'C', 'D'].map((letter) => `Host${letter}Down`)
    const lines = names.map((name) => alert(name, `https://old.corp/x/${name}`))
    const text = rules(...lines).replace(
      '      - ',
      '      # alertbook-ignore alert-without-runbook: theirs\n      - ',
    )
    const { diagnostics } = compiled(
      { 'rules/a.yml': text, 'runbooks/z.md': page('').replace('Host down', 'Guide') },
      URL,
    )
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringMatching(/^3 alerts /)])
  })
})

describe('a book without rules', () => {
  const guides = {
    'runbooks/a.md': page('').replace('Host down', 'Guide'),
    'runbooks/b.md': '# B\n\nText.\n',
  }

  test('builds, writes no rule file, and counts runbooks', () => {
    const { diagnostics, outputs } = compiled(guides, URL)
    expect(diagnostics).toEqual([])
    expect(outputs.map(({ path }) => path)).not.toContain('rules.yml')
    const index = outputs.find(({ path }) => path === 'site/index.html')!.make() as string
    expect(index).toContain('<strong>2</strong> runbooks')
    expect(index).not.toContain('<strong>0</strong>')
  })

  const published = [
    {
      path: 'a/',
      title: 'A',
      alerts: ['X'],
      anchors: {},
      see: [],
      file: 'alertbook.links.yml',
      range: { start: 0, end: 0 },
    },
  ]

  test.each<[string, Record<string, string>, object]>([
    ['an empty rule file', { 'rules/a.yml': 'groups: []\n' }, {}],
    ['rules in a draft', { 'runbooks/c.md': `---\ndraft: true\n---\n\n${page(RULE)}` }, {}],
    ['a place for rules', {}, { expectsRules: true }],
    ['an alert that was published', {}, { published }],
  ])('%s is expected to have rules', (_, more, options) => {
    const { diagnostics, outputs } = compiled({ ...guides, ...more }, URL, options)
    expect(diagnostics.map(({ code }) => code)).toContain('rules-empty')
    expect(outputs).toEqual([])
  })

  test('a query that does not parse is a warning that can be lowered, ignored and marked', () => {
    const query = '```promql\nrate(x{...}[5m])\n```\n'
    const book = (text: string): Record<string, string> => ({ 'runbooks/a.md': `# A\n\n${text}` })
    expect(said(compiled(book(query), URL))).toEqual(['warning query-syntax runbooks/a.md'])
    expect(said(compiled(book(query), `${URL}checks: { query-syntax: off }\n`))).toEqual([])
    expect(said(compiled(book(query), `${URL}checks: { query-syntax: error }\n`))[0]).toMatch(/^error/)
    expect(said(compiled(book(`<!-- alertbook-ignore query-syntax: shown -->\n\n${query}`), URL))).toEqual([])
    expect(said(compiled(book(query.replace('promql', 'promql example')), URL))).toEqual([])
  })

  test('a prompt is no part of a query, and is not copied', () => {
    const query = '```promql\n$ up == 0\n$ sum(rate(x[5m]))\n```\n'
    const { diagnostics, outputs } = compiled({ 'runbooks/a.md': `# A\n\n${query}` }, URL)
    expect(diagnostics).toEqual([])
    const shown = outputs.find(({ path }) => path === 'site/a/index.html')!.make() as string
    expect(shown.match(/<span class="prompt">\$ <\/span>/g)).toHaveLength(2)
  })
})

describe('Markdown of others', () => {
  const read = (text: string): Runbook => parse({ path: 'runbooks/a/b.md', text }) as Runbook
  const html = (text: string): string =>
    read(text)
      .body()
      .map((part) => (typeof part === 'string' ? part : `[${part.kind}]`))
      .join('')

  test('a heading of the first level in the middle stays one', () => {
    const text =
      '---\ntitle: T\n---\n\nIntro.\n\n## First\n\nText.\n\n## Second\n\nText.\n\n# References\n\nMore.\n'
    expect(html(text)).toContain('<h1 id="references">References</h1>')
    const { outputs } = compiled({ 'runbooks/a.md': text }, URL)
    const shown = outputs.find(({ path }) => path === 'site/a/index.html')!.make() as string
    expect(shown).toContain('href="#references"')
    expect(shown).not.toContain('subtitle')
  })

  test.each([
    [
      'MkDocs',
      '!!! warning "Take care"\n    One.\n\n    Two.\n\n    ```bash\n    ls\n    ```\n\nAfter.\n',
      'warning',
      true,
    ],
    ['MkDocs, no title', '!!! note\n    One.\n\n    Two.\n\n        code\n\nAfter.\n', 'note', false],
    ['MkDocs, folded', '??? tip "Take care"\n\n    One.\n\n    Two.\n\nAfter.\n', 'tip', true],
    ['MkDocs, tabs for spaces', '!!! danger "Take care"\n\tOne.\n\n\tTwo.\n\nAfter.\n', 'caution', true],
    ['MkDocs, no space', '!!!note\n    One.\n\n    Two.\n\nAfter.\n', 'note', false],
    ['Docusaurus', ':::warning[Take care]\n\nOne.\n\nTwo.\n\n:::\n\nAfter.\n', 'warning', true],
    ['Docusaurus, on adjacent lines', ':::note Take care\nOne.\n\nTwo.\n:::\n\nAfter.\n', 'note', true],
    ['Docusaurus, one paragraph', ':::tip\nOne. Two.\n:::\n\nAfter.\n', 'tip', false],
  ])('a note of %s is a callout', (_, text, kind, hasTitle) => {
    const shown = html(`# T\n\n## S\n\nIntro.\n\n${text}`)
    expect(shown).toContain(`<aside class="callout callout-${kind}">`)
    const inside = /<aside[\s\S]*<\/aside>/.exec(shown)![0]
    expect(inside).toMatch(/One\.[\s\S]*Two\./)
    expect(inside.includes('<strong>Take care</strong>')).toBe(hasTitle)
    expect(inside).not.toContain('After.')
    expect(shown).not.toMatch(/!!!|\?\?\?|:::|\uFDD4/)
    expect(read(`# T\n\n${text}`).diagnostics).toEqual([])
  })

  const NOTE = '!!! warning "Take care"\n\n    One.\n\n    ```bash\n    ls\n    ```\n\n    Two.\n'
  const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

  test.each([
    ['a numbered step', `1. Step\n\n${indented(NOTE, 4)}\n2. Step\n`],
    ['a numbered step, as GitHub indents', `1. Step\n\n${indented(NOTE, 3)}\n2. Step\n`],
    ['a point', `- Point\n\n${indented(NOTE, 2)}\n- Point\n`],
    ['a list of a list', `- A\n    - B\n\n${indented(NOTE, 8)}\nAfter.\n`],
    ['a list behind a fence', `- A\n\n  \`\`\`text\n  1. x\n  \`\`\`\n\n${indented(NOTE, 4)}\nAfter.\n`],
  ])('a note of MkDocs in %s is a callout', (_, text) => {
    const shown = html(`# T\n\n## S\n\n${text}`)
    const inside = /<li>[\s\S]*<aside class="callout callout-warning">([\s\S]*?)<\/aside>/.exec(shown)![1]!
    expect(inside).toMatch(/<strong>Take care<\/strong>[\s\S]*One\.[\s\S]*>ls<[\s\S]*Two\./)
    expect(shown).not.toMatch(/!!!|\uFDD4/)
    expect(read(`# T\n\n${text}`).diagnostics).toEqual([])
  })

  test('tabs of MkDocs in a list are titles, and a rule in them has its place', () => {
    const text =
      '# T\n\n1. Step\n\n    === "Linux"\n\n        ```yaml\n        alert: A\n        expr: up\n        ```\n\n    === "BSD"\n        Other.\n'
    expect(html(text).match(/<p><strong>\w+<\/strong><\/p>/g)).toHaveLength(2)
    const { range } = read(text).blocks[0]!.groups[0]!.rules[0]!.expr!.value
    expect(text.slice(range.start, range.end)).toBe('up')
  })

  test.each([
    ['in HTML', `<div>\n${NOTE}</div>\n`],
    ['in code of a list', `- A\n\n  \`\`\`text\n${indented(NOTE.replaceAll('`', ''), 2)}  \`\`\`\n`],
    ['in indented code', `Text.\n\n${indented(NOTE, 4)}`],
    ['in a comment', `<!--\n${NOTE}-->\n`],
  ])('a note %s is shown as it is written', (_, text) => {
    const shown = html(`# T\n\n${text}`)
    expect(shown).not.toContain('aside')
    expect(shown).not.toMatch(/\uFDD4|&gt;|^ *>/m)
  })

  test.each(['```bash\nls\n```', '![A picture](a.png)', 'See [this](b.md).'])(
    'Markdown that is left within HTML is told: %j',
    (text) => {
      const shown = `# T\n\n<details><summary>More</summary>\n${text}\n</details>\n`
      expect(read(shown).diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
        'warning runbook-html',
      ])
      expect(read(shown.replace('</summary>', '</summary>\n')).diagnostics).toEqual([])
    },
  )

  test('notes and tabs without a blank line between them are apart', () => {
    const notes = '!!! note "N"\n    a *b*\n!!! warning\n    c\n\n    d\n!!! tip\n    e\n\nafter\n'
    const shown = html(`# T\n\n## S\n\nIntro.\n\n${notes}`)
    expect(shown.match(/<aside class="callout callout-\w+/g)).toEqual(
      ['note', 'warning', 'tip'].map((kind) => `<aside class="callout callout-${kind}`),
    )
    const tabs = '=== "A"\n    a\n===+ "B"\n\n    ```sh\n    ls\n    ```\n===! "C"\n    c\n'
    const tabbed = html(`# T\n\nIntro.\n\n${tabs}`)
    expect(tabbed.match(/<p><strong>\w<\/strong><\/p>/g)).toHaveLength(3)
    for (const one of [shown, tabbed]) expect(one).not.toMatch(/!!!|===|[\uFDD0-\uFDEF\uFFFD]/)
  })

  test.each(['::: {.note}\nText.\n:::', ':::', '.. note::'])('%j of another tool is told', (text) => {
    const { diagnostics } = read(`# T\n\nIntro.\n\n${text}\n`)
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info runbook-html'])
  })

  test('a style is left out with all it holds', () => {
    expect(html('# T\n\n<style>p { color: red }</style>\n\nText.\n')).not.toContain('color')
  })

  const SIDES = (a: string, b: string): string => `<<<<<<< HEAD\n${a}\n=======\n${b}\n>>>>>>> branch\n`
  test.each([
    ['sentences', `# T\n\n${SIDES('One.', 'Two.')}`],
    ['rules', `# T\n\n${SIDES('```yaml\nalert: A\nexpr: up\n```', '```yaml\nalert: A\nexpr: up == 0\n```')}`],
    ['with the common ancestor', `# T\n\n${SIDES('One.\n||||||| base\nNone.', 'Two.')}`],
    ['with Windows line ends', `# T\n\n${SIDES('One.', 'Two.')}`.replaceAll('\n', '\r\n')],
  ])('a conflict that was never resolved is an error: %s', (_, text) => {
    const found = read(text).diagnostics.filter(({ severity }) => severity === 'error')
    expect(found.map(({ code }) => code)).toEqual(['markdown-conflict'])
    expect(text.slice(found[0]!.range.start, found[0]!.range.end)).toBe('<<<<<<<')
  })

  test.each([
    ['in code', `# T\n\n\`\`\`\n${SIDES('One.', 'Two.')}\`\`\`\n`],
    ['a heading and a quote', '# T\n\nTitle\n=======\n\n>>>>>>> far\n'],
  ])('none: %s', (_, text) => {
    expect(read(text).diagnostics).toEqual([])
  })

  test('a tab of MkDocs is a title and its content, rules included', () => {
    const text =
      '# T\n\n=== "Linux"\n\n    ```yaml\n    alert: A\n    expr: up\n    ```\n\n=== "BSD"\n\n    Other.\n'
    expect(html(text)).toContain('<strong>Linux</strong>')
    expect(html(text)).toContain('<p>Other.</p>')
    expect(read(text).blocks).toHaveLength(1)
    const { range } = read(text).blocks[0]!.groups[0]!.rules[0]!.expr!.value
    expect(text.slice(range.start, range.end)).toBe('up')
  })

  test.each([
    ['a heading', '# T\n\nTitle\n===\n\nText.\n'],
    ['code', '# T\n\n```\n!!! note\n    x\n:::note\n```\n'],
    ['a sentence', '# T\n\nStop!!! note this.\n'],
  ])('%s is none', (_, text) => {
    expect(html(text)).not.toContain('aside')
    expect(read(text).diagnostics).toEqual([])
  })

  test.each([
    '<iframe src="https://x.example/"></iframe>',
    '<video src="a.mp4"></video>',
    'Text <object data="x"></object>.',
  ])('%s is not left out without a word', (text) => {
    expect(read(`# T\n\n${text}\n`).diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning runbook-html',
    ])
  })

  test.each([
    ['../old/', 'old/'],
    ['../../old/', 'old/'],
    ['old/', 'configure/old/'],
    ['/old/', 'old/'],
    ['./old', 'configure/old/'],
    ['../x/../old/', 'old/'],
  ])('the alias %s is read as Hugo reads it', (alias, from) => {
    const text = `---\naliases: ["${alias}"]\n---\n\n# S\n`
    const { program } = compiled({ 'runbooks/configure/storage.md': text }, URL)
    expect(program.addresses.redirects.map((one) => one.from)).toEqual([from])
  })

  test('links to files that exist and to addresses of the host are no errors', () => {
    const links =
      '[a](../README.md) [b](../scripts/) [c](/login) [d](/repos/x.html) [e](nope.md) [f](/nope.md)'
    const exists = (path: string): boolean => ['README.md', 'scripts/', 'scripts'].includes(path)
    const { diagnostics } = compiled({ 'runbooks/a.md': `# A\n\n${links}\n` }, URL, { exists })
    expect(diagnostics.map(({ message }) => /`([^`]*)`/.exec(message)![1])).toEqual(['nope.md', '/nope.md'])
  })

  test.each([
    ['deployment.md', 'did you mean `../other/deployment.md`?'],
    ['sub/Deployment.md', 'did you mean `../other/deployment.md`?'],
    ['deploymnet.md', 'did you mean `../other/deployment.md`?'],
    ['nope/README.md', 'correct the path; it is relative to this file'],
    ['redis.md', 'correct the path; it is relative to this file'],
  ])('a link to %s', (target, hint) => {
    const files = {
      'runbooks/a/s.md': `# S\n\n[d](${target})\n`,
      'runbooks/other/deployment.md': '# D\n',
      'runbooks/other/ban-an-IP-with-redis.md': '# R\n',
    }
    expect(compiled(files, URL).diagnostics.map((one) => one.hint)).toEqual([hint])
  })

  test.each([
    ['of the page', '---\nbase: https://p.example\n---\n\n', '', 'href="https://p.example/x"'],
    ['of the site', '', 'params: { base: "https://s.example" }\n', 'href="https://s.example/x"'],
    ['that runs code', '', 'params: { base: "javascript:alert(1)//" }\n', undefined],
    ['of the page that runs code', '---\nbase: "javascript:alert(1)//"\n---\n\n', '', undefined],
  ])('`param` in the target of a link: %s', (_, head, params, href) => {
    for (const link of [
      '[x]({{< param "base" >}}/x)',
      '[x][y]\n\n[y]: {{< param base >}}/x',
      '<a href="{{< param base >}}/x">x</a>',
    ]) {
      const { diagnostics, outputs } = compiled(
        { 'runbooks/a.md': `${head}# A\n\n${link}\n` },
        `${URL}${params}`,
      )
      // An address that the page itself makes dangerous is told to be left out.
      const isTold = ({ code }: { code: string }): boolean => href === undefined && code === 'runbook-html'
      expect(diagnostics.filter((one) => !isTold(one))).toEqual([])
      const shown = outputs.find(({ path }) => path === 'site/a/index.html')!.make() as string
      if (href === undefined) expect(shown).not.toContain('javascript:')
      else expect(shown).toContain(href)
      expect(shown).not.toMatch(/alertbook-param|[\uFDD0-\uFDEF]|%EF%B7/)
    }
  })

  test('`param` in a target that nobody defines is an error', () => {
    expect(said(compiled({ 'runbooks/a.md': '# A\n\n[x]({{< param "base" >}}/x)\n' }, URL))).toEqual([
      'error shortcode-unknown runbooks/a.md',
    ])
  })
})
