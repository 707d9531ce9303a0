/**
 * The main functions: sources → program, diagnostics, outputs. Start here. Pure: the same sources and configuration
 * give the same values, and nothing an author writes makes them throw.
 */
import { type CompileOptions, compileParsed } from './compile-parsed.ts'
import type { Compilation, Config, Source } from './model.ts'
import { parse } from './parse/index.ts'
import { isRunbook } from './parse/kind.ts'
import { isDocument } from './text/page-path.ts'

export type { CompileOptions } from './compile-parsed.ts'

/**
 * Compiles a project. `outputs` is empty if any diagnostic is an error; without `options.theme` they are the rule files
 * and `alerts.json`. An output's `make()` returns its content.
 *
 * A diagnostic's `fix` is a proposal; nothing here proves that it works. Before applying one, compile the edited sources,
 * and see that the finding is gone, that there is no new error, and that the page shows what it did. The command line does
 * so before it offers a fix.
 */
export function compile(
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  const parsed = sources.map((source) => parse(isDocument(source.path, config) ? asDocument(source) : source))
  return compileParsed(parsed, sources, config, options)
}

/** The text of a source is made when it is asked for, which a copy with `...` would not. */
const asDocument = ({ path, text }: Source): Source =>
  isRunbook(path) ? { path, text, document: true } : { path, text }
