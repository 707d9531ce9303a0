/** Summary of a GitHub Actions step, in Markdown: findings by code, and the first of them in full. */
import type { Diagnostic, Texts } from '../model.ts'
import { docsUrl } from './docs.ts'
import { bySeverity, type Summary, summaryLine } from './format.ts'
import { locator } from './place.ts'
import { address } from './pretty.ts'
import { countCodes } from './statistics.ts'

/** GitHub allows a megabyte per step; a reader wants less. */
const SHOWN = 50

export function stepSummary(diagnostics: readonly Diagnostic[], texts: Texts, summary: Summary): string {
  const places = locator(texts)
  const first = diagnostics.toSorted(bySeverity).slice(0, SHOWN)
  const rows = first.map(
    (one) =>
      `| ${one.severity} | [${one.code}](${docsUrl(one.code)}) | ${code(address(one, places))} | ${cell(one.message)} |\n`,
  )
  const counts = countCodes(diagnostics).map(
    ({ severity, code: name, count, files }) =>
      `| ${count} | ${severity} | [${name}](${docsUrl(name)}) | ${files} |\n`,
  )
  const table = (head: string, line: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `\n${head}\n${line}\n${lines.join('')}`
  const more = diagnostics.length > SHOWN ? `\nThe first ${SHOWN} of ${diagnostics.length}.\n` : ''
  return `### Alertbook\n\n${cell(summaryLine(summary))}\n${table('| Findings | Severity | Code | Files |', '| ---: | --- | --- | ---: |', counts)}${table('| Severity | Code | Place | Finding |', '| --- | --- | --- | --- |', rows)}${more}`
}

const asEntity = (mark: string): string => `&#${mark.charCodeAt(0)};`

/** Foreign text in a table cell: marks are escaped, except the backticks around code. */
function cell(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .split(/`([^`]*)`/)
    .map((part, at) => (at % 2 === 1 ? code(part) : part.replace(/[&<>\\|`*_[\]~#@!]/g, asEntity)))
    .join('')
}

/** Code in an element, whatever marks it contains. */
const code = (text: string): string => `<code>${text.replace(/[&<>\\|`*_[\]~#@!]/g, asEntity)}</code>`
