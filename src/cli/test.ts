/** `alertbook test`: tests of runbooks, promtool's unit-test files, and scripts of promqltest. */
import { versionNumber } from '../promql/index.ts'
import { type TestFormatName, testFormats, testSummary } from '../report/tests/index.ts'
import { nearest } from '../text/nearest.ts'
import { textsOf } from '../text/source.ts'
import { type Args, type Command, UserError } from './command.ts'
import { loadConfig, PROJECT_OPTION_HELP, PROJECT_OPTIONS, rootOf } from './project.ts'
import { findTests } from './prove/find.ts'
import { runFiles } from './prove/run-files.ts'

export const test: Command = {
  name: 'test',
  summary: 'Prove that alerts fire when they should',
  usage: '[--run NAME] [--format FORMAT] [PATH …]',
  help: `Runs promtool's unit-test files as promtool does, with the value of every part of an expression where a test fails.
A folder gives every test below it.

  alertbook test rules_test.yml
  alertbook test tests/ --run 'disk|memory'
  alertbook test --prometheus-version 2.42 rules_test.yml

The rule files that a test names may be rule files, PrometheusRule manifests or runbooks. Exit code 0 when all tests
pass, 1 when one fails, 2 when a file cannot be read as tests.`,
  options: {
    ...PROJECT_OPTIONS,
    format: { type: 'string', short: 'f' },
    run: { type: 'string', multiple: true },
    'prometheus-version': { type: 'string' },
    'ignore-unknown-fields': { type: 'boolean' },
  },
  optionHelp: {
    ...PROJECT_OPTION_HELP,
    format: 'How to report: text (default), json, junit or github',
    run: 'Only tests whose name matches this regular expression; may be given more than once',
    'prometheus-version': 'Answer as this version of Prometheus, such as 2.42',
    'ignore-unknown-fields': 'Accept fields in rule files that Prometheus does not know',
  },
  async run(args, io) {
    const format = formatOf(args)
    const isWanted = wantedOf(args)
    const root = rootOf(args, io)
    const config = configOf(root, args)
    const files = findTests(root, args.positionals)
    if (files.length === 0)
      throw new UserError('no tests found', 'name a test file: `alertbook test my_tests.yml`')
    const { files: reports, texts } = await runFiles(files, { root, config, isWanted })
    io.worked?.()
    const sources = [...texts].map(([path, text]) => ({ path, text }))
    io.out(testFormats[format](reports, textsOf(sources), { color: io.color, width: io.width }))
    if (reports.some(({ problems }) => problems.length > 0)) return 2
    return testSummary(reports).failed > 0 ? 1 : 0
  },
}

function formatOf(args: Args): TestFormatName {
  const wanted = String(args.values.format ?? 'text')
  const names = Object.keys(testFormats) as TestFormatName[]
  const format = names.find((name) => name === wanted)
  if (format !== undefined) return format
  const near = nearest(wanted, names)
  throw new UserError(
    `unknown format \`${wanted}\``,
    near ? `did you mean \`${near}\`?` : `one of ${names.join(', ')}`,
  )
}

/** `--run` as promtool takes it: a name that any of the expressions is found in. */
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

function configOf(root: string, args: Args): ReturnType<typeof loadConfig>['config'] {
  const { config } = loadConfig(root)
  const version = args.values['prometheus-version']
  if (typeof version === 'string' && versionNumber(version) === undefined) {
    throw new UserError(`\`${version}\` is not a version of Prometheus`, 'give one such as `2.42` or `3.14`')
  }
  return {
    ...config,
    prometheus: {
      ...config.prometheus,
      ...(typeof version === 'string' && { version }),
      ...(args.values['ignore-unknown-fields'] === true && { ignoreUnknownFields: true }),
    },
  }
}
