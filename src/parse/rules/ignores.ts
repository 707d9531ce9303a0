/** `# alertbook-ignore CODE: reason` in YAML → ignores. */
import type { Diagnostic, Ignore, Range, RuleGroup } from '../../model.ts'
import { lineStartOf, restOfLine } from '../../yaml/problem.ts'

const COMMENT = /^#+\s*alertbook-ignore\b(.*)$/
const BODY = /^\s*([a-z][a-z0-9-]*)\s*(?::(.*))?$/s

/** What an ignore says after its keyword, `CODE: reason`; an error if that is no check or no reason. `as`: its notation. */
export function ignoreIn(
  said: string,
  file: string,
  range: Range,
  as: (text: string) => string,
): Pick<Ignore, 'code' | 'range' | 'reason'> | Diagnostic {
  const [, code, written = ''] = BODY.exec(said) ?? []
  const reason = written.trim()
  if (code !== undefined && reason !== '') return { code, range, reason }
  return {
    file,
    range,
    code: 'ignore-reason',
    severity: 'error',
    message:
      code === undefined
        ? 'This ignore does not name a check and a reason'
        : `This ignore of \`${code}\` gives no reason`,
    hint: `write \`${as(`alertbook-ignore ${code ?? 'alert-for'}: why it does not apply here`)}\``,
  }
}

/** What a comment can apply to: the document, a group, a rule. */
interface Targets {
  /** The document; starts where its content begins. */
  readonly whole: Range
  readonly content: Range | undefined
  readonly groups: readonly RuleGroup[]
  /** Whether the document has bare rules: nothing above them could carry a comment. */
  readonly bare: boolean
}

/**
 * Reads the ignores among the comments. One applies to the rule or group that follows it directly; else to the rule
 * that contains it, or whose last line it ends; else to the next rule. Before the content, or before bare rules with a
 * blank line in between, it applies to the whole document.
 */
export function readRuleIgnores(
  text: string,
  comments: readonly Range[],
  targets: Targets,
  file: string,
): { ignores: Ignore[]; diagnostics: Diagnostic[] } {
  const ignores: Ignore[] = []
  const diagnostics: Diagnostic[] = []
  for (const range of comments) {
    const match = COMMENT.exec(text.slice(range.start, range.end))
    if (match === null) continue
    const read = ignoreIn(match[1]!, file, range, (said) => `# ${said}`)
    if ('message' in read) diagnostics.push(read)
    else ignores.push({ ...read, scope: scopeOf(text, range, targets) })
  }
  return { ignores, diagnostics }
}

function scopeOf(text: string, comment: Range, targets: Targets): Range {
  const { whole, content, groups, bare } = targets
  const inFront = content === undefined || comment.start < content.start
  if (inFront && (!bare || content === undefined || hasBlankLine(text, comment.end, content.start)))
    return whole
  const rules = groups.flatMap((group) => group.rules).map((rule) => rule.range)
  const holders = [
    ...groups.filter((group) => !bare || group.name !== undefined).map((group) => group.range),
    ...rules,
  ]
  const around = rules.find(
    ({ start, end }) => start < comment.start && comment.start < restOfLine(text, end).end,
  )
  if (around !== undefined && isTrailing(text, comment.start)) return around
  const before = holders.find(
    ({ start }) => start > comment.start && isOnlyMarks(text.slice(comment.end, start)),
  )
  return before ?? around ?? rules.find(({ start }) => start > comment.start) ?? whole
}

/** Only white space, further comments and `-`. */
function isOnlyMarks(between: string): boolean {
  const mark = /[^\s>-]/g
  const lineEnd = /[\r\n]/g
  for (let at = 0; ; ) {
    mark.lastIndex = at
    const found = mark.exec(between)
    if (!found) return true
    if (found[0] !== '#') return false
    lineEnd.lastIndex = found.index
    const end = lineEnd.exec(between)
    if (!end) return true
    at = end.index
  }
}

/** Whether text precedes an offset on its line. */
const isTrailing = (text: string, at: number): boolean =>
  /[^\s>-]/.test(text.slice(lineStartOf(text, at), at))

function hasBlankLine(text: string, start: number, end: number): boolean {
  return /(?:\r\n|\n|\r)[ \t>]*(?:\r\n|\n|\r)/.test(text.slice(start, end))
}
