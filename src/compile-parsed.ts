/**
 * Parsed files → program, diagnostics, outputs: all of a compile but the reading of the files. Apart from
 * `compile.ts`, so that a build in which nothing has to be parsed need not load a Markdown parser.
 */
import { bind, type Given } from './bind/index.ts'
import type { Check } from './checks/check.ts'
import { CHECKS } from './checks/index.ts'
import { runChecks } from './checks/run.ts'
import { emit, type Facts, type Theme } from './emit/index.ts'
import { pathProblems } from './emit/paths.ts'
import { fill } from './fill/index.ts'
import { nameParams } from './fill/told.ts'
import type {
  Carried,
  Compilation,
  Config,
  Diagnostic,
  OutputFile,
  Parsed,
  Place,
  Program,
  Queries,
  Remember,
  Source,
  Step,
} from './model.ts'
import { labelsOf, metricNames, type ParseResult, parseExpr, parseOptions } from './promql/index.ts'
import { exportTests } from './prove/export/index.ts'
import { picturesOf } from './prove/picture/pages.ts'
import { runbookSettings } from './prove/settings.ts'
import type { Regexps } from './template/index.ts'
import { byCodeUnits } from './text/compare.ts'
import { type Identified, identified } from './text/identified.ts'
import { verify } from './verify/index.ts'

export { bindAgain } from './bind/again.ts'

export interface CompileOptions extends Omit<Given, 'params'> {
  /** Where the configuration writes each parameter. */
  readonly paramPlaces?: ReadonlyMap<string, Place>
  /** The checks to run; `[]` leaves the stages alone with their errors. */
  readonly checks?: readonly Check[]
  /** How the site looks; without it there is none, and the outputs are rule files and `alerts.json`. */
  readonly theme?: Theme
  /** What the sources do not say: history, the commit. */
  readonly facts?: Facts
  /** The engine that judges regular expressions in templates; without it they are not judged. */
  readonly regexps?: Regexps | undefined
  /** What was found in files that did not change is taken from there. */
  readonly remember?: Remember | undefined
  /** Whether there were files that could not be read: then nothing is said of what is missing. */
  readonly unread?: boolean
  /** Whether the project has a place for rules: then a program without one is an error. */
  readonly expectsRules?: boolean
  /** Findings one by one, although several say the same: for their fixes. */
  readonly each?: boolean
  /** Of findings, those that the project does not live with: they decide whether there are outputs. */
  readonly left?: (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[]
}

/**
 * Compiles what was parsed; `sources` are the texts it came from, for line numbers. The order of the files
 * does not matter. `outputs` is empty when any diagnostic is an error that the project does not live with (`left`).
 */
export function compileParsed(
  parsed: readonly Parsed[],
  sources: readonly Source[],
  config: Config,
  options: CompileOptions = {},
): Compilation {
  const remember = options.remember ?? runAnew
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
      ? runChecks(program, config, checks, notes, { remember, errors, isWhole, each: options.each })
      : notes
  const empty = options.theme && errors.length === 0 ? emptyProgram(program, ordered, options) : []
  const diagnostics = nameParams([...errors, ...opinions, ...empty], filled).sort(byPlace)
  const left = options.left?.(diagnostics) ?? diagnostics
  const clean = left.every(({ severity }) => severity !== 'error')
  const outputs = clean ? outputsOf(program, config, options, remember) : []
  const meetings = outputFaults(outputs)
  if (meetings.length > 0)
    return { program, diagnostics: [...diagnostics, ...meetings].sort(byPlace), outputs: [] }
  return { program, diagnostics, outputs }
}

/** Outputs that cannot be written. Found at the end, because no earlier stage knows every output. */
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

/** The files of the program, and its tests as promtool takes them. */
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

/**
 * A rule file without a rule would switch off every alert that an earlier one defined: it is refused wherever rules
 * were expected. A book of runbooks whose rules live elsewhere has nothing that looks like one.
 */
function emptyProgram({ groups }: Program, files: readonly Parsed[], options: CompileOptions): Diagnostic[] {
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

/** A rule file, or a runbook that has rules although none of them is compiled: in a draft, or as copies. */
const isAboutRules = (file: Parsed): boolean =>
  file.kind === 'rules' ||
  file.blocks.length > 0 ||
  file.copyCount > 0 ||
  file.diagnostics.some(({ code }) => code === 'rule-fence')

/** Remembers nothing. */
const runAnew: Remember = (step, input) => step.run(input)

/** How the configured Prometheus reads an expression: the settings are what it depends on. */
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
  const parse = identified(JSON.stringify(options), () => parseOnce)
  return {
    parse: parseOnce,
    metrics: (texts) => remember(selectedMetrics, { parse, texts }),
    labels: (texts) => remember(carriedLabels, { parse, texts }),
  }
}

/** Errors of parsing that say that something of a file is not in the program. */
const isLoss = ({ severity, code }: Diagnostic): boolean =>
  severity === 'error' && /^(?:yaml|rule|frontmatter|markdown|file)-/.test(code)

const isError = ({ severity }: Diagnostic): number => (severity === 'error' ? 0 : 1)

/** Errors of a file come before what is only advised about it, which often follows from them. */
const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  byCodeUnits(a.file, b.file) ||
  isError(a) - isError(b) ||
  a.range.start - b.range.start ||
  byCodeUnits(a.code, b.code) ||
  byCodeUnits(a.message, b.message)
