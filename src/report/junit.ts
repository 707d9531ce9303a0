/**
 * JUnit's XML, shown by continuous integration beside tests: a suite per file, a test per finding. Errors and warnings
 * are failures; an info passes and is printed as output. Without findings there is one passing test.
 */
import type { Diagnostic, Texts } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { type ReportOptions, summaryLine } from './format.ts'
import { type Locator, locator } from './place.ts'
import { address } from './pretty.ts'
import { escaped } from './xml.ts'

export function junit(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const places = locator(texts)
  const suites = [...groupBy(diagnostics, ({ file }) => file)].map(([file, own]) => {
    const failures = own.filter(({ severity }) => severity !== 'info').length
    return suite(
      file,
      failures,
      own.map((one) => testCase(one, places)),
    )
  })
  if (suites.length === 0) {
    const name = escaped(summaryLine(options.summary))
    suites.push(suite('alertbook', 0, [`    <testcase name="${name}" classname="alertbook"/>\n`]))
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}

const suite = (name: string, failures: number, cases: readonly string[]): string =>
  `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}" errors="0" skipped="0">\n${cases.join('')}  </testsuite>\n`

function testCase(diagnostic: Diagnostic, places: Locator): string {
  const { file, severity, code, message, hint } = diagnostic
  const { line } = places.region(diagnostic)
  const where = address(diagnostic, places)
  const text = escaped([where, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n'))
  const body =
    severity === 'info'
      ? `<system-out>${escaped(message)}&#10;${text}</system-out>`
      : `<failure type="${severity}" message="${escaped(message)}">${text}</failure>`
  const name = escaped(`${code} ${where}`)
  return `    <testcase name="${name}" classname="${escaped(file)}" file="${escaped(file)}" line="${line}">\n      ${body}\n    </testcase>\n`
}
