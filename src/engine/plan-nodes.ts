/** An expression ready for evaluation: the parsed tree, with everything resolved that does not depend on data. */
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

/** The series of a selector; valid until the storage gets a new series. */
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
  /** Whether count and sum of histograms suffice. */
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
  /** The group labels of each series' labels, cached between evaluations. */
  readonly groups: Map<Labels, Labels>
}

export interface CallNode extends Placed {
  readonly kind: 'call'
  readonly func: string
  readonly args: readonly Node[]
  /** Index of the range argument, or -1. */
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

/** A minus sign before a scalar or vector; a plus sign is dropped. */
export interface NegateNode extends Placed {
  readonly kind: 'negate'
  readonly expr: Node
}

/** A part with the same value at all steps: evaluated at the first step only. */
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
  /** All lengths to compute before an evaluation. */
  readonly lengths: readonly Length[]
}
