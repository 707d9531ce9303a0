/** Types expressions and reports type errors: `checkAST` of `promql/parser/parse.go`. */
import type { AggregateExpr, BinaryExpr, BinaryOp, Call, Expr, ValueType, VectorSelector } from './ast.ts'
import { aggregators, functions } from './functions.ts'
import { quote } from './go.ts'
import { isComparison } from './operators.ts'
import { promEnd } from './parse-modifiers.ts'
import type { Found } from './problem.ts'
import { matchesEmpty } from './regex.ts'
import { report, type State } from './state.ts'

const names: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
}

/** The documented name of a type: `instant vector`. */
export function typeName(type: ValueType): string {
  return names[type]
}

const aType = (type: ValueType): string => `${type === 'vector' ? 'an' : 'a'} ${names[type]}`

const setOperators: ReadonlySet<BinaryOp> = new Set(['and', 'or', 'unless'] as const)

export const isSetOperator = (op: BinaryOp): boolean => setOperators.has(op)

/** The type of an expression, even one with errors. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'vectorSelector':
    case 'aggregate':
      return 'vector'
    case 'matrixSelector':
    case 'subquery':
      return 'matrix'
    case 'paren':
    case 'unary':
      return typeOf(expr.expr)
    case 'call':
      return functions.get(expr.func)?.returns ?? 'vector'
    case 'binary':
      return typeOf(expr.lhs) === 'scalar' && typeOf(expr.rhs) === 'scalar' ? 'scalar' : 'vector'
  }
}

/** Checks an expression with all its parts and returns its type. Problems come in Prometheus' order. */
export function check(p: State, expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar'
    case 'string':
      return 'string'
    case 'vectorSelector':
      checkSelector(p, expr)
      return 'vector'
    case 'matrixSelector':
      checkSelector(p, expr.selector)
      return 'matrix'
    case 'paren':
      return check(p, expr.expr)
    case 'subquery': {
      const type = check(p, expr.expr)
      if (type !== 'vector') {
        wrong(p, {
          range: expr.expr.range,
          message: `a subquery needs an instant vector, found ${aType(type)}`,
          promMessage: `subquery is only allowed on instant vector, got ${type} instead`,
          promRange: expr.range,
        })
      }
      return 'matrix'
    }
    case 'unary': {
      const type = check(p, expr.expr)
      if (type !== 'scalar' && type !== 'vector') {
        wrong(p, {
          range: expr.range,
          message: `a sign needs a scalar or instant vector, found ${aType(type)}`,
          promMessage: `unary expression only allowed on expressions of type scalar or instant vector, got ${quote(typeName(type))}`,
        })
      }
      return type
    }
    case 'aggregate':
      return checkAggregate(p, expr)
    case 'call':
      return checkCall(p, expr)
    case 'binary':
      return checkChain(p, expr)
  }
}

function wrong(p: State, found: Omit<Found, 'code'>): void {
  report(p, { code: 'promql-type', ...found })
}

/** Suggests a conversion from the type found to the expected one. */
function conversion(want: ValueType, got: ValueType, place: string): string | undefined {
  if (want === 'matrix' && got === 'vector') return `${place} needs a range vector: add \`[5m]\``
  if (want === 'vector' && got === 'matrix')
    return 'take a function of the range, such as `rate(…)`, or remove the range'
  if (want === 'vector' && got === 'scalar') return 'turn the number into a vector with `vector(…)`'
  if (want === 'scalar' && got === 'vector')
    return 'turn a vector of one series into a number with `scalar(…)`'
  return want === 'string' ? 'put the text in quotes' : undefined
}

function expectType(
  p: State,
  expr: Expr,
  want: ValueType,
  where: string,
  promWhere: string,
  hint?: string,
): void {
  const got = check(p, expr)
  if (got === want) return
  wrong(p, {
    range: expr.range,
    message: `${where} must be of type ${typeName(want)}, found ${typeName(got)}`,
    hint:
      hint ??
      conversion(want, got, where.startsWith('argument') ? (where.split(' of ')[1] as string) : where),
    promMessage: `expected type ${typeName(want)} in ${promWhere}, got ${typeName(got)}`,
  })
}

function checkAggregate(p: State, expr: AggregateExpr): ValueType {
  expectType(p, expr.expr, 'vector', `the argument of \`${expr.op}\``, 'aggregation expression')
  const param = aggregators.get(expr.op)?.param
  if (param !== undefined && expr.param !== undefined) {
    expectType(p, expr.param, param, `the parameter of \`${expr.op}\``, 'aggregation parameter')
  }
  return 'vector'
}

function checkCall(p: State, expr: Call): ValueType {
  const info = functions.get(expr.func)
  if (info === undefined) return 'vector'
  const { minArgs, maxArgs, args } = info
  const count = expr.args.length
  if (count < minArgs || count > maxArgs) {
    const isFixed = minArgs === maxArgs
    const bound = isFixed ? '' : count < minArgs ? 'at least ' : 'at most '
    const limit = count < minArgs ? minArgs : maxArgs
    wrong(p, {
      range: expr.range,
      message: `\`${expr.func}()\` takes ${bound}${limit} argument${limit === 1 ? '' : 's'}, found ${count}`,
      promMessage: `expected ${bound}${limit} argument(s) in call to ${quote(expr.func)}, got ${count}`,
    })
  }
  const filter = expr.func === 'info' ? expr.args[1] : undefined
  if (filter !== undefined) checkInfoFilter(p, expr, filter)
  const swapped = swappedHint(p, expr, args)
  for (const [index, arg] of expr.args.entries()) {
    const want = args[index] ?? (minArgs === maxArgs ? undefined : args.at(-1))
    if (want === undefined) break
    if (arg === filter && arg.kind === 'vectorSelector' && arg.name === undefined) continue
    expectType(
      p,
      arg,
      want,
      `argument ${index + 1} of \`${expr.func}()\``,
      `call to function ${quote(expr.func)}`,
      swapped,
    )
  }
  return info.returns
}

/** `histogram_quantile(rate(…), 0.99)`: two arguments of each other's type. */
function swappedHint(
  p: State,
  { func, args: [first, second, more] }: Call,
  wants: readonly ValueType[],
): string | undefined {
  if (first === undefined || second === undefined || more !== undefined || wants[0] === wants[1])
    return undefined
  if (typeOf(first) !== wants[1] || typeOf(second) !== wants[0]) return undefined
  const written = [second, first].map(({ range }) => p.text.slice(range.start, range.end))
  return `the arguments are the wrong way round: write \`${func}(${written[0]}, ${written[1]!.length > 60 ? '…' : written[1]})\``
}

/** The second argument of `info()` must be a selector without a metric name; it may match everything. */
function checkInfoFilter(p: State, expr: Call, filter: Expr): void {
  const message = 'the second argument of `info()` must be label matchers in braces'
  const type = typeOf(filter)
  if (type !== 'vector') {
    wrong(p, {
      range: filter.range,
      message: `${message}, found ${aType(type)}`,
      promMessage: `expected type instant vector in call to function "info", got ${typeName(type)}`,
      promRange: expr.range,
    })
  }
  if (filter.kind !== 'vectorSelector') {
    wrong(p, { range: filter.range, message, promMessage: 'expected label selectors only' })
  } else if (filter.name !== undefined) {
    const promMessage = 'expected label selectors only, got vector selector instead'
    wrong(p, { range: filter.range, message: `${message}, found the metric \`${filter.name}\``, promMessage })
  }
}

function checkSelector(p: State, expr: VectorSelector): void {
  if (expr.name !== undefined) {
    for (const matcher of expr.matchers) {
      if (matcher.name !== '__name__') continue
      wrong(p, {
        range: matcher.range,
        message: `the metric name is set twice: \`${expr.name}\` before the braces, and inside`,
        hint: 'remove one of them',
        promMessage: `metric name must not be set twice: ${quote(expr.name)} or ${quote(matcher.value)}`,
        promRange: expr.range,
      })
    }
    return
  }
  for (const { op, value } of expr.matchers) {
    const acceptsEmpty = op === '=' || op === '!=' ? value === '' : matchesEmpty(value)
    if (acceptsEmpty === (op === '!=' || op === '!~')) return
  }
  wrong(p, {
    range: expr.range,
    message: 'the selector would match every series: none of its matchers rejects an empty label',
    hint: 'add a metric name or a matcher such as `{job="node"}` or `{job=~".+"}`',
    promMessage: 'vector selector must contain at least one non-empty matcher',
  })
}

/** Checks a chain of operators, which nests to the left and may be long, in a loop. */
function checkChain(p: State, expr: BinaryExpr): ValueType {
  const chain: BinaryExpr[] = []
  let first: Expr = expr
  for (; first.kind === 'binary'; first = first.lhs) chain.push(first)
  let left = check(p, first)
  for (const node of chain.reverse()) left = checkBinary(p, node, left)
  return left
}

function checkBinary(p: State, expr: BinaryExpr, left: ValueType): ValueType {
  const { op, lhs, rhs, matching } = expr
  const right = check(p, rhs)
  checkOperator(p, expr, left, right)
  for (const [side, type] of [
    [lhs, left],
    [rhs, right],
  ] as const) {
    if (type === 'scalar' || type === 'vector') continue
    wrong(p, {
      range: side.range,
      message: `\`${op}\` needs scalars or instant vectors, found ${aType(type)}`,
      hint: type === 'matrix' ? 'take a function of the range, such as `rate(…)`' : undefined,
      promMessage: 'binary expression must contain only scalar and instant vector types',
    })
  }
  const fail = (message: string, promMessage: string): void =>
    wrong(p, { range: matching?.range ?? expr.opRange, message, promMessage, promRange: expr.range })
  if (left !== 'vector' || right !== 'vector') {
    if (((matching?.on ?? matching?.ignoring)?.labels.length ?? 0) > 0) {
      fail(
        'labels can be matched only between two instant vectors',
        'vector matching only allowed between instant vectors',
      )
    }
    if (matching?.fill !== undefined) {
      fail(
        '`fill` is possible only between two instant vectors',
        'filling in missing series only allowed between instant vectors',
      )
    }
  } else if (isSetOperator(op)) {
    if (matching?.group !== undefined) {
      fail(
        `\`${op}\` takes no \`group_${matching.group.side}\``,
        `no grouping allowed for ${quote(op)} operation`,
      )
      fail(`\`${op}\` always matches many to many`, 'set operations must always be many-to-many')
    }
    if (matching?.fill !== undefined) {
      fail(`\`${op}\` takes no \`fill\``, 'filling in missing series not allowed for set operators')
    }
  }
  if ((left === 'scalar' || right === 'scalar') && isSetOperator(op)) {
    wrong(p, {
      range: left === 'scalar' ? lhs.range : rhs.range,
      message: `\`${op}\` needs two instant vectors, found a scalar`,
      hint: 'turn the number into a vector with `vector(…)`',
      promMessage: `set operator ${quote(op)} not allowed in binary scalar expression`,
      promRange: expr.range,
    })
  }
  return left === 'scalar' && right === 'scalar' ? 'scalar' : 'vector'
}

/** Reports errors of a binary operator and its modifiers. */
function checkOperator(p: State, expr: BinaryExpr, left: ValueType, right: ValueType): void {
  const { op, opRange, bool, matching } = expr
  if (bool && !isComparison(op)) {
    wrong(p, {
      range: opRange,
      message: `\`bool\` is only for comparisons, found it after \`${op}\``,
      promMessage: 'bool modifier can only be used on comparison operators',
      promRange: promOperator(p, expr),
    })
  }
  if (isComparison(op) && !bool && left === 'scalar' && right === 'scalar') {
    wrong(p, {
      range: opRange,
      message: 'a comparison of two scalars has nothing to filter',
      hint: `write \`${op} bool\` to get 0 or 1`,
      promMessage: 'comparisons between scalars must use BOOL modifier',
      promRange: promOperator(p, expr),
    })
  }
  for (const label of matching?.on?.labels ?? []) {
    for (const other of matching?.group?.labels ?? []) {
      if (label.name !== other.name) continue
      wrong(p, {
        range: other.range,
        message: `the label \`${label.name}\` is both in \`on\` and in \`group_${matching?.group?.side}\``,
        hint: 'remove it from the latter: both sides have the same value anyway',
        promMessage: `label ${quote(label.name)} must not occur in ON and GROUP clause at once`,
        promRange: promOperator(p, expr),
      })
    }
  }
}

/** The operator as Prometheus sees it: everything between the operands, without surrounding white space. */
function promOperator(p: State, expr: BinaryExpr): { start: number; end: number } {
  let start = promEnd(p, expr.lhs)
  while (/[ \t\n\r]/.test(p.text[start] ?? '')) start++
  let end = expr.rhs.range.start - 1
  while (/[ \t\n\r]/.test(p.text[end] ?? '')) end--
  return { start, end: Math.max(start, end) }
}
