/** Test results as workflow commands of GitHub Actions: failures, shown beside the line. */
import type { TestFileReport, Texts } from '../../model.ts'
import { command } from '../github.ts'
import { locator } from '../place.ts'
import { testSummaryLine } from './summary.ts'

export function testsGithub(files: readonly TestFileReport[], texts: Texts): string {
  const places = locator(texts)
  const lines = files.flatMap(({ path, results, problems, warnings }) => [
    ...problems.map((one) =>
      command('error', path, places.region({ file: path, range: one.range }), 'test-file', one),
    ),
    ...warnings.map((one) =>
      command('warning', path, places.region({ file: path, range: one.range }), 'test-file', one),
    ),
    ...results.flatMap(({ name, failures }) =>
      failures.map((one) =>
        command('error', path, places.region({ file: path, range: one.range }), `test failed: ${name}`, one),
      ),
    ),
  ])
  return `${lines.join('')}${testSummaryLine(files)}\n`
}
