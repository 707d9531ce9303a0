/** `alertbook new <AlertName>`: creates a runbook to fill in. */
import { existsSync } from 'node:fs'
import { isAbsolute, join, posix } from 'node:path'
import { placeFile } from '../disk/place.ts'
import { type Command, UserError } from './command.ts'
import { loadConfig } from './configuration.ts'
import { PROJECT_OPTION_HELP } from './project-options.ts'
import { withTest } from './prove/skeleton-test.ts'
import { rootOf } from './root.ts'
import { fileNameOf, skeleton } from './skeleton.ts'

export const newRunbook: Command = {
  usage: '<AlertName> [--in FOLDER]',
  help: `Writes FOLDER/alert-name.md with a rule to fill in and the sections Meaning, Impact, Diagnosis and Mitigation.

  alertbook new HostDiskFull
  alertbook new HostDiskFull --in node --expr 'node_filesystem_avail_bytes < 1e9'`,
  options: {
    root: { type: 'string' },
    in: { type: 'string' },
    expr: { type: 'string' },
    severity: { type: 'string' },
  },
  optionHelp: {
    root: PROJECT_OPTION_HELP.root,
    in: 'Folder below the runbooks (default: none)',
    expr: "The alert's expression",
    severity: 'Its severity (default: warning)',
  },
  async run(args, io) {
    const alert = args.positionals[0]
    if (alert === undefined || args.positionals.length > 1) {
      throw new UserError('expected the name of one alert', 'write `alertbook new HostDiskFull`')
    }
    if (!/^[A-Za-z_][A-Za-z0-9_:.-]*$/.test(alert)) {
      throw new UserError(
        `unexpected alert name \`${alert}\``,
        'begin with a letter; use letters, digits, `_`, `:`, `.` and `-`',
      )
    }
    const root = rootOf(args, io)
    const folder = loadConfig(root).config.runbooks[0] ?? 'runbooks'
    const below = args.values.in
    if (typeof below === 'string' && (isAbsolute(below) || below.split(/[\\/]/).includes('..')))
      throw new UserError(
        `\`--in ${below}\` is outside the folder of runbooks`,
        `name a folder below \`${folder}\`, such as \`--in hosts\``,
      )
    const path = posix.join(folder, String(below ?? ''), `${fileNameOf(alert)}.md`)
    if (existsSync(join(root, path)))
      throw new UserError(`\`${path}\` already exists`, 'edit it, or choose another name')
    const todo = (what: string): string => `<!-- ${what} -->`
    const expr = typeof args.values.expr === 'string' ? args.values.expr : 'up == 0'
    const text = skeleton({
      alert,
      expr,
      ...(typeof args.values.severity === 'string' && { severity: args.values.severity }),
      summary: 'What is wrong on {{ $labels.instance }}, with the value: {{ $value }}',
      meaning: todo('What the alert means, for someone who has never seen it.'),
      impact: todo('Who notices, and how soon.'),
      diagnosis: todo('How to find the cause: numbered steps with commands and queries.'),
      mitigation: todo('How to end the impact, the safest step first.'),
    })
    placeFile(root, path.replace(/^\.\//, ''), withTest(text, alert, expr))
    io.out(`${path}\n`)
    return 0
  },
}
