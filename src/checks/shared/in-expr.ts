/** Shared by the checks of expressions: positions in an expression, edits of it, and settings. */

import type { Remark, Times } from '../../analysis/index.ts'
import type { Config, Edit, Fix, Place, Range } from '../../model.ts'
import { parseDuration } from '../../promql/duration.ts'
import { once } from '../../text/once.ts'
import { locate } from '../../text/source.ts'
import type { Finding, JudgedRule } from '../check.ts'

/** The fields needed for a position in an expression and a sentence about a rule. */
type Placed = Pick<JudgedRule, 'kind' | 'name' | 'rule' | 'file'>

/** Where characters of a rule's expression are. */
export const inExpr = ({ rule, file }: Placed, { start, end }: Range): Place => ({
  file,
  range: locate(rule.expr!.value, start, end),
})

/** Where the name of a rule is. */
export const atName = ({ rule, file }: Placed): Place => ({
  file,
  range: (rule.alert ?? rule.record)!.value.range,
})

/** Characters of an expression, and a text: what to say of them, or what is to replace them. */
interface InText {
  readonly range: Range
  readonly text: string
}

/** Reasons in a rule's expression as related places of a finding. */
export const asRelated = (rule: Placed, reasons: readonly InText[]): NonNullable<Finding['related']> =>
  reasons.map(({ range, text }) => ({ ...inExpr(rule, range), message: text }))

/** `Alert \`X\`` or `Recording rule \`x\``, to begin a sentence. */
export const subject = ({ kind, name }: Placed): string =>
  `${kind === 'alert' ? 'Alert' : 'Recording rule'} \`${name}\``

/** A problem of a rule's expression as a finding, whose message begins with the rule. */
export const wrongIn = (rule: Placed, { range, text, hint }: Remark): Finding => ({
  ...inExpr(rule, range),
  message: `${subject(rule)}: ${text}`,
  hint,
})

/**
 * A fix that edits an expression in place, each range of it; undefined if its characters are not verbatim in the file
 * (escapes, folded lines), or if a comma might end the value.
 */
export function exprFix(rule: Placed, title: string, edits: readonly InText[]): Fix | undefined {
  const { value } = rule.rule.expr!
  const isPlain = value.runs.length === 2 && value.range.end - value.range.start === value.value.length
  const made: Edit[] = []
  for (const { range, text } of edits) {
    const place = inExpr(rule, range)
    if (place.range.end - place.range.start !== range.end - range.start) return undefined
    if (/['"\\\n#:]/.test(text) || (isPlain && /[,{}[\]]/.test(text))) return undefined
    made.push({ ...place, text })
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
