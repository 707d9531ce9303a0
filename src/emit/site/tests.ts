/**
 * The tests of a page as they are written: in a file beside it, because YAML that nobody who is woken reads was a third
 * of what some pages weigh. The page links to each, and a script puts it into its fold when that is opened.
 */
import type { Page } from '../../model.ts'
import { type Context, frame } from './context.ts'
import { holesOf } from './holes.ts'
import type { Html } from './html.ts'
import { TESTS } from './page-files.ts'
import type { TestsView } from './view.ts'

/** The anchor of a fence, counted from 0. */
export const testId = (index: number): string => `test-${index + 1}`

/** What a fence tests; how many things, where it is more than one. */
export function testTitle({ runbook }: Page, index: number): string {
  const tests = runbook.tests[index]?.tests ?? []
  if (tests.length > 1) return `${tests.length} tests`
  const name = tests[0]?.name?.value
  return name === undefined ? 'Test' : `Test: ${name}`
}

/** Only for pages that have tests. */
export function renderTests(context: Context, page: Page): Html {
  const { layouts } = context.theme
  return layouts.tests(testsView(context, page), layouts)
}

function testsView(context: Context, page: Page): TestsView {
  return {
    ...frame(context, page.path + TESTS, {
      title: `Tests of ${page.title}`,
      description: `How the alerts of ${page.title} are tested`,
      kind: 'tests',
      twin: undefined,
    }),
    name: page.title,
    tests: holesOf(page.runbook.body()).flatMap((hole) =>
      hole.kind === 'test'
        ? [{ id: testId(hole.index), title: testTitle(page, hole.index), yaml: hole.source }]
        : [],
    ),
  }
}
