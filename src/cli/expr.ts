/** `alertbook expr`: Prometheus' view of one expression, or of many as lines of JSON. */
import { SOURCE_LIMIT } from '../disk/read-source.ts'
import type { Diagnostic } from '../model.ts'
import {
  decodeBytes,
  featureFlags,
  formatExpr,
  newestVersion,
  type ParseOptions,
  parseExpr,
  parseOptions,
  prettyExpr,
  promError,
  treeText,
  typeName,
} from '../promql/index.ts'
import { frames } from '../report/index.ts'
import { messageOf } from '../text/message.ts'
import { type Args, type Command, type ExitCode, flag, type Io, option, UserError } from './command.ts'
import { readStdin } from './stdin.ts'
import { versionIn } from './version-option.ts'

export const expr: Command = {
  usage: "'<PromQL>' | - | --jsonl",
  help: `Prints the tree of an expression, its type and its canonical form, or what is wrong with it. \`-\` reads
the expression from standard input.

  alertbook expr 'rate(http_requests_total[5m]) > 0.5'
  alertbook expr --prometheus-version 3.0 --feature promql-experimental-functions 'limitk(2, up)'

With --jsonl every line of standard input is an object with \`input\` (or \`inputBase64\` if it is not UTF-8)
and, if wanted, \`options\`: enableExperimentalFunctions, experimentalDurationExpr, enableExtendedRangeSelectors,
enableBinopFillModifiers, version. For each a line is written:
  { ok, type, canonical, errors: [{ start, end, promMessage, message }], promError }
Places are bytes of UTF-8; promError is what Prometheus prints. The results are in the lines: the exit code is
0 once all lines are checked.`,
  options: {
    jsonl: flag('Check lines of JSON from standard input'),
    pretty: flag('Print only the expression, over several lines if it is long'),
    'prometheus-version': option(`The version of Prometheus to check for (newest: ${newestVersion})`),
    prometheus: option('Old name of --prometheus-version'),
    feature: option('A feature flag of that Prometheus that is on; may be repeated', { multiple: true }),
  },
  async run(args: Args, io: Io): Promise<ExitCode> {
    const options = optionsOf(args)
    if (args.values.jsonl === true) return judgeLines(io, options)
    const [given, ...more] = args.positionals
    if (given === undefined) throw new UserError('no expression given', "write `alertbook expr 'up == 0'`")
    if (more.length > 0) throw new UserError('more than one expression given', 'put the expression in quotes')
    return judge(given === '-' ? await readAll(io) : given, options, args, io)
  },
}

/** The parser's options from the command line. */
function optionsOf(args: Args): ParseOptions {
  const version = versionIn(args.values['prometheus-version'] ?? args.values.prometheus)
  const given = args.values.feature
  const features = (Array.isArray(given) ? given : given === undefined ? [] : [given])
    .flatMap((value) => String(value).split(','))
    .map((value) => value.trim())
  const unknown = features.find((feature) => !featureFlags.includes(feature))
  if (unknown !== undefined) {
    throw new UserError(
      `\`${unknown}\` is not a feature flag of PromQL`,
      `use one of ${featureFlags.join(', ')}`,
    )
  }
  return parseOptions(features, version)
}

/** Name of the expression in frames. */
const GIVEN = 'expr'

function judge(text: string, options: ParseOptions, args: Args, io: Io): ExitCode {
  const result = parseExpr(text, options)
  if (result.expr === undefined || result.type === undefined || result.problems.length > 0) {
    const problems = result.problems.map(
      ({ code, range, message, hint }): Diagnostic => ({
        file: GIVEN,
        range,
        code,
        severity: 'error',
        message,
        ...(hint !== undefined && { hint }),
      }),
    )
    io.raw.err(frames(problems, new Map([[GIVEN, text]]), io))
    return 1
  }
  if (args.values.pretty === true) {
    io.out(`${prettyExpr(result.expr, Math.min(io.width, 100))}\n`)
    return 0
  }
  io.out(`${treeText(result.expr)}\n\n`)
  io.out(`type       ${typeName(result.type)}\n`)
  io.out(`canonical  ${formatExpr(result.expr)}\n`)
  return 0
}

async function readAll(io: Io): Promise<string> {
  const bytes = await readStdin(io, SOURCE_LIMIT)
  if (!bytes) throw tooLong('standard input')
  return new TextDecoder().decode(bytes)
}

const tooLong = (what: string): UserError =>
  new UserError(`${what} has more than the ${SOURCE_LIMIT >> 20} MB allowed for an expression`)

/** Standard input as text; bytes that are not UTF-8 are replaced. */
async function* decoded(io: Io): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of io.stdin)
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** One output line per input line, written as they arrive. */
async function judgeLines(io: Io, defaults: ParseOptions): Promise<ExitCode> {
  let rest = ''
  let unreadable = false
  const judged = (line: string): string => {
    if (line.trim() === '') return ''
    const answer = judgeLine(line, defaults)
    if ('inputError' in answer) unreadable = true
    return `${JSON.stringify(answer)}\n`
  }
  for await (const chunk of decoded(io)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() as string
    if (rest.length > SOURCE_LIMIT) throw tooLong('a line of standard input')
    if (lines.length > 0) io.out(lines.map(judged).join(''))
  }
  io.out(judged(rest))
  return unreadable ? 2 : 0
}

interface Verdict {
  readonly ok: boolean
  /** `scalar`, `string`, `vector` or `matrix`. */
  readonly type: string | null
  readonly canonical: string | null
  readonly errors: readonly {
    readonly start: number
    readonly end: number
    readonly promMessage: string
    readonly message: string
  }[]
  readonly promError: string | null
  /** The error if the line itself is invalid. */
  readonly inputError?: string
}

function judgeLine(line: string, defaults: ParseOptions): Verdict {
  const given = readLine(line)
  if (typeof given === 'string') {
    return { ok: false, type: null, canonical: null, errors: [], promError: null, inputError: given }
  }
  const { expr, type, problems } = parseExpr(given.text, given.options ?? defaults)
  const isOk = problems.length === 0
  return {
    ok: isOk,
    type: isOk ? (type ?? null) : null,
    canonical: isOk && expr !== undefined ? formatExpr(expr) : null,
    errors: problems.map(({ promRange, promMessage, message }) => ({ ...promRange, promMessage, message })),
    promError: promError(given.text, problems),
  }
}

/** The expression and options in a line, or the line's error. */
function readLine(
  line: string,
): { readonly text: string; readonly options: ParseOptions | undefined } | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `not JSON: ${messageOf(error)}`
  }
  if (typeof value !== 'object' || value === null) return 'expected an object'
  const { input, inputBase64, options } = value as Record<string, unknown>
  const hasOptions = typeof options === 'object' && options !== null
  const read = hasOptions ? (options as ParseOptions) : undefined
  if (typeof inputBase64 === 'string')
    return { text: decodeBytes(Buffer.from(inputBase64, 'base64')), options: read }
  return typeof input === 'string' ? { text: input, options: read } : 'expected `input` or `inputBase64`'
}
