/** Runs all tests of a page. In: the program and the page. Out: the result of each test. */

import type { Page, Program, RunbookTest, TestResult } from '../../model.ts'
import { append } from '../../text/append.ts'
import { didYouMean } from '../../text/nearest.ts'
import { dirname, normalize } from '../../text/path.ts'
import { plainFailure } from '../failure.ts'
import { pictureOf } from '../picture/index.ts'
import type { GroupSpec } from '../rules.ts'
import { checkRunbookTest, type RunbookSettings } from './check.ts'
import { groupsKnown } from './known.ts'

/** A test of a page with its name in reports. */
export interface NamedTest {
  readonly name: string
  readonly test: RunbookTest
}

/** The tests of a page in order; one without a name gets its number. */
export function testsOf({ runbook }: Page): NamedTest[] {
  return runbook.tests
    .flatMap(({ tests }) => tests)
    .map((test, index) => ({ name: test.name?.value ?? `test ${index + 1}`, test }))
}

/** Groups of files outside the project; undefined where the file does not exist. */
export type OtherRules = (path: string) => readonly GroupSpec[] | undefined

/** The groups for a test, or which of its files does not exist. */
export function groupsFor(
  program: Program,
  page: Page,
  test: RunbookTest,
  others: OtherRules = () => undefined,
): { readonly groups: readonly GroupSpec[] } | { readonly missing: RunbookTest['rules'][number] } {
  const files = new Set<string>()
  const further: GroupSpec[] = []
  for (const text of test.rules) {
    const beside = normalize(`${dirname(page.runbook.source.path)}/${text.value}`)
    const candidates = [beside, normalize(text.value)]
    const known = candidates.find((path) => program.texts.has(path))
    if (known !== undefined) {
      files.add(known)
      continue
    }
    const groups = candidates.map(others).find((found) => found !== undefined)
    if (groups === undefined) return { missing: text }
    append(further, groups)
  }
  return { groups: [...further, ...groupsKnown(program, page, files)] }
}

/** Runs a test of a page. */
export function runPageTest(
  program: Program,
  page: Page,
  { name, test }: NamedTest,
  settings: RunbookSettings,
  others?: OtherRules,
): TestResult {
  const file = page.runbook.source.path
  const found = groupsFor(program, page, test, others)
  if ('groups' in found) {
    const result = checkRunbookTest(file, name, test, found.groups, settings)
    if (result.failures.length === 0) return result
    const picture = pictureOf(name, test, found.groups, settings)
    return picture === undefined ? result : { ...result, picture }
  }
  const { missing } = found
  const message = `There is no file \`${missing.value}\`, neither beside this runbook nor in the project`
  const hint = didYouMean(missing.value, program.texts.keys())
  return {
    file,
    name,
    range: missing.range,
    notes: [],
    failures: [{ ...plainFailure(missing.range, message, message), ...(hint && { hint }) }],
  }
}
