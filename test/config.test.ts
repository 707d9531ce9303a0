/** `alertbook.yml` → configuration: every row of the table arrives as a property of the promised type. */
import { describe, expect, test } from 'vitest'
import { defaultConfig, readConfig } from '../src/config/index.ts'
import { CONFIG_KEYS, type ConfigKey } from '../src/config/keys.ts'

/** A value for a row as written, and as read. */
function sample({ kind, of }: ConfigKey): readonly [written: string, read: unknown] {
  switch (kind) {
    case 'text':
      return ['other', 'other']
    case 'texts':
      return ['[one, two]', ['one', 'two']]
    case 'words':
      return ['[Disk filesystem]', [['disk', 'filesystem']]]
    case 'choice':
      return [of!.at(-1)!, of!.at(-1)]
    case 'version':
      return ['"2.42"', '2.42']
    case 'manifest':
      return ['{name: a}', { name: 'a', namespace: '', labels: {}, annotations: {} }]
    case 'size':
      return ['3MB', 3 << 20]
    case 'duration':
      return ['90s', '90s']
    case 'url':
      return ['https://runbooks.corp/a/', 'https://runbooks.corp/a']
    case 'base':
      return ['https://runbooks.corp/a', 'https://runbooks.corp/a/']
    case 'pairs':
    case 'params':
      return ['{ a: b }', { a: 'b' }]
    case 'links':
      return [
        '[{ title: Logs, url: "https://logs.corp/?q={{ $labels.instance }}", when: [job] }]',
        [
          {
            title: 'Logs',
            url: 'https://logs.corp/?q={{ $labels.instance }}',
            when: ['job', 'instance'],
          },
        ],
      ]
    case 'severities':
      return ['{ alert-for: off }', { 'alert-for': 'off' }]
    case 'overrides':
      return [
        '[{ in: ./runbooks/old/, checks: { alert-for: off } }]',
        [{ in: ['runbooks/old'], checks: { 'alert-for': 'off' } }],
      ]
    case 'policies':
      return [
        '[{ name: team, in: ./rules/a/, pattern: "[a-z]+", values: [a, b] }]',
        [
          {
            name: 'team',
            required: false,
            values: ['a', 'b'],
            pattern: '[a-z]+',
            in: ['rules/a'],
            rules: 'alerts',
          },
        ],
      ]
  }
}

const rows = Object.entries<ConfigKey>(CONFIG_KEYS)

/** The value at a dotted name, in our spelling. */
function at(config: unknown, name: string): unknown {
  let value = config
  for (const part of name.split('.')) {
    const property = part.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    expect(value).toHaveProperty(property)
    value = (value as Record<string, unknown>)[property]
  }
  return value
}

describe('the configuration', () => {
  test.each(rows)('%s has its default', (name, row) => {
    expect(at(defaultConfig(), name)).toEqual(row.default)
  })

  test.each(rows)('%s is read as its kind', (name, row) => {
    const [written, read] = sample(row)
    const path = name.split('.')
    const text = path.map((part, depth) => `${'  '.repeat(depth)}${part}:`).join('\n')
    // Links to Explore need a data source.
    const also = name === 'actions.grafana' ? '  grafana_source: x\n' : ''
    const { config, diagnostics } = readConfig(
      { path: 'alertbook.yml', text: `${text} ${written}\n${also}` },
      ['alert-for'],
    )
    expect(diagnostics).toEqual([])
    expect(at(config, name)).toEqual(read)
  })

  test('Explore without its data source is a finding', () => {
    const text = 'actions:\n  grafana: https://grafana.corp\n'
    const { diagnostics } = readConfig({ path: 'alertbook.yml', text }, [])
    expect(diagnostics.map(({ message, range }) => [message, text.slice(range.start, range.end)])).toEqual([
      ['`actions.grafana` shows no link without `actions.grafana_source`', 'grafana: https://grafana.corp'],
    ])
  })

  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(defaultConfig()))).toEqual(defaultConfig())
  })
})

test.each([
  ['policy: { labels: [{ nmae: team }] }', ['did you mean `name`?', undefined]],
  ['policy: { labels: [{ name: team, pattern: "(" }] }', [undefined]],
  ['policy: { labels: [{ name: team, required: maybe, rules: some }] }', [undefined, undefined]],
  ['policy: { labels: [team] }', [undefined]],
  ['actions: { links: [{ titel: Logs, title: Logs, url: "https://logs.corp" }] }', ['did you mean `title`?']],
  ['overrides: [{ folder: a, in: b }]', ['use one of in, checks']],
  ['policy: { labels: [{ name: [a], values: { a: b } }] }', [undefined]],
])('%s is refused, key by key', (text, hints) => {
  const { diagnostics } = readConfig({ path: 'alertbook.yml', text }, [])
  expect(diagnostics.map(({ hint }) => hint)).toEqual(hints)
  for (const { range, code } of diagnostics) {
    expect(code).toMatch(/^config-(?:key|value)$/)
    expect(range.end).toBeGreaterThan(range.start)
  }
})
