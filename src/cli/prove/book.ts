/** Tests of runbooks: of the project's pages, and of runbooks outside it. */
import { compile } from '../../compile.ts'
import { compileParsed } from '../../compile-parsed.ts'
import type { Config, Diagnostic, Page, Program, Source, TestFileReport, TestProblem } from '../../model.ts'
import type { RunbookSettings } from '../../prove/runbook/check.ts'
import { groupsFor, type OtherRules, runPageTest, testsOf } from '../../prove/runbook/page.ts'
import { hash } from '../../text/hash.ts'
import type { Project } from '../project.ts'

/** A compiled project, as tests need it. */
export interface Book {
  readonly program: Program
  readonly diagnostics: readonly Diagnostic[]
}

export function bookOf(project: Project): Book {
  const { published, today, regexps, memory } = project
  const options = { checks: [], published, today, regexps, remember: memory.remember }
  const { program, diagnostics } = compileParsed(project.parsed, project.sources, project.config, options)
  return { program, diagnostics: [...project.diagnostics, ...diagnostics] }
}

/** The page of a runbook, in the project if it is one of its, else by itself; undefined if it has none. */
export function pageOf(
  source: Source,
  config: Config,
  book: Book | undefined,
): { readonly home: Book; readonly page: Page } | undefined {
  const pageIn = ({ program }: Book) =>
    program.pages.find(({ runbook }) => runbook.source.path === source.path)
  const home = book && pageIn(book) ? book : compile([source], config, { checks: [] })
  const page = pageIn(home)
  return page && { home, page }
}

/** Everything that the tests of a page depend on besides its source. */
export function pageKey({ program, diagnostics }: Book, page: Page, others: OtherRules): string {
  const path = page.runbook.source.path
  const groups = testsOf(page).map(({ test }) => groupsFor(program, page, test, others))
  return hash(JSON.stringify([groups, diagnostics.filter(({ file }) => file === path)]))
}

/** Errors that leave nothing to test: in rules and in tests themselves. */
const IN_THE_WAY = /^(?:test|yaml|rule|promql|template|expr|label|annotation|group)-/

/** Runs the tests of a page. */
export function runPage(
  { program, diagnostics }: Book,
  page: Page,
  settings: RunbookSettings,
  isWanted: (name: string) => boolean,
  others?: OtherRules,
): TestFileReport {
  const path = page.runbook.source.path
  const problems = diagnostics
    .filter(({ file, severity, code }) => file === path && severity === 'error' && IN_THE_WAY.test(code))
    .map(({ range, message, hint }): TestProblem => ({ range, message, hint, promtool: message }))
  if (problems.length > 0) return { path, results: [], problems, warnings: [], skipped: 0 }
  const tests = testsOf(page)
  const wanted = tests.filter(({ name }) => isWanted(name))
  return {
    path,
    results: wanted.map((test) => runPageTest(program, page, test, settings, others)),
    problems: [],
    warnings: [],
    skipped: tests.length - wanted.length,
  }
}
