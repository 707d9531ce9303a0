/** `--against`: tests with different results in two versions of Prometheus. */
import type { Failure, TestFileReport, TestResult } from '../../model.ts'
import { versionNumber } from '../../promql/index.ts'

/**
 * The second version's reports, where a test with a different result counts as failed: shows the difference, and why.
 * Tests with equal results pass.
 */
export function compareVersions(
  before: readonly TestFileReport[],
  after: readonly TestFileReport[],
  versions: readonly [string, string],
): TestFileReport[] {
  return after.map((file, index) => {
    const other = before[index]!
    if (file.problems.length > 0 || other.problems.length > 0) return comparedProblems(other, file)
    const results = file.results.map((result, at) => compareResults(other.results[at]!, result, versions))
    return { ...file, warnings: [], results }
  })
}

/** A file that only one version can read is reported; one that neither reads is no difference. */
function comparedProblems(before: TestFileReport, after: TestFileReport): TestFileReport {
  const differs = before.problems.length === 0 || after.problems.length === 0
  return { ...after, results: [], problems: differs ? [...before.problems, ...after.problems] : [] }
}

function compareResults(
  before: TestResult,
  after: TestResult,
  versions: readonly [string, string],
): TestResult {
  const wordsOf = ({ failures }: TestResult): string => failures.map(({ promtool }) => promtool).join('\n')
  if (wordsOf(before) === wordsOf(after)) return { ...after, failures: [], notes: [] }
  const [first, second] = versions
  const known = new Set(before.failures.map(({ promtool }) => promtool))
  const failed = after.failures.filter(({ promtool }) => !known.has(promtool))
  const told: readonly Failure[] = failed.length > 0 ? failed : before.failures
  const under = failed.length > 0 ? second : first
  return {
    ...after,
    notes: [],
    failures: told.map((failure) => ({
      ...failure,
      message: `under ${under} only: ${failure.message}`,
      hint: reasonFor(failure, versions) ?? failure.hint,
    })),
  }
}

const LEFT_OPEN = versionNumber('3.0')!

/** Why the versions differ, as far as the expression tells. */
function reasonFor({ explanations }: Failure, versions: readonly [string, string]): string | undefined {
  const [low, high] = versions.map((version) => versionNumber(version) ?? 0).sort((a, b) => a - b) as [
    number,
    number,
  ]
  if (low >= LEFT_OPEN || high < LEFT_OPEN) return undefined
  const parts = explanations.flatMap((one) => one.parts)
  const range = parts.find(({ text }) => /\[[^\]]+\]$/.test(text))?.text
  if (range !== undefined) {
    return `since 3.0 a range leaves out the sample at its very beginning: \`${range}\` may contain one sample fewer`
  }
  return parts.length === 0
    ? undefined
    : 'since 3.0 ranges leave out the sample at their very beginning, and lookback a sample that is exactly five minutes old'
}
