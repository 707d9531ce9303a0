/** `alertbook check`: reports findings; with `--fix`, first applies certain fixes. */
import { refusePart } from './baseline.ts'
import { type Args, type Command, type ExitCode, flag, type Io, option, UserError } from './command.ts'
import { loadConfig } from './configuration.ts'
import { CODES, readSelection, SELECTION_OPTIONS } from './finding-selection.ts'
import { FORMAT } from './findings.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { projectsOf, rootOf } from './root.ts'
import { noteOthers, sortTargets } from './targets.ts'
import { versionIn } from './version-option.ts'

export const check: Command = {
  usage: '[--root DIR] [--fix] [PATH …]',
  help: `Without a path, checks the project: the nearest folder upwards with an alertbook.yml. With files or folders of the project,
reports only what is found in them. Rule files outside a project (FILE.yml, a folder, or - for standard input) are checked
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
    since: option('Report findings in what changed since this commit or branch, and all errors'),
    'update-baseline': flag('Write alertbook.baseline.yml: later checks report only new findings'),
    'no-baseline': flag('Also report what the baseline covers'),
    checks: option('`off`: only what Prometheus itself would refuse', { words: ['off', 'on'] }),
    standalone: flag('Check rule files on their own, even those of a project'),
    watch: flag('Check again whenever a file of the project changes', 'w'),
    fix: flag('Apply the fixes that are certain, in place'),
    'dry-run': flag('With `--fix`: write nothing, show a diff'),
    'ignore-unknown-fields': flag('Accept fields that Prometheus does not know'),
    'prometheus-version': option('Check for this version of Prometheus, such as 2.42'),
  },
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
    versionIn(args.values['prometheus-version'])
    refusePart(args)
    const checkAll = async (): Promise<ExitCode> => {
      const codes: ExitCode[] = []
      const projects = projectsOf(args, io)
      // Loaded before anything is printed about the first project: this script may lack it.
      if (projects.length > 1) await import('./check-project.ts')
      for (const one of projects) codes.push(await checkOne(one, io))
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
    const { watchProject, writtenFolders } = await import('./watch.ts')
    return watchProject(root, writtenFolders(root, args, io), io, checkAll)
  },
}

/** Checks one project with the paths in it, or single rule files. */
async function checkOne(args: Args, io: Io): Promise<ExitCode> {
  const options = args.values.checks === 'off' ? { checks: [] } : {}
  const root = rootOf(args, io)
  const { config } = loadConfig(root)
  const targets = sortTargets(root, config, args.positionals, io, args.values.standalone === true)
  const isFixing = args.values.fix === true || args.values['dry-run'] === true
  if (targets.own.length > 0 || targets.alone.length === 0 || isFixing) {
    const { checkProject } = await import('./check-project.ts')
    return checkProject(targets, args, io, options)
  }
  const { standalone } = await import('./check-files.ts')
  noteOthers(targets.others, io)
  return standalone(targets.alone, args, io, options)
}
