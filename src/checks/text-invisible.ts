import { locate, type Text } from '../text/source.ts'
import { HIDDEN, HIDDEN_OR_BLANK, unicodeName } from '../text/strange.ts'
import type { Finding, JudgedRule, RuleCheck } from './check.ts'
import { subject } from './shared/in-expr.ts'

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
    if (alert) look(alert.value, HIDDEN_OR_BLANK, 'its name')
    if (record) look(record.value, HIDDEN_OR_BLANK, 'its name')
    for (const { key, value } of labels) {
      look(key, HIDDEN_OR_BLANK, 'the name of a label')
      look(value, HIDDEN, `the label \`${key.value}\``)
    }
    for (const { key } of annotations) look(key, HIDDEN_OR_BLANK, 'the name of an annotation')
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
    message: `${subject(rule)} has the invisible character ${unicodeName(character)} in ${where}: nothing that is typed equals it`,
    hint:
      character.trim() === '' && character !== '\uFEFF'
        ? 'write a plain space, or none'
        : 'remove it: type the word anew',
  }
}
