/** A program without errors → the files to write. One output per file; this is the list. */
import type { Config, OutputFile, Program, Remember } from '../model.ts'
import { emitAlertsJson } from './alerts-json.ts'
import { rememberedYaml } from './prometheus.ts'
import { emitPrometheusRule } from './prometheus-rule.ts'
import { emitRules } from './rules.ts'
import { emitSite, type Facts, type Theme } from './site/index.ts'

export type { Facts, Theme } from './site/index.ts'

/**
 * Paths are relative to the output folder; same program, same bytes. In the order in which they are to be written:
 * pages before the rules that link to them, so that no alert leads nowhere when a build is ended half-way.
 */
export function emit(
  program: Program,
  config: Config,
  theme: Theme,
  facts: Facts = {},
  remember: Remember = (_, make) => make(),
): OutputFile[] {
  const published = { ...program, pages: program.pages.filter(({ draft }) => !draft) }
  const { version = '' } = theme
  const yamlOf = rememberedYaml(published, remember)
  return [
    ...emitSite(published, config, theme, facts),
    ...emitAlertsJson(published, version),
    ...emitPrometheusRule(published, config, version, yamlOf),
    ...emitRules(published, config, version, yamlOf),
  ]
}
