/** Shared by several outputs and made once: the YAML of rules, and `alerts.json`. */
import type { OutputFile, Program, Remember } from '../model.ts'
import { emitAlertsJson } from './alerts-json.ts'
import { type RuleYaml, ruleYaml } from './prometheus.ts'

export interface Shared {
  readonly yamlOf: RuleYaml
  readonly alerts: readonly OutputFile[]
}

/** `version`: of the tool. */
export const makeShared = (
  program: Program,
  version: string = '',
  remember: Remember = (step, input) => step.run(input),
): Shared => ({ yamlOf: ruleYaml(program, remember), alerts: emitAlertsJson(program, version) })
