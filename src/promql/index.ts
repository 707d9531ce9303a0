/**
 * A PromQL parser and type checker that agrees with Prometheus: it accepts what Prometheus accepts, and its first error
 * is the one that Prometheus finds first. It knows nothing of rules or files.
 */
import type { Expr, ValueType } from './ast.ts'
import { check } from './check.ts'
import { mostChain, reportDepth } from './depth.ts'
import { byteLength } from './go.ts'
import { type ParseOptions, versionNumber } from './options.ts'
import { expression } from './parse-expr.ts'
import type { Problem } from './problem.ts'
import { createState, peek, problems, report, unexpected } from './state.ts'

/** Decodes expressions that are not valid UTF-8. */
export { decodeUtf8 as decodeBytes } from '../text/bytes.ts'
export type * from './ast.ts'
export { typeName, typeOf } from './check.ts'
export { formatDuration, type ParsedDuration, parseDuration } from './duration.ts'
export {
  type AggregatorInfo,
  aggregators,
  type FunctionInfo,
  functions,
} from './functions.ts'
export { narrowable } from './narrow.ts'
export {
  featureFlags,
  newestVersion,
  oldestVersion,
  type ParseOptions,
  parseOptions,
  versionNumber,
} from './options.ts'
export { prettyExpr } from './pretty.ts'
export { formatExpr } from './print.ts'
export type { Problem, ProblemCode } from './problem.ts'
export { loadRegexEngine } from './regex.ts'
export { type Highlight, type HighlightKind, tokens } from './tokens.ts'
export { treeText } from './tree.ts'
export { children, metricName, metricNames, metricRange, partsOf, selectors, walk } from './walk.ts'

/** What `parseExpr` returns: the tree, its type, and every problem. */
export interface ParseResult {
  /** The tree; undefined for invalid syntax. If there are `problems`, it may not be what was intended. */
  readonly expr: Expr | undefined
  /** The type of the expression; given whenever `expr` is. */
  readonly type: ValueType | undefined
  /** In Prometheus' order; empty if it accepts the expression. */
  readonly problems: readonly Problem[]
}

/**
 * Parses and checks an expression. Never throws: errors are in `problems`. Types are checked only if the syntax is
 * valid.
 */
export function parseExpr(text: string, options: ParseOptions = {}): ParseResult {
  const p = createState(text, options)
  if (peek(p).kind === 'eof') {
    report(p, {
      code: 'promql-syntax',
      range: { start: 0, end: text.length },
      message: 'found no expression',
      promMessage: 'no expression found in input',
      promRange: { start: 0, end: 0 },
    })
    return { expr: undefined, type: undefined, problems: problems(p) }
  }
  const expr = expression(p)
  if (expr !== undefined && peek(p).kind !== 'eof') unexpected(p, 'an operator or the end of the expression')
  const isBroken = p.found.some(({ code }) => code === 'promql-syntax')
  if (expr === undefined || isBroken) return { expr: undefined, type: undefined, problems: problems(p) }
  const type = check(p, expr)
  if (p.tooHigh !== undefined) {
    reportDepth(p, p.tooHigh, mostChain)
    return { expr: undefined, type: undefined, problems: problems(p) }
  }
  return { expr, type, problems: p.found.length === 0 ? [] : problems(p) }
}

/**
 * Prometheus' output for a rejected expression: `1:5: parse error: …`, with the column in bytes. Null if it accepts the
 * expression. The default version is the newest.
 */
export function promError(text: string, found: readonly Problem[], version?: string): string | null {
  const first = found[0]
  if (first === undefined) return null
  const number = (version === undefined ? undefined : versionNumber(version)) ?? Number.MAX_VALUE
  const place =
    text === '' && number >= emptyHasNoPlace ? 'unknown position' : promPlace(text, first.promRange.start)
  return `${place}: parse error: ${first.promMessage}`
}

/** By this version at the latest, the error for an empty expression has no place. */
const emptyHasNoPlace = versionNumber('3.0') as number

function promPlace(text: string, start: number): string {
  let line = 1
  let column = 1
  let bytes = 0
  for (const char of text) {
    if (bytes >= start) break
    const width = byteLength(char)
    bytes += width
    column += width
    if (char === '\n') {
      line++
      column = 1
    }
  }
  return `${line}:${column}`
}
