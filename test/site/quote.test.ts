/** A value never escapes from its place. The referees are a real shell and a JSON parser. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { narrowed } from '../../site/client/actions.ts'
import { quote } from '../../site/client/quote.ts'

const nasty = [
  "web'01",
  '$(id)',
  '`id`',
  'a;b',
  'a"b',
  'a\\',
  "\\'",
  '!!',
  'a b',
  '*',
  '~',
  '$HOME',
  '--flag',
  '{a,b}',
  '#x',
  '',
]
const value = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'ab1_@%+=:,./-'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...'\'"$`\\!(){};&|<>*?~#- ab') }),
)

/** How bash splits each line, printed with NUL separators in one run. */
function printed(lines: readonly string[]): string[] {
  const script = lines.map((line) => `printf '%s\\0' ${line}`).join('\n')
  return execFileSync('bash', ['--norc', '-c', script]).toString('utf8').split('\0').slice(0, -1)
}

describe('in a shell', () => {
  it.each([
    ['shell', (text: string) => text],
    ['shell-double', (text: string) => `"<${text}>"`],
    ['shell-single', (text: string) => `'<${text}>'`],
    ['plain', (text: string) => text],
  ])('%s: bash reads the value back', (context, around) => {
    const values = fc
      .sample(value, 400)
      .filter((text) => quote(text, context) !== undefined && text !== '' && !/\p{Surrogate}/u.test(text))
    expect(values.length).toBeGreaterThan(20)
    const wrap = (text: string): string => (around('') === '' ? text : `<${text}>`)
    expect(printed(values.map((text) => around(quote(text, context)!)))).toEqual(values.map(wrap))
  })

  it('refuses what would end a line, act on a terminal or be an option', () => {
    for (const text of ['a\nb', 'a\rb', '\u001b[2J', '\u0000', 'a\u2028b'])
      expect(quote(text, 'shell')).toBeUndefined()
    expect(quote('-rf', 'shell')).toBeUndefined()
    expect(quote('-rf', 'plain')).toBeUndefined()
  })

  it('escapes no history expansion by leaving it outside double quotes', () => {
    expect(quote('a!b', 'shell-double')).toBe(`a"'!'"b`)
  })
})

describe('in PromQL', () => {
  it('is a string that JSON, whose escapes these are, reads back', () => {
    fc.assert(
      fc.property(value, (text) => {
        const written = quote(text, 'promql-double')
        if (written !== undefined) expect(JSON.parse(`"${written}"`)).toBe(text)
      }),
    )
  })

  it('matches itself and nothing else as a pattern', () => {
    fc.assert(
      fc.property(value, value, (text, other) => {
        const written = quote(text, 'promql-double-regex')
        if (written === undefined) return
        const pattern = new RegExp(`^(?:${JSON.parse(`"${written}"`)})$`)
        expect(pattern.test(text)).toBe(true)
        expect(pattern.test(other)).toBe(other === text)
      }),
    )
  })

  it('cannot close a raw string', () => {
    expect(quote('a`b', 'promql-raw')).toBeUndefined()
    expect(quote('a\\b', 'promql-raw')).toBe('a\\b')
  })

  it('narrows an expression in its selectors where the labels come from them', () => {
    expect(narrowed('sum by (job) (up{}) / 2', { job: [17] }, [['job', 'a"b']])).toBe(
      'sum by (job) (up{job="a\\"b"}) / 2',
    )
    expect(
      narrowed('a{x="1"} / b{}', { job: [2, 13], pod: [13] }, [
        ['job', 'j'],
        ['pod', 'p'],
      ]),
    ).toBe('a{job="j",x="1"} / b{job="j",pod="p"}')
  })

  it('narrows an expression by its result', () => {
    expect(narrowed('up == 0 # down', {}, [['job', 'a"$1']])).toBe(
      '(up == 0 # down\n) and on (job) label_replace(vector(1), "job", "a\\"$$1", "", "")',
    )
  })
})

it('inserts only harmless words where it cannot tell what surrounds them', () => {
  for (const text of ['a b', "a'b", 'a;b', '$x', 'a`', '(', '=x', '\u202e'])
    expect(quote(text, 'plain')).toBeUndefined()
  for (const text of ['web-01.example.org:9100', '/var/lib', 'a@b', '10%'])
    expect(quote(text, 'plain')).toBe(text)
})
