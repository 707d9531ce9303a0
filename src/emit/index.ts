/** A program without errors → the files to write. One output per file; this is the list. */
import type { Config, OutputFile, Program, Remember } from '../model.ts'
import { emitPrometheusRule } from './prometheus-rule.ts'
import { emitRules } from './rules.ts'
import { makeShared } from './shared.ts'
import { emitSite, type Facts, type Theme } from './site/index.ts'

export type { Facts, Theme } from './site/index.ts'

/**
 * Paths are relative to the output folder; the same program gives the same bytes. Without a theme there is no site. The
 * order is that of writing: pages before the rules that link to them, so that no alert has a dead link if a build is
 * interrupted.
 */
export function emit(
  program: Program,
  config: Config,
  theme: Theme | undefined,
  facts: Facts = {},
  remember: Remember = (step, input) => step.run(input),
): OutputFile[] {
  const published = { ...program, pages: program.pages.filter(({ draft }) => !draft) }
  const version = theme?.version ?? ''
  const shared = makeShared(published, version, remember)
  return [
    ...(theme ? emitSite(published, config, theme, facts, shared) : []),
    ...shared.alerts,
    ...emitPrometheusRule(published, config, version, shared.yamlOf),
    ...emitRules(published, config, version, shared.yamlOf),
  ]
}
