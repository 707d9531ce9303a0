/** A program without errors → the files to write. One output per file; this is the list. */
import type { Config, OutputFile, Program } from '../model.ts'
import { emitAlertsJson } from './alerts-json.ts'
import { emitPrometheusRule } from './prometheus-rule.ts'
import { emitRules } from './rules.ts'
import { emitSite, type Facts, type Theme } from './site/index.ts'

export type { Facts, Theme } from './site/index.ts'

/** Paths are relative to the output folder; same program, same bytes. */
export function emit(program: Program, config: Config, theme: Theme, facts: Facts = {}): OutputFile[] {
  const published = { ...program, pages: program.pages.filter(({ draft }) => !draft) }
  return [
    ...emitRules(published, config, theme.version),
    ...emitPrometheusRule(published, config),
    ...emitAlertsJson(published, theme.version),
    ...emitSite(published, config, theme, facts),
  ]
}
