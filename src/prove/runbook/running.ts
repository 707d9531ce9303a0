/** A running runbook test, and the settings it needs. */
import type { EngineOptions } from '../../engine/index.ts'
import type { RunbookTest } from '../../model.ts'
import type { Regexps } from '../../template/index.ts'
import type { Surroundings } from '../render.ts'
import type { Observer, Run } from '../run.ts'

export interface RunbookSettings {
  readonly version: string
  readonly features: readonly string[]
  /** The project's `evaluation_interval`, in milliseconds. */
  readonly evaluationInterval: number
  readonly externalLabels: Readonly<Record<string, string>>
  /** Address of Prometheus: `$externalURL` in templates. */
  readonly externalUrl: string
  /** Result of `externalURL` and `pathPrefix`; null where they fail, as under promtool. */
  readonly serverUrl: string | null
  readonly regexps: Regexps | undefined
  /** Annotations with the link of an alert: builds write them, so tests need not state them. */
  readonly linkKeys: readonly string[]
  readonly observe?: Observer | undefined
}

export interface RunbookRun {
  readonly test: RunbookTest
  readonly run: Run
  readonly options: EngineOptions
  readonly start: number
  /** Between two samples, in milliseconds. */
  readonly interval: number
  /** Between two evaluations of a group without its own interval. */
  readonly evaluation: number
  readonly surroundings: Surroundings
  readonly linkKeys: readonly string[]
}
