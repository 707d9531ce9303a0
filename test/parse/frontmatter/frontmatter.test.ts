/** Frontmatter in YAML and TOML; one that would be ignored is an error. */

import { describe, expect, test } from 'vitest'
import type { Runbook } from '../../../src/model.ts'
import { yamlLines } from '../../../src/parse/cuts.ts'
import { droppedFrontmatter } from '../../../src/parse/frontmatter/block.ts'
import { parseToml } from '../../../src/parse/frontmatter/toml.ts'
import { parse } from '../../../src/parse/index.ts'
import type { Range } from '../../../src/text/source.ts'
import type { YamlNode } from '../../../src/yaml/index.ts'

const read = (text: string): Runbook => parse({ path: 'runbooks/page.md', text }) as Runbook

const errorsOf = ({ diagnostics }: Pick<Runbook, 'diagnostics'>): string[] =>
  diagnostics.map(({ severity, message, hint }) => `${severity} ${message} / ${hint}`)

describe('frontmatter that would be dropped is an error', () => {
  test.each([
    ['not closed', '---\nseverity: critical\nowner: data\n\n# Queue lag\n', 'add `---` after line 3'],
    [
      'not closed, Windows line ends',
      '---\r\nseverity: critical\r\n\r\n# Queue lag\r\n',
      'add `---` after line 2',
    ],
    ['not closed, a list in it', '---\ntags:\n  - a\n- b\nowner: x\n\nText.\n', 'add `---` after line 5'],
    ['not closed, to the end', '---\ntitle: x\n', 'add `---` after line 2'],
    [
      'not closed, with a table below',
      '---\ntitle: x\n\n# T\n\n| a |\n|---|\n| b |\n',
      'add `---` after line 2',
    ],
    ['closed by dots', '---\ntitle: x\n...\n\n# T\n', 'write `---` on line 3'],
    ['closed by four dashes', '---\ntitle: x\n----\n\n# T\n', 'write `---` on line 3'],
    ['closed with a space before', '---\ntitle: x\n ---\n\n# T\n', 'write `---` on line 3'],
    ['closed by a dash of typesetters', '---\ntitle: x\n—\n\n# T\n', 'write `---` on line 3'],
    ['opened by four dashes', '----\ntitle: x\n----\n\n# T\n', 'write `---`'],
    ['opened by a dash of typesetters', '—\ntitle: x\n---\n\n# T\n', 'write `---`'],
    ['behind a blank line', '\n---\ntitle: x\n---\n\n# T\n', 'remove what is above it'],
    ['behind a comment', '<!-- note -->\n---\ntitle: x\n---\n\n# T\n', 'remove what is above it'],
    ['behind spaces', '  ---\ntitle: x\n---\n\n# T\n', 'remove what is above it'],
    ['JSON', '{\n  "title": "x"\n}\n\n# T\n', 'write it as YAML between two `---` lines'],
    ['TOML, not closed', '+++\ntitle = "x"\n\n# T\n', 'add `+++` after line 2'],
    ['TOML that is closed as YAML', '+++\ntitle = "x"\n---\n\n# T\n', 'write `+++` on line 3'],
    ['TOML that cannot be read', '+++\ntitle = x y\n+++\n\n# T\n', 'correct the TOML'],
    ['JSON in a line', '{"title": "x", "owner": "y"}\n\n# T\n', 'write it as YAML between two `---` lines'],
    ['opened with a comment', '--- # head\ntitle: x\n---\n\n# T\n', 'write `---`'],
    ['opened with a word', '---yaml\ntitle: x\n---\n\n# T\n', 'write `---`'],
    ['TOML opened as gray-matter does', '---toml\ntitle = "x"\n---\n\n# T\n', 'write `+++`'],
    ['opened with a blank that is none', '---\u00a0\ntitle: x\n---\n\n# T\n', 'write `---` alone'],
    ['behind what cannot be seen', '\u200b---\ntitle: x\n---\n\n# T\n', 'remove what is above it'],
    ['behind two marks of order', '\ufeff\ufeff---\ntitle: x\n---\n\n# T\n', 'remove what is above it'],
    ['below the title', '# T\n\n---\ntitle: x\nowner: y\n---\n\nText.\n', 'move it above the title'],
    ['not closed, in another script', '---\nverantwörtlich: x\n\n# T\n', 'add `---` after line 2'],
    [
      'closed by a line across the page far below',
      '---\ntitle: x\n\n# T\n\n```sh\nls\n```\n\n---\n\nText.\n',
      'close it below its last key',
    ],
    ['no keys', '---\njust a sentence\n---\n\n# T\n', 'write `title: …`'],
    ['a key that is a list', '---\n? [a]\n: b\n---\n\n# T\n', 'write `key: value`'],
  ])('%s', (_, text, hint) => {
    const errors = errorsOf(read(text))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/^error /)
    expect(errors[0]).toContain(hint)
  })

  test.each([
    ['a rule across the page', '---\n\n# T\n\ntext: x\n'],
    ['a rule across the page and a sentence', '---\nWe say: stop.\n\n---\n'],
    ['a page without any', '# T\n\n---\n\ntext: x\n'],
    ['an empty one', '---\n---\n\n# T\n'],
    ['a comment', '<!-- x: y -->\n\n# T\n'],
    ['a heading between two rules across the page', '# T\n\n---\nNote: x\n---\n'],
    ['a list of JSON in the text', '{ "a": 1 }\n'],
  ])('nothing is said of %s', (_, text) => {
    expect(errorsOf(read(text))).toEqual([])
  })
})

test('frontmatter with the line ends of an old Mac is read', () => {
  const { frontmatter, diagnostics } = read('---\rtitle: x\rseverity: critical\r---\r\r# T\r')
  expect([frontmatter.title?.value, frontmatter.severity?.value, diagnostics]).toEqual(['x', 'critical', []])
})

describe('TOML', () => {
  const text = `+++
# a comment
title = "A \\"full\\" disk"
severity = 'critical'
draft = false
weight = 10
date = 2024-01-02
aliases = [
  "/old/", # one
  '/older/',
]
tags = ["a", "b"]
description = """
Two
lines"""
labels = { team = "sre", "tier" = "1" }

[params]
pager = "4711"

[annotations]
dashboard = "x"

[[resources]]
src = "a.png"
[[resources]]
src = "b.png"
+++

# Disk

Call {{< param "pager" >}}.
`

  test('is read as YAML would be', () => {
    const { frontmatter, diagnostics, body } = read(text)
    expect(diagnostics).toEqual([])
    expect(frontmatter.title?.value).toBe('A "full" disk')
    expect(frontmatter.severity?.value).toBe('critical')
    expect(frontmatter.draft).toBe(false)
    expect(frontmatter.description?.value).toBe('Two\nlines')
    expect(frontmatter.aliases.map(({ value }) => value)).toEqual(['/old/', '/older/'])
    expect(frontmatter.tags.map(({ value }) => value)).toEqual(['a', 'b'])
    expect(frontmatter.labels.map(({ key, value }) => `${key.value}=${value.value}`)).toEqual([
      'team=sre',
      'tier=1',
    ])
    expect(frontmatter.annotations.map(({ key }) => key.value)).toEqual(['dashboard'])
    expect(JSON.stringify(body())).toContain('Call 4711.')
    expect(JSON.stringify(body())).not.toContain('+++')
    const { range } = frontmatter.aliases[1]!
    expect(text.slice(range.start, range.end)).toBe("'/older/'")
  })

  test.each([
    ['a = "x', 'unterminated string constant', '\n'],
    ['a = ["x"', 'unterminated array', ''],
    ['a = 1 two', 'must be a newline', 'two'],
    ['a = text', 'unexpected character', 'text'],
    ['a = "x"\nb-c = 1\nb-c = "y"', 'defining a key multiple times is invalid', 'b-c'],
    ['[t', 'unterminated table-key', ''],
    ['= 1', 'unexpected token', '='],
    ['a.b = 1\na = 2', 'defining a key multiple times is invalid', 'a'],
    [`a = ${'{a='.repeat(101)}1${'}'.repeat(101)}`, 'Lists and tables nest more than 100 levels deep', 'a'],
    [`a = ${'{a='.repeat(9000)}1${'}'.repeat(9000)}`, 'Lists and tables nest more than 100 levels deep', 'a'],
    [`a = "${'x'.repeat(70_000)}"`, 'This TOML is longer than 65536 characters', 'a'],
  ])('%#: an error with a place', (toml, message, place) => {
    const text = `${toml}\n`
    const { problem } = parseToml(text, { start: 0, end: text.length })
    expect(problem?.message).toBe(/^[a-z]/.test(message) ? `This is not TOML: ${message}` : message)
    expect(text.slice(problem!.range.start, problem!.range.end)).toBe(place)
  })

  test('what stands before an error is read', () => {
    const { frontmatter, diagnostics } = read(`+++\ntitle = "x"\nseverity = critical\ndraft = true\n+++\n`)
    expect(frontmatter.title?.value).toBe('x')
    expect(errorsOf({ diagnostics })).toEqual([
      'error This is not TOML: unexpected character / correct the TOML, or write it all as YAML between two `---` lines',
    ])
  })

  test('places count characters as JavaScript does, and lines may end as on Windows', () => {
    const text = '# 🚒\r\n"🚒" = "🚒🚒x"\r\na.b = [1, { c = """\r\ny\r\nz""" }]\r\n'
    const { root, problem } = parseToml(text, { start: 0, end: text.length })
    expect(problem).toBeUndefined()
    const { value } = parseToml('a = ""', { start: 0, end: 6 }).root.entries[0]!
    expect(value).toMatchObject({ text: { value: '', runs: [0, 5] } })
    const at = ({ range: { start, end } }: { range: Range }): string => text.slice(start, end)
    const seen = (node: YamlNode): unknown =>
      node.kind === 'map'
        ? node.entries.map(({ key, value }) => [at(key), seen(value)])
        : node.kind === 'seq'
          ? node.items.map(seen)
          : `${at(node)} ${node.tag} ${JSON.stringify(node.text.value)}`
    expect(seen(root)).toEqual([
      ['"🚒"', '"🚒🚒x" str "🚒🚒x"'],
      ['a', [['b', ['1 int "1"', [['c', '"""\r\ny\r\nz""" str "y\\nz"']]]]]],
    ])
  })
})

test.each([
  'runbook_id',
  'runbookId',
  'alert_id',
  'title_short',
  'seo_title',
  'owner-team',
  'ownerTeam',
  'tags.extra',
  'subTitle',
])('the key `%s` is a word of its own', (key) => {
  expect(errorsOf(read(`---\n${key}: x\n---\n`))).toEqual([])
})

test.each(['severty', 'onwer', 'Title', 'runbok', 'labls'])('the key `%s` is a slip', (key) => {
  expect(errorsOf(read(`---\n${key}: x\n---\n`)).join()).toContain('is probably meant')
})

test.each([' ', '\n', '\u200b'])('twelve megabytes of %j before a page are read without a throw', (blank) => {
  expect(droppedFrontmatter(`${blank.repeat(12_000_000)}\n# Hi\n`, 'a.md')).toEqual([])
})

test('a frontmatter of four million lines is found without a throw', () => {
  const text = `---\n${'a\n'.repeat(4_000_000)}---\n# Hi\n`
  expect(yamlLines(text)).toEqual({ start: 4, end: 4 + 8_000_000 })
  expect(yamlLines(`---\n${'\n'.repeat(12_000_000)}`)).toBeUndefined()
})

test.each([
  ['owner: sre', 'sre'],
  ['owner: [sre]', 'sre'],
  ['owner:\n  - sre\n  - db', 'sre, db'],
  ['owner: []', undefined],
])('one owner or several: %s', (line, shown) => {
  const runbook = read(`---\n${line}\n---\n\n# X\n`)
  expect(errorsOf(runbook)).toEqual([])
  expect(runbook.frontmatter.owner?.value).toBe(shown)
})

test('a list for what has one value stays an error', () => {
  expect(errorsOf(read('---\nseverity: [a, b]\nowner: { a: b }\n---\n\n# X\n'))).toHaveLength(2)
})
