/** Laws for every text: shared by the tests and the long run of `npm run fuzz`. */
import {
  children,
  type Expr,
  formatExpr,
  type ParseOptions,
  parseExpr,
  prettyExpr,
  promError,
  tokens,
} from '../../src/promql/index.ts'

function fail(text: string, what: string): never {
  throw new Error(`${what}: ${JSON.stringify(text)}`)
}

/** A tree without ranges. */
export function shape(expr: Expr): string {
  return JSON.stringify(expr, (key, value) =>
    /[rR]ange$/.test(key) ? undefined : typeof value === 'number' ? String(value) : value,
  )
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** Parses, prints and highlights a text; throws if a law is broken. Returns whether the text was accepted. */
export function checkLaws(text: string, options: ParseOptions): boolean {
  const { expr, type, problems } = parseExpr(text, options)
  const bytes = bytesOf(text)
  for (const { range, promRange, message, promMessage } of problems) {
    if (!(range.start >= 0 && range.start <= range.end && range.end <= text.length))
      fail(text, 'range outside')
    if (!(promRange.start >= 0 && promRange.start <= promRange.end && promRange.end <= bytes)) {
      fail(text, `Prometheus' range ${promRange.start} to ${promRange.end} outside`)
    }
    if (message === '' || promMessage === '') fail(text, 'no message')
  }
  if ((expr === undefined) !== (type === undefined)) fail(text, 'a type without a tree, or the reverse')
  if (expr === undefined && problems.length === 0) fail(text, 'neither tree nor problem')
  if ((promError(text, problems) === null) !== (problems.length === 0)) fail(text, 'no error printed')
  if (expr !== undefined) checkRanges(text, expr, 0, text.length)
  checkTokens(text)
  return problems.length === 0
}

/** Every node is inside its parent. */
function checkRanges(text: string, expr: Expr, start: number, end: number): void {
  if (!(expr.range.start >= start && expr.range.start < expr.range.end && expr.range.end <= end)) {
    fail(text, `${expr.kind} stands outside`)
  }
  for (const child of children(expr)) checkRanges(text, child, expr.range.start, expr.range.end)
}

/** Tokens are in order and omit nothing but white space. */
function checkTokens(text: string): void {
  let at = 0
  for (const { range } of tokens(text)) {
    if (range.start >= range.end) fail(text, 'an empty token')
    if (!/^[ \t\n\r]*$/.test(text.slice(at, range.start))) fail(text, 'text without token')
    at = range.end
  }
  if (!/^[ \t\n\r]*$/.test(text.slice(at))) fail(text, 'text without token at the end')
}

/** Law for accepted texts: the printed form means the same. */
export function checkPrinting(text: string, options: ParseOptions): void {
  const { expr } = parseExpr(text, options)
  if (expr === undefined) fail(text, 'no tree')
  for (const width of [1, 40, 100]) {
    const pretty = prettyExpr(expr, width)
    const again = parseExpr(pretty, options)
    if (again.expr === undefined || shape(again.expr) !== shape(expr))
      fail(text, `differs when laid out as ${pretty}`)
  }
  const canonical = formatExpr(expr)
  // Two accidents of Prometheus: the selector `{}`, accepted only by `info()`, is printed as nothing; and `+Inf`, whose
  // plus sign is read as an operator before a power.
  if (/info\(.*, \)|\+Inf \^/s.test(canonical)) return
  const again = parseExpr(canonical, options)
  if (again.expr === undefined || formatExpr(again.expr) !== canonical)
    fail(text, `differs when printed as ${canonical}`)
}
