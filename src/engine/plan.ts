/**
 * Plans an expression: `PreprocessExpr` of `promql/engine.go`. It drops parentheses, compiles matchers, and marks the
 * parts that are the same at every step, so that they are evaluated once.
 */
import type {
  AggregateExpr,
  BinaryExpr,
  Call,
  Duration,
  Expr,
  MatrixSelector,
  Subquery,
  VectorSelector,
} from '../promql/ast.ts'
import { isSetOperator, typeOf } from '../promql/check.ts'
import { compileMatch } from '../promql/regex-match.ts'
import { type Length, lengthOf } from './durations.ts'
import { compareStrings, metricNameLabel } from './labels.ts'
import type {
  AtTime,
  BinaryNode,
  CallNode,
  InvariantNode,
  LabelMatcher,
  Matching,
  MatrixNode,
  Node,
  Plan,
  SelectorNode,
  SubqueryNode,
} from './plan-nodes.ts'
import type { Semantics } from './versions.ts'

interface Planner {
  readonly lengths: Length[]
  readonly semantics: Semantics
  /** The expression as a whole. */
  readonly whole: Expr
}

/** A planned part, and whether it is the same at every step. */
interface Planned {
  readonly node: Node
  readonly isInvariant: boolean
  /** Ranges and literals are never wrapped: their consumers handle them. */
  readonly mayWrap: boolean
  /** Start of the parentheses around it, for versions that keep them. */
  readonly outside?: number
}

/** Functions whose result depends on the time even when their arguments do not. */
export const timeDependent: ReadonlySet<string> = new Set(
  `days_in_month day_of_month day_of_week day_of_year end hour minute month year
   predict_linear range start step time timestamp`.split(/\s+/),
)

export function planExpr(text: string, expr: Expr, semantics: Semantics): Plan {
  const planner: Planner = { lengths: [], semantics, whole: expr }
  const planned = plan(planner, expr, { stats: undefined, resolveAt: true })
  const root = planned.isInvariant && planned.mayWrap ? invariant(planned.node) : planned.node
  return { text, root, type: typeOf(expr), lengths: planner.lengths }
}

/** What the enclosing expressions require of a part. */
interface Around {
  /** Whether buckets of histograms may be left out; the innermost function that says so decides. */
  readonly stats: boolean | undefined
  /** False in the parameter of an aggregation, where Prometheus overlooks `@ start()`. */
  readonly resolveAt: boolean
}

function unwrapped(expr: Expr): Expr {
  let inner = expr
  while (inner.kind === 'paren') inner = inner.expr
  return inner
}

const invariant = (expr: Node, place: number = expr.place): InvariantNode => ({
  kind: 'invariant',
  expr,
  place,
  type: expr.type,
})

function wrapIf({ node, isInvariant, mayWrap, outside }: Planned): Node {
  if (isInvariant && mayWrap) return invariant(node, outside)
  const isLiteral = node.kind === 'number' || node.kind === 'string'
  return isLiteral && outside !== undefined ? { ...node, place: outside } : node
}

function plan(p: Planner, expr: Expr, around: Around): Planned {
  const place = expr.range.start
  switch (expr.kind) {
    case 'number':
      return literal({ kind: 'number', place, type: 'scalar', value: expr.value })
    case 'string':
      return literal({ kind: 'string', place, type: 'string', value: expr.value })
    case 'vectorSelector': {
      const node = selector(p, expr, expr.offset, expr.at?.time, around, expr.extended, place)
      const isInvariant = node.at !== undefined
      return { node, isInvariant, mayWrap: isInvariant }
    }
    case 'matrixSelector': {
      const node = matrix(p, expr, around)
      return { node, isInvariant: node.selector.at !== undefined, mayWrap: false }
    }
    case 'subquery': {
      const node = subquery(p, expr, around)
      return { node, isInvariant: node.at !== undefined, mayWrap: false }
    }
    case 'paren': {
      const inner = plan(p, expr.expr, around)
      return p.semantics.parensVanish ? inner : { ...inner, outside: place }
    }
    case 'unary': {
      const inner = plan(p, expr.expr, around)
      if (expr.op === '+') return inner
      return outer(inner, { kind: 'negate', expr: inner.node, place, type: inner.node.type })
    }
    case 'aggregate':
      return aggregate(p, expr, around)
    case 'call':
      return call(p, expr, around)
    case 'binary':
      return binary(p, expr, around)
  }
}

/** A node whose operand decides whether it is the same at every step. */
const outer = ({ isInvariant, mayWrap }: Planned, node: Node): Planned => ({ node, isInvariant, mayWrap })

const literal = (node: Node): Planned => ({ node, isInvariant: true, mayWrap: false })

function length(p: Planner, duration: Duration | undefined, mayBeNegative: boolean): Length {
  const made = lengthOf(duration, mayBeNegative)
  if (made.expr !== undefined) p.lengths.push(made)
  return made
}

function matchersOf(p: Planner, expr: VectorSelector): readonly LabelMatcher[] {
  const compiled = expr.matchers.map(({ name, op, value }): LabelMatcher => {
    if (op === '=') return { name, op, value, matches: (text) => text === value }
    if (op === '!=') return { name, op, value, matches: (text) => text !== value }
    const test = compileMatch(value, p.semantics.dotMatchesNewline)
    return { name, op, value, matches: op === '=~' ? test : (text) => !test(text) }
  })
  const { name } = expr
  if (name !== undefined)
    compiled.push({ name: metricNameLabel, op: '=', value: name, matches: (text) => text === name })
  return compiled
}

function selector(
  p: Planner,
  expr: VectorSelector,
  offset: Duration | undefined,
  at: AtTime,
  around: Around,
  extended: 'anchored' | 'smoothed' | undefined,
  place: number,
): SelectorNode {
  return {
    kind: 'selector',
    place,
    type: 'vector',
    matchers: matchersOf(p, expr),
    offset: length(p, offset, true),
    at: typeof at === 'string' && !around.resolveAt ? undefined : at,
    extended,
    statsOnly: around.stats === true,
    found: { storage: undefined, count: 0, series: [] },
  }
}

function matrix(p: Planner, expr: MatrixSelector, around: Around): MatrixNode {
  const { selector: inner, offset, at, extended } = expr
  const place = expr.range.start
  return {
    kind: 'matrix',
    place,
    type: 'matrix',
    selector: selector(p, inner, offset, at?.time, around, extended, place),
    window: length(p, expr.window, false),
  }
}

function subquery(p: Planner, expr: Subquery, around: Around): SubqueryNode {
  const stats = p.semantics.reconcilesBounds ? false : around.stats
  const inner = plan(p, expr.expr, { stats, resolveAt: around.resolveAt })
  const at = expr.at?.time
  return {
    kind: 'subquery',
    place: expr.range.start,
    type: 'matrix',
    // Literals too: inside a subquery, everything that can be is evaluated once.
    expr: inner.isInvariant ? invariant(inner.node) : inner.node,
    window: length(p, expr.window, false),
    step: expr.step === undefined ? undefined : length(p, expr.step, false),
    offset: length(p, expr.offset, true),
    at: typeof at === 'string' && !around.resolveAt ? undefined : at,
  }
}

function aggregate(p: Planner, expr: AggregateExpr, around: Around): Planned {
  const inner = plan(p, unwrapped(expr.expr), around)
  const param =
    expr.param === undefined
      ? undefined
      : plan(p, unwrapped(expr.param), { ...around, resolveAt: false }).node
  const names = expr.grouping?.labels.map(({ name }) => name) ?? []
  return outer(inner, {
    kind: 'aggregate',
    place: expr.range.start,
    type: 'vector',
    op: expr.op,
    expr: inner.node,
    param,
    without: expr.grouping?.mode === 'without',
    grouping: names.sort(compareStrings),
    groups: new Map(),
  })
}

const wantsStats: ReadonlySet<string> = new Set(['histogram_count', 'histogram_sum', 'histogram_avg'])
const wantsBuckets: ReadonlySet<string> = new Set([
  'histogram_quantile',
  'histogram_quantiles',
  'histogram_fraction',
])

/**
 * `detectHistogramStatsDecoding`: an outer function that needs buckets overrides an inner one that does not. Before 3.8
 * the innermost decides, and the outermost expression is ignored (compared with a running 3.5).
 */
function inside({ semantics, whole }: Planner, around: Around, expr: Call): Around {
  const { func } = expr
  if (semantics.reconcilesBounds ? around.stats === false : expr === whole) return around
  if (wantsBuckets.has(func)) return { ...around, stats: false }
  return wantsStats.has(func) ? { ...around, stats: true } : around
}

function call(p: Planner, expr: Call, around: Around): Planned {
  const { func } = expr
  const place = expr.range.start
  if (func === 'start' || func === 'end' || func === 'range' || func === 'step')
    return literal({ kind: 'context', place, type: 'scalar', func })
  const args = expr.args.map((arg) =>
    plan(p, p.semantics.parensVanish ? unwrapped(arg) : arg, inside(p, around, expr)),
  )
  const isSteady = args.every(({ isInvariant }) => isInvariant)
  const isSteadyTimestamp =
    func === 'timestamp' && isSteady && args.every(({ node }) => node.kind === 'selector')
  const isInvariant = (isSteady && !timeDependent.has(func)) || isSteadyTimestamp
  const nodes = args.map((arg) => (isInvariant ? arg.node : wrapIf(arg)))
  const node: CallNode = {
    kind: 'call',
    place,
    type: typeOf(expr),
    func,
    args: nodes,
    rangeArg: nodes.findIndex(({ type }) => type === 'matrix'),
  }
  return { node, isInvariant, mayWrap: isInvariant }
}

function binary(p: Planner, expr: BinaryExpr, around: Around): Planned {
  const isTrim = expr.op === '</' || expr.op === '>/'
  const inner = isTrim ? { ...around, stats: false } : around
  const lhs = plan(p, expr.lhs, inner)
  const rhs = plan(p, expr.rhs, inner)
  const isInvariant = lhs.isInvariant && rhs.isInvariant
  const node: BinaryNode = {
    kind: 'binary',
    place: expr.range.start,
    type: typeOf(expr),
    op: expr.op,
    lhs: isInvariant ? lhs.node : wrapIf(lhs),
    rhs: isInvariant ? rhs.node : wrapIf(rhs),
    bool: expr.bool,
    matching: matchingOf(expr),
  }
  return { node, isInvariant, mayWrap: isInvariant }
}

function matchingOf({ op, matching }: BinaryExpr): Matching {
  const side = matching?.group?.side
  const card =
    side === 'left'
      ? 'many-to-one'
      : side === 'right'
        ? 'one-to-many'
        : isSetOperator(op)
          ? 'many-to-many'
          : 'one-to-one'
  return {
    card,
    on: matching?.on !== undefined,
    labels: (matching?.on ?? matching?.ignoring)?.labels.map(({ name }) => name) ?? [],
    include: matching?.group?.labels.map(({ name }) => name) ?? [],
    fillLeft: matching?.fill?.left,
    fillRight: matching?.fill?.right,
  }
}
