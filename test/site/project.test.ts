/** A project's own files: images, and a custom look. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileParsed } from '../../src/compile-parsed.ts'
import { defaultConfig } from '../../src/config/index.ts'
import { customTheme } from '../../src/disk/custom-theme.ts'
import { readImages } from '../../src/disk/images.ts'
import { emitSite, type Theme } from '../../src/emit/site/index.ts'
import { parse } from '../../src/parse/index.ts'
import { deadLinks } from './crawl.ts'
import { theme } from './theme.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alertbook-site-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function site(markdown: string, look: Theme): Map<string, string> {
  const base = defaultConfig()
  const config = {
    ...base,
    site: { ...base.site, url: 'https://example.org/a/', repo: 'https://example.com/repo' },
  }
  const sources = [{ path: 'runbooks/net/down.md', text: markdown }]
  const parsed = sources.map(parse)
  const { program } = compileParsed(parsed, sources, config, { checks: [] })
  const files = emitSite(program, config, look, {
    files: readImages(root, parsed, config.limits.source, config.runbooks).files,
  })
  expect(deadLinks(files, config.site.url)).toEqual([])
  return new Map(files.map(({ path, make }) => [path.slice('site/'.length), String(make())]))
}

describe('images', () => {
  it('come along from wherever the repository has them', async () => {
    write({ 'runbooks/net/a b.png': 'A', 'images/top.gif': 'B' })
    const files = site('# Down\n\n![rack](a%20b.png) ![top](../../images/top.gif "Top")\n', await theme())
    expect(files.get('files/runbooks/net/a b.png')).toBe('A')
    expect(files.get('files/images/top.gif')).toBe('B')
    expect(files.get('net/down/index.html')).toContain('src="../../files/runbooks/net/a%20b.png"')
  })

  it('stay out where they are absent, outside the repository, or could run a script', async () => {
    write({
      'runbooks/net/evil.svg': '<svg><script>1</script></svg>',
      'runbooks/net/fine.svg': '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>',
    })
    const files = site(
      '# Down\n\n![](gone.png) ![](../../../../etc/x.png) ![](evil.svg) ![](fine.svg)\n',
      await theme(),
    )
    expect([...files.keys()].filter((path) => path.startsWith('files/'))).toEqual([
      'files/runbooks/net/fine.svg',
    ])
    expect(files.get('net/down/index.html')).toContain(
      'src="https://example.com/repo/raw/main/runbooks/net/gone.png"',
    )
  })
})

describe('a look of its own', () => {
  it('replaces one layout, adds a stylesheet and assets', async () => {
    write({
      'look/style.css': ':root { --link: red }',
      'look/logo.svg': '<svg/>',
      'look/layouts.js':
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a module's text
        'export default ({ html, layouts }) => ({ footer: (view) => html`<footer>Ours & ${view.title} ${layouts.footer(view)}</footer>` })',
    })
    const look = await customTheme(await theme(), root, 'look')
    if (typeof look === 'string') throw new Error(look)
    const files = site('# Down & out\n', look)
    const page = files.get('net/down/index.html')
    expect(page).toContain('<footer>Ours & Down &amp; out <footer class="foot">')
    expect(page).toMatch(
      /assets\/style\.css\?v=\w+">\s*<link rel="stylesheet" href="\.\.\/\.\.\/assets\/custom\.css\?v=/,
    )
    expect(files.get('assets/logo.svg')).toBe('<svg/>')
    expect(look.version).not.toBe((await theme()).version)
  })

  it.each([
    ['export default 1', 'has no default export that is a function'],
    ['export default () => ({ fotter() {} })', 'returns an unknown layout `fotter`'],
    ['export default () => 1', 'does not return an object of layouts'],
    ['syntax error', 'cannot be loaded'],
  ])('says what is wrong with %s', async (text, expected) => {
    write({ 'look/layouts.mjs': text })
    expect(await customTheme(await theme(), root, 'look')).toContain(expected)
  })

  it('says so when the folder is not there', async () => {
    expect(await customTheme(await theme(), root, 'nowhere')).toBe(
      '`site.theme` names `nowhere`, which is not a folder of the project',
    )
  })
})
