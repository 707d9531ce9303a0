/** A project on disk → what every command needs: configuration, sources, cache. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { severityAt } from '../checks/runner/levels.ts'
import type { CompileOptions } from '../compile-parsed.ts'
import { LINKS_FILE, type LinksFile, readLinks } from '../disk/links-file.ts'
import { readProject } from '../disk/read.ts'
import { readSource } from '../disk/read-source.ts'
import { openStamps } from '../disk/stamps.ts'
import { recallParsed, storeParsed } from '../memory/parsed-text.ts'
import { DamagedMemory, type Memory, openMemory } from '../memory/remember.ts'
import type { Config, Diagnostic, Parsed, Place, Published, Source, Step, Texts } from '../model.ts'
import { loadRegexps, type Regexps } from '../template/index.ts'
import { hash } from '../text/hash.ts'
import { type Identified, identifiedBy } from '../text/identified.ts'
import { textsOf } from '../text/source.ts'
import { type Cache, cacheOf } from './cache.ts'
import { type Args, type Io, UserError } from './command.ts'
import { adjusted, loadConfig } from './configuration.ts'
import { hintWithoutSources, isThere, rootOf } from './root.ts'
import { STAMP } from './start/version.ts'

export interface Inputs {
  readonly root: string
  readonly config: Config
  readonly sources: readonly Source[]
  /** Texts of everything read, including the configuration. */
  readonly texts: Texts
  readonly diagnostics: readonly Diagnostic[]
  /** The record of published addresses as read; undefined before anything was published. */
  readonly links: Source | undefined
  /** Today, as `2026-11-21`: promises for an earlier day are overdue. */
  readonly today: string
  /** Where the configuration defines each parameter. */
  readonly paramPlaces: ReadonlyMap<string, Place>
  /** Whether a source, or a part of the configuration, could not be read. */
  readonly unread: boolean
  /** Whether rule files are configured. */
  readonly expectsRules: boolean
  /** Storage between runs; undefined if nothing is stored. */
  readonly cache: Cache | undefined
}

export interface Project extends Inputs {
  /** The parsed sources; unchanged ones come from the cache. */
  readonly parsed: readonly Parsed[]
  /** The record of published addresses. */
  readonly published: readonly Published[]
  /** Results of stages for unchanged files. */
  readonly memory: Memory
  /** Loaded if a template of the project needs it. */
  readonly regexps: Regexps | undefined
}

/**
 * Whether the project has a file or folder at a path, for links to other files than runbooks; nothing above the project
 * counts.
 */
export const existsIn =
  (root: string) =>
  (path: string): boolean =>
    !path.split('/').includes('..') && existsSync(join(root, path))

/** Reads configuration and sources. */
export function readInputs(args: Args, io: Io): Inputs {
  const root = rootOf(args, io)
  const { source, diagnostics, paramPlaces, paramFiles, ...loaded } = loadConfig(root)
  const config = adjusted(loaded.config, args)
  const cache = cacheOf(root, args, io)
  const stamps = openStamps(cache && join(cache.folder, 'stamps'), cache?.seal)
  const read = readProject(root, config, stamps)
  stamps.save()
  if (read.sources.length === 0 && read.diagnostics.length === 0 && diagnostics.length === 0) {
    const folders = [...config.runbooks, ...config.rules].map((folder) => `\`${folder}\``).join(' or ')
    throw new UserError(`no runbooks or rule files in ${folders}`, hintWithoutSources(root))
  }
  const missing = read.missing.map(({ key, folder }) => missingFolder(key, folder, source))
  const links = isThere(root, LINKS_FILE)
    ? readSource(root, LINKS_FILE, { within: true, limit: config.limits.source })
    : undefined
  const record = links && 'text' in links ? links : undefined
  const beside = [source, record, ...paramFiles].filter((one) => one !== undefined)
  return {
    root,
    config,
    sources: read.sources,
    texts: textsOf([...read.sources, ...beside]),
    diagnostics: [
      ...diagnostics,
      ...missing.filter((one) => one !== undefined),
      ...(links && !('text' in links) ? [links] : []),
      ...read.diagnostics.flatMap((one) => asConfigured(one, config)),
    ],
    links: record,
    today: new Date().toISOString().slice(0, 10),
    cache,
    paramPlaces,
    // What a configuration with an error leaves out is no reason to call anything missing.
    unread: [...diagnostics, ...read.diagnostics].some(({ severity }) => severity === 'error'),
    expectsRules: config.rules.some(
      (folder) => !read.missing.some((one) => one.key === 'rules' && one.folder === folder),
    ),
  }
}

/** Gives a note of the reader its configured severity. */
function asConfigured(diagnostic: Diagnostic, config: Config): Diagnostic[] {
  const { code, file } = diagnostic
  const severity = code === 'file-unread' ? severityAt(config, code, file) : undefined
  return severity === 'off' ? [] : [severity ? { ...diagnostic, severity } : diagnostic]
}

/** The record of published addresses, parsed once; empty before anything was published. */
export function readRecord({ links }: Inputs, { remember }: Memory): LinksFile {
  if (!links) return { published: [], diagnostics: [] }
  return remember(readLinksFile, known(links))
}

const readLinksFile: Step<Identified<Source>, LinksFile> = {
  name: 'record',
  run: ({ value }) => readLinks(value),
}

/** A source represented by its fingerprint. */
const known = (source: Source): Identified<Source> =>
  identifiedBy(() => source.hash ?? hash(source.text), source)

/** Reads and parses the project named by the arguments. */
export async function loadProject(args: Args, io: Io): Promise<Project> {
  return parseInputs(readInputs(args, io), io)
}

/** What a project is compiled with, whether by a check, by a build or for a reader who watches. */
export const compileOptions = (project: Inputs & Pick<Project, 'published' | 'regexps'>): CompileOptions => ({
  published: project.published,
  today: project.today,
  regexps: project.regexps,
  paramPlaces: project.paramPlaces,
  unread: project.unread,
  expectsRules: project.expectsRules,
  exists: existsIn(project.root),
})

/** Parses the inputs. */
export async function parseInputs(inputs: Inputs, io: Io): Promise<Project> {
  const { cache } = inputs
  const memory = openMemory(cache && join(cache.folder, 'memory'), STAMP, cache?.seal)
  const record = readRecord(inputs, memory)
  const parsed = await parseAll(inputs.sources, memory, io)
  return {
    ...inputs,
    memory,
    diagnostics: [...inputs.diagnostics, ...record.diagnostics],
    published: record.published,
    parsed,
    regexps: parsed.some(({ mayUseRegexps }) => mayUseRegexps) ? await loadRegexps() : undefined,
  }
}

/**
 * Does some work with a project. If that asks for a stored text that cannot be read, all sources are parsed again, and the
 * work begins anew; it must have printed and written nothing by then.
 */
export async function withMemory<T>(
  project: Project,
  io: Io,
  work: (project: Project) => T | Promise<T>,
): Promise<T> {
  try {
    return await work(project)
  } catch (error) {
    if (!(error instanceof DamagedMemory)) throw error
    project.memory.forget()
    const { parsed, memory } = await parseInputs({ ...project, cache: undefined }, io)
    return work({ ...project, parsed, memory })
  }
}

/** Parses sources that are not stored; the parser is loaded only if there are any. */
async function parseAll(sources: readonly Source[], memory: Memory, io: Io): Promise<Parsed[]> {
  const before = sources.map((source) => recallParsed(memory, source))
  const missing = sources.filter((_, index) => before[index] === undefined)
  // Loaded here: the Markdown library is large.
  if (missing.length === 0) return before as Parsed[]
  const { parseSources } = await import('./start/parse-sources.ts')
  const results = await parseSources(missing, io, (source, text) => storeParsed(memory, source, text))
  let next = 0
  return before.map((known) => known ?? results[next++]!)
}

/** A configured folder must exist; default ones may be missing. */
function missingFolder(key: string, folder: string, source: Source | undefined): Diagnostic | undefined {
  const at = source?.text.search(new RegExp(`^${key}[ \\t]*:`, 'm')) ?? -1
  if (!source || at < 0) return undefined
  const within = source.text.indexOf(folder, at)
  const start = within < 0 ? at : within
  return {
    file: source.path,
    range: { start, end: within < 0 ? at + key.length : within + folder.length },
    code: 'config-folder',
    severity: 'error',
    message: `\`${key}\` names the folder \`${folder}\`, which does not exist`,
    hint: `create the folder, or correct \`${key}\``,
  }
}
