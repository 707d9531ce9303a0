/** `--coverage` and `--mutate`: how well tests cover rules. */
import type { Texts } from '../../model.ts'
import { createCoverage } from '../../prove/coverage/index.ts'
import { coverageJson, coverageText } from '../../report/tests/coverage.ts'
import { mutationJson, mutationText } from '../../report/tests/mutation.ts'
import { loadRegexps, type Regexps } from '../../template/index.ts'
import { type ExitCode, type Io, UserError } from '../command.ts'
import type { TestFile } from './find.ts'
import { mutateSuite } from './mutation.ts'
import { type Suite, type SuiteSettings, suitesOf } from './suites.ts'

export interface DeeperSettings extends Omit<SuiteSettings, 'regexps'> {
  readonly format: string
}

async function open(
  files: readonly TestFile[],
  settings: DeeperSettings,
): Promise<{ suites: Suite[]; texts: Texts; regexps: Regexps }> {
  const { format } = settings
  if (format !== 'text' && format !== 'json') {
    throw new UserError(
      `unexpected \`--format ${format}\``,
      'use `--format text` or `--format json` with coverage and mutation',
    )
  }
  const regexps = await loadRegexps()
  const { suites, textOf } = suitesOf(files, { ...settings, regexps })
  return {
    suites,
    texts: { get: textOf, has: (path) => textOf(path) !== undefined, keys: () => [] },
    regexps,
  }
}

/** Runs all tests and reports what they show of the rules. Returns 1 if a test fails. */
export async function runCoverage(
  files: readonly TestFile[],
  settings: DeeperSettings,
  io: Io,
): Promise<ExitCode> {
  const { suites, texts, regexps } = await open(files, settings)
  const { version, features } = settings.config.prometheus
  const coverage = createCoverage(version, features, regexps)
  let failed = false
  for (const { tests } of suites) {
    for (const test of tests) {
      if (test.run(test.groups, coverage.observe).failures.length > 0) failed = true
    }
  }
  const items = coverage.items()
  io.raw.out(settings.format === 'json' ? coverageJson(items, texts) : coverageText(items, texts, io))
  return failed ? 1 : 0
}

/** Changes every rule slightly and runs its tests. Returns 1 if tests fail without a change. */
export async function runMutation(
  files: readonly TestFile[],
  settings: DeeperSettings,
  io: Io,
): Promise<ExitCode> {
  const { suites, texts } = await open(files, settings)
  const { version, features } = settings.config.prometheus
  const reports = suites.map((suite, index) => {
    if (io.progress) io.raw.err(`\r\x1b[K${index + 1} of ${suites.length}: ${suite.path}`)
    const { path, broken, judged } = mutateSuite(suite, version, features)
    const items = judged.map(({ mutant: { rule, what, edit }, killed }) => ({
      rule: rule.name,
      what,
      edit,
      killed,
    }))
    return { path, broken, items }
  })
  if (io.progress) io.raw.err('\r\x1b[K')
  io.raw.out(settings.format === 'json' ? mutationJson(reports, texts) : mutationText(reports, texts, io))
  return reports.some(({ broken }) => broken) ? 1 : 0
}
