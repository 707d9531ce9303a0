/** Parses `eval instant at 5m expr`, `eval range from 0 to 10m step 1m expr`, and the expectations below. */
import { parseDuration } from '../../promql/duration.ts'
import { parseExpr, promError } from '../../promql/index.ts'
import { parseNumber } from '../../promql/literals.ts'
import { parseGoFloat, quoteGo } from '../go-text.ts'
import { isExpectLine, patternExpectation, readExpectation, readString } from './expectations.ts'
import { columnOf, type Lines, ScriptStop } from './lines.ts'
import { testParseOptions } from './options.ts'
import { seriesLine } from './series-lines.ts'
import type { Eval, Expectation, ExpectationType, ExpectedSeries, ExpectedValue } from './types.ts'

const instant = /^eval(?:_(fail|warn|ordered|info))?\s+instant\s+(?:at\s+(.+?))?\s+(.+)$/
const range = /^eval(?:_(fail|warn|info))?\s+range\s+from\s+(.+)\s+to\s+(.+)\s+step\s+(.+?)\s+(.+)$/
const expectRange = /^expect range vector\s+from\s+(.+)\s+to\s+(.+)\s+step\s+(.+)$/

type Draft = {
  -readonly [K in keyof Eval]: Eval[K] extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : Eval[K]
}

/** Parses the command in a line; returns it with the last line that belongs to it. */
export function parseEval(lines: Lines, line: number): { command: Eval; last: number } {
  const draft = readHead(lines, line)
  const stop = (at: number, message: string): never => {
    throw new ScriptStop(at, `error in eval ${draft.expr} (line ${line + 1}): ${message}`)
  }
  let last = line
  let position = 0
  let hasRangeVector = false
  while (last + 1 < lines.texts.length && lines.texts[last + 1] !== '') {
    last++
    const text = lines.texts[last] as string
    position++
    const old = draft.modifier === 'fail' ? oldFailure(text, (message) => stop(last, message)) : undefined
    if (old !== undefined) {
      draft.oldFailure = old
      break
    }
    if (text.startsWith('expect range vector')) {
      const found = expectRange.exec(text)
      if (found === null) return stop(last, `invalid range vector definition ${quoteGo(text)}`)
      const times = readTimes(found.slice(1) as [string, string, string], (message) => stop(last, message))
      Object.assign(draft, times, { at: times.end, isInstantOnly: true })
      hasRangeVector = true
    } else if (text.startsWith('expect string')) {
      draft.string = readString(text) ?? stop(last, badString(text))
      draft.isInstantOnly = true
    } else if (isExpectLine(text)) {
      position--
      addExpectation(draft.expectations, text, (message) => stop(last, message))
    } else {
      const value = readNumber(text)
      if (value !== undefined) {
        draft.scalar = value
        draft.series.set('', { labels: seriesLine(lines, last, '{} 0').labels, values: [value], position: 0 })
        break
      }
      const series = seriesLine(lines, last, text)
      if (series.values.length > 1 && !draft.isRange && !hasRangeVector)
        stop(
          last,
          "expecting multiple values in instant evaluation not allowed. consider using 'expect range vector' directive to enable a range vector result for an instant query",
        )
      const values = series.values.map((value): ExpectedValue => (value === 'omitted' ? undefined : value))
      draft.scalar = 'none'
      const expected: ExpectedSeries = { labels: series.labels, values, position }
      draft.series.set(series.labels.key, expected)
    }
  }
  return { command: draft, last }
}

const badString = (text: string): string =>
  /^expect string ?$/.test(text)
    ? 'expected string literal not valid - a quoted string literal is required'
    : 'expected string literal not valid - check that the string is correctly quoted'

function readHead(lines: Lines, line: number): Draft {
  const text = lines.texts[line] as string
  const once = instant.exec(text)
  const over = once === null ? range.exec(text) : null
  if (once === null && over === null)
    throw new ScriptStop(
      line,
      "invalid evaluation command. Must be either 'eval[_fail|_warn|_ordered] instant [at <offset:duration>] <query>' or 'eval[_fail|_warn] range from <from> to <to> step <step> <query>'",
    )
  const [modifier, expr] = (once === null ? [over?.[1], over?.[5]] : [once[1], once[3]]) as [string?, string?]
  const query = expr as string
  const { problems } = parseExpr(query, testParseOptions)
  const message = promError(query, problems)
  if (message !== null)
    throw new ScriptStop(line, message, columnOf(lines, line, query) + (problems[0]?.range.start ?? 0))
  const stop = (why: string): never => {
    throw new ScriptStop(line, `error in eval ${query} (line ${line + 1}): ${why}`)
  }
  const times = once === null ? readTimes(over?.slice(2, 5) as [string, string, string], stop) : undefined
  const at = once === null ? 0 : readTime('timestamp', once[2] ?? '', stop)
  return {
    kind: 'eval',
    line: line + 1,
    expr: query,
    isRange: once === null,
    at,
    start: at,
    end: at,
    step: 0,
    ...times,
    modifier: modifier as Eval['modifier'],
    oldFailure: undefined,
    expectations: new Map(),
    scalar: 'none',
    string: undefined,
    series: new Map(),
    isInstantOnly: false,
  }
}

function readTime(what: string, text: string, stop: (message: string) => never): number {
  const { ms, error } = parseDuration(text)
  return error === undefined ? ms : stop(`invalid ${what} definition ${quoteGo(text)}: ${error}`)
}

function readTimes(
  [from, to, step]: [string, string, string],
  stop: (message: string) => never,
): { start: number; end: number; step: number } {
  const start = readTime('start timestamp', from, stop)
  const end = readTime('end timestamp', to, stop)
  if (end < start) stop(`invalid test definition, end timestamp (${to}) is before start timestamp (${from})`)
  return { start, end, step: readTime('step', step, stop) }
}

/** Parses `expected_fail_message` and `expected_fail_regexp`, the older notation. */
function oldFailure(text: string, stop: (message: string) => never): Expectation | undefined {
  const found = /^expected_fail_(message|regexp)(.*)$/.exec(text)
  if (found === null) return undefined
  const wanted = (found[2] as string).trim()
  if (found[1] === 'message')
    return { kind: 'message', text: wanted, matches: (message) => wanted === '' || message === wanted }
  return patternExpectation(wanted) ?? stop(`invalid regexp '${wanted}' for expected_fail_regexp`)
}

function addExpectation(
  expectations: Map<ExpectationType, readonly Expectation[]>,
  text: string,
  stop: (message: string) => never,
): void {
  const { type, expectation } = readExpectation(text, stop)
  expectations.set(type, [...(expectations.get(type) ?? []), expectation])
  for (const kind of ['info', 'warn'] as const)
    if (expectations.has(kind) && expectations.has(`no_${kind}`))
      stop(`invalid expect lines, ${kind} and no_${kind} cannot be used together`)
  if ((expectations.get('fail')?.length ?? 0) > 1)
    stop('invalid expect lines, multiple expect fail lines are not allowed')
}

/** Reads a number alone in a line, as Go does. */
function readNumber(text: string): number | undefined {
  if (!/^[+-]?(?:\d|\.\d|[iInN])/.test(text)) return undefined
  const integer = /^[+-]?\d/.test(text) ? parseNumber(text.replace(/^[+-]/, '')).value : undefined
  if (integer !== undefined && Number.isInteger(integer)) return text.startsWith('-') ? -integer : integer
  return parseGoFloat(text)
}
