import { type Unconditional, whyUnconditional } from '../analysis/index.ts'
import type { Range } from '../model.ts'
import { type At, type Expr, partsOf } from '../promql/index.ts'
import type { RuleCheck } from './check.ts'
import { exprFix, inExpr } from './shared/in-expr.ts'

/** Names of alerts that should always fire, so that their silence is the alarm. */
const watchdogs = /watch.?dog|dead.?man|heart.?beat|snitch|always|keep.?alive/i

const WHY: Readonly<Record<Unconditional['kind'], string>> = {
  total: 'its expression always returns a sample',
  bool: '`bool` makes the comparison return 0 or 1, and both fire',
  true: 'the comparison is true for every possible value',
  bare: 'no comparison decides, so every value fires',
  gone: 'what it looks for can never exist',
  states: 'it has a series for each state, and all but that of the current state are 0',
}

const HINT: Readonly<Record<Unconditional['kind'], string>> = {
  total: 'add a condition; if this is a watchdog that always fires, name it so, or ignore this with a reason',
  bool: 'remove `bool`',
  true: 'correct the threshold or the operator',
  bare: 'compare it: `… > 0`',
  gone: 'correct the condition inside `absent`',
  states: 'select one state, as `status="true"` does',
}

/** The first `@ 1700000000` of an expression that reads nothing of any other moment. */
function fixedMoment(expr: Expr): Range | undefined {
  const windows = new Set<Expr>()
  const moments: (At | undefined)[] = []
  for (const node of partsOf(expr)) {
    // These are of now, or of several moments.
    if (node.kind === 'subquery') return undefined
    if (node.kind === 'call' && (node.args.length === 0 || node.func.startsWith('absent'))) return undefined
    if (node.kind === 'matrixSelector') windows.add(node.selector)
    if (node.kind === 'matrixSelector' || (node.kind === 'vectorSelector' && !windows.has(node)))
      moments.push(node.at)
  }
  return moments.every((at) => typeof at?.time === 'number') ? moments[0]?.range : undefined
}

export const alertAlways: RuleCheck = {
  code: 'alert-always',
  severity: 'warning',
  summary: 'An alert has a condition that can be false.',
  *runRule(rule) {
    const expr = rule.kind === 'alert' && !watchdogs.test(rule.name) ? rule.resolved() : undefined
    const found = expr && whyUnconditional(expr)
    const fixed = expr && rule.rule.expr!.value.value.includes('@') ? fixedMoment(expr) : undefined
    if (fixed) {
      yield {
        ...inExpr(rule, fixed),
        message: `Alert \`${rule.name}\` always fires or never does: all that it reads is of one moment, which no later sample changes`,
        hint: 'remove `@`, or write `offset` for an earlier moment',
      }
    }
    if (!found || fixed) return
    const { kind, range } = found
    const outcome = /^(?:total|gone|states)$/.test(kind) ? 'always fires' : 'fires for every series'
    const bool =
      kind === 'bool'
        ? /(?:(?<!\s)\s+)?\bbool\b/.exec(rule.rule.expr!.value.value.slice(range.start))
        : undefined
    const at = range.start + (bool?.index ?? 0)
    const fix =
      bool && exprFix(rule, 'Remove `bool`', [{ range: { start: at, end: at + bool[0].length }, text: '' }])
    yield {
      ...inExpr(rule, range),
      message: `Alert \`${rule.name}\` ${outcome}: ${WHY[kind]}`,
      hint: HINT[kind],
      ...(fix && { fix }),
    }
  },
}
