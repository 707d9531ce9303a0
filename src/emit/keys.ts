/**
 * What an output depends on, as a short key: two builds that give a file the same key give it the same bytes,
 * so a file whose key did not change need not be made again. "Remembered equals fresh" is a law of the tests.
 */
import type { BoundRule, Program } from '../model.ts'
import { ruleObject } from '../rule-fields.ts'
import { hash } from '../text/hash.ts'
import { once } from '../text/once.ts'
import { lineNumbers } from './lines.ts'

/** Everything of a rule that any output shows and that does not stand in its own file, as a key. */
export const boundKey: (rule: BoundRule) => string = once((rule: BoundRule): string =>
  hash(
    JSON.stringify([
      rule.group,
      rule.page,
      rule.anchor,
      rule.link,
      rule.labels.map(({ key, value }) => [key, value]),
      // Those that carry the link, under the names that the configuration gives them.
      rule.annotations
        .filter(({ text, value }) => text?.value !== value)
        .map(({ key, value }) => [key, value]),
    ]),
  ),
)

/** The fields of a rule itself. */
const writtenFacts = (rule: BoundRule): readonly unknown[] => [ruleObject(rule.rule, rule)]

/** The key of the rule files: rules, groups, and the line each rule comes from. `version` is the tool's. */
export const rulesKey = (program: Program, version: string): string => version + groupsKey(program)

const groupsKey = once((program: Program): string => {
  const line = lineNumbers(program)
  const ruleFiles = new Map(program.ruleFiles.map(({ source }, index) => [source.path, index]))
  // Most of a runbook may change without its rules; what a rule file says is known by the whole of it.
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
