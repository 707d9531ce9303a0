import { locate, type Text } from '../text/source.ts'
import { unicodeName } from '../text/strange.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { subject } from './in-expr.ts'

/** Characters without width. Joiners belong to some scripts and to emoji, and so do not count. */
const HIDDEN = /[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/
/** The same, and blanks that are not the space of the space bar. */
const IN_NAMES =
  /[\u00A0\u00AD\u1680\u180E\u2000-\u200B\u200E\u200F\u2028-\u202F\u205F-\u2064\u2066-\u2069\u3000\uFEFF]/

export const textInvisible: RuleCheck = {
  code: 'text-invisible',
  severity: 'warning',
  summary: 'No name, label or expression contains a character that nobody can see.',
  *runRule(rule) {
    const { alert, record, labels, annotations, expr } = rule.rule
    for (const name of [alert, record]) if (name) yield* hidden(rule, name.value, 'its name', IN_NAMES)
    for (const { key, value } of labels) {
      yield* hidden(rule, key, 'the name of a label', IN_NAMES)
      yield* hidden(rule, value, `the label \`${key.value}\``, HIDDEN)
    }
    for (const { key } of annotations) yield* hidden(rule, key, 'the name of an annotation', IN_NAMES)
    // Elsewhere it is an error of syntax.
    if (expr && rule.expr()) yield* hidden(rule, expr.value, 'a text of its expression', HIDDEN)
  },
}

function* hidden(rule: JudgedRule, text: Text, where: string, pattern: RegExp): Iterable<Finding> {
  const found = pattern.exec(text.value)
  if (!found) return
  yield {
    file: rule.file,
    range: locate(text, found.index, found.index + 1),
    message: `${subject(rule)} has the invisible character ${unicodeName(found[0])} in ${where}: it equals nothing that is typed`,
    hint:
      found[0].trim() === '' && found[0] !== '\uFEFF'
        ? 'write a plain space, or none'
        : 'remove it: type the word anew',
  }
}
