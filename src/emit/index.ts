/** A program without errors → the files to write. One output per file; this is the list. */
import type { Config, OutputFile, Program } from '../model.ts'
import { emitAlertsJson } from './alerts-json.ts'
import { emitPrometheusRule } from './prometheus-rule.ts'
import { emitRules } from './rules.ts'
import { emitSite, type Facts, type Theme } from './site/index.ts'

export type { Facts, Theme } from './site/index.ts'

/** Paths are relative to the output folder; same program, same bytes. */
export function emit(program: Program, config: Config, theme: Theme, facts: Facts = {}): OutputFile[] {
  return [
    ...emitRules(program, config, theme.version),
    ...emitPrometheusRule(program, config),
    ...emitAlertsJson(program, theme.version),
    ...emitSite(program, config, theme, facts),
  ]
}
