/** Comments of a rule file: those above a rule move with it. None is lost when a file is removed. */
import type { Range, Rule, RuleFile } from '../../model.ts'
import { append } from '../../text/append.ts'

/** A line with nothing but a comment. */
const COMMENT = /^[ \t]*#.*$/

/** Start of the comment lines directly above a place; without any, start of its own line. */
export function beginningOf(text: string, { start }: Range): number {
  let from = text.lastIndexOf('\n', start - 1) + 1
  while (from > 0) {
    const above = text.lastIndexOf('\n', from - 2) + 1
    if (!COMMENT.test(text.slice(above, from).replace(/\r?\n$/, ''))) break
    from = above
  }
  return from
}

/** The comment lines within a range, except those inside certain others. */
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
 * The comments that move with each rule: those directly above it; with the first rule of a completely moved group, the
 * others in the group; with the first rule of a completely moved file, the others in the file.
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
    append(taken, own)
    if (group.rules.length === 0 || own.length < group.rules.length) continue
    add(group.rules[0], linesIn(text, group.range, own))
    taken.push(group.range)
  }
  const first = groups.flatMap(({ rules }) => rules).find((rule) => moved.has(rule))
  if (goes) add(first, linesIn(text, { start: 0, end: text.length }, taken))
  return comments
}
