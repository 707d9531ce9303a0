/** Texts of an alert that state a threshold or a time other than the rule's. */

import { lengthOf, onlyValue } from '../analysis/index.ts'
import { conjuncts } from '../analysis/values/filters.ts'
import type { Pair } from '../model.ts'
import { type Expr, metricNames, parseDuration, partsOf } from '../promql/index.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'

/** "above 80 %", with the number. */
const PERCENT =
  /\b(?:above|over|below|under|(?:more|greater|higher|less|lower|fewer) than|exceed(?:s|ed|ing)?|at least|at most|only) (?:the )?(\d+(?:\.\d+)?) ?(?:%|percent\b)/gi

/** "above 80", with the words and the number; not where a text says what should be. */
const SIDE =
  /\b(above|over|(?:more|greater|higher) than|exceed(?:s|ed|ing)?|at least|below|under|(?:less|lower|fewer) than|at most) (?:the )?(\d+(?:\.\d+)?)(?![\w.]|,\d)( ?(?:%|percent\b))?/gi
const HIGH = /^(?:above|over|more|greater|higher|exceed|at least)/i
const WISHED =
  /\b(?:not?|never|longer|should|must|expect\w*|require\w*|need\w*|threshold|normal\w*|target|until|than usual)\b|n't\b/i

/** "for more than 15 minutes", with the number and the unit. */
const LASTING =
  /\bfor (?:(?:more|longer) than |over |at least |the (?:last|past) )?(\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|h|days?|d)\b/gi

/** What a text with either has. */
const TOLD = /\d ?(?:%|percent)|\bfor [a-z ]*\d/i
/** Words of which a text about a threshold has one. */
const SIDES = [
  'than ',
  'above ',
  'over ',
  'below ',
  'under ',
  'xceed ',
  'xceeds ',
  'xceeded ',
  'at least ',
  'at most ',
]

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

export const annotationNumber: RuleCheck = {
  code: 'annotation-number',
  severity: 'warning',
  summary: 'What the texts of an alert say about its threshold and its time is what the rule has.',
  *runRule(rule) {
    if (rule.kind !== 'alert') return
    for (const pair of rule.annotations) {
      if (pair.text?.value !== pair.value || !tellsNumber(pair.value)) continue
      const expr = rule.expr()
      if (expr) yield* judge(rule, pair, expr)
    }
  },
}

/** Quick: whether a text may tell a number. */
const tellsNumber = (text: string): boolean => TOLD.test(text) || hasSide(text)

/** Whether a number follows one of these words, where it is first. */
const hasSide = (text: string): boolean =>
  SIDES.some((word) => {
    const at = text.indexOf(word)
    return at >= 0 && /^(?:the )?\d/.test(text.slice(at + word.length, at + word.length + 5))
  })

function* judge(rule: JudgedRule, pair: Pair, expr: Expr): Iterable<Finding> {
  const finding = (at: number, length: number, message: string, hint: string): Finding => ({
    file: pair.from.file,
    range: locate(pair.text!, at, at + length),
    message: `\`${pair.key}\` of alert \`${rule.name}\` says ${message}`,
    hint,
  })
  const [percent, ...more] = pair.value.matchAll(PERCENT)
  if (percent && more.length === 0) {
    const [limit, ...others] = isShare(expr) ? thresholds(expr) : []
    const told = Number(percent[1])
    if (limit !== undefined && others.length === 0 && !meansSame(told, limit)) {
      const has = limit <= 1 ? `${limit}, which is ${round(100 * limit)} %` : limit
      yield finding(
        percent.index,
        percent[0].length,
        `\`${percent[0]}\`, and its expression compares with ${has}`,
        'correct one of the two',
      )
    }
  }
  const [wrong, other] = hasSide(pair.value) ? [opposite(pair.value, expr), otherCount(pair.value, expr)] : []
  if (other) {
    const { phrase, limit } = other
    yield finding(
      phrase.index!,
      phrase[0].length,
      `\`${phrase[0]}\`, and its expression compares with ${limit}`,
      'correct one of the two',
    )
  } else if (wrong) {
    yield finding(
      wrong.index!,
      wrong[0].length,
      `\`${wrong[0]}\`, and its expression asks for the opposite`,
      'correct the text or the operator',
    )
  }
  const [lasting, ...again] = pair.value.matchAll(LASTING)
  if (lasting && again.length === 0) {
    const told = Number(lasting[1]) * SECONDS[lasting[2]![0]!.toLowerCase()]!
    const pending = durationOf(rule)
    const times = timesIn(expr)
    const all = [...times, pending, ...times.map((one) => one + pending)]
    if (!all.some((one) => Math.abs(one - told) < 1)) {
      const has = pending === 0 ? 'it has no `for`' : `its \`for\` is ${rule.rule.for?.value.value}`
      yield finding(
        lasting.index,
        lasting[0].length,
        `\`${lasting[0]}\`, and ${has}`,
        pending === 0 ? 'add a `for`, or correct the text' : 'correct one of the two',
      )
    }
  }
}

/** "above 80" of an expression that is `< 80`: the one number that the text and the expression have. */
function opposite(text: string, expr: Expr): RegExpMatchArray | undefined {
  const [told, ...more] = text.matchAll(SIDE)
  if (!told || more.length > 0 || WISHED.test(text)) return undefined
  const [limit, ...others] = conjuncts(expr).flatMap((one) => {
    if (one.kind !== 'binary' || !/^[<>]=?$/.test(one.op) || !isConstant(one.rhs)) return []
    const value = onlyValue(one.rhs)
    return value === undefined ? [] : [{ value, isAbove: one.op.startsWith('>') }]
  })
  if (!limit || others.length > 0 || thresholds(expr).length > 1) return undefined
  const number = Number(told[2])
  // Half of a whole is as much as what is left of it.
  const isPercent = told[3] !== undefined
  const isSame = number === limit.value || (isPercent && Math.abs(100 * limit.value - number) < 1e-6)
  if (!isSame || (isPercent && number === 50)) return undefined
  return HIGH.test(told[1]!) === limit.isAbove ? undefined : told
}

/** A word that is not a unit, after a number: what is counted. */
const COUNTED =
  /^(?:\.?(?:$|\s*\n)| times (?:in|within|during|over)\b| on [a-z]| (?!(?:percent|times?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|milli\w*|micro\w*|nano\w*|bytes?|bits?|kilo\w*|mega\w*|giga\w*|degrees?|cores?|cpus?|per|and|or|to|of|in|on|at|for|from|with|out|percentile|million|thousand|billion|[KMGT]i?B|[KMG]?bps|[RQ]PS)\b)[A-Za-z]{3,})/

/** "More than 50 sessions" of an expression that is `> 75`, where 50 is nowhere. */
function otherCount(
  text: string,
  expr: Expr,
): { readonly phrase: RegExpMatchArray; readonly limit: number } | undefined {
  const [phrase, ...more] = text.matchAll(SIDE)
  if (!phrase || more.length > 0 || phrase[3] !== undefined || WISHED.test(text)) return undefined
  if (!COUNTED.test(text.slice(phrase.index + phrase[0].length))) return undefined
  const compared = partsOf(expr).filter(
    (node) => node.kind === 'binary' && /^(?:[<>]=?|[=!]=)$/.test(node.op),
  )
  const [limit] = conjuncts(expr)
  if (compared.length !== 1 || limit?.kind !== 'binary' || limit !== compared[0]) return undefined
  const value = isConstant(limit.rhs) ? onlyValue(limit.rhs) : undefined
  const isAbove = limit.op.startsWith('>')
  const told = Number(phrase[2])
  if (value === undefined || !/^[<>]/.test(limit.op) || HIGH.test(phrase[1]!) !== isAbove) return undefined
  if (value < 1 || told < 1 || timesIn(expr).includes(told) || isScaled(told / value)) return undefined
  // At least three are more than two.
  const isNext = Math.abs(told - value) === 1 && /^at/.test(phrase[1]!) !== limit.op.endsWith('=')
  return isNext ? undefined : { phrase, limit: value }
}

/** Whether two numbers may be one in two units. */
const isScaled = (by: number): boolean =>
  [1, 10, 60, 100, 1000, 1024, 3600, 86_400, 1e6, 1024 ** 2, 1e9, 1024 ** 3].some(
    (unit) => Math.abs(by - unit) < 1e-6 || Math.abs(1 / by - unit) < 1e-6,
  )

/** Whether a percentage means a threshold: as it is, as a ratio, or as what is left of the whole. */
function meansSame(percentage: number, limit: number): boolean {
  if (limit <= 0 || limit > 100) return true
  return [limit, 100 * limit, 100 - limit, 100 * (1 - limit)].some((one) => Math.abs(one - percentage) < 1e-6)
}

/** Whether an expression is a part of a whole: a division, a percentage, or something named so. */
const isShare = (expr: Expr): boolean =>
  partsOf(expr).some((node) => node.kind === 'binary' && node.op === '/' && !isConstant(node.rhs)) ||
  metricNames(expr).some((name) => /percent|ratio/.test(name))

const round = (value: number): number => Number(value.toFixed(4))

function durationOf({ rule }: JudgedRule): number {
  const text = rule.for?.value.value
  return text === undefined ? 0 : (parseDuration(text).ms ?? 0) / 1000
}

/** The constants that an expression compares with. */
function thresholds(expr: Expr): number[] {
  return partsOf(expr).flatMap((node) => {
    if (node.kind !== 'binary' || !/^[<>]=?$/.test(node.op)) return []
    return [node.lhs, node.rhs].flatMap((side) => {
      const value = isConstant(side) ? onlyValue(side) : undefined
      return value === undefined ? [] : [value]
    })
  })
}

const isConstant = (expr: Expr): boolean =>
  partsOf(expr).every(({ kind }) => /^(?:number|binary|unary|paren)$/.test(kind))

/** Everything in an expression that may be a length of time, in seconds. */
function timesIn(expr: Expr): number[] {
  const named = metricNames(expr).flatMap((name) =>
    [...name.matchAll(/(\d+)([smhd])(?![a-z])/g)].map(([, count, unit]) => Number(count) * SECONDS[unit!]!),
  )
  const written = partsOf(expr).flatMap((node): number[] => {
    const durations =
      node.kind === 'matrixSelector' || node.kind === 'subquery'
        ? [node.window, node.offset]
        : node.kind === 'vectorSelector'
          ? [node.offset]
          : []
    const own = durations.flatMap((one) => lengthOf(one) ?? []).map((ms) => ms / 1000)
    const number = isConstant(node) ? onlyValue(node) : undefined
    return number === undefined ? own : [...own, ...[1, 60, 3600, 86_400, 0.001].map((by) => by * number)]
  })
  return [...named, ...written]
}
