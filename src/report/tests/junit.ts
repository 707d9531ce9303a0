/** Test results as JUnit's XML, read by continuous integration. */
import type { TestFileReport, Texts } from '../../model.ts'
import { locator } from '../place.ts'
import { escaped } from '../xml.ts'

export function testsJunit(files: readonly TestFileReport[], texts: Texts): string {
  const places = locator(texts)
  const suites = files.map(({ path, results, problems, skipped }) => {
    const broken = problems.map(
      ({ message, promtool }) =>
        `    <testcase name="${escaped(path)}" classname="${escaped(path)}">\n      <error message="${escaped(message)}">${escaped(promtool)}</error>\n    </testcase>\n`,
    )
    const cases = results.map(({ name, range, failures }) => {
      const { line } = places.region({ file: path, range })
      const head = `    <testcase name="${escaped(name)}" classname="${escaped(path)}" file="${escaped(path)}" line="${line}"`
      if (failures.length === 0) return `${head}/>\n`
      const texts = failures.map(
        ({ message, promtool }) =>
          `      <failure message="${escaped(message)}">${escaped(promtool)}</failure>\n`,
      )
      return `${head}>\n${texts.join('')}    </testcase>\n`
    })
    const failed = results.filter(({ failures }) => failures.length > 0).length
    const counts = `tests="${results.length + broken.length}" failures="${failed}" errors="${broken.length}" skipped="${skipped}"`
    return `  <testsuite name="${escaped(path)}" ${counts}>\n${broken.join('')}${cases.join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`
}
