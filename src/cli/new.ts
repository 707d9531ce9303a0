/** `alertbook new <AlertName>`: creates a runbook to fill in. */
import { existsSync } from 'node:fs'
import { isAbsolute, join, posix } from 'node:path'
import { placeFile } from '../disk/place.ts'
import { readProject } from '../disk/read.ts'
import type { Config } from '../model.ts'
import { isRunbook, mayHoldRules } from '../parse/kind.ts'
import { parseRuleFile } from '../parse/rules/rule-file.ts'
import { type Command, option, UserError } from './command.ts'
import { loadConfig } from './configuration.ts'
import { PROJECT_OPTIONS } from './project-options.ts'
import { withTest } from './prove/skeleton-test.ts'
import { rootOf } from './root.ts'
import { fileNameOf, skeleton } from './skeleton.ts'

const SUMMARY = 'What is wrong on {{ $labels.instance }}, with the value: {{ $value }}'

/** The rule file with an alert of a name; undefined if there is none. */
function fileWithAlert(root: string, config: Config, name: string): string | undefined {
  const { sources } = readProject(root, config)
  const files = sources.filter((source) => !isRunbook(source.path) && mayHoldRules(source))
  return files.find((source) =>
    parseRuleFile(source).groups.some(({ rules }) => rules.some(({ alert }) => alert?.value.value === name)),
  )?.path
}

export const newRunbook: Command = {
  usage: '<AlertName> [--in FOLDER]',
  help: `Writes FOLDER/alert-name.md with a rule to fill in and the sections Meaning, Impact, Diagnosis and Mitigation; without a
rule where a rule file has the alert.

  alertbook new HostDiskFull
  alertbook new HostDiskFull --in node --expr 'node_filesystem_avail_bytes < 1e9'`,
  options: {
    root: PROJECT_OPTIONS.root,
    in: option('Folder below the runbooks (default: none)'),
    expr: option("The alert's expression"),
    severity: option('Its severity (default: warning)'),
  },
  async run(args, io) {
    const alert = args.positionals[0]
    if (alert === undefined || args.positionals.length > 1) {
      throw new UserError('expected the name of one alert', 'write `alertbook new HostDiskFull`')
    }
    // A heading and a file are named after it.
    if (!/^[\p{L}\p{N}_][\p{L}\p{N}_:./ ()%-]*$/u.test(alert)) {
      throw new UserError(
        `unexpected alert name \`${alert}\``,
        'begin with a letter; use letters, digits, blanks, `_`, `:`, `.`, `/`, `(`, `)`, `%` and `-`',
      )
    }
    const root = rootOf(args, io)
    const { config } = loadConfig(root)
    const folder = config.runbooks[0] ?? 'runbooks'
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
    const { expr = 'up == 0', severity } = args.values
    const file = fileWithAlert(root, config, alert)
    if (file !== undefined && (args.values.expr ?? severity) !== undefined)
      throw new UserError(
        `\`${alert}\` already has a rule in \`${file}\``,
        'leave out `--expr` and `--severity` to write its page',
      )
    const text = skeleton({
      alert,
      rule: file === undefined ? { expr: String(expr), summary: SUMMARY } : undefined,
      ...(typeof severity === 'string' && { severity }),
      meaning: todo('What the alert means, for someone who has never seen it.'),
      impact: todo('Who notices, and how soon.'),
      diagnosis: todo('How to find the cause: numbered steps with commands and queries.'),
      mitigation: todo('How to end the impact, the safest step first.'),
    })
    const whole = file === undefined ? withTest(text, alert, String(expr)) : text
    placeFile(root, path.replace(/^\.\//, ''), whole)
    io.out(`${path}\n`)
    return 0
  },
}
