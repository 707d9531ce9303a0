/** Runs the checks: stamps code and severity, applies ignores, reports those that matched nothing. */
import type { CheckCode, Config, Diagnostic, Fix, Ignore, Program, Remember, Severity } from '../model.ts'
import type { Check, Finding } from './check.ts'
import { judgeRules, withFix } from './judge-rules.ts'

interface Placed extends Ignore {
  readonly file: string
}

/** The finding with its code and severity. */
function stamped(finding: Finding, code: CheckCode, severity: Severity): Diagnostic {
  const { fix, ...rest } = withFix(finding)
  return { ...rest, code, severity, ...(fix && { fix: fix as Fix }) }
}

/**
 * The findings of `checks` over a program. `notes` are warnings and infos that the stages found: the
 * configuration and ignores apply to them as well, but never to errors, which would make the output wrong.
 */
export function runChecks(
  program: Program,
  config: Config,
  checks: readonly Check[],
  notes: readonly Diagnostic[],
  remember: Remember = (step, input) => step.run(input),
): Diagnostic[] {
  const files = [...program.runbooks, ...program.ruleFiles].filter(({ ignores }) => ignores.length > 0)
  const ignores = files.flatMap(({ source, ignores }) =>
    ignores.map((ignore): Placed => ({ ...ignore, file: source.path })),
  )
  const silent = new Set(checks.filter(({ isOff }) => isOff).map(({ code }) => code))
  const used = new Set<Placed>()
  const kept: Diagnostic[] = []
  const consider = (diagnostic: Diagnostic): void => {
    const { file, range, code } = diagnostic
    const by = ignores.filter(
      (ignore) =>
        ignore.code === code &&
        ignore.file === file &&
        ignore.scope.start <= range.start &&
        range.start <= ignore.scope.end,
    )
    for (const ignore of by) used.add(ignore)
    if (by.length === 0) kept.push(diagnostic)
  }
  for (const note of notes) {
    const severity = config.checks[note.code] ?? note.severity
    if (severity !== 'off') consider({ ...note, severity })
  }
  const severityOf = ({ code, severity, isOff }: Check): Severity | 'off' =>
    config.checks[code] ?? (isOff ? 'off' : severity)
  const enabled = checks.filter((check) => severityOf(check) !== 'off')
  const judged = judgeRules(program, config, enabled, remember)
  for (const check of enabled) {
    const found = 'run' in check ? check.run(program, config, remember) : judged(check.code)
    for (const finding of found)
      consider(stamped(finding, check.code as CheckCode, severityOf(check) as Severity))
  }
  for (const ignore of ignores) {
    const severity = config.checks[ignore.code] ?? (silent.has(ignore.code) ? 'off' : undefined)
    if (used.has(ignore) || severity === 'off') continue
    kept.push({
      file: ignore.file,
      range: ignore.range,
      code: 'ignore-unused',
      severity: 'warning',
      message: `Unexpected ignore of \`${ignore.code}\`, which finds nothing here`,
      hint: 'remove it',
    })
  }
  return kept
}
