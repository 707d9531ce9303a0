/** `alertbook import`: creates runbooks for existing rules. */

import { existsSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { placeFile } from '../../disk/place.ts'
import { CONFIG_FILE, RULES, sourcePaths } from '../../disk/read.ts'
import { readSource } from '../../disk/read-source.ts'
import { removeSource, rewriteSource } from '../../disk/sources.ts'
import { pathFault } from '../../emit/paths.ts'
import type { Diagnostic, RuleFile, Source } from '../../model.ts'
import { mayHoldRules } from '../../parse/kind.ts'
import { parseRuleFile } from '../../parse/rules/rule-file.ts'
import { report } from '../../report/index.ts'
import { loadRegexps } from '../../template/index.ts'
import { append } from '../../text/append.ts'
import { counted } from '../../text/group-by.ts'
import { asCode, listed } from '../../text/listed.ts'
import { withoutEnd } from '../../text/without-end.ts'
import { type Args, type Command, type ExitCode, flag, type Io, option, UserError } from '../command.ts'
import { readableConfig } from '../configuration.ts'
import { isOtherManifest } from '../other-manifest.ts'
import { PROJECT_OPTIONS } from '../project-options.ts'
import { isUnitTests } from '../prove/find.ts'
import { rootOf } from '../root.ts'
import { hugoConfig, isHugo } from './hugo.ts'
import { pagesHome } from './names.ts'
import { importPages } from './pages/index.ts'
import { type Change, type Input, type Plan, planImport } from './plan.ts'
import { planTests } from './tests/index.ts'
import { readTestInputs } from './tests/input.ts'
import { remainingTests } from './tests/remaining.ts'

export const importRules: Command = {
  usage: '<rule files, manifests, unit tests or folders> [--pages DIR] [--into FOLDER]',
  help: `Writes a runbook for each alert of the rule files: the rule moves into it, description and severity are carried
over, and the sections that are still to be written are marked. An alert whose runbook link leads to a page of
the project is moved into that page. Recording rules stay in rule files. Unit tests of promtool become tests in the
pages of their alerts, if they give the same results there; their files are left unchanged.

A page of a wiki is bound to the alerts that it is named after, that link to it, or that its headings name; possible
matches are listed. Its text is kept, and its links still lead to the same pages and files. An import can be run again.

  alertbook import ../prometheus/rules
  alertbook import rules/*.yml --keep       the rules stay where they are, pages are bound to them by name
  alertbook import rules --per group        one runbook for each group
  alertbook import rules tests              the rules with their unit tests
  alertbook import --pages wiki-export      the pages of a wiki, for the alerts of the project
  alertbook import --from hugo              writes alertbook.yml for a Hugo repository of runbooks`,
  options: {
    root: PROJECT_OPTIONS.root,
    pages: option(
      'Folder of Markdown exported from a wiki: its pages are imported, each with the alerts it explains',
    ),
    into: option('Folder for the runbooks (default: the first of `runbooks` in alertbook.yml)'),
    per: option('`alert` (default) or `group`: what a runbook is written for', { words: ['alert', 'group'] }),
    keep: flag('Leave the rules in their files; list them under `alerts:` of the page'),
    from: option('`hugo`: write the configuration for a repository of that kind', { words: ['hugo'] }),
    'dry-run': flag('Show what would be written, and write nothing'),
  },
  async run(args, io) {
    const root = rootOf(args, io)
    const { from, per } = args.values
    if (from !== undefined && from !== 'hugo')
      throw new UserError(`unexpected \`--from ${from}\``, 'write `--from hugo`')
    if (per !== undefined && per !== 'alert' && per !== 'group')
      throw new UserError(`unexpected \`--per ${per}\``, 'write `--per alert` or `--per group`')
    if (from === 'hugo') return writeConfig(root, args, io)
    if (args.positionals.length === 0 && args.values.pages === undefined)
      throw new UserError('expected rule files to import', 'write `alertbook import rules/*.yml`')
    return importFiles(root, args, io)
  },
}

function writeConfig(root: string, args: Args, io: Io): ExitCode {
  if (existsSync(join(root, CONFIG_FILE)))
    throw new UserError(`\`${CONFIG_FILE}\` already exists`, 'edit it, or remove it first')
  if (!isHugo(root))
    throw new UserError(
      'this is not a Hugo repository: it has neither a Hugo configuration nor a folder `content`',
      'name its folder with `--root DIR`',
    )
  const text = hugoConfig(root)
  if (args.values['dry-run'] !== true) placeFile(root, CONFIG_FILE, text)
  io.out(args.values['dry-run'] === true ? text : `written ${CONFIG_FILE}\n`)
  return 0
}

/** The files that the arguments name; a folder means the YAML files below it. */
function readInputs(
  root: string,
  limit: number,
  args: Args,
  io: Io,
): { inputs: Input[]; tests: Source[]; diagnostics: Diagnostic[] } {
  const inputs: Input[] = []
  const tests: Source[] = []
  const diagnostics: Diagnostic[] = []
  const others: string[] = []
  const unread: string[] = []
  for (const argument of args.positionals) {
    const full = resolve(io.cwd, argument)
    if (!existsSync(full)) throw new UserError(`no file or folder \`${argument}\``)
    const isFolder = statSync(full).isDirectory()
    const inProject = (path: string): string => relative(root, path).replaceAll('\\', '/')
    const found = isFolder ? sourcePaths(full, RULES) : { paths: [''], others: [], diagnostics: [] }
    append(
      unread,
      found.others.map((below) => inProject(join(full, below))),
    )
    append(
      diagnostics,
      found.diagnostics.map((one) => ({ ...one, file: inProject(join(full, one.file)) })),
    )
    for (const below of found.paths) {
      const path = join(full, below)
      const source: Source | Diagnostic = readSource(root, inProject(path), { limit })
      if (!('text' in source)) {
        diagnostics.push(source)
        continue
      }
      if (isUnitTests(source.text)) {
        tests.push(source)
        continue
      }
      // Folders with rules contain other files too: a file whose text has no rules is ignored.
      if (isFolder && (!mayHoldRules(source) || isOtherManifest(source))) {
        others.push(inProject(path))
        continue
      }
      const file: RuleFile = parseRuleFile(source)
      append(diagnostics, file.diagnostics)
      const name = (isFolder ? relative(full, path) : path.replace(/^.*[\\/]/, '')).replaceAll('\\', '/')
      if (file.groups.length > 0) inputs.push({ source, file, name: name.replace(RULES, '') })
    }
  }
  if (others.length > 0) io.err(`note: ${namesOf(others)} no rules; skipped\n`)
  if (unread.length > 0)
    io.err(`note: not read: ${listOf(unread)}; a file that is named by itself may have any ending\n`)
  return { inputs, tests, diagnostics }
}

/** Most files listed by name; the rest is counted. */
const NAMED = 3

const listOf = (paths: readonly string[]): string => listed(paths, NAMED, asCode)

const namesOf = (paths: readonly string[]): string =>
  `${listOf(paths)} ${paths.length === 1 ? 'holds' : 'hold'}`

async function importFiles(root: string, args: Args, io: Io): Promise<ExitCode> {
  const configuration = readableConfig(root)
  const { config } = configuration
  const { inputs, tests, diagnostics } = readInputs(root, config.limits.source, args, io)
  const texts = new Map(inputs.map(({ source }) => [source.path, source.text]))
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    const counts = counted(diagnostics.map(({ severity }) => severity))
    const [errors, warnings, infos] = [
      counts.get('error')!,
      counts.get('warning') ?? 0,
      counts.get('info') ?? 0,
    ]
    const summary = { errors, warnings, infos, runbooks: 0, alerts: 0, records: 0, groups: 0 }
    io.raw.out(report('pretty', diagnostics, texts, { color: io.color, width: io.width, summary }))
    io.err('Nothing imported.\n')
    return 1
  }
  if (inputs.length === 0 && tests.length === 0 && args.positionals.length > 0)
    throw new UserError(
      'no rules or tests in these files',
      'name rule files, PrometheusRule manifests or unit tests of promtool',
    )
  const into = typeof args.values.into === 'string' ? args.values.into : undefined
  if (
    into !== undefined &&
    (pathFault(withoutEnd(into.replace(/^\.\//, ''), '/')) !== undefined || isAbsolute(into))
  )
    throw new UserError(
      `\`--into ${into}\` is not a folder of the project`,
      'choose one below its root, such as `runbooks/hosts`',
    )
  const isDry = args.values['dry-run'] === true
  let pages: readonly Source[] = []
  if (typeof args.values.pages === 'string') {
    const folder = pagesHome(into, config)
    const taken = importPages(root, configuration, inputs, { pages: args.values.pages, folder, isDry }, io)
    if (!taken) return 1
    pages = taken
  }
  if (inputs.length === 0 && tests.length === 0) return 0
  const rules = planImport(root, configuration, inputs, {
    into,
    perGroup: args.values.per === 'group',
    keep: args.values.keep === true,
    pages,
  })
  const left = remainingTests(root, config, new Set(tests.map(({ path }) => path)), rules.changes)
  const plan = tests.length === 0 ? rules : await withTests(root, rules, tests)
  for (const change of plan.changes) {
    if (!isDry) apply(root, change)
    io.out(`  ${change.kind.padEnd(8)}${change.path}\n`)
  }
  for (const note of [...plan.notes, ...(left === undefined ? [] : [left])]) io.err(`note: ${note}\n`)
  const next = rules.changes.length === 0 ? '' : nextText(config.site.url !== '')
  io.err(`${plan.summary}\n${next}`)
  return 0
}

/** The plan, with unit tests added to the pages of their alerts. */
async function withTests(root: string, rules: Plan, tests: readonly Source[]): Promise<Plan> {
  const { config, sources } = rules.after
  const regexps = await loadRegexps()
  const inputs = readTestInputs(root, tests, config, regexps)
  const planned = planTests(inputs, { sources, config, regexps })
  const changed = rules.changes.map((change): Change => {
    const text = planned.texts.get(change.path)
    return text === undefined || change.kind === 'removed' ? change : { ...change, text }
  })
  const known = new Set(rules.changes.map(({ path }) => path))
  const more = [...planned.texts].flatMap(([path, text]): Change[] => {
    const old = sources.find((source) => source.path === path)
    return known.has(path) || old === undefined ? [] : [{ kind: 'changed', path, text, old }]
  })
  return {
    ...rules,
    changes: [...changed, ...more],
    notes: [...rules.notes, ...planned.notes],
    summary: [rules.summary, planned.summary].filter((line) => line !== '').join('\n'),
  }
}

const nextText = (hasAddress: boolean): string =>
  `Next: ${hasAddress ? '' : 'set `site.url` in alertbook.yml, without it alerts get no link to their pages; '}\`alertbook check\`, then complete the pages marked \`todo\`.\n`

/** Makes one change; at every moment the file is old or new. */
function apply(root: string, change: Change): void {
  const isDone =
    change.kind === 'written' ||
    (change.kind === 'removed'
      ? removeSource(root, change.old)
      : rewriteSource(root, change.old, change.text))
  if (!isDone) throw new UserError(`\`${change.path}\` changed in the meantime`, 'run the import again')
  if (change.kind === 'written') placeFile(root, change.path, change.text)
}
