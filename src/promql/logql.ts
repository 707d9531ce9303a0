/** What distinguishes LogQL, the language of Loki's rules, from PromQL. */
import type { Range } from '../text/source.ts'
import type { Problem } from './problem.ts'

/** Ends of a selector, of its window, of a filter's string, of a stage. */
const BEFORE = /[}"`)\]]\s*$/
/** A filter of lines, a stage that parses or formats, a filter of labels. */
const BEHIND =
  /^(?:[=~>]|\s*(?:json|logfmt|pattern|regexp|unpack|unwrap|decolorize|drop|keep|line_format|label_format)\b|\s*\w+\s*[=!<>])/

/** How far around a `|` it looks. */
const NEAR = 80

/** Whether the `|` at a place begins a stage of LogQL. */
export const isPipeline = (text: string, { start, end }: Range): boolean =>
  BEFORE.test(text.slice(Math.max(0, start - NEAR), start)) && BEHIND.test(text.slice(end, end + NEAR))

/** Whether an expression that PromQL has `problems` with is LogQL. */
export const isLogQL = (text: string, problems: readonly Problem[]): boolean =>
  problems.some(({ range }) => text[range.start] === '|' && isPipeline(text, range))
