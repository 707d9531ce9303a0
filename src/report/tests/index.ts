/** Test results → text, one format per file. */
import type { TestFileReport, Texts } from '../../model.ts'
import { testsGithub } from './github.ts'
import { testsJson } from './json.ts'
import { testsJunit } from './junit.ts'
import { testsText } from './text.ts'

export { type TestSummary, testSummary } from './summary.ts'

export interface TestReportOptions {
  readonly color: boolean
  readonly width: number
}

export type TestFormatName = 'text' | 'json' | 'junit' | 'github'

/** All formats, by their `--format` name. */
export const testFormats: Readonly<
  Record<
    TestFormatName,
    (files: readonly TestFileReport[], texts: Texts, options: TestReportOptions) => string
  >
> = { text: testsText, json: testsJson, junit: testsJunit, github: testsGithub }
