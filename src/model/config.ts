/** The configuration: see `../model.ts`. */
import type { Severity } from './diagnostic.ts'

/** What loads the rules, as far as it decides which rules are right. */
export interface PrometheusSettings {
  /** `3.14`: the oldest version that must load the rules. */
  readonly version: string
  /** Feature flags, as in `--enable-feature`. */
  readonly features: readonly string[]
  readonly names: 'utf8' | 'legacy'
  readonly target: 'prometheus' | 'mimir' | 'thanos'
  /** As promtool's flag of that name. */
  readonly ignoreUnknownFields?: boolean
}

/** What one label or annotation must be. */
export interface Policy {
  readonly name: string
  /** Rules without it are found. */
  readonly required: boolean
  /** Values it may have; none where any will do. */
  readonly values: readonly string[]
  /** A regular expression for the whole value; `''` where any will do. */
  readonly pattern: string
  /** Folders or files it holds for; none for all. */
  readonly in: readonly string[]
  readonly rules: 'alerts' | 'records' | 'all'
}

/** `alertbook.yml` with defaults filled in; the keys are explained in `config-keys.ts`. */
export interface Config {
  readonly runbooks: readonly string[]
  readonly rules: readonly string[]
  readonly output: {
    readonly dir: string
    readonly split: 'none' | 'group'
    readonly prometheusrule: boolean
  }
  /** `url` is empty or ends with `/`; `repo` has no `/` at its end. */
  readonly site: {
    readonly title: string
    readonly url: string
    readonly repo: string
    readonly branch: string
    /** Folder of a theme of the project's own; `''` for none. */
    readonly theme: string
    /** Words that stand for each other in the search. */
    readonly synonyms: readonly (readonly string[])[]
  }
  /** Services that pages link to: addresses end with `/`, empty ones are not there. */
  readonly actions: {
    readonly prometheus: string
    readonly alertmanager: string
    readonly grafana: string
    readonly grafanaSource: string
    /** Owner → address where they are paged. */
    readonly page: Readonly<Record<string, string>>
  }
  readonly links: {
    readonly annotations: readonly string[]
    readonly labels: 'auto' | 'off'
    /** Severities whose alerts must have a runbook; `all` stands for every alert. */
    readonly required: readonly string[]
    /** Beginnings of addresses outside the site that count as runbooks. */
    readonly elsewhere: readonly string[]
  }
  readonly prometheus: PrometheusSettings & {
    /** Durations as Prometheus writes them; `''` where the project does not say. */
    readonly scrapeInterval: string
    readonly evaluationInterval: string
    readonly externalLabels: Readonly<Record<string, string>>
  }
  /** Severities that alerts may have; none where the project does not say. */
  readonly severities: readonly string[]
  /** What labels and annotations of rules must be. */
  readonly policy: { readonly labels: readonly Policy[]; readonly annotations: readonly Policy[] }
  /** What `param` shortcodes stand for, by name. */
  readonly params: Readonly<Record<string, string>>
  readonly checks: Readonly<Record<string, Severity | 'off'>>
}
