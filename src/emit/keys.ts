/**
 * What an output depends on, as a short key: two builds that give a file the same key give it the same bytes,
 * so a file whose key did not change need not be made again. "Remembered equals fresh" is a law of the tests.
 */
import type { BoundRule, OutputFile, Program } from '../model.ts'
import { hash } from '../text/hash.ts'
import { once } from '../text/once.ts'
import { lineNumbers } from './lines.ts'

/**
 * A file that is made whenever its text is asked for: a book is larger than what should be held at once. Its
 * key is made once, and only if it is asked for.
 */
export function lazyFile(
  path: string,
  makeKey: (() => string | undefined) | undefined,
  make: () => string | Uint8Array,
): OutputFile {
  let key: string | undefined
  return {
    path,
    get key(): string | undefined {
      key ??= makeKey?.()
      return key
    },
    get text(): string | Uint8Array {
      return make()
    },
  }
}

/** Everything of a rule that any output shows and that does not stand in its own file. */
export const boundFacts = (rule: BoundRule): readonly unknown[] => [
  rule.group,
  rule.page,
  rule.anchor,
  rule.link,
  rule.labels.map(({ key, value }) => [key, value]),
]

/** What a rule says itself. */
const writtenFacts = (rule: BoundRule): readonly unknown[] => [
  rule.kind,
  rule.name,
  rule.rule.expr?.value.value,
  rule.rule.for?.value.value,
  rule.rule.keepFiringFor?.value.value,
  rule.annotations.map(({ key, value }) => [key, value]),
]

/** The key of the rule files: rules, groups, and the line each rule comes from. `version` is the tool's. */
export const rulesKey = (program: Program, version: string): string => version + groupsKey(program)

const groupsKey = once((program: Program): string => {
  const line = lineNumbers(program)
  const ruleFiles = new Set(program.ruleFiles.map(({ source }) => source.path))
  // Most of a runbook may change without its rules; what a rule file says is known by the whole of it.
  const written = (rule: BoundRule): readonly unknown[] =>
    ruleFiles.has(rule.file)
      ? [program.hashOf(rule.file), rule.rule.range.start]
      : [line({ file: rule.file, range: rule.rule.range }), ...writtenFacts(rule)]
  const groups = program.groups.map(({ rules, labels, from: _, ...settings }) => [
    settings,
    labels.map(({ key, value }) => [key, value]),
    rules.map((rule) => [rule.file, ...written(rule), ...boundFacts(rule)]),
  ])
  return hash(JSON.stringify(groups))
})
