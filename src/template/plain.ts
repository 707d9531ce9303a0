/** A quick look at a template that saves parsing and checking it. */
import type { LabelRead } from './analysis.ts'

const LABELS = '\\$labels(?:\\.([A-Za-z_]\\w*))?'
const VALUE =
  '\\$value(?: *\\| *(?:humanize(?:1024|Duration)?|printf *"%\\.\\df"))?|printf *"%\\.\\df" *\\$value|humanize *\\$value'

const IN_LABEL = new RegExp(`\\{\\{ *${LABELS} *\\}\\}`, 'y')
const IN_ANNOTATION = new RegExp(`\\{\\{ *(?:${LABELS}|${VALUE}) *\\}\\}`, 'y')

/**
 * Whether a template only shows labels and the value, as `{{ $labels.instance }}` and `{{ $value | humanize }}` do: then
 * `parseTemplate` and `checkTemplate` find nothing, in any version. In a label the value must not be shown. False implies
 * nothing. In 144 rule files, all but some of 4,191 actions are so; to parse and check all templates of these files took
 * a tenth of a check.
 */
export function isPlain(text: string, { inLabel }: { readonly inLabel: boolean }): boolean {
  const action = inLabel ? IN_LABEL : IN_ANNOTATION
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', action.lastIndex)) {
    action.lastIndex = at
    if (!action.test(text)) return false
  }
  return true
}

/** The labels that a plain template reads, as `templateLabels` finds them; undefined for a template that is not plain. */
export function plainLabels(text: string): LabelRead[] | undefined {
  const found: LabelRead[] = []
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', IN_ANNOTATION.lastIndex)) {
    IN_ANNOTATION.lastIndex = at
    const action = IN_ANNOTATION.exec(text)
    if (action === null) return undefined
    const [all, name] = action
    if (name === undefined) continue
    const start = at + all.indexOf('.') + 1
    found.push({ name, range: { start, end: start + name.length }, from: 'labels', conditional: false })
  }
  return found
}
