/** Checkstyle's format, read by Jenkins, reviewdog and others: findings by file. */
import type { Diagnostic, Texts } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { withHint } from './format.ts'
import { locator } from './place.ts'
import { escaped } from './xml.ts'

export function checkstyle(diagnostics: readonly Diagnostic[], texts: Texts): string {
  const places = locator(texts)
  const one = (diagnostic: Diagnostic): string => {
    const { line, column } = places.region(diagnostic)
    const { severity, code } = diagnostic
    const text = escaped(withHint(diagnostic))
    return `    <error line="${line}" column="${column}" severity="${severity}" message="${text}" source="alertbook.${escaped(code)}"/>\n`
  }
  const files = [...groupBy(diagnostics, ({ file }) => file)].map(
    ([file, own]) => `  <file name="${escaped(file)}">\n${own.map(one).join('')}  </file>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`
}
