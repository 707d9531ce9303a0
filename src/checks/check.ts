/** What a check is: one opinion, over the whole program, over each of its rules or over each of its pages. */
import type { BoundRule, Config, Diagnostic, Fix, Page, Pair, Program, Remember, Severity } from '../model.ts'

/** A finding of a check; the runner adds code and severity, and calls a fix that is a function. */
export interface Finding extends Omit<Diagnostic, 'code' | 'severity' | 'fix'> {
  readonly fix?: Fix | (() => Fix | undefined)
  /** The address outside the site that it is about, for findings that are gathered. */
  readonly outside?: string
}

interface Described {
  /** Kebab name, subject first; also the name of the check's file and of its page in `docs/checks/`. */
  readonly code: string
  /** Its usual severity; the configuration may set another. */
  readonly severity: Severity
  /** It is silent until the configuration gives it a severity. */
  readonly isOff?: true
  /** One sentence: what holds where the check is silent. */
  readonly summary: string
  /**
   * It judges what is missing. While a file could not be read in full it is silent: what it would miss probably
   * stands in that file, and the error there comes first.
   */
  readonly needsAll?: true
}

export interface ProgramCheck extends Described {
  run(program: Program, config: Config, remember: Remember): Iterable<Finding>
  /** Says in one finding what several say; sees only those that no ignore silences. */
  gather?(findings: readonly Finding[], config: Config): Iterable<Finding>
}

/** Everything a check of a rule may look at. Its findings are remembered until any of this changes. */
export interface JudgedRule
  extends Pick<
    BoundRule,
    'kind' | 'name' | 'rule' | 'file' | 'group' | 'labels' | 'annotations' | 'expr' | 'carries'
  > {
  /** The recording rules that compute what it reads, those behind them included. */
  readonly recorded: readonly RecordedSeries[]
  /** Its expression, which knows of the recorded series that it reads what they are made of. */
  readonly resolved: BoundRule['expr']
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
}

/**
 * Judges one rule by the rule itself: its fields, labels and annotations, and its expression, and by the settings of
 * Prometheus. Where its page is, or which rules there are besides, is for a check of the program to ask.
 */
export interface RuleCheck extends Described {
  /** What the text of an expression has wherever the check may find something; without it any rule may be judged. */
  readonly about?: RegExp
  runRule(rule: JudgedRule, prometheus: Config['prometheus']): Iterable<Finding>
}

/** What a check of a page may look at: what it finds is remembered for as long as all of this is as it was. */
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

export type Check = ProgramCheck | RuleCheck | PageCheck
