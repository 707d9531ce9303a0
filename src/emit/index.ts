/** A program without errors → the files to write. One output per file; this is the list. */
import type { Config, OutputFile, Program, Remember } from '../model.ts'
import { emitPrometheusRule } from './prometheus-rule.ts'
import { emitRules } from './rules.ts'
import { makeShared } from './shared.ts'
import { emitSite, type Facts, type Theme } from './site/index.ts'

export type { Facts, Theme } from './site/index.ts'

/** Paths are relative to the output folder; same program, same bytes. */
export function emit(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts = {},
  remember: Remember = (step, input) => step.run(input),
): OutputFile[] {
  const published = { ...program, pages: program.pages.filter(({ draft }) => !draft) }
  const { version = '' } = theme
  const shared = makeShared(published, version, remember)
  return [
    ...emitRules(published, config, version, shared.yamlOf),
    ...emitPrometheusRule(published, config, version, shared.yamlOf),
    ...shared.alerts,
    ...emitSite(published, config, theme, facts, shared),
  ]
}
