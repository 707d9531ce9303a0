/** Test files → what came of them, in order. */
import { existsSync } from 'node:fs'
import { readSource } from '../../disk/read.ts'
import type { Config, TestFileReport } from '../../model.ts'
import { runbookSettings } from '../../prove/settings.ts'
import { loadRegexps } from '../../template/index.ts'
import { type Book, bookOfOne, runPage } from './book.ts'
import type { TestFile } from './find.ts'
import { openRules } from './load-rules.ts'
import { runPromtoolFile } from './promtool-file.ts'
import { runScript } from './script.ts'

export interface RunSettings {
  readonly root: string
  readonly config: Config
  /** Whether a test of this name is to be run. */
  readonly isWanted: (name: string) => boolean
  /** The project, where there is one and a runbook of it is tested. */
  readonly book?: Book | undefined
}

export interface RunOutcome {
  readonly files: readonly TestFileReport[]
  /** Texts of test files and of rule files, for places. */
  readonly texts: ReadonlyMap<string, string>
}

export async function runFiles(files: readonly TestFile[], settings: RunSettings): Promise<RunOutcome> {
  const { root, config, isWanted, book } = settings
  const regexps = await loadRegexps()
  const shelf = openRules(root, config, () => regexps)
  const { version, features } = config.prometheus
  const texts = new Map<string, string>()
  const others = (path: string) => (existsSync(`${root}/${path}`) ? shelf.get(path).groups : undefined)
  const reports = files.map(({ path, kind }): TestFileReport => {
    const source = readSource(root, path)
    if (!('text' in source)) return unreadable(path, source.message)
    texts.set(path, source.text)
    if (kind === 'script') return runScript(source, config, isWanted)
    if (kind === 'promtool') {
      return runPromtoolFile(root, source, shelf, { version, features, regexps }, isWanted)
    }
    const pageIn = (one: Book) => one.program.pages.find(({ runbook }) => runbook.source.path === path)
    const home = book !== undefined && pageIn(book) !== undefined ? book : bookOfOne(source, config, regexps)
    const page = pageIn(home)
    if (page === undefined) return { path, results: [], problems: [], warnings: [], skipped: 0 }
    return runPage(home, page, runbookSettings(config, regexps), isWanted, others)
  })
  for (const path of book?.program.texts.keys() ?? []) {
    const text = book?.program.texts.get(path)
    if (text !== undefined && !texts.has(path)) texts.set(path, text)
  }
  return { files: reports, texts: new Map([...shelf.texts, ...texts]) }
}

const unreadable = (path: string, message: string): TestFileReport => ({
  path,
  results: [],
  problems: [{ range: { start: 0, end: 0 }, message, promtool: message }],
  warnings: [],
  skipped: 0,
})
