/** Comments of a rule file: those above a rule belong to it, and go where it goes. None is lost with a file that goes. */
import type { Range, Rule, RuleFile } from '../../model.ts'

/** A line that holds a comment and nothing else. */
const COMMENT = /^[ \t]*#.*$/

/** Where the comment lines directly above a place begin; the beginning of its own line where there are none. */
export function beginningOf(text: string, { start }: Range): number {
  let from = text.lastIndexOf('\n', start - 1) + 1
  while (from > 0) {
    const above = text.lastIndexOf('\n', from - 2) + 1
    if (!COMMENT.test(text.slice(above, from).replace(/\r?\n$/, ''))) break
    from = above
  }
  return from
}

/** The comment lines within a range that stand in none of some others. */
function linesIn(text: string, within: Range, others: readonly Range[]): string[] {
  const lines: string[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    const isWithin = within.start <= start && end <= within.end
    const isTaken = others.some((range) => range.start <= start && end <= range.end)
    if (isWithin && !isTaken && COMMENT.test(line.replace(/\r$/, ''))) lines.push(line.trim())
    start = end + 1
  }
  return lines
}

/**
 * The comments that go with each rule that is moved: those directly above it; with the first rule of a group that goes
 * as a whole, those elsewhere in it; with the first rule of a file that goes, those elsewhere in that.
 */
export function commentsOf(
  text: string,
  { groups }: RuleFile,
  moved: ReadonlySet<Rule>,
  goes: boolean,
): ReadonlyMap<Rule, readonly string[]> {
  const comments = new Map<Rule, string[]>()
  const add = (rule: Rule | undefined, lines: readonly string[]): void => {
    if (rule && lines.length > 0) comments.set(rule, [...lines, ...(comments.get(rule) ?? [])])
  }
  const taken: Range[] = []
  for (const group of groups) {
    const own: Range[] = []
    for (const rule of group.rules) {
      if (!moved.has(rule)) continue
      const line = text.lastIndexOf('\n', rule.range.start - 1) + 1
      const start = beginningOf(text, rule.range)
      add(rule, linesIn(text, { start, end: line }, []))
      own.push({ start, end: rule.range.end })
    }
    taken.push(...own)
    if (group.rules.length === 0 || own.length < group.rules.length) continue
    add(group.rules[0], linesIn(text, group.range, own))
    taken.push(group.range)
  }
  const first = groups.flatMap(({ rules }) => rules).find((rule) => moved.has(rule))
  if (goes) add(first, linesIn(text, { start: 0, end: text.length }, taken))
  return comments
}
