/** Published addresses never die: losses are reported, and after a build every address has a page. */

import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { LINKS_FILE, linksText, readLinks } from '../../src/disk/links-file.ts'
import { loadTheme } from '../../src/disk/theme.ts'
import type { OutputFile } from '../../src/model.ts'
import { checked, cli, compiled, type Finding, found } from '../project.ts'
import { temporaryProject } from '../setup.ts'
import { hasBrowser, launch } from '../site/browser.ts'
import { serve } from '../site/server.ts'

const runbook = (alert: string, front = ''): string =>
  `${front}# ${alert}\n\n\`\`\`yaml\nalert: ${alert}\nexpr: up{job="${alert}"} == 0\nfor: 5m\n\`\`\`\n\n## Meaning\n\nIt is down.\n\n## Impact\n\nSome.\n\n## Diagnosis\n\n\`\`\`bash\nping {{ $labels.instance }}\n\`\`\`\n\n${'Long text.\n\n'.repeat(60)}## Mitigation\n\nStart it again.\n`

const MANY = `# Many\n\n\`\`\`yaml\n- alert: ManyOne\n  expr: a == 0\n  for: 5m\n- alert: ManyTwo\n  expr: b == 0\n  for: 5m\n- alert: ManyThree\n  expr: c == 0\n  for: 5m\n\`\`\`\n\n## Meaning\n\nM.\n\n## Impact\n\nI.\n\n## Diagnosis\n\nD.\n\n## Mitigation\n\nM.\n`

/** A published book, then changed: a page renamed, an alert renamed with its page, one deleted, two on one page. */
async function changedBook(): Promise<string> {
  const folder = temporaryProject({
    'alertbook.yml': 'site:\n  url: https://runbooks.corp/book/\n',
    'runbooks/node/host-down.md': runbook('HostDown'),
    'runbooks/node/remote-write-behind.md': runbook('RemoteWriteBehind'),
    'runbooks/node/disk-full.md': runbook('HostDiskFull'),
    'runbooks/many.md': MANY,
  })
  const first = await cli(folder, 'build', '--no-cache')
  expect(first.code, first.out).toBe(0)
  const at = (path: string): string => join(folder, 'runbooks', path)
  renameSync(at('node/host-down.md'), at('node/machine-down.md'))
  rmSync(at('node/remote-write-behind.md'))
  writeFileSync(at('node/remote-write-lagging.md'), runbook('RemoteWriteLagging'))
  rmSync(at('node/disk-full.md'))
  writeFileSync(
    at('many.md'),
    MANY.replace('ManyTwo', 'ManyTwos').replace(/- alert: ManyThree\n.*\n.*\n/, ''),
  )
  return folder
}

const lost = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ code }) => code === 'address-lost')
    .map(
      ({ file, message }) =>
        `${file} ${/`\/[^`]*`/.exec(message)![0]} ${/(?:leads to `([^`]*)`|nothing)/.exec(message)![0]}`,
    )
    .sort()

test('check names what is lost; a build settles it', async () => {
  const folder = await changedBook()
  expect(lost(await checked(folder))).toEqual([
    `${LINKS_FILE} \`/many/#manythree\` nothing`,
    `${LINKS_FILE} \`/many/#manytwo\` leads to \`/many/#manytwos\``,
    `${LINKS_FILE} \`/node/disk-full/\` nothing`,
    `${LINKS_FILE} \`/node/host-down/\` leads to \`/node/machine-down/\``,
    `${LINKS_FILE} \`/node/remote-write-behind/\` leads to \`/node/remote-write-lagging/\``,
  ])
  const built = await cli(folder, 'build', '--no-cache')
  expect(built.code, built.out).toBe(0)
  expect(lost(await checked(folder))).toEqual([])
  const site = (path: string): string => readFileSync(join(folder, 'dist/site', path), 'utf8')
  expect(site('node/host-down/index.html')).toContain('../../node/machine-down/')
  expect(site('node/disk-full/index.html')).toContain('HostDiskFull')
  const record = readFileSync(join(folder, LINKS_FILE), 'utf8')
  await cli(folder, 'build', '--no-cache')
  expect(readFileSync(join(folder, LINKS_FILE), 'utf8')).toBe(record)
  // A page renamed twice is still found from its first address.
  renameSync(join(folder, 'runbooks/node/machine-down.md'), join(folder, 'runbooks/node/computer-down.md'))
  await cli(folder, 'build', '--no-cache')
  expect(site('node/host-down/index.html')).toContain('../../node/computer-down/')
})

test('a preview in another folder publishes nothing', async () => {
  const folder = await changedBook()
  const record = readFileSync(join(folder, LINKS_FILE), 'utf8')
  expect((await cli(folder, 'build', '--no-cache', '--out', 'preview')).code).toBe(0)
  expect(readFileSync(join(folder, LINKS_FILE), 'utf8')).toBe(record)
})

describe.skipIf(!hasBrowser())('in a browser', async () => {
  const browser = await launch()
  afterAll(() => browser.close())

  test('an old address lands on the new page, query and fragment intact', async () => {
    const folder = await changedBook()
    await cli(folder, 'build', '--no-cache')
    const site = await serve(siteFiles(folder), '/book/')
    const page = await browser.newPage()
    try {
      for (const [from, to] of [
        ['node/host-down/', 'node/machine-down/'],
        ['node/remote-write-behind/', 'node/remote-write-lagging/'],
      ] as const) {
        await page.goto(`${site.url}${from}?instance=x#mitigation`)
        await page.waitForURL(`${site.url}${to}?instance=x#mitigation`)
        await page.waitForLoadState()
        expect(await page.locator('#mitigation').isVisible()).toBe(true)
        await expect.poll(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(0)
        expect(await page.locator('pre').filter({ hasText: 'ping' }).first().textContent()).toContain(
          'ping x',
        )
      }
      await page.goto(`${site.url}node/disk-full/?instance=x`)
      expect(await page.locator('h1').textContent()).toContain('HostDiskFull was removed')
      await page.goto(`${site.url}many/#manytwo`)
      expect(await page.locator('#manytwo').textContent()).toContain('ManyTwos')
    } finally {
      await site.stop()
    }
  })
})

function siteFiles(folder: string): OutputFile[] {
  const site = join(folder, 'dist/site')
  return readdirSync(site, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(site, path)).isFile())
    .map((path) => ({ path: `site/${path}`, make: () => readFileSync(join(site, path)) }))
}

const RULE = 'groups:\n- name: g\n  rules:\n  - alert: Up\n    expr: up == 0\n    for: 5m\n'

describe('redirects', () => {
  const published = (text: string): ReturnType<typeof readLinks>['published'] =>
    readLinks({ path: LINKS_FILE, text }).published
  const problems = (files: Record<string, string>, record = ''): string[] =>
    found(compiled(files, { published: published(record) }), 'redirect-loop').map((line) =>
      line.replace(/^redirect-loop /, ''),
    )

  test('an alias that is the address of its own page says nothing', () => {
    const page = (alias: string): string => `---\naliases: [${alias}]\n---\n\n# A\n`
    expect(problems({ 'runbooks/a.md': page('/a'), 'runbooks/b.md': '# B\n' })).toEqual([])
    expect(problems({ 'runbooks/a.md': page('/b'), 'runbooks/b.md': '# B\n' })).toHaveLength(1)
  })

  test('an alias with blanks is a name, and no address', () => {
    const page = '---\naliases: [Main disk, "/old disk", old]\n---\n\n# A\n'
    const { outputs } = compiled({ 'runbooks/a.md': page, 'rules/a.yml': RULE }, { theme: loadTheme() })
    const made = outputs.map(({ path }) => path).filter((path) => /disk|old/i.test(path))
    expect(made.filter((path) => !path.includes('offline')).sort()).toEqual([
      'site/old disk/index.html',
      'site/old/index.html',
    ])
  })

  test.each<[string, string, RegExp | string]>([
    ['runbooks/x/README.md', 'runbooks/x/index.md', "exclude: ['runbooks/x/README.md']"],
    ['runbooks/x/_index.md', 'runbooks/x/index.md', 'rename one of the two files'],
    ['runbooks/A b.md', 'runbooks/a-b.md', 'rename one of the two files'],
  ])('the hint for %s and %s', (one, other, hint) => {
    const { diagnostics } = compiled({ [one]: '# A\n', [other]: '# B\n' })
    expect(diagnostics.find(({ code }) => code === 'page-address')?.hint).toContain(hint)
  })

  test.each<[string, string, Record<string, string>, RegExp | undefined]>([
    [
      'an alias',
      '',
      { 'runbooks/a.md': runbook('A', '---\naliases: [/old/, old-too, /old.html]\n---\n\n') },
      undefined,
    ],
    [
      'two pages claim one',
      '',
      {
        'runbooks/a.md': runbook('A', '---\naliases: [/old/]\n---\n\n'),
        'runbooks/b.md': runbook('B', '---\naliases: [/old/]\n---\n\n'),
      },
      /`\/old\/` is redirected twice/,
    ],
    [
      'where a page is',
      '',
      { 'runbooks/a.md': runbook('A', '---\naliases: [/b/]\n---\n\n'), 'runbooks/b.md': runbook('B') },
      /a page is there/,
    ],
    [
      'to nothing',
      'pages:\n  /x/:\n    title: X\n    moved: /y/\n',
      { 'runbooks/a.md': runbook('A') },
      /where there is no page/,
    ],
    [
      'in a circle',
      'pages:\n  /x/:\n    title: X\n    moved: /x/\n',
      { 'runbooks/a.md': runbook('A') },
      /circle/,
    ],
    [
      'to another site',
      'pages:\n  /x/:\n    title: X\n    moved: https://example.net/\n',
      { 'runbooks/a.md': runbook('A') },
      undefined,
    ],
  ])('%s', (_, record, files, expected) => {
    const [first] = problems(files, record)
    if (expected) expect(first).toMatch(expected)
    else expect(first).toBeUndefined()
  })

  test('a page at an address again needs no redirect', () => {
    const record = 'pages:\n  /a/:\n    title: A\n    alerts: [A]\n    moved: /b/\n'
    const { program } = compiled(
      { 'runbooks/a.md': runbook('A'), 'runbooks/b.md': runbook('B') },
      { published: published(record) },
    )
    expect(program.addresses.redirects).toEqual([])
    expect(program.addresses.record.find(({ path }) => path === 'a/')).not.toHaveProperty('moved')
  })
})

describe('the record', () => {
  const path = fc
    .array(fc.stringMatching(/^[a-z0-9-]{1,6}$/), { minLength: 1, maxLength: 3 })
    .map((parts) => `${parts.join('/')}/`)
  const word = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'?:,[]{}#&*!|>\'"%@`-~ \u00a0aé'), maxLength: 6 }),
    )
    .map((text) => text.trim())
    .filter((text) => !/\p{C}/u.test(text))
  const entry = fc.record(
    {
      path,
      title: word,
      alerts: fc.array(word, { maxLength: 3 }),
      anchors: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), word, { noNullPrototype: true }),
      see: fc.array(path, { maxLength: 2 }),
      moved: path,
      removed: word,
    },
    { requiredKeys: ['path', 'title', 'alerts', 'anchors', 'see'] },
  )

  test('what is written reads back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (one) => one.path, maxLength: 5 }), (record) => {
        const read = readLinks({ path: LINKS_FILE, text: linksText(record) })
        expect(read.diagnostics).toEqual([])
        expect(read.published.map(({ file: _, range: __, ...one }) => one)).toEqual(record)
      }),
    )
  })

  test('nothing throws on what a record might hold', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.constantFrom('pages: x', 'pages:\n  a: 1', '- pages', 'pages: {? [a] : b}'),
        ),
        (text) => {
          const { published, diagnostics } = readLinks({ path: LINKS_FILE, text })
          compiled({ 'runbooks/a.md': runbook('A') }, { published })
          for (const { range } of diagnostics) expect(range.end).toBeLessThanOrEqual(text.length)
        },
      ),
    )
  })
})
