/** Runs the checks: stamps code and severity, applies ignores, reports those that matched nothing. */
import type {
  CheckCode,
  Config,
  Diagnostic,
  Fix,
  Ignore,
  Program,
  Range,
  Remember,
  Severity,
} from '../model.ts'
import { lazy } from '../text/once.ts'
import type { Check, Finding } from './check.ts'
import { judgeRules } from './judge-rules.ts'

interface Placed extends Ignore {
  readonly file: string
}

/** A finding whose fix is made when it is asked for. A class, because a book may have thousands. */
class Fixable implements Diagnostic {
  declare readonly file: string
  declare readonly range: Range
  declare readonly code: CheckCode
  declare readonly severity: Severity
  declare readonly message: string
  declare readonly hint: Diagnostic['hint']
  declare readonly related: Diagnostic['related']
  readonly #fix: () => Fix | undefined

  constructor(finding: Finding, code: CheckCode, severity: Severity, fix: () => Fix | undefined) {
    this.file = finding.file
    this.range = finding.range
    this.code = code
    this.severity = severity
    this.message = finding.message
    this.hint = finding.hint
    this.related = finding.related
    this.#fix = lazy(fix)
  }

  get fix(): Fix | undefined {
    return this.#fix()
  }
}

/** The finding with its code and severity. */
function stamped(finding: Finding, code: CheckCode, severity: Severity): Diagnostic {
  const { fix, ...rest } = finding
  if (typeof fix === 'function') return new Fixable(finding, code, severity, fix)
  return { ...rest, code, severity, ...(fix && { fix }) }
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
  remember: Remember = (_, make) => make(),
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
  const judged = judgeRules(program, enabled, remember)
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
