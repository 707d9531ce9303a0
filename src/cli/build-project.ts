/** The work of a build. A file of its own, so that a build with nothing to do need not load it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import { customTheme } from '../disk/custom-theme.ts'
import { readHistory } from '../disk/git.ts'
import { readImages } from '../disk/images.ts'
import { isSameRecord, LINKS_FILE, linksText, readLinks } from '../disk/links-file.ts'
import { PlaceError, placeFile, removeStale } from '../disk/place.ts'
import { fileAt, readSource } from '../disk/read-source.ts'
import { loadThemeFor } from '../disk/theme.ts'
import { compareOutputs, writeOutputs } from '../disk/write.ts'
import type { Compilation, Diagnostic, Step } from '../model.ts'
import { count } from '../text/count.ts'
import { asCode, listed } from '../text/listed.ts'
import { type ExitCode, type Io, UserError } from './command.ts'
import { compileOptions, type Project, withMemory } from './project.ts'
import { named, unrecorded } from './record.ts'
import { STAMP } from './start/version.ts'

type FindingFilter = (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[]

/** What a build compiles a project with, besides the project. */
export interface BuildSettings {
  /** The checked-out commit, in a repository. */
  readonly commit: string | undefined
  /** The last build wrote rules, so that writing none would switch them off. */
  readonly hadRules: boolean
  /** Filters out findings covered by the baseline; if an error remains, there are no outputs. */
  readonly left: FindingFilter
  /** Whether findings come with their fixes. */
  readonly fixes: boolean
}

/** Compiles a project with its site. */
export async function compileProject(
  project: Project,
  { commit, hadRules, left, fixes }: BuildSettings,
): Promise<Compilation> {
  const { root, parsed, sources, config, memory } = project
  const folders = [...config.runbooks, ...config.docs, ...config.rules]
  const history = commit && memory.remember(historyOf, { commit, folders, root })
  const theme = await customTheme(await loadThemeFor(parsed, STAMP), root, config.site.theme)
  if (typeof theme === 'string') throw new UserError(theme)
  const images = readImages(root, parsed, config.limits.source, config.runbooks)
  const compilation = compileParsed(parsed, sources, config, {
    ...buildOptions(project, hadRules),
    theme,
    facts: {
      ...(commit && { commit }),
      ...(history && { history: new Map(history) }),
      files: images.files,
    },
    left,
    fixes,
  })
  const diagnostics = [...project.diagnostics, ...images.diagnostics, ...compilation.diagnostics]
  const failed = left(diagnostics).some(({ severity }) => severity === 'error')
  return { ...compilation, diagnostics, outputs: failed ? [] : compilation.outputs }
}

/** What a build compiles a project with, apart from its site. */
export const buildOptions = (project: Project, hadRules: boolean): CompileOptions => ({
  ...compileOptions(project),
  expectsRules: project.expectsRules || hadRules,
  remember: project.memory.remember,
})

/** The history of a commit never changes. */
const historyOf: Step<
  { commit: string; folders: readonly string[]; root: string },
  ReturnType<typeof readHistory>
> = {
  name: 'history',
  run: ({ folders, root }) => readHistory(root, folders),
}

/**
 * Passes the outputs to `use`. If they need a stored text that is damaged, everything is read again; the findings stay
 * valid, because they did not depend on that text.
 */
export function withOutputs<T>(
  project: Project,
  compilation: Compilation,
  settings: BuildSettings,
  io: Io,
  use: (compilation: Compilation) => T,
): Promise<T> {
  return withMemory(project, io, async (sound) =>
    use(sound === project ? compilation : await compileProject(sound, settings)),
  )
}

/**
 * `--check`: whether the outputs and the record of addresses are up to date; says which are not. A missing output
 * folder, as in a fresh clone, is not compared: at this point everything is known to compile.
 */
export function checkOutputs(
  dir: string,
  name: string,
  project: Project,
  compilation: Compilation,
  io: Io,
): ExitCode {
  const isBuilt = existsSync(dir)
  const { written, removed } = isBuilt
    ? compareOutputs(dir, compilation.outputs)
    : { written: [], removed: [] }
  const stale = [
    ...written.map((path) => `  ${existsSync(join(dir, path)) ? 'differs' : 'missing'}: ${path}\n`),
    ...removed.map((path) => `  left over: ${path}\n`),
  ]
  const recorded = recordFault(project, compilation)
  if (recorded !== undefined) io.err(recorded)
  if (stale.length > 0) {
    const rest = stale.length > 20 ? `  and ${stale.length - 20} more\n` : ''
    io.err(
      `${name} is not up to date:\n${stale.slice(0, 20).join('')}${rest}  hint: run \`alertbook build\`\n`,
    )
  } else if (recorded === undefined)
    io.out(
      isBuilt
        ? `${name} is up to date.\n`
        : `Everything compiles; ${name} does not exist, so it was not compared.\n`,
    )
  return stale.length > 0 || recorded !== undefined ? 1 : 0
}

/** What the record of addresses lacks; undefined if a build would leave it unchanged. */
function recordFault({ published, links }: Project, { program }: Compilation): string | undefined {
  const { record } = program.addresses
  if (isSameRecord(published, record) && (links !== undefined || record.length === 0)) return undefined
  const missing = unrecorded({ published }, program)
  const what =
    missing.length === 0 ? `${LINKS_FILE} is not up to date` : `${LINKS_FILE} lacks ${named(missing)}`
  return `${what}\n  hint: run \`alertbook build\` and commit the record of addresses with the pages\n`
}

/** Updates the record of published addresses and returns its text. An equivalent record stays as it is. */
export function storeRecord({ root, links, published }: Project, { program }: Compilation): string {
  const { record } = program.addresses
  removeStale(root)
  if (links && isSameRecord(published, record)) return links.text
  const text = linksText(withOthers(root, links?.text, record))
  placeFile(root, LINKS_FILE, text)
  return text
}

/** The record, with addresses that another build has added since this one read it. */
function withOthers(root: string, read: string | undefined, record: Record): Record {
  const now = existsSync(join(root, LINKS_FILE)) ? readSource(root, LINKS_FILE) : undefined
  if (!now || !('text' in now) || now.text === read) return record
  const own = new Set(record.map(({ path }) => path))
  const others = readLinks(now).published.filter(({ path }) => !own.has(path))
  return [...record, ...others].sort((a, b) => (a.path < b.path ? -1 : 1))
}

type Record = Compilation['program']['addresses']['record']

/** Writes the outputs; returns a description of what was built and what changed. */
export function writeAll(
  dir: string,
  { root, texts }: Project,
  { outputs, program }: Compilation,
): { readonly built: string; readonly changes: string; readonly note: string; readonly print: string } {
  try {
    const sources = [...texts.keys()].map((path) => fileAt(root, path))
    const thread = new URL('write-worker.js', import.meta.url)
    const { written, removed, replaced, unchanged, print } = writeOutputs(
      dir,
      outputs,
      { root, sources },
      thread,
    )
    const filled = program.groups.filter(({ rules }) => rules.length > 0)
    const rules = filled.reduce((sum, group) => sum + group.rules.length, 0)
    const changed = `${written.length} written, ${removed.length} removed, ${unchanged} unchanged`
    return {
      built: `${count(rules, 'rule')} in ${count(filled.length, 'group')}, ${count(program.pages.length, 'page')}`,
      print,
      note:
        replaced.length === 0
          ? ''
          : `note: replaced ${count(replaced.length, 'file')} that no build is known to have written: ${listed(replaced, 3, asCode)}\n`,
      changes: written.length + removed.length === 0 ? 'nothing changed' : changed,
    }
  } catch (error) {
    if (error instanceof PlaceError) throw new UserError(error.message, error.hint)
    const { code, path, dest = path } = error as NodeJS.ErrnoException & { readonly dest?: string }
    if (code === undefined) throw error
    throw new UserError(
      `cannot write \`${dest ?? dir}\` (${code})`,
      'each file there is whole, but some may be new and others old: correct the cause, then run `alertbook build` again',
    )
  }
}
