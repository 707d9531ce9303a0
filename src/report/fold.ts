/** Folds findings of the same kind: shows a few, and the rest on one line. */
import type { Diagnostic } from '../model.ts'
import { count } from '../text/count.ts'
import { groupBy } from '../text/group-by.ts'
import { safe } from './cells.ts'
import type { Paint } from './paint.ts'

/** More findings of a kind than this are folded. */
const MANY = 10
/** How many of them are still shown. */
const SAMPLES = 3

/** Key shared by findings that say the same of different things. */
const kindOf = ({ code, severity, message }: Diagnostic): string =>
  `${severity} ${code} ${message.replace(/`[^`]*`/g, '`')}`

/** The findings to show, in order, and the folded ones by line. Errors are always shown. */
export function folded(diagnostics: readonly Diagnostic[]): {
  shown: readonly Diagnostic[]
  folds: readonly (readonly Diagnostic[])[]
} {
  const kinds = groupBy(
    diagnostics.filter(({ severity }) => severity !== 'error'),
    kindOf,
  )
  const folds = [...kinds.values()].filter((same) => same.length > MANY).map((same) => same.slice(SAMPLES))
  const hidden = new Set(folds.flat())
  return { shown: diagnostics.filter((diagnostic) => !hidden.has(diagnostic)), folds }
}

/** `warning  alert-for  115 more like the 3 above, in 40 files: …`. */
export function foldLine(same: readonly Diagnostic[], paint: Paint): string {
  const { severity, code } = same[0]!
  const files = count(new Set(same.map(({ file }) => file)).size, 'file')
  return `${paint(severity, severity)}  ${paint('quiet', safe(code))}  ${same.length} more like the ${SAMPLES} above, in ${files}: \`--only ${safe(code)}\` shows them all\n`
}
