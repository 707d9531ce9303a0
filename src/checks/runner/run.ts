/** Runs the checks: adds code and severity, applies ignores, and reports ignores that matched nothing. */
import type {
  BoundRule,
  CheckCode,
  Config,
  Diagnostic,
  Ignore,
  Program,
  Remember,
  Severity,
} from '../../model.ts'
import { groupBy } from '../../text/group-by.ts'
import { once } from '../../text/once.ts'
import { type Check, type Finding, fixOf } from '../check.ts'
import { judgePages } from './judge-pages.ts'
import { judgeRules } from './judge-rules.ts'
import { isAnywhere, severityAt } from './levels.ts'

interface Placed extends Ignore {
  readonly file: string
}

/** Settings of a run. */
export interface RunOptions {
  readonly remember?: Remember
  /** Errors that the stages reported. */
  readonly errors?: readonly Diagnostic[]
  /** Whether every file could be read in full. */
  readonly isWhole?: boolean
  /** Whether to keep similar findings separate. */
  readonly each?: boolean | undefined
  /** Whether findings come with their fixes. */
  readonly fixes?: boolean | undefined
}

/** The checks that the configuration enables for any file; each rule file that is checked alone asks again. */
const enabledBy = once((config: Config) =>
  once((checks: readonly Check[]) =>
    checks.filter(({ code, isOff, severity }) => isAnywhere(config, code, isOff ? 'off' : severity)),
  ),
)

/** Adds code and severity to a finding; the fix is made only if it is wanted. */
function toDiagnostic(finding: Finding, code: CheckCode, severity: Severity, fixes: boolean): Diagnostic {
  const { fix: open, outside: _, ...rest } = finding
  const fix = fixes ? fixOf(open) : undefined
  return { ...rest, code, severity, ...(fix && { fix }) }
}

const covers = ({ scope }: Ignore, { range }: Pick<Diagnostic, 'range'>): boolean =>
  scope.start <= range.start && range.start <= scope.end

/**
 * The findings of `checks` for a program. `notes`: warnings and infos of the stages; configuration and ignores apply to
 * them too, but never to `errors`, which would make the output wrong. Unless every file could be read in full
 * (`isWhole`), checks for missing things are skipped.
 */
export function runChecks(
  program: Program,
  config: Config,
  checks: readonly Check[],
  notes: readonly Diagnostic[],
  {
    remember = (step, input) => step.run(input),
    errors = [],
    isWhole = true,
    each = false,
    fixes = true,
  }: RunOptions = {},
): Diagnostic[] {
  const files = [...program.runbooks, ...program.ruleFiles].filter(({ ignores }) => ignores.length > 0)
  const ignores = files.flatMap(({ source, ignores }) =>
    ignores.map((ignore): Placed => ({ ...ignore, file: source.path })),
  )
  const used = new Set<Placed>()
  const kept: Diagnostic[] = []
  const isIgnored = (found: Pick<Diagnostic, 'file' | 'range' | 'code'>): boolean => {
    const { file, code } = found
    const by = ignores.filter(
      (ignore) => ignore.code === code && ignore.file === file && covers(ignore, found),
    )
    for (const ignore of by) used.add(ignore)
    return by.length > 0
  }
  for (const note of notes) {
    const severity = severityAt(config, note.code, note.file) ?? note.severity
    if (severity !== 'off' && !isIgnored(note)) kept.push({ ...note, severity })
  }
  const severityOf = ({ code, severity, isOff }: Check, file: string): Severity | 'off' =>
    severityAt(config, code, file) ?? (isOff ? 'off' : severity)
  const enabled = enabledBy(config)(checks).filter(({ needsAll }) => isWhole || !needsAll)
  const isOfBroken = inBrokenRule(program, errors)
  const ofRules = judgeRules(program, enabled, config, remember)
  const ofPages = judgePages(program, enabled, remember)
  const hasPages = program.runbooks.length > 0
  for (const check of enabled) {
    if (check.needsPages && !hasPages) continue
    const found =
      'run' in check
        ? [...check.run(program, config, remember)]
        : 'runRule' in check
          ? ofRules(check.code)
          : ofPages(check.code)
    if (found.length === 0) continue
    const code = check.code as CheckCode
    const open = found.filter(
      (finding) =>
        severityOf(check, finding.file) !== 'off' &&
        !isIgnored({ ...finding, code }) &&
        !(check.needsAll && isOfBroken(finding)),
    )
    // Only findings of equal severity are merged.
    for (const [severity, alike] of groupBy(open, ({ file }) => severityOf(check, file) as Severity)) {
      const gathered = 'run' in check && !each ? (check.gather?.(alike, config) ?? alike) : alike
      for (const finding of gathered) kept.push(toDiagnostic(finding, code, severity, fixes))
    }
  }
  if (ignores.length === 0) return kept
  const silent = new Set(checks.filter((check) => !enabled.includes(check)).map(({ code }) => code))
  const broken = new Set(errors.map(({ file }) => file))
  for (const ignore of ignores) {
    if (used.has(ignore) || silent.has(ignore.code) || severityAt(config, ignore.code, ignore.file) === 'off')
      continue
    const error = errors.find(
      (one) => one.file === ignore.file && one.code === ignore.code && covers(ignore, one),
    )
    // The ignore may be meant for something that could not be read.
    if (!error && broken.has(ignore.file)) continue
    kept.push({
      file: ignore.file,
      range: ignore.range,
      code: 'ignore-unused',
      severity: 'warning',
      ...(error
        ? {
            message: `An error cannot be ignored: \`${ignore.code}\``,
            hint: 'correct it, and remove the ignore',
          }
        : {
            message: `This ignore silences nothing: \`${ignore.code}\` finds nothing here`,
            hint: 'remove it',
          }),
    })
  }
  return kept
}

/** Whether a finding is about a rule with a field that nothing reads: what seems to be missing may be in that field. */
function inBrokenRule(
  { rules }: Program,
  errors: readonly Diagnostic[],
): (finding: Pick<Diagnostic, 'file' | 'range'>) => boolean {
  const lost = errors.filter(({ code }) => code === 'rule-field' || code === 'rule-shape')
  if (lost.length === 0) return () => false
  const isIn = (rule: BoundRule, { file, range }: Pick<Diagnostic, 'file' | 'range'>): boolean =>
    rule.file === file && rule.rule.range.start <= range.start && range.end <= rule.rule.range.end
  const broken = rules.filter((rule) => lost.some((error) => isIn(rule, error)))
  return (finding) => broken.some((rule) => isIn(rule, finding))
}
