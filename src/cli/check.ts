/** `alertbook check`: report, write nothing. */
import { compileParsed } from '../compile-parsed.ts'
import type { Compilation } from '../model.ts'
import { type Command, UserError } from './command.ts'
import { FORMAT_OPTION, FORMAT_OPTION_HELP, report } from './findings.ts'
import { loadProject, PROJECT_OPTION_HELP, PROJECT_OPTIONS } from './project.ts'

export const check: Command = {
  name: 'check',
  summary: 'Report what is wrong, write nothing',
  usage: '[--root DIR] [PATH …]',
  help: `Without a path, checks the project. With runbooks or folders of the project, reports what is found in them.
With rule files (FILE.yml …), checks just those files, as \`promtool check rules\` does: they need no project.

  alertbook check
  alertbook check runbooks/disk.md
  alertbook check --checks off rules/*.yml     exit code 0 exactly when Prometheus would load them`,
  options: {
    ...PROJECT_OPTIONS,
    ...FORMAT_OPTION,
    checks: { type: 'string' },
    strict: { type: 'boolean' },
    'ignore-unknown-fields': { type: 'boolean' },
    'prometheus-version': { type: 'string' },
  },
  optionHelp: {
    ...PROJECT_OPTION_HELP,
    ...FORMAT_OPTION_HELP,
    checks: '`off`: only what Prometheus itself would refuse',
    strict: 'Fail on warnings too',
    'ignore-unknown-fields': 'Accept fields that Prometheus does not know',
    'prometheus-version': 'Judge as this version of Prometheus, such as 2.42',
  },
  async run(args, io) {
    const { checks } = args.values
    if (checks !== undefined && checks !== 'on' && checks !== 'off') {
      throw new UserError(`unexpected \`--checks ${checks}\``, 'write `--checks off` or leave it out')
    }
    const options = checks === 'off' ? { checks: [] } : {}
    const files = args.positionals.filter((path) => /\.(?:ya?ml|json)$/i.test(path))
    if (files.length > 0 && files.length === args.positionals.length) {
      const { standalone } = await import('./check-files.ts')
      return standalone(files, args, io, options)
    }
    const project = await loadProject(args, io)
    const compiled = compileParsed(project.parsed, project.sources, project.config, options)
    const diagnostics = [...project.diagnostics, ...compiled.diagnostics]
    const compilation = { ...compiled, diagnostics: within(diagnostics, args.positionals, project.texts) }
    const clean = report(compilation, project, args, io)
    return clean && !(args.values.strict === true && hasWarning(compilation)) ? 0 : 1
  },
}

export const hasWarning = ({ diagnostics }: Pick<Compilation, 'diagnostics'>): boolean =>
  diagnostics.some(({ severity }) => severity === 'warning')

/** Only what lies in the paths asked for; all of it without paths. */
function within(
  diagnostics: Compilation['diagnostics'],
  paths: readonly string[],
  texts: ReadonlyMap<string, string>,
): Compilation['diagnostics'] {
  if (paths.length === 0) return diagnostics
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
  return diagnostics.filter(({ file }) => wanted.some((path) => matches(file, path)))
}
