/** Every format on the same findings; what they print stands in `expected/`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import type { CheckCode, Diagnostic } from '../../src/model.ts'
import { docsUrl, type FormatName, formats, report, type Summary } from '../../src/report/index.ts'
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

test('pretty', () => expectGolden(golden('pretty.txt'), print('pretty')))
test('pretty, in colour', () => expectGolden(golden('pretty-color.txt'), print('pretty', true)))
test('json', () => expectGolden(golden('report.json'), print('json')))
test('github', () => expectGolden(golden('github.txt'), print('github')))
test('sarif', () => expectGolden(golden('report.sarif'), print('sarif')))

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
        for (const name of Object.keys(formats) as FormatName[])
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

test('law: what a terminal would obey never reaches it', () => {
  fc.assert(
    fc.property(pieces, pieces, fc.nat(30), (text, message, start) => {
      const found: Diagnostic[] = [
        { code: 'x' as CheckCode, severity: 'info', file: 'a', range: { start, end: start + 3 }, message },
      ]
      const printed = report('pretty', found, new Map([['a', text]]), { color: false, width: 80, summary })
      expect(printed).not.toMatch(/[\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
      expect(printed.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
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
