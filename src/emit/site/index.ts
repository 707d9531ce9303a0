/** The program → the files of the site. Pure: the same program, configuration, theme and facts give the same bytes. */

import type { Config, OutputFile, Page, Place, Program, Range } from '../../model.ts'
import { encodePath } from '../../text/address.ts'
import { append } from '../../text/append.ts'
import { lazy } from '../../text/once.ts'
import { makeShared, type Shared } from '../shared.ts'
import { indexView } from './book.ts'
import { catalogueFiles } from './catalogue.ts'
import { type Context, type Facts, frame, inRepository, makeContext } from './context.ts'
import { isDocument } from './documents.ts'
import { siteKeys } from './keys.ts'
import { FILES } from './links.ts'
import { feed, llms, sitemap, twin } from './machine.ts'
import { movedPages } from './moved.ts'
import { offlineFiles, textOf } from './offline.ts'
import { renderPage } from './page.ts'
import { pageOf, RULES, TESTS } from './page-files.ts'
import { renderRules } from './rules.ts'
import { SHELVES, shelfPages, shelvesOf } from './shelves.ts'
import { renderTests } from './tests.ts'
import type { Theme } from './theme.ts'

export type { Facts } from './context.ts'
export { type Html, html, safeUrl, trusted } from './html.ts'
export type { Layouts, Theme } from './theme.ts'
export type * from './view.ts'

/** The asset that becomes the service worker: it must be at the root of what it serves. */
const WORKER = 'sw.js'

/** The folder of the site within the output. */
const FOLDER = 'site/'

/** Every file of the site, paths under `site/`. */
export function emitSite(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts = {},
  shared: Shared = makeShared(program, theme.version),
): OutputFile[] {
  const online = siteFiles(program, config, theme, facts, shared)
  const worker = theme.assets[WORKER]
  const documents = new Set(program.pages.filter(isDocument).map(({ path }) => `${path}index.html`))
  const files =
    worker === undefined
      ? online
      : offlineFiles(online, documents, textOf(worker), facts.commit ?? '', sizesOf(program))
  return files.map((file) => ({
    ...file,
    path: FOLDER + file.path,
    ...(file.leadsTo !== undefined && { leadsTo: FOLDER + file.leadsTo }),
  }))
}

/**
 * The files of the site, made on demand: a server that rebuilds on every change shows one page, and a build makes only
 * what changed. Without the service worker, whose version depends on all files.
 */
export function siteFiles(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts = {},
  { yamlOf, alerts }: Shared = makeShared(program, theme.version),
): OutputFile[] {
  const context = makeContext(program, config, theme, facts, yamlOf)
  const { layouts } = theme
  const keys = siteKeys(context)
  const files: OutputFile[] = []
  const add = (path: string, make: () => string | Uint8Array, key?: () => string, maker?: Place): void => {
    files.push({ path, make, ...(key && { key: lazy(key) }), maker })
  }
  const shelves = lazy(() => shelvesOf(context))
  const fixed: [string, () => string | Uint8Array][] = [
    ['index.html', () => layouts.index(indexView(context, shelves().index), layouts).html],
    ['404.html', () => notFound(context)],
    ['.nojekyll', () => ''],
    ['llms.txt', () => llms(context)],
    ['feed.xml', () => feed(context)],
  ]
  for (const [path, make] of fixed) add(path, make, keys.lists)
  for (const { path, make } of [...catalogueFiles(context), ...shelfPages(context, shelves)])
    add(path, make, keys.lists)
  append(files, alerts)
  if (config.site.url !== '') add('sitemap.xml', () => sitemap(context), keys.lists)
  append(files, movedPages(context))
  for (const page of program.pages) {
    const key = (): string => keys.page(page)
    const maker = { file: page.runbook.source.path, range: NOWHERE }
    if (page.path !== '') add(`${page.path}index.html`, () => renderPage(context, page), key, maker)
    add(`${page.path}index.md`, () => twin(context, page), key, maker)
    if (page.rules.length > 0) add(page.path + RULES, () => renderRules(context, page).html, key, maker)
    if (page.runbook.tests.length > 0)
      add(page.path + TESTS, () => renderTests(context, page).html, key, maker)
  }
  for (const [name, text] of Object.entries(theme.assets)) {
    if (name !== WORKER)
      add(
        `assets/${name}`,
        () => text,
        () => context.versions.get(name)!,
      )
  }
  for (const [path, content] of facts.files ?? [])
    add(FILES + path, () => content, undefined, { file: path, range: NOWHERE })
  return files
}

/**
 * One page among those of a program, as its file in the site: in another version than the program has, or the same. What
 * all pages of a program need is found out once.
 */
export function pageFiles(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts,
): (page: Page) => OutputFile {
  const context = makeContext(program, config, theme, facts, makeShared(program, theme.version).yamlOf)
  return (page) => ({ path: `${page.path}index.html`, make: () => renderPage(context, page) })
}

/** The start of a file. */
const NOWHERE: Range = { start: 0, end: 0 }

/** GitHub Pages serves this page at any depth, so its addresses start at the host's root. */
function notFound(context: Context): string {
  const { layouts } = context.theme
  const { site } = context.config
  const base = frame(context, '404.html', {
    title: 'No such page',
    description: 'There is no runbook at this address',
    kind: 'not-found',
    twin: undefined,
  })
  const create = site.repo === '' ? undefined : `${site.repo}/new/${encodePath(inRepository(context, ''))}`
  const folder = `${(context.config.runbooks[0] ?? '').replace(/\/$/, '')}/`
  return layouts.notFound({ ...base, base: context.root, canonical: undefined, create, folder }, layouts).html
}

/** About how large a file of the site is, bytes: what is around a page, and its source two and a half times. */
function sizesOf(program: Program): (path: string) => number {
  return (path) => {
    if (path.startsWith(SHELVES)) return 80_000
    const page = program.pageAt(pageOf(path))
    return 8_000 + 2.5 * (page?.runbook.length ?? 0)
  }
}
