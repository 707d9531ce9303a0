/**
 * Parsed files → program and diagnostics: the compilation before any output. Apart from `compile-parsed.ts`, so that a
 * check of rule files need not load what writes the site.
 */

import { labelsOf } from './analysis/index.ts'
import { type BindInput, bind } from './bind/index.ts'
import type { Check } from './checks/check.ts'
import { CHECKS } from './checks/index.ts'
import { runChecks } from './checks/runner/run.ts'
import { fill } from './fill/index.ts'
import { nameParams } from './fill/name-params.ts'
import type {
  Carried,
  Compilation,
  Config,
  Diagnostic,
  Parsed,
  Place,
  Program,
  Queries,
  Remember,
  Source,
  Step,
} from './model.ts'
import { metricNames, type ParseResult, parseExpr, parseOptions } from './promql/index.ts'
import type { Regexps } from './template/index.ts'
import { byCodeUnits } from './text/compare.ts'
import { type Identified, identifiedBy } from './text/identified.ts'
import { verify } from './verify/index.ts'

export interface JudgeOptions extends Omit<BindInput, 'params'> {
  /** Where the configuration defines each parameter. */
  readonly paramPlaces?: ReadonlyMap<string, Place>
  /** The checks to run; `[]` leaves only the errors of the stages. */
  readonly checks?: readonly Check[]
  /** Engine for regular expressions in templates; without it they are not checked. */
  readonly regexps?: Regexps | undefined
  /** Storage of results for unchanged files. */
  readonly remember?: Remember | undefined
  /** Whether some files could not be read: then nothing is reported as missing. */
  readonly unread?: boolean
  /** Whether the project is expected to have rules: then a program without any is an error. */
  readonly expectsRules?: boolean
  /** Whether a program without rules is judged as a build would. */
  readonly judgesEmpty?: boolean
  /** Keeps findings separate even if they say the same: for their fixes. */
  readonly each?: boolean
  /** Whether the findings of checks come with their fixes; where nobody offers them, they need not be made. Default: true. */
  readonly fixes?: boolean
}

/** Judges parsed files; `sources`: their texts, for line numbers. The order of the files does not matter. */
export function judgeParsed(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  config: Config,
  options: JudgeOptions = {},
): Omit<Compilation, 'outputs'> {
  const remember = options.remember ?? runFresh
  const queries = readQueries(config, remember)
  const filled = fill(
    [...parsed].sort((a, b) => byCodeUnits(a.source.path, b.source.path)),
    sources,
    config.params,
    { written: options.paramPlaces ?? new Map(), most: config.limits.source },
  )
  const ordered = filled.parsed
  const program = bind(ordered, filled.sources, config, queries, { ...options, params: filled.params })
  const found = [
    ...ordered.flatMap(({ diagnostics }) => diagnostics),
    ...filled.diagnostics,
    ...program.diagnostics,
    ...verify(program, config, queries, remember, options.regexps),
  ]
  const errors = found.filter(({ severity }) => severity === 'error')
  const notes = found.filter(({ severity }) => severity !== 'error')
  const checks = options.checks ?? CHECKS
  const isWhole = !options.unread && !ordered.some(({ diagnostics }) => diagnostics.some(isLoss))
  const opinions =
    checks.length > 0
      ? runChecks(program, config, checks, notes, {
          remember,
          errors,
          isWhole,
          each: options.each,
          fixes: options.fixes,
        })
      : notes
  const empty = options.judgesEmpty && errors.length === 0 ? emptyProgram(program, ordered, options) : []
  const diagnostics = nameParams([...errors, ...opinions, ...empty], filled).sort(byPlace)
  return { program, diagnostics }
}

/**
 * An empty rule file would switch off every alert that an earlier one defined, so it is refused wherever rules are
 * expected. A book of runbooks with rules elsewhere contains nothing that looks like one.
 */
function emptyProgram({ groups }: Program, files: readonly Parsed[], options: JudgeOptions): Diagnostic[] {
  if (groups.some(({ rules }) => rules.length > 0)) return []
  const wasDeployed = (options.published ?? []).some(({ alerts }) => alerts.length > 0)
  const place = files.find(isAboutRules)
  if (!place && !wasDeployed && options.expectsRules !== true) return []
  return (place ? [place] : files.slice(0, 1)).map(({ source }) => ({
    file: source.path,
    range: { start: 0, end: 0 },
    code: 'rules-empty',
    severity: 'error',
    message: wasDeployed
      ? 'The project has no rule any more: every alert that an earlier build deployed would be switched off'
      : `The project has no rule (${files.length} ${files.length === 1 ? 'file' : 'files'} read)`,
    hint: 'add a ```yaml rule block to a runbook; an empty rule file is never written',
  }))
}

/** A rule file, or a runbook with rules even if none is compiled: in a draft, or as copies. */
const isAboutRules = (file: Parsed): boolean =>
  file.kind === 'rules' ||
  file.blocks.length > 0 ||
  file.copyCount > 0 ||
  file.diagnostics.some(({ code }) => code === 'rule-fence')

/** Stores nothing. */
export const runFresh: Remember = (step, input) => step.run(input)

/** Parses an expression for the configured Prometheus: depends only on the settings. */
type Parse = Identified<(text: string) => ParseResult>

const selectedMetrics: Step<{ parse: Parse; texts: readonly string[] }, readonly (readonly string[])[]> = {
  name: 'metrics',
  run: ({ parse, texts }) =>
    texts.map((text) => {
      const { expr } = parse.value(text)
      return expr ? metricNames(expr) : []
    }),
}

const carriedLabels: Step<{ parse: Parse; texts: readonly string[] }, readonly (Carried | null)[]> = {
  name: 'labels',
  run: ({ parse, texts }) =>
    texts.map((text) => {
      const { expr } = parse.value(text)
      if (!expr) return null
      const { known, rest } = labelsOf(expr)
      return {
        rest: rest.status,
        known: [...known].flatMap(([label, { status }]) =>
          status === rest.status ? [] : [[label, status] as const],
        ),
      }
    }),
}

function readQueries({ prometheus }: Config, remember: Remember): Queries {
  const options = parseOptions(prometheus.features, prometheus.version)
  const known = new Map<string, ParseResult>()
  const parseOnce = (text: string): ParseResult => {
    const before = known.get(text)
    if (before) return before
    const result = parseExpr(text, options)
    known.set(text, result)
    return result
  }
  const parse = identifiedBy(() => JSON.stringify(options), parseOnce)
  return {
    parse: parseOnce,
    metrics: (texts) => remember(selectedMetrics, { parse, texts }),
    labels: (texts) => remember(carriedLabels, { parse, texts }),
  }
}

/** Parsing errors that leave part of a file out of the program. */
const isLoss = ({ severity, code }: Diagnostic): boolean =>
  severity === 'error' && /^(?:yaml|rule|frontmatter|markdown|file)-/.test(code)

const isError = ({ severity }: Diagnostic): number => (severity === 'error' ? 0 : 1)

/** Errors of a file come before advice about it, which often follows from them. */
export const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  byCodeUnits(a.file, b.file) ||
  isError(a) - isError(b) ||
  a.range.start - b.range.start ||
  byCodeUnits(a.code, b.code) ||
  byCodeUnits(a.message, b.message)
