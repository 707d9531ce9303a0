/**
 * The verbs: sources → program, diagnostics, outputs. Start here. Pure: the same sources and configuration
 * give the same values; nothing throws on what an author wrote.
 */
import { bind } from './bind/index.ts'
import type { Check } from './checks/check.ts'
import { CHECKS } from './checks/index.ts'
import { runChecks } from './checks/run.ts'
import { emit, type Theme } from './emit/index.ts'
import type { Compilation, Config, Diagnostic, Parsed, Source } from './model.ts'
import { parse } from './parse/index.ts'
import { rememberExpressions } from './promql/index.ts'
import { verify } from './verify/index.ts'

export interface CompileOptions {
  /** A `parse` that may remember; by default every source is read anew. */
  readonly parse?: (source: Source) => Parsed
  /** The checks to run; `[]` leaves the stages alone with their errors. */
  readonly checks?: readonly Check[]
  /** How the site looks; without it there are no outputs. */
  readonly theme?: Theme
}

/** Compiles a project. `outputs` is empty when any diagnostic is an error, or without a theme. */
export function compile(
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  const parseExpr = rememberExpressions(config.prometheus)
  const ordered = [...sources].sort((a, b) => compareText(a.path, b.path))
  const parsed = ordered.map(options.parse ?? parse)
  const program = bind(parsed, new Map(sources.map(({ path, text }) => [path, text])), config, parseExpr)
  const found = [
    ...parsed.flatMap(({ diagnostics }) => diagnostics),
    ...program.diagnostics,
    ...verify(program, config, parseExpr),
  ]
  const errors = found.filter(({ severity }) => severity === 'error')
  const notes = found.filter(({ severity }) => severity !== 'error')
  const checks = options.checks ?? CHECKS
  const opinions = checks.length > 0 ? runChecks(program, config, checks, notes) : notes
  const diagnostics = [...errors, ...opinions].sort(byPlace)
  const clean = diagnostics.every(({ severity }) => severity !== 'error')
  return { program, diagnostics, outputs: clean && options.theme ? emit(program, config, options.theme) : [] }
}

const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.file, b.file) ||
  a.range.start - b.range.start ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
