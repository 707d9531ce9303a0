/** Test results → text, one format per file. */
import type { TestFileReport, Texts } from '../../model.ts'
import { count } from '../../text/count.ts'
import { MOST_ALIKE } from '../bounded.ts'
import type { Look } from '../format.ts'
import { testsGithub } from './github.ts'
import { testsJson } from './json.ts'
import { testsJunit } from './junit.ts'
import { testsText } from './text.ts'

export { type TestSummary, testSummary } from './summary.ts'

export type TestFormatName = 'text' | 'json' | 'junit' | 'github'

type TestFormat = (files: readonly TestFileReport[], texts: Texts, look: Look) => string

/** All formats, by their `--format` name. */
export const testFormats: Readonly<Record<TestFormatName, TestFormat>> = {
  text: withFewProblems(testsText),
  json: withFewProblems(testsJson),
  junit: withFewProblems(testsJunit),
  github: withFewProblems(testsGithub),
}

/** A damaged file may have a problem in each of its lines: of more than a thousand, the last one reported counts the rest. */
function withFewProblems(format: TestFormat): TestFormat {
  return (files, texts, look) => format(files.map(boundedFile), texts, look)
}

function boundedFile(file: TestFileReport): TestFileReport {
  const { problems } = file
  const next = problems[MOST_ALIKE]
  if (!next) return file
  const message = `This file has ${count(problems.length - MOST_ALIKE, 'more problem')}, which are not listed`
  return {
    ...file,
    problems: [...problems.slice(0, MOST_ALIKE), { range: next.range, message, promtool: message }],
  }
}
