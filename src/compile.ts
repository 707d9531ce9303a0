/**
 * The main functions: sources → program, diagnostics, outputs. Start here. Pure: the same sources and configuration
 * give the same values, and nothing an author writes makes them throw.
 */
import { type CompileOptions, compileParsed } from './compile-parsed.ts'
import type { Compilation, Config, Source } from './model.ts'
import { parse } from './parse/index.ts'

export type { CompileOptions } from './compile-parsed.ts'

/**
 * Compiles a project. `outputs` is empty if any diagnostic is an error; without `options.theme` they are the rule files
 * and `alerts.json`. An output's `make()` returns its content.
 */
export function compile(
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  return compileParsed(sources.map(parse), sources, config, options)
}
