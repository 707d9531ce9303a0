/**
 * Short keys for everything that an output depends on. Two builds with the same key for a file give it the same bytes,
 * so a file with an unchanged key need not be made again. "Remembered equals fresh" is a law of the tests.
 */
import type { BoundRule, Program } from '../model.ts'
import { ruleObject } from '../rule-fields.ts'
import { hash } from '../text/hash.ts'
import { once } from '../text/once.ts'
import { lineNumbers } from './lines.ts'

/** Key of everything about a rule that an output shows and that is not in the rule's own file. */
export const boundKey: (rule: BoundRule) => string = once((rule: BoundRule): string =>
  hash(
    JSON.stringify([
      rule.group,
      rule.page,
      rule.anchor,
      rule.link,
      rule.labels.map(({ key, value }) => [key, value]),
      // Link annotations, under their configured names.
      rule.annotations
        .filter(({ text, value }) => text?.value !== value)
        .map(({ key, value }) => [key, value]),
    ]),
  ),
)

/** The rule's own fields. */
const writtenFacts = (rule: BoundRule): readonly unknown[] => [ruleObject(rule.rule, rule)]

/** Key of the rule files: rules, groups, and the source line of each rule. `version`: of the tool. */
export const rulesKey = (program: Program, version: string): string => version + groupsKey(program)

const groupsKey = once((program: Program): string => {
  const line = lineNumbers(program)
  const ruleFiles = new Map(program.ruleFiles.map(({ source }, index) => [source.path, index]))
  // A runbook may change outside its rules, so each of its rules counts by its text; a rule file counts as a whole.
  const written = (rule: BoundRule): readonly unknown[] => {
    const index = ruleFiles.get(rule.file)
    return index !== undefined
      ? [index, rule.rule.range.start]
      : [rule.file, line({ file: rule.file, range: rule.rule.range }), ...writtenFacts(rule)]
  }
  const groups = program.groups.map(({ rules, labels, from: _, ...settings }) => [
    settings,
    labels.map(({ key, value }) => [key, value]),
    rules.map((rule) => [...written(rule), boundKey(rule)]),
  ])
  const files = program.ruleFiles.map(({ source }) => [source.path, program.hashOf(source.path)])
  return hash(JSON.stringify([files, groups]))
})
