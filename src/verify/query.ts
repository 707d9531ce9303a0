/** Queries in the prose of a runbook: a responder pastes them as they are, so they must parse. */
import type { Query } from '../model.ts'
import { locate } from '../text/source.ts'
import type { VerifyContext } from './context.ts'

/**
 * A fence holds one expression, or several with blank lines between them: when the whole does not parse,
 * each paragraph that is not only a comment is judged by itself.
 */
export function verifyQuery(context: VerifyContext, { text }: Query): void {
  const whole = context.parse(text.value)
  if (whole.problems.length === 0 || text.value.trim() === '') return
  const parts = paragraphs(text.value)
  const judged = parts.length > 1 ? parts : [{ start: 0, value: text.value }]
  for (const { start, value } of judged) {
    for (const { code, range, message, hint } of context.parse(value).problems) {
      const place = locate(text, start + range.start, start + range.end)
      context.report({
        file: context.file,
        range: place,
        code,
        severity: 'error',
        message,
        ...(hint !== undefined && { hint }),
      })
    }
  }
}

function paragraphs(text: string): { start: number; value: string }[] {
  const found: { start: number; value: string }[] = []
  const pattern = /(?:^|\n)((?:[ \t]*\S[^\n]*(?:\n|$))+)/g
  for (const match of text.matchAll(pattern)) {
    const value = match[1]!
    const start = match.index + match[0].length - value.length
    if (value.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#')))
      found.push({ start, value })
  }
  return found
}
