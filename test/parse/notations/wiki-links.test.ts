/** Links of wikis: the pages that they lead to, what they show, and what is none. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../../src/disk/theme.ts'
import { compiled, found } from '../../project.ts'

const OTHERS = {
  'runbooks/home.md': '# Home\n\n## First steps & more\n',
  'runbooks/db/Replica-lag.md': '# The replica lags\n',
  'runbooks/db/index.md': '# Databases\n',
  'runbooks/web/restart.md': '# Restart\n',
  'runbooks/db/restart.md': '# Restart\n',
  'runbooks/aliased.md': '---\naliases: [Main disk, HDD, /old/path]\n---\n\n# Storage\n',
}

function read(text: string, path = 'runbooks/db/x.md'): { html: string; problems: string[]; twin: string } {
  const made = compiled(
    { ...OTHERS, [path]: `# X\n\nBefore.\n\n${text}\n\nAfter.\n` },
    { theme: loadTheme() },
  )
  const output = (name: string): string =>
    String(made.outputs.find((one) => one.path.endsWith(`/x/${name}`))?.make() ?? '')
  return {
    html: /<p>Before\.<\/p>\s*([\s\S]*?)\s*<p>After\./.exec(output('index.html'))?.[1] ?? '',
    twin: /Before\.\n\n([\s\S]*?)\n\nAfter\./.exec(output('index.md'))?.[1] ?? '',
    problems: found(made, 'link-wiki', 'link-target', 'link-file', 'runbook-html').map((one) =>
      one.replace(/ runbooks.*?: /, ': '),
    ),
  }
}

describe('lead to a page', () => {
  test.each<[written: string, html: string, twin?: string]>([
    ['See [[home]].', '<p>See <a href="../../home/">Home</a>.</p>', 'See [Home](../../home/index.md).'],
    ['[[Home|the start]]', '<p><a href="../../home/">the start</a></p>'],
    // GitHub's wikis write the text first.
    ['[[the start|Home]]', '<p><a href="../../home/">the start</a></p>'],
    ['[[Replica lag]]', '<p><a href="../../db/replica-lag/">The replica lags</a></p>'],
    ['[[The replica lags]]', '<p><a href="../../db/replica-lag/">The replica lags</a></p>'],
    ['[[db/Replica-lag.md|lag]]', '<p><a href="../../db/replica-lag/">lag</a></p>'],
    [
      '[[../home]] and [[db/index|all]]',
      '<p><a href="../../home/">Home</a> and <a href="../../db/">all</a></p>',
    ],
    // Other names of a page, as in Obsidian.
    ['[[Main disk]]', '<p><a href="../../aliased/">Storage</a></p>'],
    ['[[hdd|disk]]', '<p><a href="../../aliased/">disk</a></p>'],
    ['[[restart]]', '<p><a href="../../db/restart/">Restart</a></p>'],
    ['[[web/restart]]', '<p><a href="../../web/restart/">Restart</a></p>'],
    [
      '[[home#First steps & more]]',
      '<p><a href="../../home/#first-steps--more">home › First steps &#x26; more</a></p>',
    ],
    ['[[home#^a1b2c3|block]]', '<p><a href="../../home/">block</a></p>'],
    ['![[home]]', '<p><a href="../../home/">Home</a></p>'],
    ['**[[home|A & b]]**', '<p><strong><a href="../../home/">A &amp; b</a></strong></p>'],
    ['> See [[home]]', '<a href="../../home/">Home</a>'],
    [
      '| a |\n| - |\n| [[home\\|x]] |',
      '<td><a href="../../home/">x</a></td>',
      '| a |\n| - |\n| [x](../../home/index.md) |',
    ],
  ])('%s', (written, html, twin) => {
    const page = read(written)
    expect(page.html).toContain(html.replace('&#x26;', '&amp;'))
    expect(page.problems).toEqual([])
    if (twin !== undefined) expect(page.twin).toBe(twin)
  })
})

test('a name that no page has, or that several have, is shown as it is written', () => {
  const page = read('[[nothing]] [[home#Nope]]')
  expect(page.html).toBe('<p>[[nothing]] <a href="../../home/#Nope">home › Nope</a></p>')
  expect(page.problems).toEqual([
    'link-wiki: No page, or more than one, is called `nothing`: the site shows this link as it is written',
    'link-wiki: The page has no heading `Nope`: the link leads to its top',
  ])
  expect(read('[[restart]]', 'runbooks/x.md').html).toBe('<p>[[restart]]</p>')
})

test.each([
  '`[[home]]`',
  '```bash\nif [[ -f home ]]; then [[home]]; fi\n```',
  'if [[ -f home ]] is a test',
  'the class [[:alpha:]]',
  'a table [[inputs.cpu]] of TOML',
  'see [[1]] and [[]]',
  '[the [home]](https://example.org/)',
  '[[home]](https://example.org/)',
])('is none: %s', (written) => {
  const page = read(written)
  expect(page.html).not.toContain('home/"')
  expect(page.problems).toEqual([])
})

test('an image that is embedded by its name', () => {
  const page = read('![[disk full.png|300]]')
  expect(page.html).toContain('alt="disk full.png"')
  expect(page.html).toContain('src="disk%20full.png"')
})
