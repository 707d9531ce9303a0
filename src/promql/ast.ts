/**
 * The syntax tree of a PromQL expression: plain read-only records, distinguished by `kind`. Every `range` is a
 * half-open range of UTF-16 units in the expression's text. Names follow `promql/parser/ast.go`.
 */
import type { Range } from '../text/source.ts'

/** Type of an expression in Prometheus' internal words (`typeName` gives the documented ones). */
export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix'

/** Aggregation operators; all are case-insensitive in the text. */
export type AggregateOp =
  | 'avg'
  | 'bottomk'
  | 'count'
  | 'count_values'
  | 'group'
  | 'limit_ratio'
  | 'limitk'
  | 'max'
  | 'min'
  | 'quantile'
  | 'stddev'
  | 'stdvar'
  | 'sum'
  | 'topk'

/** Operators of arithmetic, which durations may use too. */
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^'
/** `</` and `>/` cut the buckets of native histograms. */
export type BinaryOp =
  | ArithmeticOp
  | 'atan2'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '</'
  | '>/'
  | 'and'
  | 'or'
  | 'unless'

/** How a matcher compares. */
export type MatchOp = '=' | '!=' | '=~' | '!~'

/** A label name as written in a list: `by (job)`, `on ("a b")`. */
export interface Label {
  readonly name: string
  readonly range: Range
}

/** One condition of a selector. A quoted metric name in braces is a matcher on `__name__`. */
export interface Matcher {
  readonly name: string
  readonly op: MatchOp
  /** The string's value, escapes resolved. */
  readonly value: string
  readonly range: Range
  readonly nameRange: Range
  /** The string with its quotes; equals `nameRange` for a quoted metric name. */
  readonly valueRange: Range
}

/** A number. A duration (`5m`) has its value in seconds. A sign directly before it is included. */
export interface NumberLiteral {
  readonly kind: 'number'
  readonly range: Range
  readonly value: number
  /** Written with units. */
  readonly duration: boolean
}

/** A string; bytes that are not UTF-8 (`"\xff"`) are lone surrogates U+DC80 to U+DCFF. */
export interface StringLiteral {
  readonly kind: 'string'
  readonly range: Range
  readonly value: string
}

/** `step()`, `range()`, `min_of(a, b)`, `max_of(a, b)` in a duration. */
export interface DurationCall {
  readonly kind: 'durationCall'
  readonly range: Range
  readonly func: 'step' | 'range' | 'min_of' | 'max_of'
  readonly args: readonly Duration[]
}

/** A minus sign before a computed duration. A plus sign is dropped; a minus sign before a literal belongs to it. */
export interface DurationUnary {
  readonly kind: 'durationUnary'
  readonly range: Range
  readonly op: '-'
  readonly expr: Duration
}

/** `5m * 2` in a duration. */
export interface DurationBinary {
  readonly kind: 'durationBinary'
  readonly range: Range
  readonly op: ArithmeticOp
  readonly lhs: Duration
  readonly rhs: Duration
}

/** A computed duration in parentheses. */
export interface DurationParen {
  readonly kind: 'durationParen'
  readonly range: Range
  readonly expr: Duration
}

/** A length of time in `[…]` or after `offset`: a number of seconds, or a computation. */
export type Duration = NumberLiteral | DurationCall | DurationUnary | DurationBinary | DurationParen

/** `@ 1609746000`, `@ start()`, `@ end()`. */
export interface At {
  readonly range: Range
  /** Milliseconds since 1970, or the start or end of the query. */
  readonly time: number | 'start' | 'end'
}

/** Modifiers of a selector or subquery, written in any order. */
export interface Modifiers {
  /** Undefined also for a literal offset of zero, as in Prometheus. */
  readonly offset: Duration | undefined
  readonly at: At | undefined
}

/** `name{label="value"}`, the latest sample of every series that matches. */
export interface VectorSelector extends Modifiers {
  readonly kind: 'vectorSelector'
  readonly range: Range
  /** The metric name before the braces, if any; see `matchers` for one inside. */
  readonly name: string | undefined
  readonly nameRange: Range | undefined
  /** The matchers in braces, in order; the name before the braces is not among them. */
  readonly matchers: readonly Matcher[]
  readonly extended: 'anchored' | 'smoothed' | undefined
  /** The expression that records these series, where it was looked up (`recorded.ts`); the parser does not set it. */
  readonly recorded?: Recorded
}

/** A recorded metric: the expression of its rule, and the labels that the rule sets. */
export interface Recorded {
  readonly expr: Expr
  readonly labels: readonly { readonly key: string; readonly value: string }[]
  /** Whoever stores the series may add labels to them. */
  readonly gainsLabels?: true
}

/** `selector[5m]`. Modifiers are on this node, never on its selector. */
export interface MatrixSelector extends Modifiers {
  readonly kind: 'matrixSelector'
  readonly range: Range
  readonly selector: VectorSelector
  readonly window: Duration
  readonly extended: 'anchored' | 'smoothed' | undefined
}

/** `expr[1h:5m]`; no step means the global evaluation interval. */
export interface Subquery extends Modifiers {
  readonly kind: 'subquery'
  readonly range: Range
  readonly expr: Expr
  readonly window: Duration
  readonly step: Duration | undefined
}

/** `sum by (job) (x)`, `topk(5, x)`. */
export interface AggregateExpr {
  readonly kind: 'aggregate'
  readonly range: Range
  readonly op: AggregateOp
  readonly opRange: Range
  readonly expr: Expr
  /** The first argument of `topk`, `quantile`, `count_values` and their like. */
  readonly param: Expr | undefined
  readonly grouping: Grouping | undefined
}

/** `by (…)` or `without (…)` of an aggregation. */
export interface Grouping {
  readonly mode: 'by' | 'without'
  readonly range: Range
  readonly labels: readonly Label[]
}

/** `rate(x[5m])`: a function and its arguments. */
export interface Call {
  readonly kind: 'call'
  readonly range: Range
  /** Name as written, which is also the name in the table of functions. */
  readonly func: string
  readonly funcRange: Range
  readonly args: readonly Expr[]
}

/** `lhs op rhs`, with `bool` and the matching of labels where written. */
export interface BinaryExpr {
  readonly kind: 'binary'
  readonly range: Range
  readonly op: BinaryOp
  /** The operator alone. */
  readonly opRange: Range
  readonly lhs: Expr
  readonly rhs: Expr
  /** Return 0 or 1 rather than filter. */
  readonly bool: boolean
  /** Modifiers between the operator and its right side; undefined without any. */
  readonly matching: VectorMatching | undefined
}

/** Which series of two vectors an operator pairs: `on (…)`, `ignoring (…)`, `group_left (…)`, `fill (…)`. */
export interface VectorMatching {
  readonly range: Range
  readonly on: LabelList | undefined
  readonly ignoring: LabelList | undefined
  readonly group: GroupModifier | undefined
  readonly fill: Fill | undefined
}

/** The labels in `on (…)`, `ignoring (…)` or `group_left (…)`. */
export interface LabelList {
  readonly range: Range
  readonly labels: readonly Label[]
}

/** `group_left(labels)`: many on the left, one on the right, whose `labels` the result takes. */
export interface GroupModifier extends LabelList {
  readonly side: 'left' | 'right'
}

/** Values for series missing on a side: `fill(0)` sets both at once. */
export interface Fill {
  readonly left: number | undefined
  readonly right: number | undefined
  /** Written as one `fill(…)`. */
  readonly both: boolean
}

/** `-x` or `+x`. */
export interface UnaryExpr {
  readonly kind: 'unary'
  readonly range: Range
  readonly op: '+' | '-'
  readonly expr: Expr
}

/** An expression in parentheses. */
export interface ParenExpr {
  readonly kind: 'paren'
  readonly range: Range
  readonly expr: Expr
}

/** Any node of an expression's tree, told apart by `kind`. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | AggregateExpr
  | Call
  | BinaryExpr
  | UnaryExpr
  | ParenExpr
