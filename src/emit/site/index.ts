/** The program → the files of the site. Pure: same program, configuration, theme and facts, same bytes. */
import type { Config, OutputFile, Program } from '../../model.ts'
import { emitAlertsJson } from '../alerts-json.ts'
import { indexView } from './book.ts'
import { catalogue } from './catalogue.ts'
import { type Context, encodePath, type Facts, frame, makeContext } from './context.ts'
import { machineFiles, twin } from './machine.ts'
import { movedPages } from './moved.ts'
import { offlineFiles } from './offline.ts'
import { renderPage } from './page.ts'
import type { Theme } from './theme.ts'

export type { Facts, Moved, Removed } from './context.ts'
export { type Html, html, safeUrl, trusted } from './html.ts'
export type { Layouts, Theme } from './theme.ts'
export type * from './view.ts'

/** The asset that becomes the service worker: it must lie at the root of what it serves. */
const WORKER = 'sw.js'

/** The folder of the site within the output. */
const FOLDER = 'site/'

/** Every file of the site, paths under `site/`. */
export function emitSite(program: Program, config: Config, theme: Theme, facts: Facts = {}): OutputFile[] {
  const context = makeContext(program, config, theme, facts)
  const { layouts } = theme
  const { [WORKER]: worker, ...assets } = theme.assets
  const files: OutputFile[] = [
    { path: 'index.html', text: layouts.index(indexView(context), layouts).html },
    { path: '404.html', text: notFound(context) },
    { path: '.nojekyll', text: '' },
    { path: 'search.json', text: catalogue(context) },
    ...machineFiles(context),
    ...emitAlertsJson(program),
    ...movedPages(context),
  ]
  for (const page of program.pages) {
    if (page.path !== '') files.push({ path: `${page.path}index.html`, text: renderPage(context, page).html })
    files.push({ path: `${page.path}index.md`, text: twin(context, page) })
  }
  for (const [name, text] of Object.entries(assets)) files.push({ path: `assets/${name}`, text })
  if (worker !== undefined) files.push(...offlineFiles(files, textOf(worker), facts.commit ?? ''))
  return files.map((file) => ({ ...file, path: FOLDER + file.path }))
}

/** GitHub Pages serves this page at any depth, so its addresses begin at the host's root. */
function notFound(context: Context): string {
  const { layouts } = context.theme
  const { site } = context.config
  const base = frame(context, '404.html', {
    title: 'No such page',
    description: 'There is no runbook at this address',
    kind: 'not-found',
    twin: undefined,
  })
  const create = site.repo === '' ? undefined : `${site.repo}/new/${encodePath(site.branch)}`
  const folder = `${(context.config.runbooks[0] ?? '').replace(/\/$/, '')}/`
  return layouts.notFound({ ...base, base: context.root, canonical: undefined, create, folder }, layouts).html
}

const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content)
