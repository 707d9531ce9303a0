/** `alertbook import --pages DIR`: imports the pages of a wiki, each with the alerts that it explains. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join, posix, relative, resolve, sep } from 'node:path'
import { slug } from '../../../bind/addresses.ts'
import { placeFile } from '../../../disk/place.ts'
import { readProject } from '../../../disk/read.ts'
import { rewriteSource } from '../../../disk/sources.ts'
import type { Config, Source } from '../../../model.ts'
import { parse } from '../../../parse/index.ts'
import { report } from '../../../report/index.ts'
import { excluderOf } from '../../../text/exclude.ts'
import { type Io, UserError } from '../../command.ts'
import type { readableConfig } from '../../configuration.ts'
import type { Input } from '../change.ts'
import { type PagesPlan, type Placed, planPages } from './plan.ts'
import { candidateLines, summaryOf } from './summary.ts'
import { readWiki } from './wiki.ts'

export interface PagesOptions {
  /** The folder named in the command. */
  readonly pages: string
  /** Folder for the runbooks. */
  readonly folder: string
  readonly isDry: boolean
}

/**
 * Imports the pages of a folder. Returns the texts written, or planned; undefined if a page cannot be read: that is
 * reported, and nothing is written.
 */
export function importPages(
  root: string,
  { config }: ReturnType<typeof readableConfig>,
  inputs: readonly Input[],
  { pages: named, folder, isDry }: PagesOptions,
  io: Io,
): readonly Source[] | undefined {
  const from = resolve(io.cwd, named)
  if (!existsSync(from) || !statSync(from).isDirectory())
    throw new UserError(`no folder \`${named}\``, 'name the folder that the wiki exported Markdown into')
  const way = relative(resolve(root, folder), from)
  const isRead = !excluderOf(config.exclude)(relative(root, from).split(sep).join('/'))
  if (isRead && (way === '' || !(way === '..' || way.startsWith(`..${sep}`))))
    throw new UserError(
      `\`${named}\` is already inside the folder of runbooks`,
      'move it out, or add it to `exclude:` in alertbook.yml; its pages are then imported',
    )
  const wiki = readWiki(from, config.limits.source)
  if (wiki.diagnostics.length > 0) {
    const errors = wiki.diagnostics.length
    const summary = { errors, warnings: 0, infos: 0, runbooks: 0, alerts: 0, records: 0, groups: 0 }
    io.raw.out(report('pretty', wiki.diagnostics, new Map(), { color: io.color, width: io.width, summary }))
    io.err('Nothing imported.\n')
    return undefined
  }
  if (wiki.pages.length === 0)
    throw new UserError(`no Markdown in \`${named}\``, 'export it as Markdown; `pandoc -t gfm` converts HTML')
  const read = readProject(root, { ...config, runbooks: [...config.runbooks, folder] })
  const project = read.sources.filter(({ path }) => !inputs.some(({ source }) => source.path === path))
  const plan = planPages(wiki, {
    config: { ...config, runbooks: [...config.runbooks, folder] },
    sources: [...project, ...inputs.map(({ source }) => source)],
    parsed: [...project.map(parse), ...inputs.map(({ file }) => file)],
    folder,
    home: homeOf(root, from, folder, config),
  })
  const kept: string[] = []
  const written: Source[] = []
  for (const one of plan.placed)
    if (write(root, one, isDry, io, kept)) written.push({ path: one.path, text: one.text })
  for (const { from: path, path: to } of plan.files) copy(join(from, path), root, to, isDry, io, kept)
  tell(plan, kept, written.length, io)
  return written
}

/** A folder that is called as the export is; another where that one would be the export itself, or is not read. */
function homeOf(root: string, from: string, folder: string, { exclude }: Config): string {
  const name = slug(basename(from)) || 'wiki'
  const own = posix.join(folder, name)
  const isFree = resolve(root, own) !== from && !excluderOf(exclude)(own)
  return isFree ? own : posix.join(folder, `pages-of-${name}`)
}

/** Writes one page; returns whether it is new. An existing page that differs belongs to its author. */
function write(
  root: string,
  { path, text, alerts, stub }: Placed,
  isDry: boolean,
  io: Io,
  kept: string[],
): boolean {
  const isThere = existsSync(join(root, path))
  if (stub) {
    if (!isDry && !rewriteSource(root, stub, text))
      throw new UserError(`\`${path}\` changed in the meantime`, 'run the import again')
  } else if (isThere) {
    if (readFileSync(join(root, path), 'utf8') !== text) kept.push(path)
    return false
  } else if (!isDry) placeFile(root, path, text)
  const why = alerts.map(({ name, reason }) => `${name} (${reason})`).join(', ')
  io.out(`  ${stub ? 'filled ' : 'written'} ${path}${why === '' ? '' : `: ${why}`}\n`)
  return true
}

function copy(from: string, root: string, path: string, isDry: boolean, io: Io, kept: string[]): void {
  const content = readFileSync(from)
  const to = join(root, path)
  if (existsSync(to)) {
    if (!readFileSync(to).equals(content)) kept.push(path)
    return
  }
  if (!isDry) placeFile(root, path, content)
  io.out(`  written ${path}\n`)
}

function tell(plan: PagesPlan, kept: readonly string[], written: number, io: Io): void {
  for (const path of kept) io.err(`note: ${path} already exists with other content: it is left unchanged\n`)
  for (const { page, alert, by } of plan.taken)
    io.err(`note: \`${alert}\` has a page, ${by}: ${page.source.path} is not imported\n`)
  io.out(candidateLines(plan))
  io.err(summaryOf(plan, written))
}
