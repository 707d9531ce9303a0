/** Pictures of pages, made together with the page and cached by everything they show. */
import type { Page, Picture, Program, Remember, Step } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { type Identified, identifiedBy } from '../../text/identified.ts'
import { once } from '../../text/once.ts'
import type { RunbookSettings } from '../runbook/check.ts'
import { groupsFor, type NamedTest, testsOf } from '../runbook/page.ts'
import { pictureOf } from './index.ts'

export interface PagePictures {
  /** Pictures for the tests in one fence of a page, in order; undefined for a test without one. */
  at(page: Page, fence: number): readonly (Picture | undefined)[]
  /** Key of the version of a page's pictures; empty for a page without tests. */
  keyOf(page: Page): string
}

interface TestsOfPage {
  readonly settings: Identified<RunbookSettings>
  readonly tests: readonly NamedTest[]
  /** The groups for each test. */
  readonly known: readonly ReturnType<typeof groupsFor>[]
}

const makePictures: Step<TestsOfPage, readonly (Picture | null)[]> = {
  name: 'pictures',
  run: ({ settings, tests, known }) =>
    tests.map(({ name, test }, index) => {
      const groups = known[index]!
      return ('groups' in groups ? pictureOf(name, test, groups.groups, settings.value) : undefined) ?? null
    }),
}

export function picturesOf(program: Program, settings: RunbookSettings, remember: Remember): PagePictures {
  const { regexps: _, observe: __, ...told } = settings
  const knownTo = once((page: Page) => testsOf(page).map(({ test }) => groupsFor(program, page, test)))
  const keyOf = once((page: Page) =>
    page.runbook.tests.length === 0 ? '' : hash(JSON.stringify([told, testsOf(page), knownTo(page)])),
  )
  const known = identifiedBy(() => JSON.stringify(told), settings)
  const pictures = once((page: Page) =>
    remember(makePictures, { settings: known, tests: testsOf(page), known: knownTo(page) }),
  )
  return {
    keyOf,
    at(page, fence) {
      const before = page.runbook.tests.slice(0, fence).reduce((sum, { tests }) => sum + tests.length, 0)
      const count = page.runbook.tests[fence]?.tests.length ?? 0
      return pictures(page)
        .slice(before, before + count)
        .map((picture) => picture ?? undefined)
    },
  }
}
