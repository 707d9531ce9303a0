/**
 * The tests of a page as they are written: in a file beside it, because YAML that nobody who is woken reads was a third
 * of what some pages weigh. The page links to each, and a script puts it into its fold when that is opened.
 */
import type { Page } from '../../model.ts'
import { type Context, frame } from './context.ts'
import { holesOf } from './holes.ts'
import type { Html } from './html.ts'
import type { TestsView } from './view.ts'

/** Its name, beside the page's `index.html`. */
export const TESTS = 'tests.html'

/** The anchor of a fence, counted from 0. */
export const testId = (index: number): string => `test-${index + 1}`

/** The names of the tests in a fence; `Test` where they have none. */
export function testTitle({ runbook }: Page, index: number): string {
  const names = (runbook.tests[index]?.tests ?? []).flatMap(({ name }) => (name ? [name.value] : []))
  return names.length === 0 ? 'Test' : `Test: ${names.join('; ')}`
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
