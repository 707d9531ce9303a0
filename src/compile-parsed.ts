/**
 * Parsed files → program, diagnostics, outputs: the whole compilation except reading the files. Separate from
 * `compile.ts`, so that a build with nothing to parse need not load a Markdown parser.
 */
import { emit, type Facts, type Theme } from './emit/index.ts'
import { pathProblems } from './emit/paths.ts'
import { byPlace, type JudgeOptions, judgeParsed, runFresh } from './judge.ts'
import type {
  Compilation,
  Config,
  Diagnostic,
  OutputFile,
  Parsed,
  Program,
  Remember,
  Source,
} from './model.ts'
import { exportTests } from './prove/export/index.ts'
import { picturesOf } from './prove/picture/pages.ts'
import { runbookSettings } from './prove/settings.ts'

export { rebindPage } from './bind/rebind.ts'

/** What a compilation may be given besides files and configuration. */
export interface CompileOptions extends JudgeOptions {
  /** The look of the site. Without it there is no site: the outputs are rule files and `alerts.json`. */
  readonly theme?: Theme
  /** Facts outside the sources: history, the commit. */
  readonly facts?: Facts
  /** Selects the findings that the baseline does not cover: they decide whether there are outputs. */
  readonly left?: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[]
}

/**
 * Compiles parsed files; `sources`: their texts, for line numbers. The order of the files does not matter. `outputs` is
 * empty if an error remains after `left`.
 */
export function compileParsed(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  const remember = options.remember ?? runFresh
  const judgesEmpty = options.theme !== undefined || options.judgesEmpty === true
  const { program, diagnostics } = judgeParsed(parsed, sources, config, { ...options, judgesEmpty })
  const left = options.left?.(diagnostics) ?? diagnostics
  const clean = left.every(({ severity }) => severity !== 'error')
  const outputs = clean ? outputsOf(program, config, options, remember) : []
  const meetings = outputFaults(outputs)
  if (meetings.length > 0)
    return { program, diagnostics: [...diagnostics, ...meetings].sort(byPlace), outputs: [] }
  return { program, diagnostics, outputs }
}

/** Reports outputs that cannot be written. This comes last, because no earlier stage knows every output. */
export function outputFaults(outputs: readonly OutputFile[]): Diagnostic[] {
  return pathProblems(outputs).map(({ output, other, message, hint }) => ({
    file: output.maker?.file ?? 'alertbook.yml',
    range: output.maker?.range ?? { start: 0, end: 0 },
    code: 'page-output',
    severity: 'error',
    message,
    hint,
    ...(other?.maker && { related: [{ ...other.maker, message: 'asked for here as well' }] }),
  }))
}

/** The files of the program, and its tests in promtool's form. */
function outputsOf(
  program: Program,
  config: Config,
  { facts, regexps, theme }: CompileOptions,
  remember: Remember,
): OutputFile[] {
  if (!theme) return emit(program, config, undefined, facts, remember)
  const settings = runbookSettings(config, regexps)
  const pictures = picturesOf(program, settings, remember)
  return [
    ...emit(program, config, theme, { ...facts, pictures }, remember),
    ...exportTests(program, settings, theme.version ?? ''),
  ]
}
