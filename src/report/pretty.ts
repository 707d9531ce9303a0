/**
 * For people at a terminal:
 *
 *     warning  alert-for  Alert `DiskFull` has no `for`: one bad evaluation pages
 *       runbooks/node/disk.md:14:8
 *         14 │ alert: DiskFull
 *            │        ^^^^^^^^
 *       hint: add `for: 5m` so that one bad scrape does not page anyone
 */

import type { Diagnostic, Place, Texts } from '../model.ts'
import { listed } from '../text/listed.ts'
import { safe } from './cells.ts'
import { folded, foldLine } from './fold.ts'
import { type Look, type ReportOptions, summaryLine } from './format.ts'
import { frame } from './frame.ts'
import { type Paint, painter, type Style } from './paint.ts'
import { type Locator, locator } from './place.ts'

/** What a report for people is written with. */
export interface Pen {
  readonly places: Locator
  readonly paint: Paint
  readonly width: number
}

export const penFor = (texts: Texts, { color, width }: Look): Pen => ({
  places: locator(texts),
  paint: painter(color),
  width,
})

export function pretty(diagnostics: readonly Diagnostic[], texts: Texts, options: ReportOptions): string {
  const { summary, leftOut = 0, fold = false, notes = [] } = options
  const pen = penFor(texts, options)
  const { paint, places } = pen
  const { shown, folds } = fold ? folded(diagnostics) : { shown: diagnostics, folds: [] }
  const blocks = shown.map((diagnostic) => one(diagnostic, pen))
  if (folds.length > 0) blocks.push(folds.map((same) => foldLine(same, paint)).join(''))
  const worst = summary.errors > 0 ? 'error' : summary.warnings > 0 ? 'warning' : 'good'
  const foot = [paint(worst, summaryLine(summary)), ...errorLines(shown, places)]
  foot.push(...notes)
  if (leftOut > 0) foot.push(`${leftOut} more, none of them errors: \`alertbook check\` shows all`)
  if (diagnostics.some((diagnostic) => diagnostic.fix))
    foot.push('To apply the fixes: `alertbook check --fix`')
  if (diagnostics.length > 0) foot.push('What a finding means: `alertbook explain CODE`')
  return [...blocks, `${foot.join('\n')}\n`].join('\n')
}

/** Up to this many findings are seen at a glance. */
const FEW = 5
/** Most errors that are repeated at the end. */
const NAMED = 3

/** Repeats the places of errors that are buried among other findings: a reader sees the end first. */
function errorLines(shown: readonly Diagnostic[], places: Locator): string[] {
  const errors = shown.filter(({ severity }) => severity === 'error')
  if (errors.length === 0 || shown.length <= FEW || errors.length === shown.length) return []
  const named = listed(errors, NAMED, (error) => address(error, places))
  return [`${errors.length === 1 ? 'The error' : 'Errors'}: ${named}`]
}

/** The findings alone, without a summary. */
export function frames(diagnostics: readonly Diagnostic[], texts: Texts, look: Look): string {
  const pen = penFor(texts, look)
  return diagnostics.map((diagnostic) => one(diagnostic, pen)).join('\n')
}

/** One diagnostic with all its parts; ends with a line break. */
function one(diagnostic: Diagnostic, pen: Pen): string {
  const { paint, places } = pen
  const { severity, code, message, hint, related, fix } = diagnostic
  const lines = [
    `${paint(severity, severity)}  ${paint('quiet', safe(code))}  ${paint('strong', safe(message))}`,
  ]
  lines.push(...located(diagnostic, pen, severity))
  for (const place of related ?? []) {
    lines.push(`  ${safe(place.message)}: ${address(place, places)}`)
    lines.push(...framed(place, pen, 'info'))
  }
  if (hint !== undefined) lines.push(`  ${paint('hint', 'hint:')} ${safe(hint)}`)
  if (fix !== undefined) lines.push(`  ${paint('hint', 'fix:')} ${safe(fix.title)}`)
  return `${lines.join('\n')}\n`
}

/** `file:line:column`, or the file alone if its text is unknown. */
export function address(place: Place, places: Locator): string {
  if (!places.lines(place.file)) return safe(place.file)
  const { line, column } = places.region(place)
  return `${safe(place.file)}:${line}:${column}`
}

/** A place, and its lines with carets. */
export const located = (place: Place, pen: Pen, style: Style): string[] => [
  `  ${address(place, pen.places)}`,
  ...framed(place, pen, style),
]

/** The lines of a place with carets, indented. */
function framed(place: Place, { places, paint, width }: Pen, style: Style): string[] {
  const lines = places.lines(place.file)
  if (!lines || lines.text === '') return []
  const digits = String(lines.starts.length).length
  const frameLines = frame(lines, place.range, width - digits - 7)
  const gutter = Math.max(...frameLines.map((line) => line.gutter.length))
  return frameLines.map(({ gutter: number, kind, text }) => {
    const bar = paint('quiet', `    ${number.padStart(gutter)} │`)
    if (text === '') return bar
    return `${bar} ${kind === 'marks' ? paint(style, text) : kind === 'gap' ? paint('quiet', text) : text}`
  })
}
