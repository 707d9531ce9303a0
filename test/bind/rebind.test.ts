/** A runbook in a new version: its page is that of a book which is bound anew, or there is none. */
import { describe, expect, test } from 'vitest'
import { rebindPage } from '../../src/bind/rebind.ts'
import { compile } from '../../src/compile.ts'
import { defaultConfig } from '../../src/config/index.ts'
import type { Page, Runbook } from '../../src/model.ts'
import { parse } from '../../src/parse/index.ts'

const UP = `---
owner: me
---
# Up

\`\`\`yaml
alert: Down
expr: up == 0
\`\`\`

## Meaning

See [the other](other.md#impact), \`ping {{ $labels.instance }}\`.

{{% rule "host.yml" "HostSlow" %}}
`

const OTHERS = [
  {
    path: 'rules/host.yml',
    text: 'groups:\n  - name: a\n    rules:\n      - alert: HostSlow\n        expr: load > 1\n',
  },
  { path: 'runbooks/other.md', text: '# Other\n\n## Impact\n\nNone.\n' },
]
const config = { ...defaultConfig(), site: { ...defaultConfig().site, url: 'https://example.org/' } }
const PATH = 'runbooks/up.md'

const programOf = (text: string) => compile([...OTHERS, { path: PATH, text }], config).program
const pageOf = (text: string): Page => programOf(text).pages.find(({ path }) => path === 'up/')!
const again = (text: string): Page | undefined =>
  rebindPage(programOf(UP), parse({ path: PATH, text }) as Runbook, config, undefined)

/** A page as far as it can be told: what is made late is made, and rules are named. */
const seen = ({ runbook, rules, refs, ...page }: Page): unknown =>
  JSON.parse(
    JSON.stringify({
      ...page,
      runbook: { ...runbook, body: runbook.body(), copies: runbook.copies() },
      rules: rules.map(({ name, link }) => [name, link]),
      refs: refs.map(({ ref, rules }) => [ref, rules.map(({ name }) => name)]),
    }),
  )

describe('what says nothing new to other files', () => {
  const texts: [what: string, text: string][] = [
    ['nothing', UP],
    ['a paragraph', `${UP}\nMore.\n`],
    ['a link', UP.replace('other.md#impact', 'other.md#nowhere')],
    ['a link to a file', `${UP}\n[script](script.sh), [gone](gone.md)\n`],
    ['a fence', `${UP}\n\`\`\`sh\nls\n\`\`\`\n`],
    ['text before the heading', UP.replace('## Meaning', 'Words.\n\n## Meaning')],
  ]
  test.each(texts)('%s', (_, text) => {
    const page = again(text)
    expect(page && seen(page)).toEqual(seen(pageOf(text)))
  })
})

describe('what may mean something to other files, or what is wrong', () => {
  const texts: [what: string, text: string][] = [
    ['a heading', UP.replace('## Meaning', '## Sense')],
    ['another heading', `${UP}\n## Impact\n`],
    ['the title', UP.replace('# Up', '# Down')],
    ['an owner', UP.replace('owner: me', 'owner: you')],
    ['a rule', UP.replace('up == 0', 'up == 1')],
    ['one more rule', `${UP}\n\`\`\`yaml\nalert: More\nexpr: up == 2\n\`\`\`\n`],
    ['a shortcode', UP.replace('HostSlow', 'HostFast')],
    ['a slot', UP.replace('$labels.instance', '$labels.job')],
    ['an anchor', `${UP}\n<a id="here"></a>\n`],
    ['a draft', UP.replace('owner: me', 'owner: me\ndraft: true')],
    ['a parameter', `${UP}\n{{< param team >}}\n`],
    ['an error', UP.replace('expr: up == 0', 'expr: [up')],
  ]
  test.each(texts)('%s', (_, text) => {
    expect(again(text)).toBeUndefined()
  })
})
