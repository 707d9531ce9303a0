/** Runs the checks that judge each rule by itself; what they find in a file is remembered with its rules. */
import type { BoundRule, Config, Pair, Program, Remember } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { hash } from '../text/hash.ts'
import type { Check, Finding, RuleCheck } from './check.ts'

/** The findings of those of `checks` that judge rules, by code. */
export function judgeRules(
  program: Program,
  checks: readonly Check[],
  { prometheus }: Config,
  remember: Remember,
): (code: string) => readonly Finding[] {
  const judges = checks.filter((check): check is RuleCheck => 'runRule' in check)
  const codes = judges.map(({ code }) => code).join()
  const found = new Map(judges.map(({ code }): [string, Finding[]] => [code, []]))
  for (const [file, rules] of groupBy(program.rules, (rule) => rule.file)) {
    const key = hash(JSON.stringify(rules.map((rule) => writtenAs(rule, program))))
    const findings = remember(`rules ${codes} ${program.hashOf(file)} ${key} ${file}`, () =>
      judges.map((check) => rules.flatMap((rule) => [...check.runRule(rule, prometheus)])),
    )
    judges.forEach(({ code }, index) => void found.get(code)!.push(...findings[index]!))
  }
  return (code) => found.get(code) ?? []
}

/** What a rule has beside the text of its file: the values that binding gave it, and where they come from. */
function writtenAs({ file, rule, group, labels, annotations }: BoundRule, { hashOf }: Program): unknown {
  const from = ({ key, value, from, text }: Pair): unknown =>
    from.file === file && text?.value === value
      ? from.range.start
      : [key, value, from.range.start, text?.value === value, from.file, hashOf(from.file)]
  return [rule.range.start, group, labels.map(from), annotations.map(from)]
}
