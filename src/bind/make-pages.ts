/** Runbooks → pages. */
import type { BoundRef, BoundRule, Config, Diagnostic, Page, RuleRef, Runbook } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { dirname } from '../text/path.ts'
import { groupName, type PathOf, pageUrl } from './addresses.ts'
import { type Book, bindLink, type UnlinkedPage } from './links.ts'
import { namesFile, namesOf } from './pages.ts'
import { todoOf } from './written.ts'

export const isDraft = ({ frontmatter }: Runbook): boolean => frontmatter.draft === true

/**
 * Makes a page for every runbook, with the rules it explains and the targets of its links. Two pages with one address
 * are an error.
 */
export function makePages(
  runbooks: readonly Runbook[],
  rules: readonly BoundRule[],
  config: Config,
  pathOf: PathOf,
  exists: ((path: string) => boolean) | undefined,
): { pages: Page[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const byPage = groupBy(rules, ({ page }) => page)
  const byPath = new Map<string, Runbook>()
  const pages: Mutable<Page>[] = []
  for (const runbook of runbooks) {
    const path = pathOf(runbook)
    const first = byPath.get(path)
    if (first) {
      const range = { start: 0, end: 0 }
      diagnostics.push({
        file: runbook.source.path,
        range,
        code: 'page-address',
        severity: 'error',
        message: `Two runbooks have the address \`/${path}\``,
        hint: hintFor(runbook.source.path, first.source.path),
        related: [{ file: first.source.path, range, message: 'this runbook has it too' }],
      })
      continue
    }
    byPath.set(path, runbook)
    const title =
      runbook.frontmatter.title?.value ||
      runbook.headings[0]?.text ||
      groupName(runbook.source.path, config.runbooks)
    pages.push({
      runbook,
      title,
      path,
      url: pageUrl(config, path),
      rules: byPage.get(path) ?? [],
      names: namesOf(runbook),
      ...promiseOf(runbook),
      ...(isDraft(runbook) && { draft: true }),
      links: [],
      refs: [],
    })
  }
  const book = { ...bookOf(pages), exists }
  const byName = groupBy(rules, ({ name }) => name)
  for (const page of pages) {
    page.links = page.runbook.links.map((link) => bindLink(link, page, book, config))
    page.refs = page.runbook.ruleRefs.map((ref) => bindRef(ref, page, byName))
  }
  return { pages, diagnostics }
}

/** Of a README beside another page of its folder, site generators publish only the other one. */
function hintFor(...files: readonly [string, string]): string {
  const readme = files.find((file) => /(?:^|\/)readme\.\w+$/i.test(file))
  return readme === undefined || dirname(files[0]) !== dirname(files[1])
    ? 'rename one of the two files'
    : `leave one of them out, such as \`exclude: ['${readme}']\` in alertbook.yml, or rename it`
}

/** The pages that a link can lead to: what is not published is nowhere. */
export function bookOf(pages: readonly UnlinkedPage[]): Pick<Book, 'byFile' | 'byPath'> {
  const published = pages.filter(({ draft }) => !draft)
  return {
    byFile: new Map(published.map((page) => [page.runbook.source.path, page])),
    byPath: new Map(published.map((page) => [page.path, page])),
  }
}

/** A page under construction. */
type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function promiseOf({ frontmatter: { runbook } }: Runbook): Pick<Page, 'promise'> {
  const todo = runbook && todoOf(runbook.value)
  return todo ? { promise: { range: runbook.range, until: todo.until } } : {}
}

/** The rules in the file that a shortcode names; without such rules, those of that name that this page explains. */
function bindRef(
  ref: RuleRef,
  page: UnlinkedPage,
  byName: ReadonlyMap<string, readonly BoundRule[]>,
): BoundRef {
  const named = byName.get(ref.alert.value) ?? []
  const exact = named.filter(({ file }) => namesFile(ref, file))
  if (exact.length > 0) return { ref, rules: exact }
  return { ref, rules: named.filter((rule) => rule.page === page.path), elsewhere: true }
}
