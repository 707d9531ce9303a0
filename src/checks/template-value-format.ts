import { isCount, isState, onlyValue, type Scale, scaleOf, type Unit, unitOf } from '../analysis/index.ts'
import type { Pair } from '../model.ts'
import type { Expr } from '../promql/index.ts'
import { lazy } from '../text/once.ts'
import { locate } from '../text/source.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'

/** `{{ $value }}` with optional functions before or after it, and the text that follows. */
const VALUE =
  /\{\{-?\s*(?:(humanize\w*|printf\s+"[^"]*")\s+)?(?:\$value|\.Value)\s*(?:(\|[^}]*)|-)?\}\}(\s?%)?/g
const LABELS = /\{\{-?\s*(?:print(?:f\s+"[^"]*")?\s+)?(?:\$labels|\.Labels)\s*(?:\|\s*print[^}]*|-)?\}\}/g
/** All data of the alert, where no `range` or `with` has given the dot another meaning. */
const ALL = /\{\{-?\s*\.\s*-?\}\}/
const SCOPES = /\{\{-?\s*(?:range|with|block|define|template)\b/

/** The value, all labels, or all data. */
const SHOWN = /(?:\$value|\.Value|\$labels\s*[-|}]|\.Labels\s*[-|}]|\{\s*\.\s*-?\})/

/** The value shown under its name: `VALUE = {{ $value }}`. */
const NAMED = /(?:value|labels)s?\s*(?:[=:]|is)?$/i

/** Whether the name is directly before an offset, apart from spaces. */
const isNamed = (text: string, at: number): boolean =>
  NAMED.test(text.slice(Math.max(0, at - 100), at).trimEnd())

/** What is asked of the expression, if at all. */
interface Facts {
  readonly scale: () => Scale | undefined
  readonly unit: () => Unit | undefined
  /** The one value that all results have. */
  readonly only: () => number | undefined
  /** Whether the value is how many there are of something. */
  readonly isCount: () => boolean | undefined
  /** Whether the value is a state, which counts nothing. */
  readonly isState: () => boolean | undefined
}

export const templateValueFormat: RuleCheck = {
  code: 'template-value-format',
  severity: 'warning',
  summary:
    'The value of an alert is shown as what it is: a ratio as a percentage, a count as a whole number.',
  *runRule(rule) {
    if (rule.kind !== 'alert' || !rule.annotations.some(({ value }) => SHOWN.test(value))) return
    const asked = <T>(of: (expr: Expr) => T): (() => T | undefined) =>
      lazy(() => {
        const expr = rule.expr()
        return expr && of(expr)
      })
    const facts: Facts = {
      scale: asked(scaleOf),
      unit: asked(unitOf),
      only: asked(onlyValue),
      isCount: asked(isCount),
      isState: asked(isState),
    }
    for (const pair of rule.annotations) {
      if (pair.text?.value === pair.value && SHOWN.test(pair.value)) yield* judge(rule, pair, facts)
    }
  },
}

/** Functions unsuitable for a value with a unit, and what to use instead. */
const UNSUITED: Readonly<Record<Unit, RegExp>> = {
  seconds: /^\|\s*(?:humanizePercentage|humanize1024|humanizeTimestamp)\s*$/,
  milliseconds: /^\|\s*(?:humanizePercentage|humanize1024|humanizeDuration)\s*$/,
  bytes: /^\|\s*(?:humanizePercentage|humanizeDuration|humanizeTimestamp)\s*$/,
  'a timestamp': /^\|\s*(?:humanizePercentage|humanizeDuration|humanize1024)\s*$/,
}
const SUITED: Readonly<Record<Unit, string>> = {
  seconds: '{{ $value | humanizeDuration }}',
  milliseconds: '{{ $value | humanize }}ms',
  bytes: '{{ $value | humanize1024 }}B',
  'a timestamp': '{{ $value | humanizeTimestamp }}',
}

/** The unit that the text after a value names, at once. */
const unitIn = (after: string): string | undefined =>
  /^ ?(seconds|sec|s|milliseconds|ms|minutes|hours|days|[KMGT]i?B|bytes)\b/.exec(after)?.[1]

/** Whether a unit in words is the one of the metric. */
function suits(unit: Unit, told: string): boolean {
  if (unit === 'seconds') return /^s/.test(told)
  if (unit === 'milliseconds') return /^m(?:s|illi)/.test(told)
  return unit === 'bytes' ? told === 'bytes' : false
}

/** What is wrong with the value as a template shows it: `whole`, before `after`; `isAfterName`: after its name. */
function wrongValue(
  [, called = '', piped = '', sign]: RegExpExecArray,
  after: string,
  isAfterName: boolean,
  { scale: scaleOfValue, unit: unitOfValue, only, isCount, isState }: Facts,
): readonly [what: string, hint: string] | undefined {
  const pipe = `${called && '| '}${called} ${piped.replace(/-$/, '')}`.trim()
  // Usually a bare value, after its name.
  if (pipe === '' && sign === undefined && isAfterName) return undefined
  const scale = scaleOfValue()
  const unit = unitOfValue()
  const isPercentage = /\bhumanizePercentage\b/.test(pipe)
  const isSigned = sign !== undefined || /"[^"]*%%/.test(pipe)
  const told = unitIn(after)
  if (isPercentage && isSigned) {
    const hint = sign === undefined ? 'leave out `printf`' : 'remove the `%` after it'
    return ['shows two `%`: `humanizePercentage` writes one', hint]
  }
  if (isPercentage && scale === 'percent')
    return [
      'multiplies by 100 what the expression has multiplied by 100',
      'write `{{ $value | printf "%.1f" }}%`, or remove `* 100` from the expression',
    ]
  if (!isPercentage && isSigned && scale === 'ratio' && !/\bmul|100/.test(pipe))
    return [
      'shows a ratio as a percentage: 0.05 becomes `0.05%`',
      'write `{{ $value | humanizePercentage }}`',
    ]
  if (scale === 'ratio' && /^\|\s*humanize1024$/.test(pipe))
    return ['shows a ratio through `humanize1024`', 'write `{{ $value | humanizePercentage }}`']
  if (isPercentage && isCount())
    return [
      'shows a number of series as a percentage: 6 becomes `600%`',
      'write `{{ $value }}`, or divide by the number of all',
    ]
  if (unit && UNSUITED[unit].test(pipe)) {
    const [, func] = /\|\s*(\w+)/.exec(pipe) ?? []
    return [`shows ${unit} through \`${func}\``, `write \`${SUITED[unit]}\``]
  }
  if (unit && pipe === '' && told !== undefined && !suits(unit, told))
    return [`shows ${unit} as ${told}`, `write \`${SUITED[unit]}\``]
  if (
    // An infinite one is a fault of the expression, which has its own finding.
    Number.isFinite(only()) &&
    // Of other metrics, the threshold is a number of something: `replicas == 0`.
    (pipe === '' ? isState() && /^ [a-z]{3,}/.test(after) : /humanize(?:Duration|1024|Timestamp)/.test(pipe))
  )
    return [
      `shows the value of the expression, which is always ${only()}`,
      'leave it out, or show what is meant: a `count(…)`, a time since the last sample',
    ]
  if (scale === 'events' && /^(?:\|\s*humanize\s*)?$/.test(pipe) && /^ [a-z]{3,}/.test(after) && !isAfterName)
    return [
      'shows a count that `increase` extrapolates: 1 event becomes `1.071`',
      'write `{{ $value | printf "%.0f" }}`',
    ]
  return undefined
}

function* judge(rule: JudgedRule, { key, value, from, text }: Pair, facts: Facts): Iterable<Finding> {
  const finding = ({ index, 0: whole }: RegExpExecArray, what: string, hint: string): Finding => ({
    file: from.file,
    range: locate(text!, index, index + whole.length),
    message: `The template of \`${key}\` of alert \`${rule.name}\` ${what}`,
    hint,
  })
  for (const match of value.matchAll(VALUE)) {
    const after = value.slice(match.index + match[0].length)
    const wrong = wrongValue(match, after, isNamed(value, match.index), facts)
    if (wrong) yield finding(match, ...wrong)
  }
  const all = ALL.exec(value)
  if (all && !SCOPES.test(value.slice(0, all.index))) {
    yield finding(
      all,
      'shows all data of the alert at once, as `{map[instance:… job:…] … 1.2}`',
      'name what helps: `{{ $labels.instance }}`, `{{ $value }}`',
    )
  }
  for (const match of value.matchAll(LABELS)) {
    if (isNamed(value, match.index)) continue
    yield finding(
      match,
      'shows all labels at once, as `map[instance:… job:…]`',
      'name the labels that help: `{{ $labels.instance }}`',
    )
  }
}
