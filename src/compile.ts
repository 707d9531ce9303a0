/**
 * The verbs: sources → program, diagnostics, outputs. Start here. Pure: the same sources and configuration
 * give the same values; nothing throws on what an author wrote.
 */
import { type CompileOptions, compileParsed } from './compile-parsed.ts'
import type { Compilation, Config, Source } from './model.ts'
import { parse } from './parse/index.ts'

export type { CompileOptions } from './compile-parsed.ts'

/** Compiles a project. `outputs` is empty when any diagnostic is an error, or without a theme. */
export function compile(
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  return compileParsed(sources.map(parse), sources, config, options)
}
