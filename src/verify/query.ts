/** Queries in the prose of a runbook: responders paste them unchanged, so they should parse. */
import type { Query } from '../model.ts'
import { locate } from '../text/source.ts'
import type { VerifyContext } from './context.ts'

/** The prompt before a query copied from a terminal. */
const PROMPT = /^[ \t]*\$[ \t]+/gm

/**
 * A fence holds one expression, or several separated by blank lines: if the whole does not parse, each paragraph is
 * checked by itself, unless it is only a comment. Prometheus loads none of them, so the result is advice.
 */
export function verifyQuery(context: VerifyContext, { text }: Query): void {
  const value = text.value.replace(PROMPT, (prompt) => ' '.repeat(prompt.length))
  if (value.trim() === '' || context.parse(value).problems.length === 0) return
  const prompts = (text.value.match(PROMPT) ?? []).length
  const parts = prompts > 1 ? lines(text.value) : paragraphs(value)
  const judged = parts.length > 1 ? parts : [{ start: 0, value }]
  for (const { start, value } of judged) {
    for (const { range, message, hint } of context.parse(value).problems) {
      context.report({
        file: context.file,
        range: locate(text, start + range.start, start + range.end),
        code: 'query-syntax',
        severity: 'warning',
        message,
        hint: hint ?? 'correct the query, or mark the block ```promql example if it is only for reading',
      })
    }
  }
}

/** Splits at prompts: each begins a query. */
function lines(text: string): { start: number; value: string }[] {
  const starts = [...text.matchAll(PROMPT)].map(({ index }) => index)
  return starts.map((start, index) => ({
    start,
    value: text.slice(start, starts[index + 1]).replace(PROMPT, (prompt) => ' '.repeat(prompt.length)),
  }))
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
