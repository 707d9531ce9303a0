/** A tree as text for people: one line per node, with its type. */
import type { At, BinaryExpr, Duration, Expr, Modifiers } from './ast.ts'
import { typeName, typeOf } from './check.ts'
import { fixed, quote } from './go.ts'
import { durationText, matcherText, operator, type Style } from './print.ts'
import { children } from './walk.ts'

const written: Style = { canonical: false }

/**
 * The tree of an expression, indented by two spaces per level: each node, then its type after a colon. No final line
 * break.
 */
export function treeText(expr: Expr): string {
  const lines: string[] = []
  const add = (node: Expr, indent: string): void => {
    lines.push(`${indent}${label(node)} : ${typeName(typeOf(node))}`)
    for (const child of children(node)) add(child, `${indent}  `)
  }
  add(expr, '')
  return lines.join('\n')
}

function label(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return `number ${durationText(expr, written)}`
    case 'string':
      return `string ${quote(expr.value)}`
    case 'paren':
      return 'parentheses'
    case 'unary':
      return `sign ${expr.op}`
    case 'call':
      return `call ${expr.func}`
    case 'aggregate': {
      const labels = expr.grouping?.labels.map(({ name }) => name).join(', ')
      return expr.grouping === undefined ? expr.op : `${expr.op} ${expr.grouping.mode} (${labels})`
    }
    case 'binary':
      return `operator ${binaryLabel(expr)}`
    case 'vectorSelector': {
      const extended = expr.extended === undefined ? '' : ` ${expr.extended}`
      const matchers = expr.matchers.map((matcher) => ` ${matcherText(matcher)}`).join('')
      return `selector${expr.name === undefined ? '' : ` ${expr.name}`}${matchers}${extended}${modifiers(expr)}`
    }
    case 'matrixSelector': {
      const extended = expr.extended === undefined ? '' : ` ${expr.extended}`
      return `range ${duration(expr.window)}${extended}${modifiers(expr)}`
    }
    case 'subquery': {
      const step = expr.step === undefined ? '' : ` step ${duration(expr.step)}`
      return `subquery ${duration(expr.window)}${step}${modifiers(expr)}`
    }
  }
}

function binaryLabel(expr: BinaryExpr): string {
  return operator(expr, written)
}

function modifiers({ at, offset }: Modifiers): string {
  return `${at === undefined ? '' : ` @ ${time(at)}`}${offset === undefined ? '' : ` offset ${duration(offset)}`}`
}

function time({ time }: At): string {
  return typeof time === 'number' ? fixed(time / 1000, 3) : `${time}()`
}

/** A computed duration with every operation in brackets, to show precedence. */
function duration(expr: Duration): string {
  switch (expr.kind) {
    case 'durationBinary':
      return `[${duration(expr.lhs)} ${expr.op} ${duration(expr.rhs)}]`
    case 'durationUnary':
      return `[-${duration(expr.expr)}]`
    case 'durationParen':
      return `(${duration(expr.expr)})`
    case 'durationCall':
      return `${expr.func}(${expr.args.map(duration).join(', ')})`
    default:
      return durationText(expr, written)
  }
}
