/** Components of MDX pages: what is inside them is read, and what nobody knows is shown. */
import { describe, expect, test } from 'vitest'
import { loadTheme } from '../../../src/disk/theme.ts'
import { readComponents } from '../../../src/parse/notations/components.ts'
import { compiled, found } from '../../project.ts'

function read(text: string): { html: string; words: string; problems: string[] } {
  const compilation = compiled(
    { 'runbooks/x.md': `# X\n\n## Y\n\nBefore.\n\n${text}\n\nAfter.\n` },
    { theme: loadTheme() },
  )
  const page = compilation.outputs.find(({ path }) => path === 'site/x/index.html')
  const html = /<p>Before\.<\/p>([\s\S]*)<p>After\./.exec(String(page?.make() ?? ''))?.[1] ?? ''
  const words = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return { html, words, problems: found(compilation, 'runbook-html', 'runbook-literal') }
}

describe('components', () => {
  test.each<[string, string, string]>([
    [
      'tabs',
      'import Tabs from \'@theme/Tabs\';\nimport TabItem from \'@theme/TabItem\';\n\n<Tabs groupId="os">\n<TabItem value="linux" label="Linux" default>\n\nUse **apt**.\n\n</TabItem>\n  <TabItem value="mac" label="Mac">\n  Use brew.\n  </TabItem>\n</Tabs>',
      'Linux Use apt . Mac Use brew.',
    ],
    ['a note', '<Note>\nBeware of **this**.\n</Note>', 'Note Beware of this .'],
    [
      'a step in a list',
      '1. One\n\n   <Step title="Two">\n   Do it.\n   </Step>\n\n2. Three',
      'One Two Do it. Three',
    ],
    [
      'a tag over several lines',
      '<Admonition\n  type="warning"\n  title="Mind this"\n>\nIt **is**.\n</Admonition>',
      'Mind this It is .',
    ],
    [
      'deep below other lines',
      '<TabItem\n    value={{ a: 1 }}\n\tlabel="Linux">\nUse *apt*.\n</TabItem>',
      'Linux Use apt .',
    ],
    [
      'a list of values',
      "<Tabs\n  defaultValue=\"a\"\n  values={[\n    { label: 'A', value: 'a' },\n  ]}>\ntext\n</Tabs>",
      'text',
    ],
    ['a note over two lines', '<Note\n  type="x">\nBeware.\n</Note>', 'Note Beware.'],
    ['without a title', '<CardGroup cols={2}>\nA\n</CardGroup>', 'A'],
    ['a title that is Markdown', '<Card title="*a*">\nA\n</Card>', 'A'],
  ])('%s', (_, text, words) => {
    const page = read(text)
    expect(page.words).toBe(words)
    expect(page.problems).toEqual([])
  })

  test('a fence inside keeps every character', () => {
    const { html, problems } = read(
      '<TabItem label="a">\n```text\n<Tabs>\n__x__ <name>\n</Tabs>\n```\n</TabItem>',
    )
    expect(html.replace(/<[^>]*>/g, '')).toContain('&lt;Tabs>\n__x__ &lt;name>\n&lt;/Tabs>')
    expect(problems).toEqual([])
  })

  test('a single tag is shown and told, and hides no heading below it', () => {
    const { html, words, problems } = read('<Buttons size="big" />\n## Next\n\nText.')
    expect(html).toContain('<code>Buttons size="big" /</code>')
    expect(words).toContain('Next')
    expect(problems).toHaveLength(1)
  })

  test('a single tag over several lines is one piece of code', () => {
    const { html, problems } = read('<Card\n  title="a"\n  href="/b"\n/>\n\n## Next')
    expect(html.replace(/\s+/g, ' ')).toContain('<code>Card title="a" href="/b" /</code>')
    expect(problems).toHaveLength(1)
  })

  test.each([
    ['a placeholder', 'Write\n\n<ClusterName>\n\nhere.', 'ClusterName'],
    ['HTML in capitals', '<TABLE>\n<TR><TD>cell</TD></TR>\n</TABLE>', 'cell'],
    ['an import that nothing uses', "import shutil from 'x'\n\nText.", 'import shutil'],
  ])('%s stays', (_, text, words) => {
    expect(read(text).words).toContain(words)
  })

  test('the text keeps its length', () => {
    const text =
      "import A from 'a'\r\n\r\n<A title='x'>\r\ny\r\n</A>\r\n<B c={1} />\r\n<C\r\n  d='e'\r\n\ttitle='f'>\r\ng\r\n</C>\r\n<Note\r\n  x=\"y\">\r\nz\r\n</Note>\r\n```\r\n<A>\r\n</A>\r\n```\r\n"
    expect(readComponents(text).text).toHaveLength(text.length)
    expect(readComponents(text).text).toContain('```\r\n<A>\r\n</A>\r\n```')
  })
})
