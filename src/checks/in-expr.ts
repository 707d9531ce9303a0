/** Shared by the checks of expressions: positions in an expression, edits of it, and settings. */
import type { Config, Fix, Range } from '../model.ts'
import { parseDuration } from '../promql/duration.ts'
import type { Times } from '../promql/index.ts'
import { once } from '../text/once.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule } from './check.ts'

/** The fields needed for a position in an expression and a sentence about a rule. */
type Placed = Pick<JudgedRule, 'kind' | 'name' | 'rule' | 'file'>

/** Where characters of a rule's expression are in its file. */
export function inExpr({ rule }: Placed, { start, end }: Range): Range {
  return locate(rule.expr!.value, start, end)
}

interface Reason {
  readonly range: Range
  readonly text: string
}

/** Reasons in a rule's expression as related places of a finding. */
export function asRelated(rule: Placed, reasons: readonly Reason[]): NonNullable<Finding['related']> {
  return reasons.map(({ range, text }) => ({ file: rule.file, range: inExpr(rule, range), message: text }))
}

/** `Alert \`X\`` or `Recording rule \`x\``, to begin a sentence. */
export const subject = ({ kind, name }: Placed): string =>
  `${kind === 'alert' ? 'Alert' : 'Recording rule'} \`${name}\``

/** Replaces these characters of an expression by `text`. Ranges are in the expression. */
export interface ExprEdit {
  readonly range: Range
  readonly text: string
}

/**
 * A fix that edits an expression in place; undefined if its characters are not verbatim in the file (escapes, folded
 * lines), or if a comma might end the value.
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

/** The intervals of scrapes and evaluations, if the project states them. */
export const timesOf: (prometheus: Config['prometheus']) => Times = once(
  ({ scrapeInterval, evaluationInterval }) => {
    const read = (text: string): number | undefined => (text === '' ? undefined : parseDuration(text).ms)
    return { scrape: read(scrapeInterval), evaluation: read(evaluationInterval) }
  },
)
