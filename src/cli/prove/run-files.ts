/** Test files → what came of them, in order. */
import { readSource } from '../../disk/read.ts'
import type { Config, TestFileReport } from '../../model.ts'
import { loadRegexps } from '../../template/index.ts'
import type { TestFile } from './find.ts'
import { openRules } from './load-rules.ts'
import { runPromtoolFile } from './promtool-file.ts'

export interface RunSettings {
  readonly root: string
  readonly config: Config
  /** Whether a test of this name is to be run. */
  readonly isWanted: (name: string) => boolean
}

export interface RunOutcome {
  readonly files: readonly TestFileReport[]
  /** Texts of test files and of rule files, for places. */
  readonly texts: ReadonlyMap<string, string>
}

export async function runFiles(files: readonly TestFile[], settings: RunSettings): Promise<RunOutcome> {
  const { root, config, isWanted } = settings
  const regexps = await loadRegexps()
  const shelf = openRules(root, config, () => regexps)
  const { version, features } = config.prometheus
  const texts = new Map<string, string>()
  const reports = files.map(({ path }): TestFileReport => {
    const source = readSource(root, path)
    if (!('text' in source)) return unreadable(path, source.message)
    texts.set(path, source.text)
    return runPromtoolFile(root, source, shelf, { version, features, regexps }, isWanted)
  })
  return { files: reports, texts: new Map([...shelf.texts, ...texts]) }
}

const unreadable = (path: string, message: string): TestFileReport => ({
  path,
  results: [],
  problems: [{ range: { start: 0, end: 0 }, message, promtool: message }],
  warnings: [],
  skipped: 0,
})
