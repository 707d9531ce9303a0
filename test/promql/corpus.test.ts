/** Upstream's parser as referee: the same verdict, the same first error, the same canonical form. */
import { describe, expect, test } from 'vitest'
import { formatExpr, parseExpr, promError } from '../../src/promql/index.ts'
import { corpus } from '../setup.ts'
import { type Case, readCases, textOf, verdicts } from './cases.ts'

/** Our result for a case, where it differs from Prometheus'. */
function* disagreements(given: Case): Generator<unknown> {
  const text = textOf(given)
  for (const [options, { errMsg }] of verdicts(given)) {
    const { problems } = parseExpr(text, options)
    const ours = promError(text, problems)
    if (ours !== errMsg) yield { input: given.input, options, ours, theirs: errMsg }
  }
  if (given.fail) return
  const { expr, type } = parseExpr(text, given.options)
  const canonical = expr && formatExpr(expr)
  if (canonical !== given.ast || type !== given.type) {
    yield { input: given.input, ours: [canonical, type], theirs: [given.ast, given.type] }
  }
}

describe.each([
  ['parse-cases', 1_915],
  ['generated-cases', 13_054],
] as const)('%s', (name, count) => {
  test('verdict, first error and canonical form are those of Prometheus', () => {
    const folder = corpus('promql')
    if (!folder) return
    const cases = readCases(folder, name)
    expect(cases.length).toBeGreaterThanOrEqual(count)
    expect(cases.flatMap((given) => [...disagreements(given)])).toEqual([])
  })
})
