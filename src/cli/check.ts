/** `alertbook check`: report; with `--fix`, first write what is certain. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CompileOptions, compileParsed } from '../compile-parsed.ts'
import type { Diagnostic, Texts } from '../model.ts'
import { isRunbook } from '../parse/kind.ts'
import { textsOf } from '../text/source.ts'
import { type Args, type Command, type ExitCode, type Io, UserError } from './command.ts'
import { FORMAT_OPTION, FORMAT_OPTION_HELP, hasWarning, isClean, report } from './findings.ts'
import { existsIn, loadProject, PROJECT_OPTION_HELP, PROJECT_OPTIONS, type Project } from './project.ts'

export const check: Command = {
  name: 'check',
  summary: 'Report what is wrong',
  usage: '[--root DIR] [--fix] [PATH …]',
  help: `Without a path, checks the project. With runbooks or folders of the project, reports what is found in them.
With rule files (FILE.yml …, or - for standard input), checks just those, as \`promtool check rules\` does: they need no
project.

  alertbook check
  alertbook check runbooks/disk.md
  alertbook check --checks off rules/*.yml     exit code 0 exactly when Prometheus would load them
  alertbook check --fix                        writes every fix that is certain; what is left is reported
  alertbook check --fix --dry-run              shows as a diff what that would change`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT_OPTION,
    checks: { type: 'string' },
    strict: { type: 'boolean' },
    fix: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    'ignore-unknown-fields': { type: 'boolean' },
    'prometheus-version': { type: 'string' },
  },
  optionHelp: {
    ...PROJECT_OPTION_HELP,
    ...FORMAT_OPTION_HELP,
    checks: '`off`: only what Prometheus itself would refuse',
    strict: 'Fail on warnings too',
    fix: 'Write the fixes that are certain, in place',
    'dry-run': 'With `--fix`: write nothing, show a diff',
    'ignore-unknown-fields': 'Accept fields that Prometheus does not know',
    'prometheus-version': 'Judge as this version of Prometheus, such as 2.42',
  },
  async run(args, io) {
    const { checks } = args.values
    if (checks !== undefined && checks !== 'on' && checks !== 'off') {
      throw new UserError(`unexpected \`--checks ${checks}\``, 'write `--checks off` or leave it out')
    }
    const options = checks === 'off' ? { checks: [] } : {}
    const files = args.positionals.filter((path) => isRuleFile(path, io))
    const fixing = args.values.fix === true || args.values['dry-run'] === true
    if (files.length > 0 && files.length === args.positionals.length && !fixing) {
      const { standalone } = await import('./check-files.ts')
      return standalone(files, args, io, options)
    }
    const project = await loadProject(args, io)
    const { root, published, today, regexps, memory, unread, expectsRules } = project
    const exists = existsIn(root)
    if (fixing)
      return fix(project, { ...options, published, today, regexps, unread, expectsRules, exists }, args, io)
    const compiled = compileParsed(project.parsed, project.sources, project.config, {
      ...options,
      published,
      today,
      regexps,
      unread,
      expectsRules,
      exists,
      remember: memory.remember,
    })
    memory.save()
    io.worked?.()
    const diagnostics = [...project.diagnostics, ...compiled.diagnostics]
    const wanted = within(args.positionals, project.texts)
    const compilation = { ...compiled, diagnostics: diagnostics.filter(wanted) }
    const clean = isClean(report(compilation, project, args, io))
    return clean && !(args.values.strict === true && hasWarning(compilation)) ? 0 : 1
  },
}

/** Prometheus takes rule files of any name: so is every file that is named, and is no runbook. */
function isRuleFile(path: string, { cwd }: Io): boolean {
  if (path === '-' || /\.(?:ya?ml|json|rules)$/i.test(path)) return true
  const stat = statSync(resolve(cwd, path), { throwIfNoEntry: false })
  return stat !== undefined && !stat.isDirectory() && !isRunbook(path)
}

/** Fixes, then reports what is left; a dry run shows the diff alone. */
async function fix(project: Project, options: CompileOptions, args: Args, io: Io): Promise<ExitCode> {
  const { diffOf, fixAll, writeFixes } = await import('./fix.ts')
  const wanted = within(args.positionals, project.texts)
  const fixed = fixAll(project, options, wanted)
  if (args.values['dry-run'] === true) {
    io.out(diffOf(fixed))
    return fixed.changed.length > 0 ? 1 : 0
  }
  const written = writeFixes(project, fixed, io)
  const { count, changed } = fixed
  const files = `${changed.length} ${changed.length === 1 ? 'file' : 'files'}`
  io.err(
    count === 0
      ? 'Nothing to fix.\n'
      : `Fixed ${count} ${count === 1 ? 'finding' : 'findings'} in ${files}.\n`,
  )
  const after = textsOf(fixed.sources)
  const texts = { ...project.texts, get: (path: string) => after.get(path) ?? project.texts.get(path) }
  const diagnostics = [...fixed.beside, ...fixed.compilation.diagnostics].filter(wanted)
  const compilation = { ...fixed.compilation, diagnostics }
  const clean = isClean(report(compilation, { texts }, args, io))
  return written && clean && !(args.values.strict === true && hasWarning(compilation)) ? 0 : 1
}

/** Whether a diagnostic lies in the paths asked for; all of them do without paths. */
function within(paths: readonly string[], texts: Texts): (diagnostic: Diagnostic) => boolean {
  const wanted = paths.map((path) => path.replaceAll('\\', '/').replace(/^\.\/|\/+$/g, ''))
  const matches = (file: string, path: string): boolean =>
    path === '' || path === '.' || file === path || file.startsWith(`${path}/`)
  for (const path of wanted) {
    if (![...texts.keys()].some((file) => matches(file, path))) {
      throw new UserError(
        `nothing of the project lies in \`${path}\``,
        'paths are relative to the root of the project',
      )
    }
  }
  return ({ file }) => wanted.length === 0 || wanted.some((path) => matches(file, path))
}
