/** Runs one promtool file from disk. */
import { dirname, isAbsolute, join, relative } from 'node:path'
import { glob } from '../../disk/glob.ts'
import type { Source, TestFileReport, TestProblem } from '../../model.ts'
import type { CheckSettings } from '../../prove/promtool/check.ts'
import type { Complaint } from '../../prove/promtool/decode.ts'
import { type PromtoolFile, readPromtoolFile } from '../../prove/promtool/file.ts'
import { runFile } from '../../prove/promtool/suite.ts'
import type { Range } from '../../text/source.ts'
import type { RuleShelf } from './load-rules.ts'

export function runPromtoolFile(
  root: string,
  source: Source,
  shelf: RuleShelf,
  settings: CheckSettings,
  isWanted: (name: string) => boolean,
): TestFileReport {
  const { path } = source
  const file = readPromtoolFile(source, settings.version)
  const nothing = { path, results: [], warnings: [], skipped: 0 }
  if (file.complaints.length > 0) return { ...nothing, problems: problemsOf(file.complaints) }
  const { paths, warnings, complaint } = ruleFilesOf(root, file)
  if (complaint !== undefined) return { ...nothing, problems: [complaint] }
  const repeated = file.groupEvalOrder.find((name, index) => file.groupEvalOrder.indexOf(name) < index)
  if (repeated !== undefined) {
    const promtool = `group name repeated in evaluation order: ${repeated}`
    const message = `Group \`${repeated}\` stands twice in \`group_eval_order\``
    return { ...nothing, problems: [{ range: { start: 0, end: 0 }, message, promtool }] }
  }
  const rules = paths.map((one) => shelf.get(one))
  const results = runFile(file, rules, settings, isWanted)
  return { path, results, problems: [], warnings, skipped: file.tests.length - results.length }
}

/** As promtool reports them: what stops it alone, else all of them as one. */
function problemsOf(complaints: readonly Complaint[]): TestProblem[] {
  const stopping = complaints.find(({ stops }) => stops)
  if (stopping !== undefined) return [stopping]
  return complaints.map((one, index) => ({
    ...one,
    promtool: `${index === 0 ? 'yaml: unmarshal errors:\n' : ''}  ${one.promtool}`,
  }))
}

interface FoundFiles {
  readonly paths: readonly string[]
  readonly warnings: TestFileReport['warnings']
  readonly complaint?: TestProblem
}

/** The rule files of a test file, by path from the root (`resolveAndGlobFilepaths`). */
function ruleFilesOf(root: string, { path, ruleFiles }: PromtoolFile): FoundFiles {
  const folder = dirname(isAbsolute(path) ? path : join(root, path))
  const paths: string[] = []
  const warnings: { range: Range; message: string }[] = []
  for (const { value, range } of ruleFiles) {
    const pattern = value === '' || isAbsolute(value) ? value : join(folder, value)
    const found = glob(pattern)
    if (found === undefined) {
      const message = `Unexpected pattern \`${value}\` in \`rule_files\`, which no file can match`
      return { paths, warnings, complaint: { range, message, promtool: 'syntax error in pattern' } }
    }
    if (found.length === 0) warnings.push({ range, message: `No file matches \`${value}\`` })
    paths.push(...found.map((one) => (isAbsolute(path) ? one : relative(root, one) || one)))
  }
  return { paths, warnings }
}
