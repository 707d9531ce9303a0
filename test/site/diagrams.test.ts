import { describe, expect, it } from 'vitest'
import { cleanSvg, loadDiagrams } from '../../site/diagrams.ts'
import { emitSite } from '../../src/emit/site/index.ts'
import { config, program } from './fixture.ts'
import { read, textOf } from './html.ts'
import { theme } from './theme.ts'

const draw = await loadDiagrams()
const FLOW = 'flowchart LR\n  A[Alert] -->|fires| B{On call?}\n  subgraph host\n    B --> C[(db)]\n  end'

describe('a diagram', () => {
  it.each([
    ['flowchart', FLOW, ['Alert', 'fires', 'On call?', 'db', 'host']],
    ['sequence', 'sequenceDiagram\n  A->>B: asks\n  B-->>A: answers', ['asks', 'answers']],
    ['states', 'stateDiagram-v2\n  [*] --> Firing\n  Firing --> Resolved', ['Firing', 'Resolved']],
  ])('%s: shows its words, and nothing a strict policy forbids', (_, source, words) => {
    const svg = draw(source, 'd1')!
    const { all } = read(svg)
    const shown = all.filter(({ tagName }) => tagName === 'text').map(textOf)
    for (const word of words) expect(shown).toContain(word)
    expect(svg).not.toMatch(/<style|style=|@import|https?:\/\/(?!www\.w3\.org)|\son\w+=|<script/)
    for (const [, id] of svg.matchAll(/ id="([^"]*)"/g)) expect(id).toMatch(/^d1-/)
    for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(svg).toContain(` id="${id}"`)
  })

  it('is the same when drawn again', async () => {
    expect((await loadDiagrams())(FLOW, 'd1')).toBe(draw(FLOW, 'd1'))
  })

  it('is text where it cannot be drawn', async () => {
    expect(draw('pie title Not a kind that is drawn\n  "a" : 1', 'd1')).toBeUndefined()
    const body = [
      { kind: 'diagram' as const, source: 'pie title <b>x</b>', number: 0 },
      { kind: 'diagram' as const, source: FLOW, number: 1 },
    ]
    const files = emitSite(program([{ file: 'runbooks/x.md', title: 'X', body }]), config(), {
      ...(await theme()),
      draw,
    })
    const page = String(files.find(({ path }) => path === 'site/x/index.html')!.make())
    expect(page).toContain('data-language="mermaid"><code>pie title &lt;b&gt;x&lt;/b&gt;</code></pre>')
    expect(page.match(/<figure class="diagram">/g)).toHaveLength(1)
  })
})

describe('an SVG', () => {
  it.each([
    ['<svg onload="x()"><g/></svg>', '<svg aria-hidden="true"><g/></svg>'],
    ['<svg><script>x()</script><rect x="1.23456"/></svg>', '<svg aria-hidden="true"><rect x="1.2"/></svg>'],
    [
      '<svg><a href="javascript:x()"><text>go</text></a></svg>',
      '<svg aria-hidden="true"><text>go</text></svg>',
    ],
    ['<svg><rect fill="url(https://x.org/#a)"/></svg>', '<svg aria-hidden="true"><rect/></svg>'],
    [
      '<svg><rect fill="url(#a)"/><marker id="a"/></svg>',
      '<svg aria-hidden="true"><rect fill="url(#p-a)"/><marker id="p-a"/></svg>',
    ],
    [
      '<svg><image href="x"/><use href="#a"/><text>a < b</text></svg>',
      '<svg aria-hidden="true"><text>a &lt; b</text></svg>',
    ],
    [
      '<svg><style>*{}</style><rect style="x" class="node"/></svg>',
      '<svg aria-hidden="true"><rect class="node"/></svg>',
    ],
  ])('%s keeps only what draws', (svg, expected) => {
    expect(cleanSvg(svg, 'p')).toBe(expected)
  })
})
