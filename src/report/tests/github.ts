/** Test results as workflow commands of GitHub Actions: failures, shown beside the line. */
import type { Failure, TestFileReport, Texts } from '../../model.ts'
import { command } from '../github.ts'
import { locator } from '../place.ts'
import { testSummaryLine } from './summary.ts'

export function testsGithub(files: readonly TestFileReport[], texts: Texts): string {
  const places = locator(texts)
  const lines = files.flatMap(({ path, results, problems, warnings }) => {
    const told =
      (name: 'error' | 'warning', title: string) => (one: Pick<Failure, 'range' | 'message' | 'hint'>) =>
        command(name, path, places.region({ file: path, range: one.range }), title, one)
    return [
      ...problems.map(told('error', 'test-file')),
      ...warnings.map(told('warning', 'test-file')),
      ...results.flatMap(({ name, failures }) => failures.map(told('error', `test failed: ${name}`))),
    ]
  })
  return `${lines.join('')}${testSummaryLine(files)}\n`
}
