/** An expression as it is evaluated: the tree of the parser with everything looked up that does not depend on data. */
import type { AggregateOp, At, BinaryOp, MatchOp, ValueType } from '../promql/ast.ts'
import type { Length } from './durations.ts'
import type { Labels } from './labels.ts'
import type { Series } from './types.ts'

export interface LabelMatcher {
  readonly name: string
  readonly op: MatchOp
  readonly value: string
  readonly matches: (value: string) => boolean
}

interface Placed {
  /** Where the expression starts, in UTF-16 units of the query. */
  readonly place: number
  readonly type: ValueType
}

export interface NumberNode extends Placed {
  readonly kind: 'number'
  readonly value: number
}

export interface StringNode extends Placed {
  readonly kind: 'string'
  readonly value: string
}

/** `start()`, `end()`, `range()`, `step()`. */
export interface ContextNode extends Placed {
  readonly kind: 'context'
  readonly func: 'start' | 'end' | 'range' | 'step'
}

export type AtTime = At['time'] | undefined

/** Series found for a selector, kept while the storage has no new ones. */
export interface Found {
  storage: object | undefined
  count: number
  series: readonly Series[]
}

export interface SelectorNode extends Placed {
  readonly kind: 'selector'
  readonly matchers: readonly LabelMatcher[]
  readonly offset: Length
  readonly at: AtTime
  readonly extended: 'anchored' | 'smoothed' | undefined
  /** Whether count and sum of histograms are all that is needed. */
  readonly statsOnly: boolean
  readonly found: Found
}

export interface MatrixNode extends Placed {
  readonly kind: 'matrix'
  readonly selector: SelectorNode
  readonly window: Length
}

export interface SubqueryNode extends Placed {
  readonly kind: 'subquery'
  readonly expr: Node
  readonly window: Length
  readonly step: Length | undefined
  readonly offset: Length
  readonly at: AtTime
}

export interface AggregateNode extends Placed {
  readonly kind: 'aggregate'
  readonly op: AggregateOp
  readonly expr: Node
  readonly param: Node | undefined
  readonly without: boolean
  /** Sorted in byte order. */
  readonly grouping: readonly string[]
  /** Groups that labels fell into, kept between evaluations. */
  readonly groups: Map<Labels, Labels>
}

export interface CallNode extends Placed {
  readonly kind: 'call'
  readonly func: string
  readonly args: readonly Node[]
  /** Which argument is a range, or -1. */
  readonly rangeArg: number
}

export type Card = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many'

export interface Matching {
  readonly card: Card
  readonly on: boolean
  readonly labels: readonly string[]
  readonly include: readonly string[]
  readonly fillLeft: number | undefined
  readonly fillRight: number | undefined
}

export interface BinaryNode extends Placed {
  readonly kind: 'binary'
  readonly op: BinaryOp
  readonly lhs: Node
  readonly rhs: Node
  readonly bool: boolean
  readonly matching: Matching
}

/** A minus before a scalar or vector; a plus leaves no trace. */
export interface NegateNode extends Placed {
  readonly kind: 'negate'
  readonly expr: Node
}

/** A part that has one value for all steps: it is evaluated at the first. */
export interface InvariantNode extends Placed {
  readonly kind: 'invariant'
  readonly expr: Node
}

export type Node =
  | NumberNode
  | StringNode
  | ContextNode
  | SelectorNode
  | MatrixNode
  | SubqueryNode
  | AggregateNode
  | CallNode
  | BinaryNode
  | NegateNode
  | InvariantNode

/** A planned expression. */
export interface Plan {
  readonly text: string
  readonly root: Node
  readonly type: ValueType
  /** All lengths that must be computed before an evaluation. */
  readonly lengths: readonly Length[]
}
