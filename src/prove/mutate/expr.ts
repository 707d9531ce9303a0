/** Small changes to an expression that a test should notice. In: an expression. Out: edits of its text. */
import { type BinaryExpr, type Duration, type Expr, formatDuration, walk } from '../../promql/index.ts'
import { append } from '../../text/append.ts'
import type { Range } from '../../text/source.ts'
import { COMPARISONS } from '../coverage/outcomes.ts'

/** One change: replaces these characters of the expression. */
export interface ExprChange {
  readonly range: Range
  readonly text: string
  /** The change in words. */
  readonly what: string
}

const FLIPPED: Readonly<Record<string, string>> = {
  '>': '>=',
  '>=': '>',
  '<': '<=',
  '<=': '<',
  '==': '!=',
  '!=': '==',
  and: 'or',
  or: 'and',
  unless: 'and',
}

const SWAPPED: Readonly<Record<string, string>> = {
  rate: 'increase',
  increase: 'rate',
  irate: 'rate',
  delta: 'increase',
  max_over_time: 'min_over_time',
  min_over_time: 'max_over_time',
  avg_over_time: 'max_over_time',
}

const SWAPPED_OPS: Readonly<Record<string, string>> = { max: 'min', min: 'max', sum: 'max', avg: 'max' }

export function exprChanges(text: string, expr: Expr): ExprChange[] {
  const changes: ExprChange[] = []
  walk(expr, (node) => {
    append(changes, changesOf(text, node))
  })
  return changes
}

function changesOf(text: string, node: Expr): ExprChange[] {
  const shown = (range: Range): string => text.slice(range.start, range.end)
  const replace = (range: Range, by: string): ExprChange => ({
    range,
    text: by,
    what: `\`${shown(range)}\` became \`${by}\``,
  })
  switch (node.kind) {
    case 'binary':
      return [...binaryChanges(node, replace), ...listChanges(text, node.matching?.on?.labels ?? [])]
    case 'aggregate': {
      const swapped = SWAPPED_OPS[node.op]
      return [
        ...(swapped === undefined ? [] : [replace(node.opRange, swapped)]),
        ...listChanges(text, node.grouping?.labels ?? []),
      ]
    }
    case 'call': {
      const swapped = SWAPPED[node.func]
      return swapped === undefined ? [] : [replace(node.funcRange, swapped)]
    }
    case 'matrixSelector':
      return windowChanges(node.window, replace)
    case 'vectorSelector':
      // The matcher on the metric name identifies the selector, so it stays.
      return listChanges(
        text,
        node.matchers.filter(({ name }) => name !== '__name__'),
      )
    default:
      return []
  }
}

function binaryChanges(node: BinaryExpr, replace: (range: Range, by: string) => ExprChange): ExprChange[] {
  const flipped = FLIPPED[node.op]
  const changes = flipped === undefined ? [] : [replace(node.opRange, flipped)]
  if (!COMPARISONS.has(node.op)) return changes
  for (const side of [node.lhs, node.rhs]) {
    if (side.kind !== 'number') continue
    const moved = side.value === 0 ? [1] : [side.value * 2, side.value / 2]
    append(
      changes,
      moved.map((value) => replace(side.range, String(value))),
    )
  }
  return changes
}

function windowChanges(window: Duration, replace: (range: Range, by: string) => ExprChange): ExprChange[] {
  if (window.kind !== 'number' || !window.duration) return []
  const ms = window.value * 1000
  const moved = [ms * 2, Math.trunc(ms / 2)].filter((one) => one > 0)
  return moved.map((one) => replace(window.range, formatDuration(one)))
}

/** How many characters before a place are a comma with the space around it. */
function commaBefore(text: string, at: number): number {
  const before = text.slice(0, at).trimEnd()
  return before.endsWith(',') ? at - before.slice(0, -1).trimEnd().length : 0
}

/** Drops each item of a list in turn, with its comma. */
function listChanges(text: string, items: readonly { readonly range: Range }[]): ExprChange[] {
  return items.map(({ range }) => {
    const after = /^\s*,\s*/.exec(text.slice(range.end))?.[0].length ?? 0
    const before = after > 0 ? 0 : commaBefore(text, range.start)
    return {
      range: { start: range.start - before, end: range.end + after },
      text: '',
      what: `\`${text.slice(range.start, range.end)}\` was dropped`,
    }
  })
}
