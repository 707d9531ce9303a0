/** Test results as JUnit's XML, read by continuous integration. */
import type { TestFileReport, Texts } from '../../model.ts'
import { type JunitCase, junitXml } from '../junit-xml.ts'
import { locator } from '../place.ts'

export function testsJunit(files: readonly TestFileReport[], texts: Texts): string {
  const places = locator(texts)
  return junitXml(
    files.map(({ path, results, problems, skipped }) => ({
      name: path,
      skipped,
      cases: [
        ...problems.map(
          ({ message, promtool }): JunitCase => ({
            name: path,
            classname: path,
            error: { message, text: promtool },
          }),
        ),
        ...results.map(({ name, range, failures }): JunitCase => {
          const { line } = places.region({ file: path, range })
          const [first, ...others] = failures
          if (first === undefined) return { name, classname: path }
          const more = others.length === 0 ? '' : ` (and ${others.length} more)`
          const text = [`${path}:${line}`, ...failures.map(({ promtool }) => promtool)].join('\n')
          return { name, classname: path, failure: { message: first.message + more, text } }
        }),
      ],
    })),
  )
}
