/** What running a test of a runbook takes, and a test that is running. */
import type { EngineOptions } from '../../engine/index.ts'
import type { RunbookTest } from '../../model.ts'
import type { Regexps } from '../../template/index.ts'
import type { Observer, Run } from '../run.ts'

export interface RunbookSettings {
  readonly version: string
  readonly features: readonly string[]
  /** The project's `evaluation_interval`, in milliseconds. */
  readonly evaluationInterval: number
  readonly externalLabels: Readonly<Record<string, string>>
  /** The address of Prometheus: what templates see as `$externalURL`. */
  readonly externalUrl: string
  /** What the functions `externalURL` and `pathPrefix` answer; null where they fail, as under promtool. */
  readonly serverUrl: string | null
  readonly regexps: Regexps | undefined
  /** Annotations that carry the link of an alert: a build writes them, so that no test needs to state them. */
  readonly linkKeys: readonly string[]
  readonly observe?: Observer | undefined
}

/** A test that is running. */
export interface RunbookRun {
  readonly test: RunbookTest
  readonly run: Run
  readonly options: EngineOptions
  readonly start: number
  /** Between two samples, in milliseconds. */
  readonly interval: number
  /** Between two evaluations of groups that say nothing of their own. */
  readonly evaluation: number
  readonly linkKeys: readonly string[]
}
