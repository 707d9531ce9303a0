/** The tests of a report: their number and order. */
import type { TestFileReport } from '../../model.ts'
import { count } from '../../text/count.ts'

export interface TestSummary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export function testSummary(files: readonly TestFileReport[]): TestSummary {
  const results = files.flatMap(({ results }) => results)
  const failed = results.filter(({ failures }) => failures.length > 0).length
  const unreadable = files.filter(({ problems }) => problems.length > 0).length
  return {
    passed: results.length - failed,
    failed: failed + unreadable,
    skipped: files.reduce((sum, { skipped }) => sum + skipped, 0),
  }
}

/** `2 tests failed, 107 passed in 94 files`. */
export function testSummaryLine(files: readonly TestFileReport[]): string {
  const { passed, failed, skipped } = testSummary(files)
  const unreadable = files.filter(({ problems }) => problems.length > 0).length
  const wrong = failed - unreadable
  const parts = [
    ...(unreadable > 0 ? [`${count(unreadable, 'file')} cannot be read`] : []),
    ...(wrong > 0 ? [`${count(wrong, 'test')} failed`] : []),
    failed > 0 ? `${passed} passed` : `${count(passed, 'test')} passed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  return `${parts.join(', ')} in ${count(files.length, 'file')}`
}
