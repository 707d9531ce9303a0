/** Settings of runbook tests, from the configuration. */
import type { Config } from '../model.ts'
import { parseDuration } from '../promql/index.ts'
import { LINK_ANNOTATIONS } from '../rule-fields.ts'
import type { Regexps } from '../template/index.ts'
import type { RunbookSettings } from './runbook/check.ts'

export function runbookSettings(
  { prometheus, actions, links }: Pick<Config, 'prometheus' | 'actions' | 'links'>,
  regexps: Regexps | undefined,
): RunbookSettings {
  const address = actions.prometheus.replace(/\/$/, '')
  return {
    version: prometheus.version,
    features: prometheus.features,
    evaluationInterval: parseDuration(prometheus.evaluationInterval).ms ?? 60_000,
    externalLabels: prometheus.externalLabels,
    externalUrl: address,
    serverUrl: address,
    regexps,
    linkKeys: [...new Set([...LINK_ANNOTATIONS, ...links.annotations])],
  }
}
