/** Expressions: operators by precedence, operands, calls, aggregations. */
import { didYouMean } from '../text/nearest.ts'
import type { AggregateOp, BinaryExpr, BinaryOp, Call, Expr, Grouping } from './ast.ts'
import { mostChain, mostDepth, tooDeep } from './depth.ts'
import { aggregators, functions, syntaxSince } from './functions.ts'
import { quote } from './go.ts'
import { preprocessors, type Token, type TokenKind } from './lexer.ts'
import { versionNumber } from './options.ts'
import { literal } from './parse-duration.ts'
import { binaryModifiers, isMetricWord, labelList, startsExpr } from './parse-grouping.ts'
import { postfix } from './parse-modifiers.ts'
import { selector } from './parse-selector.ts'
import { unquote } from './scan-string.ts'
import {
  accept,
  catchers,
  needsFlag,
  needsVersion,
  peek,
  report,
  type State,
  take,
  textOf,
  unexpected,
} from './state.ts'

/** Binary operators from loosest to tightest; all but `^` are left-associative. */
const precedence: ReadonlyMap<TokenKind, number> = new Map(
  [
    ['or'],
    ['and', 'unless'],
    ['==', '!=', '<', '<=', '>', '>=', '</', '>/'],
    ['+', '-'],
    ['*', '/', '%', 'atan2'],
    ['^'],
  ].flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level + 1])),
)
const power = 6

/** The precedence of a binary operator, for printers. */
export function binaryPrecedence(op: BinaryOp): number {
  return precedence.get(op) as number
}

/** Parses an expression whose operators bind at least this tightly. Undefined after an error that leaves no tree. */
export function expression(p: State, least: number = 1): Expr | undefined {
  if (p.depth >= mostDepth) return tooDeep(p, peek(p))
  p.depth++
  let lhs = unary(p)
  let height = 0
  while (lhs !== undefined) {
    const op = peek(p)
    const binds = precedence.get(op.kind)
    if (binds === undefined || binds < least) break
    take(p)
    if (++height > mostChain) p.tooHigh ??= op
    lhs = binary(p, lhs, op, op.kind === '^' ? binds : binds + 1)
  }
  p.depth--
  return lhs
}

function binary(p: State, lhs: Expr, op: Token, least: number): Expr | undefined {
  const modifiers = binaryModifiers(p)
  if (modifiers === undefined) return undefined
  const rhs = expression(p, least)
  if (rhs === undefined) return undefined
  const { bool, matching } = modifiers
  const range = { start: lhs.range.start, end: rhs.range.end }
  if (matching?.fill !== undefined && p.options.enableBinopFillModifiers !== true) {
    const message = 'binop fill modifiers are experimental and not enabled'
    needsFlag(p, 'promql-binop-fill-modifiers', '`fill`', matching.range, message, range)
  }
  if (op.kind === '</' || op.kind === '>/') needsVersion(p, syntaxSince.trim, `\`${op.kind}\``, op)
  const opRange = { start: op.start, end: op.end }
  return {
    kind: 'binary',
    range,
    op: op.kind as BinaryOp,
    opRange,
    lhs,
    rhs,
    bool,
    matching,
  } satisfies BinaryExpr
}

/** Parses a signed operand. A sign binds like `*`: weaker than `^`; it folds into a number. */
function unary(p: State): Expr | undefined {
  const token = peek(p)
  if (token.kind !== '+' && token.kind !== '-') {
    const operand = primary(p)
    return operand && postfix(p, operand)
  }
  take(p)
  const expr = expression(p, power)
  if (expr === undefined) return undefined
  const range = { start: token.start, end: expr.range.end }
  if (expr.kind !== 'number') return { kind: 'unary', range, op: token.kind, expr }
  return { ...expr, range, value: token.kind === '-' ? -expr.value : expr.value }
}

function primary(p: State): Expr | undefined {
  const token = peek(p)
  const { kind } = token
  switch (kind) {
    case 'identifier':
      take(p)
      return peek(p).kind === '(' ? call(p, token) : selector(p, token)
    case 'number':
      return literal(p, take(p))
    case 'duration': {
      const found = literal(p, take(p))
      needsVersion(p, syntaxSince.durationAsNumber, 'a duration as a number', found.range)
      return found
    }
    case 'string':
      take(p)
      return {
        kind: 'string',
        range: { start: token.start, end: token.end },
        value: unquote(textOf(p, token)),
      }
    case '(':
      return paren(p)
    case '{':
      return selector(p, undefined)
  }
  if (!isMetricWord(kind)) return unexpected(p, 'an expression')
  take(p)
  const next = peek(p).kind
  if (aggregators.has(kind) && (next === '(' || next === 'by' || next === 'without'))
    return aggregate(p, token)
  if (next === '(' && preprocessors.has(kind)) return call(p, token)
  return selector(p, token)
}

function paren(p: State): Expr | undefined {
  const open = take(p)
  const expr = expression(p)
  if (expr === undefined) return skip(p)
  const close = accept(p, ')')
  if (close === undefined) {
    unexpected(p, '`)` or an operator')
    return skip(p)
  }
  return { kind: 'paren', range: { start: open.start, end: close.end }, expr }
}

/** Recovers from an error: skips past the matching closing parenthesis, so that the rest is still parsed. */
function skip(p: State): undefined {
  for (let open = 1; open > 0; ) {
    const { kind } = take(p)
    if (kind === 'eof' || kind === 'error') return undefined
    if (kind === '(') open++
    else if (kind === ')') open--
  }
  return undefined
}

interface Arguments {
  /** Undefined: an argument with an error. */
  readonly args: readonly (Expr | undefined)[]
  readonly end: number
}

/** Parses arguments in parentheses; undefined if the closing one is missing. */
function argumentList(p: State): Arguments | undefined {
  take(p)
  const args: (Expr | undefined)[] = []
  const empty = accept(p, ')')
  if (empty !== undefined) return { args, end: empty.end }
  for (;;) {
    args.push(expression(p) ?? skipArgument(p))
    const comma = accept(p, ',')
    if (comma !== undefined && startsExpr(peek(p).kind)) continue
    if (comma !== undefined) {
      report(p, {
        code: 'promql-syntax',
        range: comma,
        message: 'found a `,` after the last argument',
        hint: 'remove it',
        promMessage: 'trailing commas not allowed in function call args',
      })
    }
    const close = accept(p, ')')
    if (close !== undefined) return { args, end: close.end }
    unexpected(p, '`,`, `)` or an operator')
    return skip(p)
  }
}

/** Recovers from an error in an argument: skips to the `,` or `)` that ends it. */
function skipArgument(p: State): undefined {
  for (let open = 0; ; take(p)) {
    const { kind } = peek(p)
    if (kind === 'eof' || kind === 'error') return undefined
    if (open === 0 && (kind === ',' || kind === ')')) return undefined
    if (kind === '(') open++
    else if (kind === ')') open--
  }
}

/** The arguments without errors. A tree with a missing argument is never returned to callers. */
function whole(args: readonly (Expr | undefined)[]): readonly Expr[] {
  return args.includes(undefined) ? args.filter((arg) => arg !== undefined) : (args as readonly Expr[])
}

function call(p: State, name: Token): Expr | undefined {
  const found = argumentList(p)
  if (found === undefined) return undefined
  const func = textOf(p, name)
  const funcRange = { start: name.start, end: name.end }
  const range = { start: name.start, end: found.end }
  const info = functions.get(func)
  const isGone = info?.until !== undefined && p.version >= (versionNumber(info.until) as number)
  if (info === undefined || isGone) {
    report(p, {
      code: 'promql-syntax',
      range: funcRange,
      message: `there is no function \`${func}\``,
      hint: didYouMean(func, functions.keys()),
      promMessage: `unknown function with name ${quote(func)}`,
    })
    return { kind: 'call', range, func, funcRange, args: whole(found.args) }
  }
  needsVersion(p, info.since, `\`${func}()\``, funcRange)
  const isStable = info.stable !== undefined && p.version >= (versionNumber(info.stable) as number)
  if (info.experimental && !isStable && p.options.enableExperimentalFunctions !== true) {
    const message = `function ${quote(func)} is not enabled`
    needsFlag(p, 'promql-experimental-functions', `\`${func}()\``, funcRange, message)
  }
  return { kind: 'call', range, func, funcRange, args: whole(found.args) } satisfies Call
}

function aggregate(p: State, name: Token): Expr | undefined {
  const outer = p.catcher
  p.catcher = catchers.aggregation
  let grouping = groupingOf(p)
  if (grouping === 'broken') return undefined
  if (peek(p).kind !== '(') {
    unexpected(p, 'the aggregated expression in parentheses')
    p.catcher = outer
    return undefined
  }
  const found = argumentList(p)
  if (found !== undefined && grouping === undefined) grouping = groupingOf(p)
  p.catcher = outer
  if (found === undefined || grouping === 'broken') return undefined
  const end = Math.max(found.end, grouping?.range.end ?? 0)
  return aggregation(p, name, { start: name.start, end }, found.args, grouping)
}

/** Parses `by (…)` or `without (…)`, if present. */
function groupingOf(p: State): Grouping | 'broken' | undefined {
  const word = peek(p)
  if (word.kind !== 'by' && word.kind !== 'without') return undefined
  take(p)
  const list = labelList(p, word.start)
  return list === undefined ? 'broken' : { mode: word.kind, ...list }
}

/** Checks the number of arguments, as Prometheus does while parsing. */
function aggregation(
  p: State,
  name: Token,
  range: { start: number; end: number },
  args: readonly (Expr | undefined)[],
  grouping: Grouping | undefined,
): Expr | undefined {
  const op = name.kind as AggregateOp
  const opRange = { start: name.start, end: name.end }
  const info = aggregators.get(op)
  const wanted = info?.param === undefined ? 1 : 2
  needsVersion(p, info?.since, `\`${op}\``, opRange)
  if (args.length > 0 && info?.experimental && p.options.enableExperimentalFunctions !== true) {
    const message = `${op}() is experimental and must be enabled with --enable-feature=promql-experimental-functions`
    needsFlag(p, 'promql-experimental-functions', `\`${op}\``, opRange, message, range)
  }
  if (args.length !== wanted) {
    const usage = wanted === 1 ? `\`${op}(vector)\`` : `\`${op}(parameter, vector)\``
    report(p, {
      code: 'promql-syntax',
      range: opRange,
      message: `\`${op}\` takes ${wanted} argument${wanted > 1 ? 's' : ''}, found ${args.length}`,
      hint: `write ${usage}`,
      promMessage:
        args.length === 0
          ? 'no arguments for aggregate expression provided'
          : `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
      promRange: range,
    })
  }
  // With a wrong number of arguments any expression will do: the tree is not returned.
  const expr = args[wanted - 1] ?? { kind: 'number', range, value: 0, duration: false }
  return { kind: 'aggregate', range, op, opRange, expr, param: wanted === 2 ? args[0] : undefined, grouping }
}
