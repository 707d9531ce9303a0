/**
 * A parsed template. Ranges are UTF-16 offsets in the template's text; `at` is the position that Go names in an error
 * about the node: for a chain of fields, its first field.
 */
import type { Range } from '../text/source.ts'
import type { Bytes } from './go/bytes.ts'

interface Place {
  readonly range: Range
  readonly at: number
}

/** A name after a dot. */
export interface FieldName {
  readonly name: string
  readonly range: Range
}

export type Operand =
  | (Place & { readonly kind: 'dot' })
  | (Place & { readonly kind: 'nil' })
  | (Place & { readonly kind: 'bool'; readonly value: boolean })
  | NumberNode
  | StringNode
  | (Place & { readonly kind: 'field'; readonly fields: readonly FieldName[] })
  | VariableNode
  | FunctionNode
  /** A parenthesized pipeline or function followed by fields: `(first $x).Value`. */
  | (Place & { readonly kind: 'chain'; readonly operand: Operand; readonly fields: readonly FieldName[] })
  | Pipe

/** A number under every Go type that can represent it. */
export interface NumberNode extends Place {
  readonly kind: 'number'
  readonly text: string
  readonly int?: bigint
  readonly uint?: bigint
  readonly float?: number
  readonly complex?: readonly [number, number]
}

export interface StringNode extends Place {
  readonly kind: 'string'
  /** As written, quotes included. */
  readonly text: string
  readonly value: Bytes
}

export interface VariableNode extends Place {
  readonly kind: 'variable'
  /** With its dollar sign. */
  readonly name: string
  readonly fields: readonly FieldName[]
}

export interface FunctionNode extends Place {
  readonly kind: 'function'
  readonly name: string
}

/** Operands side by side: a function, method or value, and its arguments. */
export interface Command extends Place {
  readonly kind: 'command'
  readonly operands: readonly [Operand, ...Operand[]]
}

/** Commands joined by `|`, perhaps with `$x :=` before them. */
export interface Pipe extends Place {
  readonly kind: 'pipe'
  readonly variables: readonly VariableNode[]
  /** `=`: the variables exist already and get a new value. */
  readonly assigns: boolean
  readonly commands: readonly [Command, ...Command[]]
}

interface Branch extends Place {
  readonly pipe: Pipe
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
}

export type Node =
  | (Place & { readonly kind: 'text'; readonly text: string })
  | (Place & { readonly kind: 'action'; readonly pipe: Pipe })
  | (Branch & { readonly kind: 'if' | 'with' })
  | (Branch & { readonly kind: 'range' })
  | (Place & { readonly kind: 'break' | 'continue' })
  | TemplateNode

/** `{{ template "name" pipe }}`. A `block` is one too, besides defining its template. */
export interface TemplateNode extends Place {
  readonly kind: 'template'
  readonly name: Bytes
  readonly nameRange: Range
  readonly pipe: Pipe | undefined
}

/** A template that parses: its own nodes and the templates it defines, by name. */
export interface Tree {
  readonly text: string
  readonly nodes: readonly Node[]
  readonly defined: ReadonlyMap<Bytes, readonly Node[]>
}
