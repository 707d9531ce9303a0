/** Test files as suites: tests that share rules and can run on other rules as well. Used by coverage and mutation. */
import { readSource } from '../../disk/read-source.ts'
import type { Config, TestResult } from '../../model.ts'
import { checkTest } from '../../prove/promtool/check.ts'
import { orderedGroups } from '../../prove/promtool/suite.ts'
import type { GroupSpec, RuleSpec } from '../../prove/rules.ts'
import type { Observer } from '../../prove/run.ts'
import { checkRunbookTest } from '../../prove/runbook/check.ts'
import { groupsFor, testsOf } from '../../prove/runbook/page.ts'
import { runbookSettings } from '../../prove/settings.ts'
import type { Regexps } from '../../template/index.ts'
import { type Book, pageOf } from './book.ts'
import type { TestFile } from './find.ts'
import { openRules } from './load-rules.ts'
import { readFile } from './promtool-file.ts'

/** A test that can run on its own rules or on changed ones. */
export interface SuiteTest {
  readonly name: string
  readonly groups: readonly GroupSpec[]
  run(groups: readonly GroupSpec[], observe?: Observer): TestResult
}

export interface Suite {
  readonly path: string
  readonly tests: readonly SuiteTest[]
  /**
   * Whether the tests are responsible for a rule even if they do not concern it; of further files, a test needs only
   * some rules.
   */
  isOwn(rule: RuleSpec): boolean
}

export interface SuiteSettings {
  readonly root: string
  readonly config: Config
  readonly book: Book | undefined
  readonly isWanted: (name: string) => boolean
  readonly regexps: Regexps
}

/** The suites of files; unreadable files and scripts have none. */
export function suitesOf(
  files: readonly TestFile[],
  settings: SuiteSettings,
): { suites: Suite[]; textOf: (path: string) => string | undefined } {
  const { root, config, regexps, isWanted, book } = settings
  const { version, features } = config.prometheus
  const shelf = openRules(root, config, () => regexps)
  const suites = files.flatMap(({ path, kind }): Suite[] => {
    const source = readSource(root, path)
    if (!('text' in source) || kind === 'script') return []
    if (kind === 'promtool') {
      const { file, problems, rules } = readFile(root, source, version)
      const loaded = rules.map((one) => shelf.get(one))
      if (problems.length > 0 || loaded.some(({ errors }) => errors.length > 0)) return []
      const groups = orderedGroups(loaded, file.groupEvalOrder)
      const tests = file.tests
        .filter(({ name }) => isWanted(name))
        .map(
          (test): SuiteTest => ({
            name: test.title,
            groups,
            run: (changed, observe) =>
              checkTest(file, test, changed, { version, features, regexps, observe }),
          }),
        )
      return [{ path, tests, isOwn: () => true }]
    }
    const found = pageOf(source, config, book)
    if (!found) return []
    const { home, page } = found
    const tests = testsOf(page).flatMap(({ name, test }): SuiteTest[] => {
      const rules = groupsFor(home.program, page, test, shelf.groupsOf)
      if (!('groups' in rules) || !isWanted(name)) return []
      const run = (changed: readonly GroupSpec[], observe?: Observer): TestResult =>
        checkRunbookTest(path, name, test, changed, { ...runbookSettings(config, regexps), observe })
      return [{ name, groups: rules.groups, run }]
    })
    const own = new Set(page.rules.map(({ rule }) => rule))
    return [{ path, tests, isOwn: ({ written }) => own.has(written) }]
  })
  return { suites, textOf: (path) => book?.program.texts.get(path) ?? shelf.textOf(path) }
}
