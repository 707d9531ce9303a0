/** A JSON document for programs. Lines and columns are 1-based, columns count UTF-16 units, ends are exclusive. */
import type { Diagnostic, Place, Texts } from '../model.ts'
import { docsUrl } from './docs.ts'
import type { ReportOptions } from './format.ts'
import { jsonText } from './json-text.ts'
import { locator, type Region } from './place.ts'

export function json(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const places = locator(texts)
  const at = (place: Place): { file: string } & Region => ({ file: place.file, ...places.region(place) })
  const document = {
    diagnostics: diagnostics.map((diagnostic) => ({
      code: diagnostic.code,
      severity: diagnostic.severity,
      ...at(diagnostic),
      message: diagnostic.message,
      hint: diagnostic.hint ?? null,
      related: (diagnostic.related ?? []).map((place) => ({ ...at(place), message: place.message })),
      fixable: diagnostic.fix !== undefined,
      docs: docsUrl(diagnostic.code),
    })),
    summary: options.summary,
  }
  return jsonText(document)
}
