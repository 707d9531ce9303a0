/** What other tools decorate a page with: it is shown without, and nothing else is lost. */
import { expect, test } from 'vitest'
import { loadTheme } from '../../../src/disk/theme.ts'
import { compiled, found } from '../../project.ts'

function html(text: string): string {
  const made = compiled(
    {
      'runbooks/x.md': `# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n`,
      'runbooks/other.md': '# The other\n\n## A heading\n',
    },
    { theme: loadTheme() },
  )
  expect(found(made, 'runbook-html', 'link-target')).toEqual([])
  const page = String(made.outputs.find(({ path }) => path === 'site/x/index.html')?.make() ?? '')
  return /<p>Before\.<\/p>\s*([\s\S]*?)\s*<p>After\./.exec(page)?.[1] ?? ''
}

test.each<[written: string, html: string]>([
  ['Text.\n{: .wide }', '<p>Text.</p>'],
  ['{: .no_toc }', ''],
  ['Text. { .a #b }', '<p>Text. { .a #b }</p>'],
  ['[a](https://example.org/){ target=_blank .x } b', '<p><a href="https://example.org/">a</a> b</p>'],
  ['`a`{.yaml}', '<p><code>a</code></p>'],
  ['**a**{: style="color: red" }', '<p><strong>a</strong></p>'],
  ['Look :material-alert:{ .red } here, :fontawesome-brands-github: there', '<p>Look here, there</p>'],
  [
    '> Beware\n{.is-warning}',
    '<aside class="callout callout-warning"><p class="callout-title">Warning</p><p>Beware</p></aside>',
  ],
  // no attributes
  ['**up**{job="a"}', '<p><strong>up</strong>{job="a"}</p>'],
  ['`up`{instance="a", job="b"}', '<p><code>up</code>{instance="a", job="b"}</p>'],
  ['`{: .wide }`', '<p><code>{: .wide }</code></p>'],
  ['a {name} b\n{name}', '<p>a {name} b\n{name}</p>'],
  ['10:material-x', '<p>10:material-x</p>'],
  // links without a text
  [
    'See [](other.md) and [](other.md#a-heading).',
    '<p>See <a href="../other/">The other</a> and <a href="../other/#a-heading">A heading</a>.</p>',
  ],
])('%s', (written, shown) => {
  expect(html(written)).toBe(shown)
})
