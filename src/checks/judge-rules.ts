/** Runs the checks that judge single rules. The findings for a file are cached with its rules. */
import type { BoundRule, Config, Program, Remember, Step } from '../model.ts'
import { groupBy } from '../text/group-by.ts'
import { type Identified, identified } from '../text/identified.ts'
import type { Check, Finding, JudgedRule, RuleCheck } from './check.ts'
import { recordedFor } from './recorded.ts'

/** The findings of those of `checks` that judge rules, by code. */
export function judgeRules(
  program: Program,
  checks: readonly Check[],
  { prometheus }: Config,
  remember: Remember,
): (code: string) => readonly Finding[] {
  const judges = checks.filter((check): check is RuleCheck => 'runRule' in check)
  const codes = judges.map(({ code }) => code)
  const known = identified(codes.join(), () => judges)
  const recorded = recordedFor(program)
  const found = new Map(codes.map((code): [string, Finding[]] => [code, []]))
  for (const rules of groupBy(program.rules, (rule) => rule.file).values()) {
    const findings = remember(judgeFile, {
      judges: known,
      prometheus,
      rules: rules.map((rule) => judged(rule, recorded(rule))),
    })
    codes.forEach((code, index) => void found.get(code)!.push(...findings[index]!))
  }
  return (code) => found.get(code) ?? []
}

/** Everything that a check may use, and nothing else. The functions depend only on expression and settings. */
const judged = (
  { kind, name, rule, file, group, labels, annotations, expr, carries }: BoundRule,
  recorded: Pick<JudgedRule, 'recorded' | 'resolved'>,
): JudgedRule => ({ kind, name, rule, file, group, labels, annotations, expr, carries, ...recorded })

interface JudgedFile {
  readonly judges: Identified<readonly RuleCheck[]>
  readonly prometheus: Config['prometheus']
  readonly rules: readonly JudgedRule[]
}

/** The findings of each check for the rules of a file. */
const judgeFile: Step<JudgedFile, readonly (readonly Finding[])[]> = {
  name: 'judge',
  run({ judges, prometheus, rules }) {
    const texts = rules.map(({ rule }) => rule.expr?.value.value ?? '')
    return judges.value.map((check) => {
      const { about } = check
      const found: Finding[] = []
      for (const [index, rule] of rules.entries()) {
        if (about !== undefined && !about.test(texts[index]!)) continue
        for (const finding of check.runRule(rule, prometheus)) found.push(withFix(finding))
      }
      return found
    })
  },
}

/** Calls the fix if it is a function: stored findings are plain data. */
export function withFix({ fix, ...finding }: Finding): Finding {
  const made = typeof fix === 'function' ? fix() : fix
  return made ? { ...finding, fix: made } : finding
}
