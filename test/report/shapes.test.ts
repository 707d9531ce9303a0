/**
 * Reports have the documented shape whatever the findings: SARIF 2.1.0 (required properties, and its schema's rules on
 * regions), JUnit's XML (the elements and attributes that GitLab, Jenkins and Azure read:
 * github.com/testmoapp/junitxml), checkstyle's, and GitLab's Code Quality report
 * (docs.gitlab.com/ci/testing/code_quality).
 */
import fc from 'fast-check'
import type { Log } from 'sarif'
import { expect, test } from 'vitest'
import type { CheckCode, Diagnostic } from '../../src/model.ts'
import { type FormatName, report, summarise } from '../../src/report/index.ts'

const TEXT = 'alert: One\nexpr: up == 0\r\n\n# ü 漢字 😀\nlast'
const files = ['runbooks/a b.md', 'rules/[x].yml', 'ä/%41.md', 'unread.md']
const texts = new Map(files.slice(0, 3).map((file) => [file, TEXT]))
const word = fc.string({ unit: 'binary', maxLength: 30 })
const range = fc.tuple(fc.nat(TEXT.length), fc.nat(TEXT.length)).map(([a, b]) => ({
  start: Math.min(a, b),
  end: Math.max(a, b),
}))
const place = { file: fc.constantFrom(...files), range }
const finding: fc.Arbitrary<Diagnostic> = fc.record(
  {
    ...place,
    code: fc.constantFrom('alert-for', 'link-base', 'yaml-syntax').map((code) => code as CheckCode),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
    message: word,
    hint: word,
    related: fc.array(fc.record({ ...place, message: word }), { maxLength: 2 }),
  },
  { requiredKeys: ['file', 'range', 'code', 'severity', 'message'] },
)
const program = { runbooks: [], rules: [], groups: [] } as unknown as Parameters<
  typeof summarise
>[0]['program']
const told = (format: FormatName, diagnostics: readonly Diagnostic[]): string =>
  report(format, diagnostics, texts, {
    color: false,
    width: 100,
    summary: summarise({ diagnostics, program }),
  })
const always = (holds: (diagnostics: readonly Diagnostic[]) => void): void =>
  fc.assert(fc.property(fc.array(finding, { maxLength: 6 }), holds), { numRuns: 150 })

test('SARIF', () => {
  always((diagnostics) => {
    const log = JSON.parse(told('sarif', diagnostics)) as Log
    expect(log.version).toBe('2.1.0')
    const [run, ...others] = log.runs
    expect(others).toEqual([])
    const { name, rules = [], informationUri } = run!.tool.driver
    expect(name).not.toBe('')
    expect(URL.canParse(informationUri!)).toBe(true)
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
    expect(run!.results).toHaveLength(diagnostics.length)
    for (const {
      ruleId,
      ruleIndex,
      level,
      message,
      locations,
      relatedLocations = [],
      partialFingerprints,
    } of run!.results!) {
      expect(rules[ruleIndex!]?.id).toBe(ruleId)
      expect(['error', 'warning', 'note', 'none']).toContain(level)
      expect(typeof message.text).toBe('string')
      expect(
        Object.values(partialFingerprints!).every((value) => typeof value === 'string' && value !== ''),
      ).toBe(true)
      for (const { physicalLocation } of [...locations!, ...relatedLocations]) {
        const { artifactLocation, region } = physicalLocation!
        // A URI reference (RFC 3986) that stays below the root.
        expect(artifactLocation!.uri).toMatch(/^(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/)
        if (!region) continue
        for (const number of Object.values(region).filter((value) => typeof value === 'number'))
          expect(number).toBeGreaterThanOrEqual(1)
        expect(region.endLine ?? region.startLine).toBeGreaterThanOrEqual(region.startLine!)
      }
    }
  })
})

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
}

/** Whether XML 1.0 allows a character (its production 2). */
const isXml = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x10000

/** A strict reader for our XML: only characters that XML 1.0 allows, every element closed. */
function readXml(text: string): Element {
  expect([...text].filter((character) => !isXml(character.codePointAt(0)!))).toEqual([])
  expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n</)
  const top: Element = { name: '', attributes: {}, children: [] }
  const open = [top]
  const rest = text
    .replace(/^<\?xml[^>]*>/, '')
    .replace(
      /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/g,
      (_, close, name, attributes, isEmpty, words) => {
        const inner = words ?? attributes
        expect(inner.replace(/&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/gi, '')).not.toContain('&')
        if (words !== undefined) return ''
        if (close) expect(open.pop()?.name).toBe(name)
        else {
          const found = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map((match) => [match[1], match[2]])
          const element: Element = { name, attributes: Object.fromEntries(found), children: [] }
          expect(found).toHaveLength(Object.keys(element.attributes).length)
          open.at(-1)!.children.push(element)
          if (!isEmpty) open.push(element)
        }
        return ''
      },
    )
  expect(rest).toBe('')
  expect(open).toEqual([top])
  expect(top.children).toHaveLength(1)
  return top.children[0]!
}

/** By element: required attributes, optional ones, and content. */
type Shape = Readonly<Record<string, readonly [must: string, may: string, children: string]>>

function holds({ name, attributes, children }: Element, shape: Shape): void {
  const [must, may, within] = shape[name]!.map((list) => list.split(' ').filter(Boolean)) as [
    string[],
    string[],
    string[],
  ]
  const names = Object.keys(attributes)
  expect(names).toEqual(expect.arrayContaining(must))
  for (const one of names) expect([...must, ...may]).toContain(one)
  for (const child of children) {
    expect(within).toContain(child.name)
    holds(child, shape)
  }
}

test('JUnit', () => {
  const shape: Shape = {
    testsuites: ['', 'name tests failures errors skipped time', 'testsuite'],
    testsuite: [
      'name tests',
      'failures errors skipped time timestamp file',
      'testcase properties system-out system-err',
    ],
    testcase: ['name classname', 'time file line assertions', 'failure error skipped system-out system-err'],
    failure: ['', 'type message', ''],
    'system-out': ['', '', ''],
  }
  always((diagnostics) => {
    const root = readXml(told('junit', diagnostics))
    expect(root.name).toBe('testsuites')
    holds(root, shape)
    for (const { attributes, children } of root.children) {
      expect(Number(attributes.tests)).toBe(children.length)
      const failed = children.filter((one) => one.children.some(({ name }) => name === 'failure'))
      expect(Number(attributes.failures)).toBe(failed.length)
    }
    const cases = root.children.flatMap(({ children }) => children)
    expect(cases).toHaveLength(Math.max(1, diagnostics.length))
  })
})

test('checkstyle', () => {
  const shape: Shape = {
    checkstyle: ['version', '', 'file'],
    file: ['name', '', 'error'],
    error: ['line severity message', 'column source', ''],
  }
  always((diagnostics) => {
    const root = readXml(told('checkstyle', diagnostics))
    expect(root.name).toBe('checkstyle')
    holds(root, shape)
    const errors = root.children.flatMap(({ children }) => children)
    expect(errors).toHaveLength(diagnostics.length)
    for (const { attributes } of errors)
      expect(['error', 'warning', 'info', 'ignore']).toContain(attributes.severity)
  })
})

test("GitLab's Code Quality", () => {
  always((diagnostics) => {
    const entries = JSON.parse(told('gitlab', diagnostics)) as Record<string, unknown>[]
    expect(entries).toHaveLength(diagnostics.length)
    for (const { description, check_name, fingerprint, severity, location } of entries) {
      for (const text of [description, check_name, fingerprint]) expect(typeof text).toBe('string')
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity)
      const { path, lines } = location as { path: string; lines: { begin: number } }
      expect(path).not.toMatch(/^(?:\.\/|\/)/)
      expect(Number.isInteger(lines.begin) && lines.begin > 0).toBe(true)
    }
    expect(new Set(entries.map(({ fingerprint }) => fingerprint)).size).toBe(entries.length)
  })
})
