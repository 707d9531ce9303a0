/** Test files → results, in order. Unchanged tests are not run again. */
import { readSource } from '../../disk/read-source.ts'
import { openTestMemory, type TestMemory } from '../../memory/test-results.ts'
import type { Config, Source, TestFileReport } from '../../model.ts'
import { runbookSettings } from '../../prove/settings.ts'
import { loadRegexps, type Regexps } from '../../template/index.ts'
import { hash } from '../../text/hash.ts'
import { lazy } from '../../text/once.ts'
import { type Book, pageKey, pageOf, runPage } from './book.ts'
import type { TestFile } from './find.ts'
import { openRules, type RuleShelf } from './load-rules.ts'
import { pathsOf, readFile, runPromtoolFile } from './promtool-file.ts'
import { runScript } from './script.ts'

export interface RunSettings {
  readonly root: string
  readonly config: Config
  /** Whether to run a test with this name. */
  readonly isWanted: (name: string) => boolean
  /** What `isWanted` depends on, for the key of stored results. */
  readonly wanted?: string
  /** The project, if there is one and its runbooks are tested. */
  readonly book?: Book | undefined
  readonly memory?: TestMemory
}

export interface RunOutcome {
  readonly files: readonly TestFileReport[]
  /** Texts of test files and rule files, for places. */
  readonly texts: ReadonlyMap<string, string>
  /** How many files had to be run. */
  readonly run: number
}

/** A file in turn: its stored result, or how to run it. */
interface Turn {
  readonly report: TestFileReport | undefined
  run(regexps: Regexps): TestFileReport
}

export async function runFiles(files: readonly TestFile[], settings: RunSettings): Promise<RunOutcome> {
  const { root, config, book } = settings
  const memory = settings.memory ?? openTestMemory(undefined, '', undefined)
  const regexps: { current?: Regexps } = {}
  const shelf = openRules(root, config, () => regexps.current)
  const texts = new Map<string, Source>()
  const turns = files.map(({ path, kind }): Turn => {
    const source = readSource(root, path)
    if (!('text' in source)) return known(unreadable(path, source.message))
    texts.set(path, source)
    if (kind === 'script') return scriptTurn(source, settings, memory)
    return kind === 'promtool'
      ? promtoolTurn(source, settings, memory, shelf)
      : runbookTurn(source, settings, memory, shelf)
  })
  const waiting = turns.filter(({ report }) => report === undefined)
  if (waiting.length > 0) regexps.current = await loadRegexps()
  const reports = turns.map(({ report, run }) => report ?? run(regexps.current!))
  memory.save()
  return { files: reports, texts: textsOf(texts, shelf, book, reports), run: waiting.length }
}

const known = (report: TestFileReport): Turn => ({ report, run: () => report })

/** A turn whose report is stored under a key. */
function remembered(memory: TestMemory, key: string, make: Turn['run']): Turn {
  return {
    report: memory.get<TestFileReport>(key),
    run(regexps) {
      const report = make(regexps)
      memory.set(key, report)
      return report
    },
  }
}

/** What every test depends on besides its files. */
const settingsKey = ({
  config: { prometheus, actions, site, links, params },
  wanted = '',
}: RunSettings): string => hash(JSON.stringify([prometheus, actions, site.url, links, params, wanted]))

const keyOf = ({ path, hash: print, text }: Source): string => `${print ?? hash(text)} ${path}`

function scriptTurn(source: Source, settings: RunSettings, memory: TestMemory): Turn {
  const key = `script ${settingsKey(settings)} ${keyOf(source)}`
  return remembered(memory, key, () => runScript(source, settings.config, settings.isWanted))
}

function promtoolTurn(source: Source, settings: RunSettings, memory: TestMemory, shelf: RuleShelf): Turn {
  const { root, config, isWanted } = settings
  const { version, features } = config.prometheus
  const read = lazy(() => readFile(root, source, version))
  // For an unchanged file, only the names of its rule files are needed.
  const about = `names ${version} ${keyOf(source)}`
  const names = memory.get<string[]>(about) ?? read().file.ruleFiles.map(({ value }) => value)
  memory.set(about, names)
  const rules = names
    .flatMap((name) => pathsOf(root, source.path, name) ?? [])
    .map((path) => shelf.keyOf(path))
  const key = `promtool ${settingsKey(settings)} ${keyOf(source)} ${rules.join(' ')}`
  return remembered(memory, key, (regexps) =>
    runPromtoolFile(read(), shelf, { version, features, regexps }, isWanted),
  )
}

function runbookTurn(source: Source, settings: RunSettings, memory: TestMemory, shelf: RuleShelf): Turn {
  const { config, isWanted, book } = settings
  const found = pageOf(source, config, book)
  if (!found) return known({ path: source.path, results: [], problems: [], warnings: [], skipped: 0 })
  const { home, page } = found
  const key = `runbook ${settingsKey(settings)} ${keyOf(source)} ${pageKey(home, page, shelf.groupsOf)}`
  return remembered(memory, key, (regexps) =>
    runPage(home, page, runbookSettings(config, regexps), isWanted, shelf.groupsOf),
  )
}

/** The texts that reports refer to. */
function textsOf(
  own: ReadonlyMap<string, Source>,
  shelf: RuleShelf,
  book: Book | undefined,
  reports: readonly TestFileReport[],
): Map<string, string> {
  const texts = new Map<string, string>()
  const explained = reports.flatMap(({ results }) =>
    results.flatMap(({ failures }) => failures.flatMap(({ explanations }) => explanations)),
  )
  const paths = new Set([...own.keys(), ...explained.flatMap(({ place }) => place?.file ?? [])])
  for (const path of paths) {
    const text = own.get(path)?.text ?? book?.program.texts.get(path) ?? shelf.textOf(path)
    if (text !== undefined) texts.set(path, text)
  }
  return texts
}

const unreadable = (path: string, message: string): TestFileReport => ({
  path,
  results: [],
  problems: [{ range: { start: 0, end: 0 }, message, promtool: message }],
  warnings: [],
  skipped: 0,
})
