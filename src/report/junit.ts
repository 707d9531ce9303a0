/**
 * JUnit's XML, shown by continuous integration beside tests: a suite per file, a test per finding. Errors and warnings
 * are failures; an info passes and is printed as output. Without findings there is one passing test.
 */
import type { Diagnostic, Texts } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { type ReportOptions, summaryLine } from './format.ts'
import { type JunitCase, junitXml } from './junit-xml.ts'
import { type Locator, locator } from './place.ts'
import { address } from './pretty.ts'

export function junit(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const places = locator(texts)
  const suites = [...groupBy(diagnostics, ({ file }) => file)].map(([name, own]) => ({
    name,
    cases: own.map((one) => caseOf(one, places)),
  }))
  if (suites.length > 0) return junitXml(suites)
  const name = summaryLine(options.summary)
  return junitXml([{ name, cases: [{ name, classname: 'alertbook' }] }])
}

function caseOf(diagnostic: Diagnostic, places: Locator): JunitCase {
  const { file, severity, code, message, hint } = diagnostic
  const where = address(diagnostic, places)
  const text = [where, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n')
  return {
    name: `${code} ${where}`,
    classname: file,
    ...(severity === 'info'
      ? { output: `${message}\n${text}` }
      : { failure: { type: severity, message, text } }),
  }
}
