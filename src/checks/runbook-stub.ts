import type { Range, Runbook } from '../model.ts'
import { between, commentsIn } from '../text/comments.ts'
import { fences } from '../text/fences.ts'
import { lazy } from '../text/once.ts'
import { isReserved } from '../text/placeholder.ts'
import { mask } from '../text/source.ts'
import type { Finding, PageCheck } from './check.ts'

interface Stub {
  readonly pattern: RegExp
  readonly message: (text: string) => string
  readonly hint: string
  /** Of what the pattern finds, what counts; all of it if undefined. */
  readonly counts?: (text: string) => boolean
}

const ANSWER =
  'write the answer; if nothing is known yet, promise the page with a date: `runbook: todo 2027-01-31`'

/** When they are asked for, because to read patterns with Unicode takes time that a check of rule files need not spend. */
const stubsSought = lazy((): readonly Stub[] => [
  {
    pattern:
      // `to be done` in mid-sentence is about the work, not the page.
      /(?<![\p{L}\p{N}])(?<!\w_)(?:TODO|TBD|FIXME|TBC)(?![\p{L}\p{N}-]|_\w)|(?:(?<![\p{L},’'] )|(?<=\b(?:is|are|yet) ))\b[Tt]o be (?:written|added|done|completed|defined|documented)\b|\b(?:[Cc]oming soon|[Ll]orem ipsum|[Ff]ill (?:this|me) in|[Ww]ork in progress)\b/gu,
    message: (text) => `\`${text}\` is where a responder needs an answer`,
    hint: ANSWER,
  },
  {
    // All that a section says. What is blanked leaves lines of blanks, which are something else.
    pattern:
      /(?<=^#{1,6} [^\n]*\n\n?)(?:\.{3}|…|\?+|[Xx]{3,}|TBA|[Nn]\/[Aa])\.?(?=[ \t]*(?:\n+#|\n*(?![\s\S])))/gmu,
    message: (text) => `\`${text}\` is all that the section says`,
    hint: ANSWER,
  },
  {
    pattern:
      /\b[Tt]his (?:runbook|page|document) is (?:just )?an? (?:sample|example|template|placeholder|stub)\b[^.\n]*/g,
    message: (text) =>
      `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\`: the page says itself that it is not about this system`,
    hint: 'adapt the page to your systems and remove the sentence',
  },
  {
    pattern: /https?:\/\/[^\s)>"\]]+/g,
    counts: isReserved,
    message: (text) => `\`${text}\` is a placeholder, not a real address`,
    hint: 'write the real address, or remove the link',
  },
])

export const runbookStub: PageCheck = {
  code: 'runbook-stub',
  severity: 'warning',
  summary: 'The page of an alert says something in every section, about real systems.',
  *runPage({ runbook, text, promise, draft, explains }) {
    if (!draft && !promise && explains) yield* stubs(runbook, text())
  },
}

/** Comments in Markdown and in shortcodes, whose content is not on the page. */
const commentRanges = (text: string): Range[] => [
  ...commentsIn(text),
  ...between(text, '{{% comment %}}', '{{% /comment %}}'),
]

/**
 * Code spans: from a run of back quotes to the next one as long. Where a length is not found again, it is not looked for
 * a second time.
 */
function spansIn(text: string): Range[] {
  const found: Range[] = []
  let lost = Number.POSITIVE_INFINITY
  let from = 0
  for (const { index, 0: run } of text.matchAll(/`+/g)) {
    const behind = index + run.length
    if (index < from || behind === text.length || text[behind] === '\n') continue
    for (let length = Math.min(run.length, lost - 1); length > 0; length--) {
      const close = text.indexOf('`'.repeat(length), behind + 1)
      if (close < 0) lost = length
      else {
        from = close + length
        found.push({ start: behind - length, end: from })
        break
      }
    }
  }
  return found
}

function* stubs({ source, frontmatter }: Runbook, text: string): Iterable<Finding> {
  const prose = proseOf(text, frontmatter.range?.end ?? 0)
  const addresses = frontmatter.dashboards.map(({ url }) => url.range)
  const sought = stubsSought()
  for (const { pattern, message, hint, counts } of sought) {
    for (const match of prose.matchAll(pattern)) {
      if (counts && !counts(match[0])) continue
      const range = { start: match.index, end: match.index + match[0].length }
      yield { file: source.path, range, message: message(match[0]), hint }
    }
  }
  const { pattern, message, hint } = sought.at(-1)!
  for (const range of addresses) {
    const [found] = text.slice(range.start, range.end).match(pattern) ?? []
    if (found !== undefined && isReserved(found))
      yield { file: source.path, range, message: message(found), hint }
  }
}

/** The text with everything but prose blanked: no frontmatter, fences, inline code or comments. */
function proseOf(text: string, from: number): string {
  const blanks: Range[] = [
    { start: 0, end: from },
    ...fences(text).map(({ range }) => range),
    ...commentRanges(text),
    ...spansIn(text),
  ].sort((a, b) => a.start - b.start)
  const keep: Range[] = []
  let at = 0
  for (const { start, end } of blanks) {
    if (start > at) keep.push({ start: at, end: start })
    at = Math.max(at, end)
  }
  return mask(text, [...keep, { start: at, end: text.length }])
}
