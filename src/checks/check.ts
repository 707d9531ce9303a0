/** What a check is: one opinion, over the whole program, over each of its rules or over each of its pages. */
import type { BoundRule, Config, Diagnostic, Fix, Page, Pair, Program, Remember, Severity } from '../model.ts'

/** A finding of a check; the runner adds code and severity, and calls the fix if it is a function. */
export interface Finding extends Omit<Diagnostic, 'code' | 'severity' | 'fix'> {
  readonly fix?: Fix | (() => Fix | undefined)
  /** The address outside the site that it is about, for gathered findings. */
  readonly outside?: string
}

/** The fix of a finding, made if it is a function. */
export const fixOf = (fix: Finding['fix']): Fix | undefined => (typeof fix === 'function' ? fix() : fix)

/** A finding as plain data, which can be stored. */
export function withFix({ fix, ...finding }: Finding): Finding {
  const made = fixOf(fix)
  return made ? { ...finding, fix: made } : finding
}

interface Described {
  /** Kebab name, subject first; also the name of the check's file and of its page in `docs/checks/`. */
  readonly code: string
  /** Its default severity; the configuration may set another. */
  readonly severity: Severity
  /** Off until the configuration gives it a severity. */
  readonly isOff?: true
  /** One sentence: what holds where the check finds nothing. */
  readonly summary: string
  /**
   * Whether it reports things as missing. It is then skipped while a file could not be read in full: the missing thing
   * is probably in that file, whose error comes first.
   */
  readonly needsAll?: true
  /** Whether it finds nothing in a program without runbooks, where it is not run. */
  readonly needsPages?: true
}

/** Judges the whole program: whatever needs more than one rule or one page. */
export interface ProgramCheck extends Described {
  run(program: Program, config: Config, remember: Remember): Iterable<Finding>
  /** Merges findings that say the same into one; sees only those that no ignore covers. */
  gather?(findings: readonly Finding[], config: Config): Iterable<Finding>
}

/** Everything that a check of a rule may use. Its findings are cached until any of this changes. */
export interface JudgedRule
  extends Pick<
    BoundRule,
    'kind' | 'name' | 'rule' | 'file' | 'group' | 'labels' | 'annotations' | 'expr' | 'carries'
  > {
  /** The recording rules that compute the series it reads, directly or indirectly. */
  readonly recorded: readonly RecordedSeries[]
  /** Its expression, with the expressions behind recorded series attached. */
  readonly resolved: BoundRule['expr']
  /** The interval of its group in milliseconds, where the group states one. */
  readonly interval: number | undefined
  /** The labels that its group sets. */
  readonly groupLabels: readonly Pair[]
  /** Of the metrics that it reads, those that some alert finds absent. */
  readonly watched: readonly string[]
}

/** The expression of the only rule that records a metric. */
export interface RecordedSeries {
  readonly metric: string
  readonly query: string
  readonly labels: readonly { readonly key: string; readonly value: string }[]
  /** As in `Recorded`. */
  readonly gainsLabels?: true
}

/**
 * Checks one rule by itself: its fields, labels, annotations and expression, and the settings of Prometheus. A check
 * that needs its page or other rules is a check of the program.
 */
export interface RuleCheck extends Described {
  /** Matches every expression in which the check may find something; if absent, every rule is checked. */
  readonly about?: RegExp
  runRule(rule: JudgedRule, prometheus: Config['prometheus']): Iterable<Finding>
}

/** What a check of a page may look at: what it finds is remembered for as long as all of this is unchanged. */
export interface JudgedPage extends Pick<Page, 'runbook' | 'promise' | 'draft'> {
  /** The source, read when it is asked for. */
  readonly text: () => string
  /** Whether an alert is explained there. */
  readonly explains: boolean
}

/**
 * Judges one runbook by its source, and by whether it explains an alert. Where its links lead, which alerts they are and
 * what day it is, is for a check of the program to ask.
 */
export interface PageCheck extends Described {
  runPage(page: JudgedPage): Iterable<Finding>
}

/** Any check: of the whole program, of each rule, or of each page. */
export type Check = ProgramCheck | RuleCheck | PageCheck
