/** Folders on disk → sources, sorted. What cannot be read becomes a diagnostic. */
import type { Config, Diagnostic, Source } from '../model.ts'
import { isRunbook, isUnitTest, mayHoldRules } from '../parse/kind.ts'
import { append } from '../text/append.ts'
import { byCodeUnits } from '../text/compare.ts'
import { excluderOf } from '../text/exclude.ts'
import { plainPath } from '../text/folder.ts'
import { isDocument } from '../text/page-path.ts'
import { MARKDOWN } from '../text/path.ts'
import { BASELINE_FILE } from './baseline.ts'
import { LINKS_FILE } from './links-file.ts'
import { problem, readSource } from './read-source.ts'
import type { Stamps } from './stamps.ts'
import { Walk } from './walk.ts'

/** A project's configuration, at its root. */
export const CONFIG_FILE = 'alertbook.yml'

/** Its possible names; the first that exists is read. */
export const CONFIG_FILES: readonly string[] = [CONFIG_FILE, 'alertbook.yaml']

/** Our own files at the root: not rule files, although `rules: .` would match them. */
const OWN: readonly string[] = [...CONFIG_FILES, LINKS_FILE, BASELINE_FILE]

/** Endings of rule files: Prometheus accepts any name, and these are the usual ones. */
export const RULES: RegExp = /\.(?:ya?ml|rules)$/i

export interface ReadResult {
  readonly sources: readonly Source[]
  readonly diagnostics: readonly Diagnostic[]
  /** Configured folders that do not exist. */
  readonly missing: readonly { readonly key: Folders; readonly folder: string }[]
}

/** The keys of the configuration that name folders with sources. */
export type Folders = 'runbooks' | 'docs' | 'rules'

/** Every runbook, document and rule file of a project, in order of path. The output folder is never read. */
export function readProject(root: string, config: Config, stamps?: Stamps): ReadResult {
  const skipped = new Set([...OWN, plainPath(config.output.dir)].filter((path) => path !== ''))
  const isExcluded = excluderOf(config.exclude)
  const isTest = excluderOf(config.tests)
  const walk = new Walk(root, (path) => skipped.has(path) || isExcluded(path))
  const missing: { key: Folders; folder: string }[] = []
  const unread = new Set<string>()
  const add = (key: Folders, pattern: RegExp, others?: (path: string) => void): void => {
    const names = new Map(config[key].map((folder) => [plainPath(folder), folder]))
    const none = walk.add({
      folders: [...names.keys()],
      isWanted: (path) => pattern.test(path),
      ...(others && { others }),
    })
    append(
      missing,
      none.map((folder) => ({ key, folder: names.get(folder)! })),
    )
  }
  const misplaced = new Set<string>()
  add('runbooks', MARKDOWN, (path) => RULES.test(path) && misplaced.add(path))
  add('docs', MARKDOWN)
  // A folder that holds both rule files and runbooks may hold other files too.
  const isMixed = config.rules.some((rules) =>
    [...config.runbooks, ...config.docs].some((pages) => meet(plainPath(rules), plainPath(pages))),
  )
  add('rules', RULES, isMixed ? undefined : (path) => unread.add(path))
  const sources: Source[] = []
  const diagnostics: Diagnostic[] = []
  for (const { path, fault } of walk.files()) {
    const read = fault
      ? problem(path, fault)
      : readSource(root, path, {
          stamps,
          limit: config.limits.source,
          isDocument: isRunbook(path) && isDocument(path, config),
        })
    if (!('text' in read)) diagnostics.push(read)
    // Tests may be beside the rules that they test.
    else if (!(RULES.test(path) && isTest(path) && isUnitTest(read))) sources.push(read)
  }
  for (const path of [...misplaced].filter((path) => !walk.found.has(path)).sort(byCodeUnits)) {
    if (looksLikeRules(root, path, config.limits.source) === true) diagnostics.push(amongRunbooks(path))
  }
  const others = [...unread]
    .filter((path) => !walk.found.has(path) && looksLikeRules(root, path, config.limits.source) !== false)
    .sort(byCodeUnits)
  const left = others.length - NAMED
  diagnostics.push(
    ...others.slice(0, NAMED).map((path, index) => notRead(path, index === NAMED - 1 ? left : 0)),
  )
  return { sources, diagnostics, missing }
}

/** A rule file beside runbooks: nothing deploys it. */
const amongRunbooks = (file: string): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'file-unread',
  severity: 'warning',
  message: 'This rule file is in a folder of runbooks: its rules are not compiled',
  hint: 'move it below `rules/`, or list it under `rules:` in alertbook.yml',
})

/** Whether a file that is not a source looks like one with rules; undefined if it cannot be looked into. */
function looksLikeRules(root: string, path: string, limit: number): boolean | undefined {
  const read = readSource(root, path, { limit, within: true })
  return 'text' in read ? mayHoldRules(read) : undefined
}

/** Whether one folder contains the other. */
const meet = (a: string, b: string): boolean =>
  a === '' || b === '' || `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`)

/** Most files listed by name; the rest is counted. */
const NAMED = 20

/** A file like a rule file with another kind of name: its contents are not deployed. */
const notRead = (file: string, more: number): Diagnostic => ({
  file,
  range: { start: 0, end: 0 },
  code: 'file-unread',
  severity: isRunbook(file) ? 'info' : 'warning',
  message: `This file ${more > 0 ? `and ${more} others are in a folder of rule files, but are not read` : 'is in a folder of rule files, but is not read'}`,
  hint: /(?:^|\/)\.[^/]*$/.test(file)
    ? 'rename or remove it: hidden files are never read, but a pattern in the Prometheus configuration could match it'
    : isRunbook(file)
      ? 'move it below a folder that `runbooks:` in alertbook.yml names, if its rules are to be compiled'
      : 'end its name in `.yml`, `.yaml` or `.rules`, or list it under `rules:` in alertbook.yml',
})

/** Matching files below a folder, by relative path and sorted, and problems with some. */
export function sourcePaths(
  folder: string,
  pattern: RegExp,
): { paths: string[]; others: string[]; diagnostics: Diagnostic[] } {
  const walk = new Walk(folder)
  const others: string[] = []
  walk.add({ folders: [''], isWanted: (path) => pattern.test(path), others: (path) => others.push(path) })
  const found = walk.files()
  return {
    paths: found.filter(({ fault }) => !fault).map(({ path }) => path),
    others,
    diagnostics: found.flatMap(({ path, fault }) => (fault ? [problem(path, fault)] : [])),
  }
}
