/** Every format on the same findings; their output is in `expected/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import type { CheckCode, Diagnostic } from '../../src/model.ts'
import {
  docsUrl,
  type FormatName,
  formats,
  report,
  type Summary,
  statistics,
  stepSummary,
} from '../../src/report/index.ts'
import { expectGolden, root } from '../setup.ts'

const disk = `---
title: A disk is full
---

\`\`\`yaml
- alert: DiskFull
  expr: node_filesystem_avail_bytes / node_filesystem_size_bytes{job="node",mountpoint!~"/(run|boot).*"} < 0.05
\`\`\`
`
const rules = 'groups:\n- name: disk\n  rules:\n  - alert: DiskFull\n    expr: up\n    expr: down\n'
const texts = new Map([
  ['runbooks/node/disk, full.md', disk],
  ['rules/disk.yml', rules],
])
const at = (
  file: string,
  needle: string,
  from = 0,
): { file: string; range: { start: number; end: number } } => {
  const start = texts.get(file)!.indexOf(needle, from)
  expect(start).toBeGreaterThan(-1)
  return { file, range: { start, end: start + needle.length } }
}

const diagnostics: Diagnostic[] = [
  {
    code: 'alert-for' as CheckCode,
    severity: 'warning',
    ...at('runbooks/node/disk, full.md', 'DiskFull'),
    message: 'Alert `DiskFull` has no `for`: one bad evaluation pages',
    hint: 'add `for: 5m` so that one bad scrape does not page anyone',
    fix: {
      title: 'add `for: 5m`',
      edits: [
        {
          file: 'runbooks/node/disk, full.md',
          range: { start: disk.indexOf('  expr'), end: disk.indexOf('  expr') },
          text: '  for: 5m\n',
        },
      ],
    },
  },
  {
    code: 'yaml-duplicate-key',
    severity: 'error',
    ...at('rules/disk.yml', 'expr', rules.lastIndexOf('expr')),
    message: 'Key `expr` is written twice, expected once: 100% a mistake',
    related: [{ ...at('rules/disk.yml', 'expr'), message: 'first written here' }],
  },
  {
    code: 'rule-duplicate' as CheckCode,
    severity: 'info',
    ...at('rules/disk.yml', '- alert: DiskFull\n    expr: up\n    expr: down\n'),
    message: 'Alert `DiskFull` stands in two files',
    related: [{ ...at('runbooks/node/disk, full.md', 'DiskFull'), message: 'also here' }],
  },
  {
    code: 'file-encoding',
    severity: 'error',
    file: 'runbooks/latin1.md',
    range: { start: 3, end: 4 },
    message: 'Unexpected byte at 3, expected UTF-8',
  },
]
const summary: Summary = {
  errors: 2,
  warnings: 1,
  infos: 1,
  runbooks: 2,
  alerts: 2,
  records: 0,
  groups: 1,
}
const print = (name: FormatName, color = false): string =>
  report(name, diagnostics, texts, { color, width: 80, summary })
const golden = (name: string): string => join(import.meta.dirname, 'expected', name)

const names = Object.keys(formats) as FormatName[]

/** Each format has a golden with its name and any file ending; the first run with `UPDATE=1` creates it. */
test.each(names)('%s', (name) => {
  const found = readdirSync(golden('.')).find((file) => file.startsWith(`${name}.`))
  expectGolden(golden(found ?? `${name}.txt`), print(name))
})
test('pretty, in colour', () => expectGolden(golden('pretty-color.txt'), print('pretty', true)))
test('the summary of a step', () =>
  expectGolden(golden('step-summary.md'), stepSummary(diagnostics, texts, summary)))
test('statistics', () =>
  expectGolden(golden('statistics.txt'), statistics(diagnostics, { color: false, summary })))

/** Checks that XML is well formed for a reader: one root, closed elements, quoted attributes. */
function readXml(text: string): { name: string; attributes: Record<string, string>; depth: number }[] {
  const [head, ...lines] = text.split('\n')
  expect(head).toBe('<?xml version="1.0" encoding="UTF-8"?>')
  const body = lines.join('\n')
  const elements: { name: string; attributes: Record<string, string>; depth: number }[] = []
  const open: string[] = []
  let at = 0
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|[^<>]+/gy
  for (let found = token.exec(body); found; found = token.exec(body)) {
    at = token.lastIndex
    const [, closes, name, attributes, empty] = found
    if (name === undefined) continue
    if (closes) expect(open.pop()).toBe(name)
    else {
      const pairs = [...attributes!.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!])
      for (const [, value] of pairs) expect(value).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#\d+;)/)
      elements.push({ name, attributes: Object.fromEntries(pairs), depth: open.length })
      if (!empty) open.push(name)
    }
  }
  expect({ at, open }).toEqual({ at: body.length, open: [] })
  expect(elements.filter(({ depth }) => depth === 0)).toHaveLength(1)
  return elements
}

test('law: XML is well formed and without characters it cannot hold, and suites count their cases', () => {
  fc.assert(
    fc.property(fc.array(anyDiagnostic, { maxLength: 4 }), (found) => {
      for (const name of ['junit', 'checkstyle'] as const) {
        const text = report(name, found, new Map([['a.md', 'x']]), { color: false, width: 80, summary })
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/)
        const elements = readXml(text)
        if (name === 'junit') {
          const cases = elements.filter((one) => one.name === 'testcase').length
          const suites = elements.filter((one) => one.name === 'testsuite')
          expect(suites.reduce((sum, { attributes }) => sum + Number(attributes.tests), 0)).toBe(cases)
          const failures = elements.filter((one) => one.name === 'failure').length
          expect(suites.reduce((sum, { attributes }) => sum + Number(attributes.failures), 0)).toBe(failures)
        } else expect(elements.filter((one) => one.name === 'error')).toHaveLength(found.length)
      }
    }),
  )
})

test('fingerprints differ from finding to finding, and stay when lines move', () => {
  const twice = [diagnostics[0]!, { ...diagnostics[0]!, range: { start: 0, end: 1 } }, diagnostics[1]!]
  const printsOf = (found: readonly Diagnostic[], shift: number): string[] => {
    const moved = found.map((one) => ({
      ...one,
      range: { start: one.range.start + shift, end: one.range.end + shift },
    }))
    const longer = new Map([...texts].map(([path, text]) => [path, ' '.repeat(shift) + text]))
    const text = report('gitlab', moved, longer, { color: false, width: 80, summary })
    return (JSON.parse(text) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint)
  }
  expect(new Set(printsOf(twice, 0)).size).toBe(3)
  expect(printsOf(twice, 7)).toEqual(printsOf(twice, 0))
})

test("GitLab's report has the documented shape", () => {
  const issues = JSON.parse(print('gitlab')) as Record<string, unknown>[]
  expect(issues).toHaveLength(diagnostics.length)
  for (const issue of issues)
    expect(issue).toEqual({
      description: expect.stringMatching(/./),
      check_name: expect.stringMatching(/^[a-z-]+$/),
      fingerprint: expect.stringMatching(/./),
      severity: expect.stringMatching(/^(?:info|minor|major|critical|blocker)$/),
      location: {
        path: expect.stringMatching(/^(?!\.?\/)/),
        lines: { begin: expect.any(Number), end: expect.any(Number) },
      },
    })
})

test('SARIF: what a code means, where it comes from, and prints of the findings', () => {
  const rules = new Map([['alert-for', readFileSync(join(root, 'docs/checks/alert-for.md'), 'utf8')]])
  const text = report('sarif', diagnostics, texts, { color: false, width: 80, summary, rules })
  const { tool, results } = (JSON.parse(text) as Log).runs[0]!
  expect(tool.driver.informationUri).toBe('https://github.com/alertbook/alertbook')
  const rule = tool.driver.rules!.find(({ id }) => id === 'alert-for')!
  const sentence = 'An alert says how long its condition must hold before it fires.'
  expect([rule.shortDescription!.text, rule.fullDescription!.text]).toEqual([sentence, sentence])
  expect(rule.help!.markdown).toBe(rules.get('alert-for'))
  const prints = results!.map((one) => one.partialFingerprints!['alertbookFinding/v1'])
  expect(new Set(prints).size).toBe(diagnostics.length)
})

test('SARIF: a file outside of everything has an address', () => {
  const found = [{ ...diagnostics[3]!, file: '/srv/rules/a b.yml' }]
  const text = report('sarif', found, texts, { color: false, width: 80, summary })
  const [result] = (JSON.parse(text) as Log).runs[0]!.results!
  expect(result!.locations![0]!.physicalLocation!.artifactLocation!.uri).toBe('file:///srv/rules/a%20b.yml')
})

test('a summary of a step shows what a message holds, and obeys nothing of it', () => {
  const message = 'a | b `c|<i>d` <img src=x> [x](y) @you #1'
  const found: Diagnostic[] = [
    {
      code: 'alert-for' as CheckCode,
      severity: 'info',
      file: 'a|b.md',
      range: { start: 0, end: 0 },
      message,
    },
  ]
  const text = stepSummary(found, new Map(), summary)
  expect(text).toContain(
    '| <code>a&#124;b.md</code> | a &#124; b <code>c&#124;&#60;i&#62;d</code> &#60;img src=x&#62; &#91;x&#93;(y) &#64;you &#35;1 |',
  )
})

test('nothing found', () => {
  const clean = { ...summary, errors: 0, warnings: 0, infos: 0, records: 1 }
  const text = report('pretty', [], texts, { color: true, width: 80, summary: clean })
  expect(text).toBe('\x1b[32mNo findings in 2 runbooks, 2 alerts and 1 recording rule in 1 group\x1b[0m\n')
})

test('SARIF regions point at the characters of the range', () => {
  const log = JSON.parse(print('sarif')) as Log
  const result = log.runs[0]!.results!.find((candidate) => candidate.ruleId === 'alert-for')!
  const { region, artifactLocation } = result.locations![0]!.physicalLocation!
  expect(artifactLocation!.uri).toBe('runbooks/node/disk%2C%20full.md')
  const line = disk.split('\n')[region!.startLine! - 1]!
  expect(line.slice(region!.startColumn! - 1, region!.endColumn! - 1)).toBe('DiskFull')
})

test('the pages are pinned to the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  expect(docsUrl('alert-for')).toContain(`/v${version}/docs/checks/alert-for.md`)
})

const pieces = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('\r\n', '\n', '\r', '\t', '\ud800', '\udc00', '\u202e', '👩‍👩‍👧', '\x1b[2J', '```', '磁'),
)
const offset = fc.oneof(fc.integer({ min: -5, max: 200 }), fc.double())
const anyDiagnostic = fc.record({
  code: fc.constantFrom('alert-for' as CheckCode, 'yaml-syntax' as const),
  severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
  file: fc.constantFrom('a.md', 'b.yml', 'absent.md', ''),
  range: fc.record({ start: offset, end: offset }),
  message: pieces,
  hint: pieces,
})

test('law: no range in any text makes a report throw, and JSON places are places of the text', () => {
  fc.assert(
    fc.property(
      fc.array(pieces).map((parts) => parts.join('')),
      fc.array(anyDiagnostic, { maxLength: 4 }),
      fc.integer({ min: -1, max: 200 }),
      (text, found, width) => {
        const files = new Map([
          ['a.md', text],
          ['b.yml', ''],
        ])
        for (const name of names)
          expect(report(name, found, files, { color: true, width, summary })).toMatch(/\n$/)
        const lines = text.split(/\r\n|\n|\r/)
        const printed = JSON.parse(report('json', found, files, { color: false, width, summary }))
        for (const { file, line, column, endLine, endColumn } of printed.diagnostics) {
          expect(line).toBeGreaterThan(0)
          expect(column).toBeGreaterThan(0)
          expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true)
          if (file === 'a.md') expect(endLine).toBeLessThanOrEqual(lines.length)
        }
      },
    ),
  )
})

/** What a terminal obeys or shows in another order, and what the runner of GitHub takes for a command. */
const OBEYED = /[^\P{Cc}\n\t]|[\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]|##\[/u
const hostile = fc.oneof(
  pieces,
  fc.constantFrom(
    '##[error]x',
    '\n::error::x',
    '\n  ::add-mask::a',
    '\u009b31m',
    '\x7f',
    '\x1b]0;x\x07',
    '\u2028',
  ),
)
const several = fc.array(hostile, { maxLength: 4 }).map((parts) => parts.join(''))

test.each(names)('law: what a terminal or a runner would obey never reaches it: %s', (name) => {
  fc.assert(
    fc.property(several, several, several, fc.nat(30), (text, message, file, start) => {
      const range = { start, end: start + 3 }
      const code = 'x' as CheckCode
      const found: Diagnostic[] = [
        {
          code,
          severity: 'info',
          file,
          range,
          message,
          hint: message,
          related: [{ file, range, message: text }],
        },
      ]
      const printed = report(name, found, new Map([[file, text]]), { color: false, width: 80, summary })
      expect(printed).not.toMatch(OBEYED)
      expect(printed.match(/^\s*::/gm) ?? []).toHaveLength(name === 'github' ? 1 : 0)
    }),
  )
})

test('a line of ten million characters gives a frame of a screen', () => {
  const text = `${'x'.repeat(5_000_000)}needle${'é'.repeat(5_000_000)}`
  const range = { start: 5_000_000, end: 5_000_006 }
  const found: Diagnostic[] = [{ code: 'x' as CheckCode, severity: 'error', file: 'a', range, message: text }]
  const printed = report('pretty', found, new Map([['a', text]]), { color: false, width: 80, summary })
  expect(printed).toMatch(/x{10,}needleé{10,}…\n/)
  expect(printed.length).toBeLessThan(4_000)
})
