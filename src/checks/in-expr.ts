/** Shared by the checks of expressions: places in an expression, edits of it, their settings. */
import type { Config, Fix, Range } from '../model.ts'
import { parseDuration } from '../promql/duration.ts'
import type { Times } from '../promql/index.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule } from './check.ts'

/** What a place in an expression, and a sentence about a rule, need of it. */
type Placed = Pick<JudgedRule, 'kind' | 'name' | 'rule' | 'file'>

/** Where characters of a rule's expression stand in its file. */
export function inExpr({ rule }: Placed, { start, end }: Range): Range {
  return locate(rule.expr!.value, start, end)
}

interface Reason {
  readonly range: Range
  readonly text: string
}

/** Reasons in a rule's expression as places that a finding points at. */
export function asRelated(rule: Placed, reasons: readonly Reason[]): NonNullable<Finding['related']> {
  return reasons.map(({ range, text }) => ({ file: rule.file, range: inExpr(rule, range), message: text }))
}

/** `Alert \`X\`` or `Recording rule \`x\``, as a sentence begins. */
export const subject = ({ kind, name }: Placed): string =>
  `${kind === 'alert' ? 'Alert' : 'Recording rule'} \`${name}\``

/** An edit of an expression: these characters become `text`. Ranges are in the expression. */
export interface ExprEdit {
  readonly range: Range
  readonly text: string
}

/**
 * A fix that edits an expression in place; undefined where its characters do not stand in the file as they are
 * (escapes, folded lines), or where a comma might end it.
 */
export function exprFix(rule: Placed, title: string, edits: readonly ExprEdit[]): Fix | undefined {
  const { value } = rule.rule.expr!
  const isPlain = value.runs.length === 2 && value.range.end - value.range.start === value.value.length
  const made: { file: string; range: Range; text: string }[] = []
  for (const { range, text } of edits) {
    const place = inExpr(rule, range)
    if (place.end - place.start !== range.end - range.start) return undefined
    if (/['"\\\n#:]/.test(text) || (isPlain && /[,{}[\]]/.test(text))) return undefined
    made.push({ file: rule.file, range: place, text })
  }
  return { title, edits: made }
}

/** How often series are scraped and rules evaluated, as far as the project says. */
export function timesOf({ scrapeInterval, evaluationInterval }: Config['prometheus']): Times {
  const read = (text: string): number | undefined => (text === '' ? undefined : parseDuration(text).ms)
  return { scrape: read(scrapeInterval), evaluation: read(evaluationInterval) }
}
