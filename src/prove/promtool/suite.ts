/** Runs all tests of a promtool file. In: the file and its rule files. Out: the result of each test. */
import type { TestResult } from '../../model.ts'
import { plainFailure } from '../failure.ts'
import type { GroupSpec } from '../rules.ts'
import { type CheckSettings, checkTest, hasBadSeries } from './check.ts'
import type { PromtoolFile } from './file.ts'

/** A rule file for a test: its groups, or why Prometheus refuses it. */
export interface TestedRules {
  readonly path: string
  readonly groups: readonly GroupSpec[]
  /** One line per error, with places; empty when the file loads. */
  readonly errors: readonly string[]
  /** The same in promtool's words, where known. */
  readonly promtool?: readonly string[]
}

/** Runs the tests selected by title. Like promtool, reads the rule files anew for each test. */
export function runFile(
  file: PromtoolFile,
  rules: readonly TestedRules[],
  settings: CheckSettings,
  isWanted: (name: string) => boolean,
): TestResult[] {
  const groups = orderedGroups(rules, file.groupEvalOrder)
  const broken = rules.find(({ errors }) => errors.length > 0)
  return file.tests
    .filter(({ name }) => isWanted(name))
    .map((test) => {
      // Promtool reads a test's series before its rules.
      if (broken === undefined || hasBadSeries(test, settings.version))
        return checkTest(file, test, groups, settings)
      const range = file.ruleFiles[0]?.range ?? test.range
      const message = `Prometheus does not load \`${broken.path}\`: ${broken.errors[0]}`
      const hint = `\`alertbook check ${broken.path}\` shows more`
      const failure = plainFailure(range, message, wordsOf(broken).join('\n'))
      return {
        file: file.path,
        name: test.title,
        range: test.range,
        notes: [],
        failures: [{ ...failure, hint }],
      }
    })
}

const wordsOf = ({ path, errors, promtool }: TestedRules): string[] =>
  (promtool?.length ? promtool : errors).map((error) => `${path}: ${error}`)

/**
 * Groups in order of evaluation (`orderedGroups`): by their position in `group_eval_order`; those not listed come
 * first. Promtool orders equals at random; here they keep the order of the files.
 */
export function orderedGroups(rules: readonly TestedRules[], order: readonly string[]): GroupSpec[] {
  const byKey = new Map<string, GroupSpec>()
  for (const { path, groups } of rules) for (const group of groups) byKey.set(`${path};${group.name}`, group)
  const rank = new Map(order.map((name, index) => [name, index]))
  const rankOf = ({ name }: GroupSpec): number => rank.get(name) ?? 0
  return [...byKey.values()].sort((a, b) => rankOf(a) - rankOf(b))
}
