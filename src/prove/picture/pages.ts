/** The pictures of pages: made when a page is made, and remembered by all that they show. */
import type { Page, Picture, Program, Remember } from '../../model.ts'
import { hash } from '../../text/hash.ts'
import { once } from '../../text/once.ts'
import type { RunbookSettings } from '../runbook/check.ts'
import { groupsFor, testsOf } from '../runbook/page.ts'
import { pictureOf } from './index.ts'

export interface PagePictures {
  /** The pictures of the tests in one fence of a page, in order; undefined for a test without one. */
  at(page: Page, fence: number): readonly (Picture | undefined)[]
  /** Tells versions of a page's pictures apart; empty for a page without tests. */
  keyOf(page: Page): string
}

export function picturesOf(program: Program, settings: RunbookSettings, remember: Remember): PagePictures {
  const { regexps: _, observe: __, ...told } = settings
  const knownTo = once((page: Page) => testsOf(page).map(({ test }) => groupsFor(program, page, test)))
  const keyOf = once((page: Page) =>
    page.runbook.tests.length === 0 ? '' : hash(JSON.stringify([told, testsOf(page), knownTo(page)])),
  )
  const pictures = once((page: Page) =>
    remember(`pictures ${keyOf(page)} ${page.runbook.source.path}`, () =>
      testsOf(page).map(({ name, test }, index) => {
        const known = knownTo(page)[index]!
        return ('groups' in known ? pictureOf(name, test, known.groups, settings) : undefined) ?? null
      }),
    ),
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
