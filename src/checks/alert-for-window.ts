import { briefEvent } from '../analysis/index.ts'
import { formatDuration, parseDuration } from '../promql/duration.ts'
import type { RuleCheck } from './check.ts'
import { asRelated } from './shared/in-expr.ts'

/** Words in the name of an alert that is about events which go on. */
const continuing =
  /repeat|too.?(?:much|many|often)|frequent|continu|persist|constant|sustain|stuck|flap|loop|keeps|again/i

export const alertForWindow: RuleCheck = {
  code: 'alert-for-window',
  severity: 'warning',
  summary: 'A single event keeps the condition of an alert true for as long as its `for`.',
  about: /changes|resets|increase|delta|rate|hour|minute|day_of|unless/i,
  *runRule(rule) {
    if (continuing.test(rule.name)) return
    const written = rule.kind === 'alert' ? rule.rule.for?.value : undefined
    const wait = written && parseDuration(written.value).ms
    const expr = wait ? rule.expr() : undefined
    const event = expr && briefEvent(expr)
    if (!written || !wait || !event || wait < event.lasts) return
    yield {
      file: rule.file,
      range: written.range,
      message: `Alert \`${rule.name}\` never fires for a single event: ${event.text} for ${formatDuration(event.lasts)}, but \`for\` is ${written.value}`,
      hint: `write a window longer than \`for\`, or a shorter \`for\`, or instead of \`for\` \`keep_firing_for: ${written.value}\``,
      related: asRelated(rule, [
        { range: event.range, text: `the condition holds for ${formatDuration(event.lasts)}` },
      ]),
    }
  },
}
