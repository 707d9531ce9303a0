/** Runs a promtool file from disk. */
import { dirname, isAbsolute, join, relative } from 'node:path'
import { glob } from '../../disk/glob.ts'
import type { Source, TestFileReport, TestProblem } from '../../model.ts'
import type { CheckSettings } from '../../prove/promtool/check.ts'
import type { Complaint } from '../../prove/promtool/decode.ts'
import { type PromtoolFile, readPromtoolFile } from '../../prove/promtool/file.ts'
import { runFile } from '../../prove/promtool/suite.ts'
import { append } from '../../text/append.ts'
import type { Range } from '../../text/source.ts'
import type { RuleShelf } from './load-rules.ts'

/** A promtool file as read, with its rule files. */
export interface ReadFile {
  readonly file: PromtoolFile
  /** Why it cannot be run. */
  readonly problems: readonly TestProblem[]
  readonly rules: readonly string[]
  readonly warnings: TestFileReport['warnings']
}

/** The rule files of a test file, and whether it can be run. */
export function readFile(root: string, source: Source, version: string): ReadFile {
  const file = readPromtoolFile(source, version)
  const broken = (problems: readonly TestProblem[]): ReadFile => ({ file, problems, rules: [], warnings: [] })
  if (file.complaints.length > 0) return broken(problemsOf(file.complaints))
  const { paths, warnings, complaint } = ruleFilesOf(root, file)
  if (complaint !== undefined) return broken([complaint])
  const repeated = file.groupEvalOrder.find((name, index) => file.groupEvalOrder.indexOf(name) < index)
  if (repeated !== undefined) {
    const promtool = `group name repeated in evaluation order: ${repeated}`
    const message = `Group \`${repeated}\` appears twice in \`group_eval_order\``
    return broken([{ range: { start: 0, end: 0 }, message, promtool }])
  }
  return { file, problems: [], rules: paths, warnings }
}

/** Runs the selected tests of a file. */
export function runPromtoolFile(
  { file, problems, rules, warnings }: ReadFile,
  shelf: RuleShelf,
  settings: CheckSettings,
  isWanted: (name: string) => boolean,
): TestFileReport {
  const { path } = file
  if (problems.length > 0) return { path, results: [], problems, warnings, skipped: 0 }
  const results = runFile(
    file,
    rules.map((one) => shelf.get(one)),
    settings,
    isWanted,
  )
  return { path, results, problems: [], warnings, skipped: file.tests.length - results.length }
}

/** As promtool reports them: one that stops it appears alone, else all are joined. */
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
  const paths: string[] = []
  const warnings: { range: Range; message: string }[] = []
  for (const { value, range } of ruleFiles) {
    const found = pathsOf(root, path, value)
    if (found === undefined) {
      const message = `No file can match the pattern \`${value}\` in \`rule_files\``
      return { paths, warnings, complaint: { range, message, promtool: 'syntax error in pattern' } }
    }
    if (found.length === 0) warnings.push({ range, message: `No file matches \`${value}\`` })
    append(paths, found)
  }
  return { paths, warnings }
}

/** The paths that a name in a test file matches; undefined for an invalid pattern. */
export function pathsOf(root: string, path: string, name: string): string[] | undefined {
  const folder = dirname(isAbsolute(path) ? path : join(root, path))
  const found = glob(name === '' || isAbsolute(name) ? name : join(folder, name))
  return found?.map((one) => (isAbsolute(path) ? one : relative(root, one) || one))
}
