/** An author cannot write the placeholders that we put in a page's text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../src/parse/runbook.ts'

const bodyOf = (text: string) => parseRunbook({ path: 'a.md', text }).body()

const HOLE = '\uFDD00\uFDD1'
const FENCE = '\uFDD30\uFDD1'

/** Every place that text can come from; `H`: the text inserted. */
const PLACES: readonly string[] = [
  'a H b',
  '![H](x.png)',
  '![a](x.png "H")',
  '![a](H.png)',
  '[H](b.md "H")',
  '[a](<H> "b")',
  '[a]\n\n[a]: H "H"',
  '`H`',
  '```H\nH\n```',
  '```sh H\nls H\n```',
  '# H',
  '| H |\n|---|\n| H |',
  '<img alt="H" title="H" src="H">',
  '<div id="H">H</div>',
  '<a href="H" name="H">H</a>',
  '<!-- H -->',
  '<x-H>',
  'a <b title=H>H</b>',
  '[^1]\n\n[^1]: H',
  '> [!NOTE] H',
  '---\ntitle: "H"\n---\n\n{{< param "title" >}}',
  '---\nparams: {a: "H"}\n---\n\n[a](b "{{< param "a" >}}")',
]

const SECRET = '\n\n```yaml\nalert: A\nexpr: up == 0\n```\n\n```sh\nsecret\n```\n'

describe.each([
  ['a hole', HOLE],
  ['a fence', FENCE],
  ['a filler', '\uFDD2'],
  ['a reference', '&#xFDD0;0&#xFDD1;'],
  ['a reference in numbers', '&#64976;0&#0064977'],
  ['a fence by reference', '&#XFDD3;0&#xfdd1;'],
])('%s', (_, forged) => {
  test.each(PLACES)('in %j', (place) => {
    const body = bodyOf(place.replaceAll('H', () => forged) + SECRET)
    const harmless = bodyOf(place.replaceAll('H', () => 'z') + SECRET)
    const kinds = (parts: typeof body) => parts.map((part) => (typeof part === 'string' ? 'text' : part.kind))
    const holes = (parts: typeof body) => kinds(parts).filter((kind) => kind !== 'text')
    expect(holes(body)).toEqual(holes(harmless))
    const text = body.filter((part) => typeof part === 'string').join('')
    expect(text).not.toMatch(/[\uFDD0-\uFDEF]/)
    expect(text.split('secret')).toHaveLength(2)
  })
})

describe('shortcodes where only text can stand', () => {
  test.each([
    ['![{{% rule "a.yml" "B" %}}](x.png)', []],
    ['[a](b.md "{{% rule "a.yml" "B" %}}")', []],
    ['`{{% rule "a.yml" "B" %}}`', []],
    ['<img alt="{{< ref `b.md` >}}" src="http://a.b/c.png">', []],
    ['![{{< param `x` >}}](http://a.b/c.png)', ['param']],
  ])('%s', (text, expected) => {
    const kinds = bodyOf(`# Title\n\n${text}\n`).flatMap((part) =>
      typeof part === 'string' ? [] : [part.kind],
    )
    expect(kinds.filter((kind) => kind !== 'title' && kind !== 'link')).toEqual(expected)
  })

  test('code shows them as they are written', () => {
    const text = bodyOf('Write `{{< ref "a.md" >}}` there.\n').join('')
    expect(text).toContain('<code>{{&#x3C; ref "a.md" >}}</code>')
  })
})

test('no source puts them into a page', () => {
  const part = fc.constantFrom(
    ...[
      '\uFDD0',
      '\uFDD1',
      '\uFDD2',
      '\uFDD3',
      '0',
      '1',
      '&#xFDD0;',
      '&#xFDD1;',
      '![',
      '](',
      ')',
      '"',
      '<b>',
      '<img alt="',
      '">',
    ],
    ...[
      '`',
      '```\n',
      '\n',
      '\n\n',
      '{{< param "a" >}}',
      '{{% rule "a" "b" %}}',
      '| a |\n|---|\n',
      '# ',
      '- ',
      '> ',
      '&',
      ';',
      'HostDiskFull',
    ],
  )
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 25 }).map((parts) => parts.join('')),
      (text) => {
        for (const piece of bodyOf(text))
          if (typeof piece === 'string') expect(piece).not.toMatch(/[\uFDD0-\uFDEF]/)
      },
    ),
    { numRuns: 500 },
  )
})
