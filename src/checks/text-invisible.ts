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
  runRule(rule) {
    const { alert, record, labels, annotations, expr } = rule.rule
    const found: Finding[] = []
    const look = (text: Text, pattern: RegExp, where: string): void => {
      const hidden = pattern.exec(text.value)
      if (hidden) found.push(finding(rule, text, hidden, where))
    }
    if (alert) look(alert.value, IN_NAMES, 'its name')
    if (record) look(record.value, IN_NAMES, 'its name')
    for (const { key, value } of labels) {
      look(key, IN_NAMES, 'the name of a label')
      look(value, HIDDEN, `the label \`${key.value}\``)
    }
    for (const { key } of annotations) look(key, IN_NAMES, 'the name of an annotation')
    // Elsewhere it is an error of syntax.
    if (expr && rule.expr()) look(expr.value, HIDDEN, 'a text of its expression')
    return found
  },
}

function finding(
  rule: JudgedRule,
  text: Text,
  { 0: character, index }: RegExpExecArray,
  where: string,
): Finding {
  return {
    file: rule.file,
    range: locate(text, index, index + 1),
    message: `${subject(rule)} has the invisible character ${unicodeName(character)} in ${where}: it equals nothing that is typed`,
    hint:
      character.trim() === '' && character !== '\uFEFF'
        ? 'write a plain space, or none'
        : 'remove it: type the word anew',
  }
}
