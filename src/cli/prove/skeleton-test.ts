/** A test for a new runbook: a fence that passes as written. */
import { compile } from '../../compile.ts'
import { defaultConfig } from '../../config/index.ts'
import type { Config } from '../../model.ts'
import { type Expr, metricName, parseExpr, selectors, walk } from '../../promql/index.ts'
import { runbookSettings } from '../../prove/settings.ts'
import { runPage } from './book.ts'

/** The runbook with a test after its rule; unchanged if no candidate passes. */
export function withTest(runbook: string, alert: string, expr: string): string {
  for (const fence of candidates(alert, expr)) {
    const text = runbook.replace(/^(```yaml\n[\s\S]*?^```\n)/m, (block) => `${block}\n${fence}`)
    if (passes(text, defaultConfig())) return text
  }
  return runbook
}

function passes(text: string, config: Config): boolean {
  const source = { path: 'runbooks/new.md', text }
  const { program, diagnostics } = compile([source], config, { checks: [] })
  const page = program.pages[0]
  if (page === undefined) return false
  const { results, problems } = runPage(
    { program, diagnostics },
    page,
    runbookSettings(config, undefined),
    () => true,
  )
  return problems.length === 0 && results.length > 0 && results.every(({ failures }) => failures.length === 0)
}

/**
 * Tests to try in turn: samples that should make it fire from the second one on, then none at all, then a test that
 * merely does not fail.
 */
function candidates(alert: string, expr: string): string[] {
  const { expr: tree } = parseExpr(expr)
  if (tree === undefined) return []
  const names = selectors(tree).map((selector) => ({
    name: metricName(selector),
    labels: selector.matchers
      .filter(({ name, op, value }) => name !== '__name__' && op === '=' && value !== '')
      .map(({ name, value }) => `${name}="${value}"`),
  }))
  const lines = (values: string, others: string = values): string =>
    [
      ...new Set(
        names.flatMap(({ name, labels }, index) => {
          if (name === undefined) return []
          const all = labels.some((label) => label.startsWith('instance='))
            ? labels
            : [...labels, 'instance="web-1"']
          return [`  ${name}{${all.join(', ')}}: ${index === 0 ? values : others}`]
        }),
      ),
    ].join('\n')
  const fence = (series: string, states: string): string =>
    `\`\`\`yaml test\nname: fires after five minutes\n${series === '' ? '' : `series:\n${series}\n`}alerts:\n  ${alert}: ${states}\n\`\`\`\n`
  const { quiet, loud } = valuesFor(tree)
  const after = '{ 0m: inactive, 5m: pending, 6m: firing }'
  return [
    fence(lines(`${quiet} ${loud}x20`), after),
    fence(lines(`${quiet} ${loud}x20`, '1x21'), after),
    fence(lines(`0+${loud * 60}x30`), '{ 0m: inactive, 30m: firing }').replace(' after five minutes', ''),
    fence('', '{ 4m: pending, 5m: firing }'),
    fence(lines(`${quiet}x20`), '{ 20m: inactive }').replace('fires after five minutes', 'is quiet'),
  ]
}

/** Values on either side of the first threshold of an expression. */
function valuesFor(expr: Expr): { quiet: number; loud: number } {
  let found = { quiet: 0, loud: 1 }
  let isFound = false
  walk(expr, (node) => {
    if (isFound || node.kind !== 'binary' || node.rhs.kind !== 'number') return
    const { value } = node.rhs
    if (node.op === '>' || node.op === '>=') found = { quiet: Math.min(0, value - 1), loud: value + 1 }
    else if (node.op === '<' || node.op === '<=') found = { quiet: value + 1, loud: value / 2 }
    else if (node.op === '==') found = { quiet: value + 1, loud: value }
    else if (node.op === '!=') found = { quiet: value, loud: value + 1 }
    else return
    isFound = true
  })
  return found
}
