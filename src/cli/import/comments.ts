/** Comments of a rule file: those above a rule move with it. None is lost when a file is removed. */
import type { Range, Rule, RuleFile } from '../../model.ts'

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

/** A line with nothing but a comment; its range is without the line break. */
interface CommentLine extends Range {
  readonly text: string
}

function commentLines(text: string): CommentLine[] {
  const found: CommentLine[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    if (COMMENT.test(line.replace(/\r$/, ''))) found.push({ start, end, text: line.trim() })
    start = end + 1
  }
  return found
}

/** Those within a range. They are in order: a file of thousands of rules asks for each of these. */
function within(comments: readonly CommentLine[], { start, end }: Range): CommentLine[] {
  let [low, high] = [0, comments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (comments[middle]!.start < start) low = middle + 1
    else high = middle
  }
  let to = low
  while (to < comments.length && comments[to]!.end <= end) to++
  return comments.slice(low, to)
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
  const all = commentLines(text)
  const comments = new Map<Rule, string[]>()
  const taken = new Set<CommentLine>()
  /** Gives a rule those within a range that nothing has taken. */
  const add = (rule: Rule | undefined, range: Range): void => {
    const lines = within(all, range)
      .filter((line) => !taken.has(line))
      .map((line) => line.text)
    if (rule && lines.length > 0) comments.set(rule, [...lines, ...(comments.get(rule) ?? [])])
  }
  const take = (range: Range): void => {
    for (const line of within(all, range)) taken.add(line)
  }
  for (const group of groups) {
    const own = group.rules.filter((rule) => moved.has(rule))
    for (const rule of own) {
      const line = text.lastIndexOf('\n', rule.range.start - 1) + 1
      const start = beginningOf(text, rule.range)
      add(rule, { start, end: line })
      take({ start, end: rule.range.end })
    }
    if (group.rules.length === 0 || own.length < group.rules.length) continue
    add(group.rules[0], group.range)
    take(group.range)
  }
  const first = groups.flatMap(({ rules }) => rules).find((rule) => moved.has(rule))
  if (goes) add(first, { start: 0, end: text.length })
  return comments
}
