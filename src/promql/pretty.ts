/** Formats long expressions over several lines. */
import type { BinaryExpr, Expr } from './ast.ts'
import { binaryPrecedence } from './parse-expr.ts'
import {
  aggregateHead,
  matcherText,
  operator,
  print,
  type Style,
  selectorTail,
  subqueryTail,
} from './print.ts'

const written: Style = { canonical: false }
const step = '  '

/**
 * Breaks the expression over as many lines as needed to stay within `width` characters where its parts allow it:
 * operators on lines of their own, arguments indented. The result parses to the same tree; comments are not part of a
 * tree.
 */
export function prettyExpr(expr: Expr, width: number = 100): string {
  return layOut(expr, '', width)
}

/**
 * Lays out an expression whose first line begins after `indent`; later lines repeat it. `tail` characters follow on its
 * last line.
 */
function layOut(expr: Expr, indent: string, width: number, tail: number = 0): string {
  const flat = print(expr, written)
  if (indent.length + flat.length + tail <= width) return flat
  const inner = indent + step
  switch (expr.kind) {
    case 'paren':
      return `(\n${inner}${layOut(expr.expr, inner, width)}\n${indent})`
    case 'unary':
      return expr.op + layOut(expr.expr, indent, width)
    case 'call':
      return `${expr.func}${list(expr.args, indent, width)}`
    case 'aggregate': {
      const args = expr.param === undefined ? [expr.expr] : [expr.param, expr.expr]
      return aggregateHead(expr.op, expr.grouping, written) + list(args, indent, width)
    }
    case 'subquery':
      return tailed(expr.expr, subqueryTail(expr, written), indent, width)
    case 'vectorSelector': {
      if (expr.matchers.length === 0) return flat
      const matchers = expr.matchers.map((matcher) => `${inner}${matcherText(matcher)}`)
      return `${expr.name ?? ''}{\n${matchers.join(',\n')}\n${indent}}${selectorTail(expr, written)}`
    }
    case 'matrixSelector': {
      const tail = flat.slice(print(expr.selector, written).length)
      return tailed(expr.selector, tail, indent, width)
    }
    case 'binary':
      return binary(expr, indent, width)
    default:
      return flat
  }
}

/** An expression with a short suffix, for which room is reserved. */
function tailed(expr: Expr, tail: string, indent: string, width: number): string {
  return layOut(expr, indent, width, tail.length) + tail
}

function list(args: readonly Expr[], indent: string, width: number): string {
  if (args.length === 0) return '()'
  const inner = indent + step
  return `(\n${args.map((arg) => inner + layOut(arg, inner, width)).join(',\n')}\n${indent})`
}

/** Indents the operands, with the operator on a line between them; a chain of equal precedence has one indentation. */
function binary(expr: BinaryExpr, indent: string, width: number): string {
  const inner = indent + step
  const left =
    expr.lhs.kind === 'binary' && binaryPrecedence(expr.lhs.op) === binaryPrecedence(expr.op)
      ? binary(expr.lhs, indent, width)
      : step + layOut(expr.lhs, inner, width)
  return `${left}\n${indent}${operator(expr, written)}\n${inner}${layOut(expr.rhs, inner, width)}`
}
