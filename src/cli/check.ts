/** `alertbook check`: reports findings; with `--fix`, first applies certain fixes. */
import { statSync } from 'node:fs'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import type { Compilation, Diagnostic } from '../model.ts'
import { count } from '../text/count.ts'
import { textsOf } from '../text/source.ts'
import { type AppliedBaseline, applyBaseline, refusePart, updateBaseline, withText } from './baseline.ts'
import { type Args, type Command, type ExitCode, type Io, UserError } from './command.ts'
import {
  CODES,
  readSelection,
  SELECTION_CHOICES,
  SELECTION_OPTION_HELP,
  SELECTION_OPTIONS,
} from './finding-selection.ts'
import { FORMAT, report } from './findings.ts'
import {
  compileOptions,
  loadConfig,
  loadProject,
  PROJECT_OPTION_HELP,
  PROJECT_OPTIONS,
  type Project,
  withMemory,
} from './project.ts'
import { recordNote } from './record.ts'
import { pathOf, projectsOf, rootOf } from './root.ts'
import { touchedSince } from './since.ts'
import { emptyTargetError, noteOthers, sortTargets, within } from './targets.ts'
import { watchProject, writtenFolders } from './watch.ts'

export const check: Command = {
  usage: '[--root DIR] [--fix] [PATH …]',
  help: `Without a path, checks the project: the nearest folder upwards with an alertbook.yml. With files or folders of the project,
reports what is found in them. Rule files outside a project (FILE.yml, a folder, or - for standard input) are checked
on their own, as \`promtool check rules\` does.

  alertbook check
  alertbook check runbooks/disk.md
  alertbook check --standalone --checks off rules/*.yml     exit code 0 exactly when Prometheus would load them
  alertbook check --since origin/main          what a pull request touches
  alertbook check --update-baseline            from now on, only what is new
  alertbook check --watch                      again after every change
  alertbook check --fix                        applies every fix that is certain, and reports the rest
  alertbook check --fix --dry-run              shows as a diff what that would change`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT.options,
    ...SELECTION_OPTIONS,
    since: { type: 'string' },
    'update-baseline': { type: 'boolean' },
    'no-baseline': { type: 'boolean' },
    checks: { type: 'string' },
    standalone: { type: 'boolean' },
    watch: { type: 'boolean', short: 'w' },
    fix: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    'ignore-unknown-fields': { type: 'boolean' },
    'prometheus-version': { type: 'string' },
  },
  optionHelp: {
    ...PROJECT_OPTION_HELP,
    ...FORMAT.help,
    ...SELECTION_OPTION_HELP,
    since: 'Report findings in what changed since this commit or branch, and all errors',
    'update-baseline': 'Write alertbook.baseline.yml: later checks report only new findings',
    'no-baseline': 'Also report what the baseline covers',
    checks: '`off`: only what Prometheus itself would refuse',
    standalone: 'Check rule files on their own, even those of a project',
    watch: 'Check again whenever a file of the project changes',
    fix: 'Apply the fixes that are certain, in place',
    'dry-run': 'With `--fix`: write nothing, show a diff',
    'ignore-unknown-fields': 'Accept fields that Prometheus does not know',
    'prometheus-version': 'Check for this version of Prometheus, such as 2.42',
  },
  choices: { ...FORMAT.choices, ...SELECTION_CHOICES, checks: ['off', 'on'] },
  async run(args, io) {
    const { checks } = args.values
    if (checks !== undefined && checks !== 'on' && checks !== 'off') {
      throw new UserError(
        `unexpected \`--checks ${checks}\``,
        CODES.includes(String(checks))
          ? `write \`--only ${checks}\` to report only that code; \`--checks\` is \`off\` or \`on\``
          : 'write `--checks off` or leave it out',
      )
    }
    if (args.values['dry-run'] === true && args.values.fix !== true)
      throw new UserError('`--dry-run` shows what `--fix` would change', 'write `--fix --dry-run`')
    readSelection(args)
    FORMAT.of(args)
    refusePart(args)
    const checkAll = async (): Promise<ExitCode> => {
      const codes: ExitCode[] = []
      for (const one of projectsOf(args, io)) codes.push(await checkOne(one, io))
      return Math.max(...codes) as ExitCode
    }
    if (args.values.watch !== true) return checkAll()
    const changing = ['fix', 'update-baseline', 'standalone'].find((name) => args.values[name] === true)
    if (changing !== undefined || args.positionals.includes('-'))
      throw new UserError(
        `\`--watch\` cannot be combined with ${changing === undefined ? 'standard input' : `\`--${changing}\``}`,
        'leave one of them out',
      )
    const root = rootOf(args, io)
    return watchProject(root, writtenFolders(root, args, io), io, checkAll)
  },
}

/** Checks one project with the paths in it, or single rule files. */
async function checkOne(args: Args, io: Io): Promise<ExitCode> {
  const options = args.values.checks === 'off' ? { checks: [] } : {}
  const root = rootOf(args, io)
  const fixing = args.values.fix === true || args.values['dry-run'] === true
  const { config } = loadConfig(root)
  const targets = sortTargets(root, config, args.positionals, io, args.values.standalone === true)
  const { own, alone, others } = targets
  if (own.length === 0 && alone.length > 0 && !fixing) {
    noteOthers(others, io)
    const { standalone } = await import('./check-files.ts')
    return standalone(alone, args, io, options)
  }
  const passed = [...others, ...alone]
  noteOthers(passed, io)
  if (own.length === 0 && passed.length > 0) {
    // A hook passes all files of a commit; a folder is named on purpose.
    const folder = passed.find((path) => statSync(pathOf(root, io, path)).isDirectory())
    if (folder !== undefined || fixing) throw emptyTargetError(folder ?? passed[0]!)
    return 0
  }
  const project = await loadProject(args, io)
  const files = [...project.texts.keys(), ...project.diagnostics.map(({ file }) => file)]
  const wanted = within(own, files, io)
  const context = { ...options, judgesEmpty: true }
  if (fixing)
    return withMemory(project, io, (sound) =>
      fix(sound, { ...context, ...compileOptions(sound) }, wanted, args, io),
    )
  const judge = readSelection(args)
  const isOffered = (one: Diagnostic): boolean => one.fix !== undefined && wanted(one) && judge.isWanted(one)
  const compiled = await withMemory(project, io, (sound) => compileChecked(sound, context, isOffered))
  io.worked?.()
  const diagnostics = [...project.diagnostics, ...compiled.diagnostics]
  return reportFindings({ ...compiled, diagnostics }, project, wanted, args, io)
}

/** Compiles a project; of the fixes that are offered, only those that are proven stay. */
async function compileChecked(
  project: Project,
  options: CompileOptions,
  isOffered: (diagnostic: Diagnostic) => boolean,
): Promise<Compilation> {
  const { memory } = project
  const remembering = { ...options, ...compileOptions(project), remember: memory.remember }
  const compiled = compileParsed(project.parsed, project.sources, project.config, remembering)
  const { diagnostics: found } = compiled
  const diagnostics = found.some(isOffered)
    ? (await import('./proven-fixes.ts')).withProvenFixes(project, remembering, compiled, found, isOffered)
    : found
  memory.save()
  return { ...compiled, diagnostics }
}

/** Reports the requested findings of a compilation that the baseline does not cover; returns the exit code. */
function reportFindings(
  compilation: Compilation,
  project: Pick<Project, 'root' | 'texts' | 'published' | 'links'>,
  isWithin: (diagnostic: Diagnostic) => boolean,
  args: Args,
  io: Io,
): ExitCode {
  const { root, texts } = project
  const { 'update-baseline': updates, 'no-baseline': without, since, quiet } = args.values
  const judge = readSelection(args)
  const applied: AppliedBaseline =
    updates === true || without === true || args.values.checks === 'off'
      ? { diagnostics: compilation.diagnostics, source: undefined, notes: [] }
      : applyBaseline(root, compilation.diagnostics)
  const isTouched =
    typeof since === 'string' ? touchedSince(root, since, compilation.program, texts) : () => true
  const wanted = applied.diagnostics.filter((one) => isWithin(one) && judge.isWanted(one) && isTouched(one))
  const diagnostics = updates === true ? updateBaseline(root, wanted, io) : wanted
  const { summary } = report(
    { ...compilation, diagnostics },
    { root, texts: applied.source ? withText(texts, applied.source) : texts },
    args,
    io,
    {
      notes: [
        ...applied.notes,
        ...(args.positionals.length === 0 ? recordNote(project, compilation.program) : []),
      ],
      ...(quiet === true && { isShown: judge.isFatal }),
    },
  )
  return judge.fails(summary) ? 1 : 0
}

/** Applies fixes, then reports the rest; a dry run prints only the diff. */
async function fix(
  project: Project,
  options: CompileOptions,
  wanted: (diagnostic: Diagnostic) => boolean,
  args: Args,
  io: Io,
): Promise<ExitCode> {
  const { diffOf, fixAll, writeFixes } = await import('./fix.ts')
  const judge = readSelection(args)
  const fixed = fixAll(project, options, (one) => wanted(one) && judge.isWanted(one))
  if (args.values['dry-run'] === true) {
    io.out(diffOf(fixed))
    return fixed.changed.length > 0 ? 1 : 0
  }
  const written = writeFixes(project, fixed, io)
  io.err(
    fixed.count === 0
      ? 'Nothing to fix.\n'
      : `Fixed ${count(fixed.count, 'finding')} in ${count(fixed.changed.length, 'file')}.\n`,
  )
  const after = textsOf(fixed.sources)
  const texts = { ...project.texts, get: (path: string) => after.get(path) ?? project.texts.get(path) }
  const diagnostics = [...fixed.beside, ...fixed.compilation.diagnostics]
  const code = reportFindings({ ...fixed.compilation, diagnostics }, { ...project, texts }, wanted, args, io)
  return written ? code : 1
}
