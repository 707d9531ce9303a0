/** `alertbook test`: tests of runbooks, promtool's unit-test files, and scripts of promqltest. */
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { glob } from '../disk/glob.ts'
import { CONFIG_FILE } from '../disk/read.ts'
import { userCache } from '../disk/seal.ts'
import { openTestMemory, type TestMemory } from '../memory/test-results.ts'
import type { Config, TestFileReport, Texts } from '../model.ts'
import { type TestFormatName, testFormats, testSummary } from '../report/tests/index.ts'
import { hash } from '../text/hash.ts'
import { textsOf } from '../text/source.ts'
import { cacheOf } from './cache.ts'
import { type Args, type Command, type ExitCode, flag, type Io, option, UserError } from './command.ts'
import { adjusted, readableConfig } from './configuration.ts'
import { fileNaming, withFileNames } from './file-names.ts'
import { formatOption } from './format-option.ts'
import { loadProject, withMemory } from './project.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { type Book, bookOf } from './prove/book.ts'
import { runCoverage, runMutation } from './prove/deeper.ts'
import { findTests, type TestFile } from './prove/find.ts'
import { type RunOutcome, type RunSettings, runFiles } from './prove/run-files.ts'
import { compareVersions } from './prove/upgrade.ts'
import { fromRoot, rootOf } from './root.ts'
import { STAMP } from './start/version.ts'
import { versionIn } from './version-option.ts'
import { watchProject, writtenFolders } from './watch.ts'

/** The option for the format of test results. */
const FORMAT = formatOption(Object.keys(testFormats) as [TestFormatName])

export const test: Command = {
  usage: '[--run REGEXP] [--format FORMAT] [PATH …]',
  help: `Without a path, runs the tests of the project: the \`yaml test\` fences of its runbooks, and the files that \`tests\` in
alertbook.yml names. With files, runs just those; they need no project: runbooks, unit-test files as
\`promtool test rules\` takes them, and scripts of PromQL tests (FILE.test). For a folder, runs every test below it.

  alertbook test
  alertbook test runbooks/disk.md
  alertbook test rules_test.yml --prometheus-version 2.42
  alertbook test tests/ --run 'disk|memory' --format junit
  alertbook test --prometheus-version 2.42 --against 3.5     what an upgrade would change
  alertbook test --coverage      alerts that never fire, outcomes that no test shows
  alertbook test --mutate        small changes of the rules that no test would notice

The rule files that a unit test names may also be PrometheusRule manifests or runbooks. Exit code 0 when all tests pass,
1 when one fails, 2 when a file cannot be read as tests.`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT.options,
    run: option('Only tests whose name matches this regular expression; may be repeated', { multiple: true }),
    'prometheus-version': option('Evaluate as this version of Prometheus does, such as 2.42'),
    against: option('Show which tests give another result with this version of Prometheus'),
    coverage: flag('Show which parts of the rules no test shows'),
    mutate: flag('Show which small changes of the rules no test would notice'),
    'pass-with-no-tests': flag('Exit with 0 if there are no tests'),
    watch: flag('Run again whenever a file changes', 'w'),
    'ignore-unknown-fields': flag('Accept fields in rule files that Prometheus does not know'),
  },
  async run(args, io) {
    const root = rootOf(args, io)
    const paths = args.positionals.map((path) => fromRoot(root, io, path))
    const inRoot = { ...args, positionals: paths }
    if (args.values.watch !== true) return runOnce(root, inRoot, io)
    return watchProject(root, writtenFolders(root, args, io), io, () => runOnce(root, inRoot, io))
  },
}

async function runOnce(root: string, args: Args, io: Io): Promise<ExitCode> {
  const format = FORMAT.of(args)
  const isWanted = wantedOf(args)
  const config = configOf(root, args)
  const named = findTests(root, args.positionals)
  const book = await bookFor(root, named, config, args, io)
  const files = args.positionals.length > 0 ? named : testsOfProject(root, config, book)
  if (files.length === 0) {
    if (args.values['pass-with-no-tests'] !== true) throw new UserError('no tests found', NO_TESTS)
    io.err('No tests found.\n')
    return 0
  }
  if (args.values.coverage === true || args.values.mutate === true) {
    const run = args.values.mutate === true ? runMutation : runCoverage
    return run(files, { root, config, book, isWanted, format }, io)
  }
  const memory = memoryFor(root, config, args, io)
  const wanted = JSON.stringify(args.values.run ?? '')
  const settings = { root, config, isWanted, wanted, book, memory }
  const outcome = await runFiles(files, settings)
  if (outcome.run > 0) io.worked?.()
  const { reports, texts } = await comparedWith(args.values.against, outcome, files, settings)
  const sources = textsOf([...texts].map(([path, text]) => ({ path, text })))
  const isShared = format === 'github'
  const shown = isShared ? fromTop(reports, sources, root) : { reports, sources }
  io.raw.out(testFormats[format](shown.reports, shown.sources, io))
  if (reports.some(({ problems }) => problems.length > 0)) return 2
  return testSummary(reports).failed > 0 ? 1 : 0
}

/** GitHub knows files by their path from the top of the repository. */
function fromTop(
  reports: readonly TestFileReport[],
  texts: Texts,
  root: string,
): { reports: readonly TestFileReport[]; sources: Texts } {
  const name = fileNaming('github', root, root)!
  return {
    reports: reports.map((one) => ({ ...one, path: name(one.path) })),
    sources: withFileNames([], texts, name).texts,
  }
}

/** The reports, or a comparison with those of another version. */
async function comparedWith(
  version: unknown,
  { files: reports, texts }: RunOutcome,
  files: readonly TestFile[],
  settings: RunSettings,
): Promise<{ reports: readonly TestFileReport[]; texts: ReadonlyMap<string, string> }> {
  if (typeof version !== 'string') return { reports, texts }
  const { config } = settings
  const second = { ...config, prometheus: { ...config.prometheus, version } }
  const other = await runFiles(files, { ...settings, config: second })
  return {
    reports: compareVersions(reports, other.files, [config.prometheus.version, version]),
    texts: new Map([...texts, ...other.texts]),
  }
}

/** Storage of test results: in the project; for files without one, in the user's own cache. */
function memoryFor(root: string, config: Config, args: Args, io: Io): TestMemory {
  const cache = STAMP === 'source' ? undefined : cacheOf(root, args, io)
  const isHere = isProject(root, config) || args.values.cache !== undefined
  const folder = cache && (isHere ? cache.folder : join(userCache() ?? cache.folder, hash(root)))
  return openTestMemory(folder && join(folder, 'tests'), STAMP, cache?.seal)
}

const NO_TESTS =
  'write a ```yaml test fence in a runbook, list files under `tests` in alertbook.yml, or name one: `alertbook test my_tests.yml`'

/** The project, if its runbooks are tested. A file that needs no project is tested without one. */
async function bookFor(
  root: string,
  files: readonly TestFile[],
  config: Config,
  args: Args,
  io: Io,
): Promise<Book | undefined> {
  if (args.positionals.length === 0 && !isProject(root, config)) return undefined
  const hasRunbook = files.some(({ kind }) => kind === 'runbook')
  if (args.positionals.length > 0 && !(hasRunbook && isProject(root, config))) return undefined
  const project = await loadProject(args, io)
  return withMemory(project, io, (sound) => {
    const book = bookOf(sound)
    sound.memory.save()
    return book
  })
}

const isProject = (root: string, config: Config): boolean =>
  [CONFIG_FILE, ...config.runbooks].some((path) => existsSync(join(root, path)))

/** All pages with tests, and the configured test files. */
function testsOfProject(root: string, config: Config, book: Book | undefined): TestFile[] {
  const pages = (book?.program.pages ?? []).filter(({ runbook }) => runbook.tests.length > 0)
  const runbooks = pages.map(({ runbook }): TestFile => ({ path: runbook.source.path, kind: 'runbook' }))
  const listed = config.tests.flatMap((pattern) => {
    const found = glob(join(root, pattern)) ?? []
    if (found.length === 0)
      throw new UserError(`no file matches \`${pattern}\``, 'correct `tests` in alertbook.yml')
    return found.map((path) => relative(root, path))
  })
  return [...runbooks, ...findTests(root, listed)]
}

/** `--run` as in promtool: a test's name must match one of the expressions. */
function wantedOf(args: Args): (name: string) => boolean {
  const given = args.values.run
  const patterns = Array.isArray(given) ? given.map(String) : []
  if (patterns.length === 0) return () => true
  try {
    const pattern = new RegExp(patterns.join('|'))
    return (name) => pattern.test(name)
  } catch {
    throw new UserError(
      `\`--run ${patterns.join('|')}\` is not a regular expression`,
      'escape its special characters',
    )
  }
}

function configOf(root: string, args: Args): Config {
  versionIn(args.values.against)
  return adjusted(readableConfig(root).config, args)
}
