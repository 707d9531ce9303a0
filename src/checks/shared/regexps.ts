/** Shared by the two checks of regular expressions. */
import { type RegexpProblem, regexpProblems } from '../../analysis/index.ts'
import type { Finding, JudgedRule } from '../check.ts'
import { exprFix, inExpr, subject } from './in-expr.ts'

const WHY: Readonly<Record<RegexpProblem['kind'], string>> = {
  anchor: 'Prometheus anchors every regular expression at both ends: `^` and `$` add nothing',
  literal: 'the regular expression is plain text',
  everything: 'the regular expression matches everything',
  glob: '`*` repeats the character before it, as in every regular expression',
  twice: 'an alternative occurs twice',
  comma: 'the comma is a character of the text: alternatives are separated by `|`',
  blank: 'the blanks beside `|` are part of the texts',
  class: 'brackets list single characters, and no range of numbers',
  slashes: 'the slashes are part of the text: a regular expression has none around it',
  variable: 'nothing fills in a variable of a dashboard',
  not: '`!` is part of the text: what must not be is written with `!=`',
  pattern: 'the text is compared as it is: only `=~` and `!~` know regular expressions',
  dot: '`.` matches any character here, but a dot was probably meant',
}

/** What to do where nobody can say what is to be written. */
const HINTS: Readonly<Partial<Record<RegexpProblem['kind'], (label: string) => string>>> = {
  everything: (label) => `remove the matcher, or write \`${label}!=""\` for series that have the label`,
  class: () => 'write a class for each digit: `5[0-9][0-9]`',
  variable: () => 'write the value, or `{{< param name >}}` for one from alertbook.yml',
}
const unsure: ReadonlySet<string> = new Set(Object.keys(HINTS))

/** Kinds that are right for one value and wrong for another. */
const ofValue: ReadonlySet<string> = new Set(['literal', 'everything'])

/** The findings of some kinds for the matchers of a rule. */
export function* regexpFindings(
  rule: JudgedRule,
  isAsked: (kind: RegexpProblem['kind']) => boolean,
): Iterable<Finding> {
  const written = rule.rule.expr?.value
  const text = written?.value ?? ''
  const filled = written?.standIns ?? []
  const expr = rule.expr()
  if (!expr) return
  for (const { matcher, kind, op, value } of regexpProblems(expr)) {
    if (!isAsked(kind)) continue
    const { nameRange, valueRange, range } = matcher
    // What a parameter stands for is a regular expression elsewhere.
    const isFilled = filled.some(({ start, end }) => start < valueRange.end && end > valueRange.start)
    if (isFilled && ofValue.has(kind)) continue
    const quote = text[valueRange.start]
    const between = { start: nameRange.end, end: valueRange.start }
    const after = text.slice(between.start, between.end).replace(matcher.op, op)
    // Without escapes, the characters inside the quotes are those of the value.
    const isPlain = text.slice(valueRange.start + 1, valueRange.end - 1) === matcher.value
    const inside = { start: valueRange.start + 1, end: valueRange.end - 1 }
    const fix =
      unsure.has(kind) || !isPlain
        ? undefined
        : exprFix(rule, `Write \`${matcher.name}${op}${quote}${value}${quote}\``, [
            { range: between, text: after },
            ...(value === matcher.value ? [] : [{ range: inside, text: value }]),
          ])
    yield {
      ...inExpr(rule, range),
      message: `${subject(rule)}: in \`${matcher.name}${matcher.op}"${matcher.value}"\` ${WHY[kind]}`,
      hint: HINTS[kind]?.(matcher.name) ?? `write \`${matcher.name}${op}"${value}"\``,
      ...(fix && { fix }),
    }
  }
}
