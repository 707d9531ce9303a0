import fc from 'fast-check'
import { dump, FAILSAFE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { locate } from '../../src/text/source.ts'
import { parseYaml, type YamlNode } from '../../src/yaml/index.ts'
import { characterPairs } from './places.ts'

function scalarIn(source: string): Extract<YamlNode, { kind: 'scalar' }> {
  const { root, problems } = parseYaml(source)
  expect(problems).toEqual([])
  if (root?.kind !== 'map') throw new Error(`expected a mapping in ${source}`)
  const value = root.entries[0]!.value
  if (value.kind !== 'scalar') throw new Error(`expected a scalar in ${source}`)
  return value
}

describe('values as go-yaml reads them', () => {
  test.each([
    ['k: plain # c', 'plain'],
    ['k: a#b', 'a#b'],
    ['k: a\n  b\n\n  c', 'a b\nc'],
    ["k: 'it''s'", "it's"],
    ["k: 'a\n\n  b'", 'a\nb'],
    ['k: "a\\tb\\x41\\u00e9\\U0001F600"', 'a\tbAé😀'],
    ['k: "a \\\n   b"', 'a b'],
    ['k: "a\n\n\n  b"', 'a\n\nb'],
    ['k: "x\ny"', 'x y'],
    ['k: |\n  a\n   b\n\n  c\n\n', 'a\n b\n\nc\n'],
    ['k: |-\n  a\n\n', 'a'],
    ['k: |+\n  a\n\n', 'a\n\n'],
    ['k: |2-\n    a\n  b', '  a\nb'],
    ['k: |\n\n\n  a', '\n\na'],
    ['k: |', ''],
    ['k: >\n  a\n  b\n\n  c\n   d\n  e\n', 'a b\nc\n d\ne\n'],
    ['k: >-\n\n  a\n\n\n  b', '\na\n\nb'],
    ['k: |\r\n  a\r\n  b\r\n', 'a\nb\n'],
    ['k: "a\r\n  b"', 'a b'],
    ['k: a\rl: b', 'a'],
    ['k: {a: 1}b', undefined],
    ['k: !!binary aGk=', 'hi'],
    ['k: !!binary /w==', '\udcff'],
    ['k:', ''],
    ['k: ~', '~'],
  ])('%j is %j', (source, expected) => {
    if (expected === undefined) expect(parseYaml(source).problems).toHaveLength(1)
    else expect(scalarIn(source).text.value).toBe(expected)
  })

  test.each([
    ['', 'null'],
    ['~', 'null'],
    ['null', 'null'],
    ['Null', 'null'],
    ['nULL', 'str'],
    ['true', 'bool'],
    ['FALSE', 'bool'],
    ['yes', 'str'],
    ['on', 'str'],
    ['y', 'str'],
    ['1', 'int'],
    ['-1', 'int'],
    ['010', 'int'],
    ['08', 'float'],
    ['0o14', 'int'],
    ['0x1F', 'int'],
    ['0b11', 'int'],
    ['1_000', 'int'],
    ['+12', 'int'],
    ['18446744073709551615', 'int'],
    ['18446744073709551616', 'float'],
    ['1.5', 'float'],
    ['.5', 'float'],
    ['1e3', 'float'],
    ['1.', 'float'],
    ['.inf', 'float'],
    ['-.INF', 'float'],
    ['.nan', 'float'],
    ['1e999', 'str'],
    ['5m', 'str'],
    ['1:30', 'str'],
    ['0x', 'str'],
    ['2001-12-14', 'timestamp'],
    ['2001-12-14t21:59:43.10-05:00', 'timestamp'],
    ['2001-13-14', 'str'],
    ['2001-02-30', 'str'],
    ['2001-12-14 21:59:43.10', 'timestamp'],
    ['2001-12-14 21:59:43.10 -5', 'str'],
    ['2001-12-14T21:59:43', 'str'],
    ['<<', 'merge'],
    ['"5"', 'str'],
    ["'~'", 'str'],
    ['! 5', 'int'],
    ['!!str 5', 'str'],
    ['!!str ~', 'str'],
    ['!!int "5"', 'int'],
    ['!!int x', 'other'],
    ['!!bool yes', 'other'],
    ['!!float 5', 'float'],
    ['!!null x', 'other'],
    ['!!binary "#"', 'other'],
    ['!!binary aGk=', 'binary'],
    ['!foo ~', 'str'],
    ['!!set 5', 'str'],
  ])('`k: %s` is of type %s', (source, tag) => {
    expect(scalarIn(`k: ${source}`).tag).toBe(tag)
  })
})

/**
 * Texts that YAML can carry in every style: printable, with no line breaks but `
 * `.
 */
const printable = fc
  .string({
    unit: fc.constantFrom('a', 'b', ' ', ':', '#', '-', '"', "'", '\\', '{', '}', 'é', '😀', '\n', '.', '|'),
  })
  .filter((text) => /^[^\s]/.test(text) && /[^\s]$/.test(text))

const styles: readonly [string, (text: string) => string][] = [
  ['double', (text) => JSON.stringify(text)],
  ['single', (text) => `'${text.replaceAll("'", "''").replaceAll('\n', '\n\n ')}'`],
  ['literal', (text) => `|-\n  ${text.replaceAll('\n', '\n  ')}`],
  ['folded', (text) => `>-\n  ${text.replaceAll('\n', '\n\n  ')}`],
]

describe('offset maps', () => {
  test.each(styles)('every character of a %s scalar is found where it stands', (style, write) => {
    fc.assert(
      fc.property(printable, fc.boolean(), (text, crlf) => {
        // Lines with blanks at their ends are folded differently.
        fc.pre(style === 'double' || !/[ \t]\n|\n[ \t]/.test(text))
        fc.pre(style === 'double' || !/\n\n/.test(text))
        const plain = `k: ${write(text)}\n`
        const source = crlf ? plain.replaceAll('\n', '\r\n') : plain
        const scalar = scalarIn(source)
        expect(scalar.text.value).toBe(text)
        expect(scalar.style).toBe(style)
        for (const [character, written] of characterPairs(source, scalar.text)) {
          if (written === character) continue
          // Whatever is not verbatim is a line break, an escape, or a doubled quote.
          expect([character, written[0]]).toEqual([
            character,
            character === '\n' || character === ' ' ? expect.stringMatching(/[\r\n\\]/) : '\\',
          ])
        }
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['k: "a\\nb{{"', 2, 'b{{'],
    ["k: 'it''s x'", 3, 's x'],
    ['k: >\n  sum(\n    up)\n  > 1', 5, '  up)'],
    ['k: >\n  sum(\n  up)', 4, '\n  up)'],
    ['k: a\n   b', 2, 'b'],
    ['k: |\r\n  a\r\n  b', 2, 'b'],
  ])('in %j the value from %i on stands at %j', (source, from, expected) => {
    const { start } = locate(scalarIn(source).text, from, from + 1)
    expect(source.slice(start, start + expected.length)).toBe(expected)
  })
})

describe('another reader agrees', () => {
  // Without texts that the two parse differently: YAML 1.1's line breaks, `?`, and an initial `:` between brackets.
  const alike = (text: string): boolean => !/^:|[?\u0085\u2028\u2029\ufeff\u007f-\u009f]/.test(text)
  const json = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }).filter(alike),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter(alike),
        tie('node'),
        {
          maxKeys: 4,
        },
      ),
    ),
  })).node

  const plainOf = (node: YamlNode): unknown => {
    if (node.kind === 'scalar') return node.text.value
    if (node.kind === 'seq') return node.items.map(plainOf)
    return Object.fromEntries(node.entries.map(({ key, value }) => [plainOf(key), plainOf(value)]))
  }

  test('on everything it writes, in whatever style', () => {
    fc.assert(
      fc.property(
        json,
        fc.record({
          indent: fc.integer({ min: 2, max: 6 }),
          flowLevel: fc.integer({ min: -1, max: 3 }),
          lineWidth: fc.constantFrom(20, 80, -1),
          forceQuotes: fc.boolean(),
          seqNoIndent: fc.boolean(),
        }),
        (value, options) => {
          const text = dump(value, options)
          const { root, problems } = parseYaml(text)
          expect(problems).toEqual([])
          expect(plainOf(root!)).toEqual(load(text, { schema: FAILSAFE_SCHEMA }))
        },
      ),
      { numRuns: 1000 },
    )
  })
})
