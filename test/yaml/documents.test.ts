import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entry, parseYaml, parseYamlDocuments, type YamlNode } from '../../src/yaml/index.ts'
import { nodesOf } from './places.ts'

/** A tree as plain values, with merges and aliases resolved. */
function plain(node: YamlNode | null): unknown {
  if (node === null) return undefined
  if (node.kind === 'scalar') return node.tag === 'null' ? null : node.text.value
  if (node.kind === 'seq') return node.items.map(plain)
  return node.entries.map(({ key, value, merged }) => [
    plain(key),
    plain(value),
    ...(merged ? ['merged'] : []),
  ])
}

describe('anchors, aliases and merges', () => {
  test.each<[string, unknown]>([
    [
      'a: &x 1\nb: *x',
      [
        ['a', '1'],
        ['b', '1'],
      ],
    ],
    [
      'a: &x\nb: *x',
      [
        ['a', null],
        ['b', null],
      ],
    ],
    ['- &a {k: 1}\n- <<: *a', [[['k', '1']], [['k', '1', 'merged']]]],
    [
      '- &a {k: 1, l: 2}\n- {<<: *a, k: 3}',
      [
        [
          ['k', '1'],
          ['l', '2'],
        ],
        [
          ['k', '3'],
          ['l', '2', 'merged'],
        ],
      ],
    ],
    [
      '<<: [{a: 1}, {a: 2, b: 3}]',
      [
        ['a', '1', 'merged'],
        ['b', '3', 'merged'],
      ],
    ],
    ['<<: {<<: {a: 1}}', [['a', '1', 'merged']]],
    ['"<<": 5', [['<<', '5']]],
    [
      'a: &x 1\nb: &x 2\nc: *x',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '2'],
      ],
    ],
  ])('%j', (text, expected) => {
    const { root, problems } = parseYaml(text)
    expect(problems).toEqual([])
    expect(plain(root)).toEqual(expected)
  })

  test('an aliased value points at its definition, its entry at the alias', () => {
    const text = 'a: &x hello\nb: *x'
    const { root } = parseYaml(text)
    const b = entry(root as Extract<YamlNode, { kind: 'map' }>, 'b')!
    expect(text.slice(b.value.range.start, b.value.range.end)).toBe('hello')
    expect(text.slice(b.range.start, b.range.end)).toBe('b: *x')
  })

  const bomb = (width: number, depth: number): string =>
    Array.from({ length: depth }, (_, level) => {
      const items = level === 0 ? 'x' : `*l${level - 1}`
      return `- &l${level} [${Array(width).fill(items).join(', ')}]`
    }).join('\n')

  test('aliases that repeat too much are refused, honest ones are not', () => {
    expect(parseYaml(bomb(10, 8)).problems.map(({ code }) => code)).toEqual(['yaml-alias'])
    expect(parseYaml(bomb(3, 3)).problems).toEqual([])
    const shared = `- &a {k: 1}\n${'- *a\n'.repeat(500)}`
    expect(parseYaml(shared).problems).toEqual([])
  })
})

describe('documents', () => {
  const starts = (text: string): string[] =>
    parseYaml(text).more.map(({ start }) => text.slice(start).split('\n')[0]!)

  test.each<[string, string[]]>([
    ['a: b', []],
    ['--- # x\na: b\n...\n', []],
    ['a: b\n---\nc: d', ['---']],
    ['a: b\n---\n', ['---']],
    ['---\n---\na: b', ['---']],
    ['a: |\n  ---\nb: c', []],
    ['a: b\n---\n{{{\n', ['---']],
    ['a: b\n--- x\nb\n---\nc', ['--- x', '---']],
    ['a: b\n...\n%YAML 1.1\n---\nc', ['%YAML 1.1', '---']],
    ['[a]\nb: c', ['b: c']],
  ])('%j goes on at %j', (text, expected) => {
    expect(starts(text)).toEqual(expected)
  })

  test('a broken second document leaves the first alone', () => {
    const [first, second, ...rest] = parseYamlDocuments('a: b\n---\nc: "d')
    expect(plain(first!.root)).toEqual([['a', 'b']])
    expect(first!.problems).toEqual([])
    expect(second!.problems).toHaveLength(1)
    expect(rest).toEqual([])
  })

  test('comments are kept with their places', () => {
    const text = '# a\nk: v # b\nl: | # c\n  # no\n# d'
    expect(parseYaml(text).comments.map(({ start, end }) => text.slice(start, end))).toEqual([
      '# a',
      '# b',
      '# c',
      '# d',
    ])
  })
})

describe('a part of a text', () => {
  const markdown = '# Title\n\n> - x\n>   ```yaml\n>   alert: A\n>   expr: |\n>     up\n>     == 0\n>   ```\n'
  const lines = ['alert: A', 'expr: |', '  up', '  == 0'].map((line) => {
    const start = markdown.indexOf(line)
    return { start, end: start + line.length }
  })

  test('is read where it stands', () => {
    const { root, problems } = parseYaml(markdown, lines)
    expect(problems).toEqual([])
    expect(plain(root)).toEqual([
      ['alert', 'A'],
      ['expr', 'up\n== 0'],
    ])
    const expr = entry(root as Extract<YamlNode, { kind: 'map' }>, 'expr')!.value
    if (expr.kind !== 'scalar') throw new Error('expected a scalar')
    expect(markdown.slice(expr.text.runs[3], expr.text.runs[3]! + 4)).toBe('== 0')
  })

  test('may begin with an indented marker', () => {
    const text = '> ---\n> a: b'
    const document = parseYaml(text, [
      { start: 2, end: 5 },
      { start: 8, end: 12 },
    ])
    expect(document.problems).toEqual([])
    expect(plain(document.root)).toEqual([['a', 'b']])
    expect(parseYaml('  ---\na: b').problems).toHaveLength(1)
  })

  test('nothing outside counts, not even what YAML forbids', () => {
    const text = '\u0001\n\t- x\na: b\n"\u0001'
    const start = text.indexOf('a: b')
    expect(parseYaml(text, [{ start, end: start + 4 }]).problems).toEqual([])
  })
})

describe('anything at all', () => {
  const pieces = fc.constantFrom(
    ...[
      '\t',
      ' ',
      '  ',
      '\n',
      '\r\n',
      '\r',
      ':',
      ': ',
      '- ',
      '? ',
      '#',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!',
      '!!str ',
      '{',
    ],
    ...[
      '}',
      '[',
      ']',
      ',',
      '%',
      '@',
      '`',
      '<<: ',
      '---\n',
      '...\n',
      '\\',
      '\\x4',
      'é',
      '😀',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\0',
    ],
    ...['a', 'b: c', '{{ $x }}', '|-2\n', '>+\n', '\ud800', 'x'.repeat(30)],
  )
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  )

  test('gives a tree with ranges inside it, or a problem with one', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const document of parseYamlDocuments(text)) {
          const inside = ({ start, end }: { start: number; end: number }): boolean =>
            Number.isInteger(start) && 0 <= start && start <= end && end <= text.length
          for (const node of nodesOf(document.root)) {
            expect(inside(node.range)).toBe(true)
            if (node.kind !== 'scalar') continue
            const { runs, value } = node.text
            for (let run = 0; run < runs.length; run += 2) {
              const length = (runs[run + 2] ?? value.length) - runs[run]!
              expect(length).toBeGreaterThan(0)
              expect(runs[run + 1]).toBeGreaterThanOrEqual(node.range.start)
              expect(runs[run + 1]).toBeLessThanOrEqual(node.range.end)
            }
          }
          for (const { range, related } of document.problems) {
            expect(inside(range)).toBe(true)
            if (related) expect(inside(related.range)).toBe(true)
          }
          for (const range of [...document.more, ...document.comments]) expect(inside(range)).toBe(true)
          expect(JSON.parse(JSON.stringify(document))).toEqual(document)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test.each(['\ufeffa: b', '\ufeff---\na: b', '\ufeff# x\na: b'])(
    'a byte-order mark is passed over: %j',
    (text) => {
      expect(plain(parseYaml(text).root)).toEqual([['a', 'b']])
    },
  )

  test.each(['\ufeff...\n>\n', '\ufeff    ---\n>\n%', 'a\n\ufeff---\n>\nb'])(
    '%j is read without a throw',
    (text) => {
      expect(parseYaml(text).problems.length).toBeLessThanOrEqual(1)
    },
  )

  test.each<[string, string]>([
    ['brackets', '['.repeat(5000)],
    ['braces', '{a: '.repeat(5000)],
    ['dashes', `${'- '.repeat(5000)}a`],
    ['question marks', '? '.repeat(5000)],
    ['indentation', Array.from({ length: 5000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    ['anchors', '&a [\n'.repeat(5000)],
  ])('5,000 levels of %s are a problem, not an overflow', (_, text) => {
    expect(parseYaml(text).problems.map(({ message }) => message)).toEqual(['Nested deeper than 500 levels'])
  })
})
