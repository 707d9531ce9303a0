/** Test results for other programs. */
import type { Difference, Failure, TestFileReport, Texts } from '../../model.ts'
import { jsonText } from '../json-text.ts'
import { type Locator, locator } from '../place.ts'
import { testSummary } from './summary.ts'

interface JsonTest {
  readonly file: string
  readonly name: string
  readonly line: number
  readonly passed: boolean
  /** Promtool's output for the failures; empty without any. */
  readonly message: string
  readonly failures: readonly JsonFailure[]
}

interface JsonFailure {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint?: string | undefined
  readonly promtool: string
  readonly differences: readonly Difference[]
}

export function testsJson(files: readonly TestFileReport[], texts: Texts): string {
  const places = locator(texts)
  const tests = files.flatMap((file) => [...problemsOf(file, places), ...resultsOf(file, places)])
  return jsonText({ tests, summary: testSummary(files) })
}

/** A file that cannot be read counts as one failed test with the file's name. */
function problemsOf({ path, problems }: TestFileReport, places: Locator): JsonTest[] {
  if (problems.length === 0) return []
  const failures = problems.map((one) => failureOf(path, { ...one, differences: [] }, places))
  const message = problems.map(({ promtool }) => promtool).join('\n')
  return [{ file: path, name: path, line: failures[0]!.line, passed: false, message, failures }]
}

function resultsOf({ results }: TestFileReport, places: Locator): JsonTest[] {
  return results.map(({ file, name, range, failures }) => ({
    file,
    name,
    line: places.region({ file, range }).line,
    passed: failures.length === 0,
    message: failures.map(({ promtool }) => promtool).join('\n'),
    failures: failures.map((one) => failureOf(file, one, places)),
  }))
}

function failureOf(
  file: string,
  { range, message, hint, promtool, differences }: Omit<Failure, 'explanations'>,
  places: Locator,
): JsonFailure {
  const { line, column } = places.region({ file, range })
  return { line, column, message, hint, promtool, differences }
}
