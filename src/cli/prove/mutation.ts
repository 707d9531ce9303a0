/** `alertbook test --mutate`: which small changes of the rules would the tests miss? */
import { type Judged, mutate } from '../../prove/mutate/index.ts'
import type { GroupSpec, RuleSpec } from '../../prove/rules.ts'
import { groupBy } from '../../text/group-by.ts'
import type { Suite, SuiteTest } from './suites.ts'

/** Results of changing the rules that a file tests. */
export interface Mutation {
  readonly path: string
  readonly judged: readonly Judged[]
  /** The file's tests fail unchanged: nothing can be said. */
  readonly broken: boolean
}

export function mutateSuite(
  { path, tests, isOwn }: Suite,
  version: string,
  features: readonly string[],
): Mutation {
  const concerned = new Map<SuiteTest, ReadonlySet<string>>()
  for (const test of tests) {
    const rules = new Set<string>()
    const { failures } = test.run(test.groups, (run) => {
      for (const { rules: running } of run.groups) {
        for (const rule of running) if (!rule.isIdle(run.storage)) rules.add(placeOf(rule.spec))
      }
    })
    if (failures.length > 0) return { path, judged: [], broken: true }
    concerned.set(test, rules)
  }
  // Tests of a runbook may use different rules: each set of rules is changed separately.
  const byRules = groupBy(tests, ({ groups }) => JSON.stringify(groups))
  const judged = [...byRules.values()].flatMap((same) => {
    const fails = (groups: readonly GroupSpec[], place: string): boolean =>
      same.some((test) => concerned.get(test)!.has(place) && test.run(groups).failures.length > 0)
    const isJudged = (rule: RuleSpec): boolean =>
      isOwn(rule) || same.some((test) => concerned.get(test)!.has(placeOf(rule)))
    return mutate(same[0]!.groups, { version, features }, isJudged, (groups, { rule }) =>
      fails(groups, placeOf(rule)),
    )
  })
  return { path, judged: merged(judged), broken: false }
}

const placeOf = ({ place: { file, range } }: RuleSpec): string => `${range.start} ${file}`

/** A change shared by two sets of rules is killed if either kills it. */
function merged(judged: readonly Judged[]): Judged[] {
  const byEdit = new Map<string, Judged>()
  for (const one of judged) {
    const { file, range, text } = one.mutant.edit
    const key = `${file} ${range.start} ${range.end} ${text}`
    const known = byEdit.get(key)
    byEdit.set(key, known === undefined || one.killed ? one : known)
  }
  return [...byEdit.values()]
}
