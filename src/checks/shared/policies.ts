/** Requirements on labels and annotations from the configuration: shared by the two policy checks. */
import type { BoundRule, Pair, Policy, Program } from '../../model.ts'
import { matchesText } from '../../promql/regex-list.ts'
import { isWithin } from '../../text/folder.ts'
import { nearest } from '../../text/nearest.ts'
import { replaceScalar } from '../../yaml/edit.ts'
import type { Finding } from '../check.ts'
import { atName, subject } from './in-expr.ts'

/** The findings of one policy; `pairsOf`: the pairs of a rule, its own last. */
export function* policyFindings(
  program: Program,
  policies: readonly Policy[],
  what: 'label' | 'annotation',
  pairsOf: (rule: BoundRule) => readonly Pair[],
): Iterable<Finding> {
  for (const policy of policies) {
    for (const rule of program.rules) {
      if (isMeant(policy, rule)) yield* judge(program, policy, rule, what, pairsOf(rule))
    }
  }
}

function isMeant({ rules, in: places }: Policy, { kind, file }: BoundRule): boolean {
  if (rules !== 'all' && rules !== `${kind}s`) return false
  return places.length === 0 || places.some((place) => isWithin(file, place))
}

function* judge(
  { texts }: Program,
  { name, required, values, pattern }: Policy,
  rule: BoundRule,
  what: string,
  pairs: readonly Pair[],
): Iterable<Finding> {
  const pair = pairs.findLast(({ key }) => key === name)
  const list = values.map((value) => `\`${value}\``).join(', ')
  if (pair === undefined || pair.value.trim() === '') {
    if (!required) return
    yield {
      ...atName(rule),
      message: `${subject(rule)} has no ${what} \`${name}\`, which the project requires`,
      hint: list === '' ? `add it under \`${what}s:\`` : `add it: one of ${list}`,
    }
    return
  }
  // The result of a template is known only when the alert fires.
  if (pair.value.includes('{{')) return
  const isListed = values.length === 0 || values.includes(pair.value)
  if (isListed && (pattern === '' || matchesText(pattern, pair.value) !== false)) return
  const near = isListed ? undefined : nearest(pair.value, values)
  const edit = near && pair.text && replaceScalar(texts.get(pair.from.file) ?? '', pair.text, near)
  yield {
    file: pair.from.file,
    range: pair.from.range,
    message: `${subject(rule)} has the ${what} \`${name}: ${pair.value}\`, which ${isListed ? `does not match \`${pattern}\`` : 'is not among the values that the project allows'}`,
    hint: near
      ? `did you mean \`${near}\`?`
      : isListed
        ? `write a value that matches \`${pattern}\``
        : `use one of ${list}`,
    ...(edit && { fix: { title: `Write \`${near}\``, edits: [{ file: pair.from.file, ...edit }] } }),
  }
}
