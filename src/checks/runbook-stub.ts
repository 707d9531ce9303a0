import type { Range, Runbook } from '../model.ts'
import { fences } from '../text/fences.ts'
import { mask } from '../text/source.ts'
import type { Finding, PageCheck } from './check.ts'

interface Stub {
  readonly pattern: RegExp
  readonly message: (text: string) => string
  readonly hint: string
}

const STUBS: readonly Stub[] = [
  {
    pattern:
      // `to be done` in mid-sentence is about the work, not the page.
      /(?<![\p{L}\p{N}])(?<!\w_)(?:TODO|TBD|FIXME|TBC)(?![\p{L}\p{N}-]|_\w)|(?:(?<![\p{L},’'] )|(?<=\b(?:is|are|yet) ))\b[Tt]o be (?:written|added|done|completed|defined|documented)\b|\b(?:[Cc]oming soon|[Ll]orem ipsum|[Ff]ill (?:this|me) in|[Ww]ork in progress)\b/gu,
    message: (text) => `\`${text}\` stands where a responder needs an answer`,
    hint: 'write it; where nothing is known yet, promise the page with a date: `runbook: todo 2027-01-31`',
  },
  {
    // All that a section says. What is blanked leaves lines of blanks, which are something else.
    pattern:
      /(?<=^#{1,6} [^\n]*\n\n?)(?:\.{3}|…|\?+|[Xx]{3,}|TBA|[Nn]\/[Aa])\.?(?=[ \t]*(?:\n+#|\n*(?![\s\S])))/gmu,
    message: (text) => `\`${text}\` is all that the section says`,
    hint: 'write it; where nothing is known yet, promise the page with a date: `runbook: todo 2027-01-31`',
  },
  {
    pattern:
      /\b[Tt]his (?:runbook|page|document) is (?:just )?an? (?:sample|example|template|placeholder|stub)\b[^.\n]*/g,
    message: (text) =>
      `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\`: the page says itself that it is not about this system`,
    hint: 'adapt the page to your systems and remove the sentence',
  },
  {
    pattern: /https?:\/\/(?:[\w-]+\.)*example\.(?:com|org|net)\b[^\s)>"\]]*/g,
    message: (text) => `\`${text}\` is an address that only stands for one`,
    hint: 'write the real address, or remove the link',
  },
]

export const runbookStub: PageCheck = {
  code: 'runbook-stub',
  severity: 'warning',
  summary: 'The page of an alert says something in every section, about real systems.',
  *runPage({ runbook, text, promise, draft, explains }) {
    if (!draft && !promise && explains) yield* stubs(runbook, text())
  },
}

/** Comments in Markdown and in shortcodes, whose content is not on the page. */
const COMMENTS = /<!--[\s\S]*?-->|\{\{% comment %\}\}[\s\S]*?\{\{% \/comment %\}\}/g
const CODE = /(`+)[^`\n][\s\S]*?\1/g

function* stubs({ source, frontmatter }: Runbook, text: string): Iterable<Finding> {
  const prose = proseOf(text, frontmatter.range?.end ?? 0)
  const addresses = frontmatter.dashboards.map(({ url }) => url.range)
  for (const { pattern, message, hint } of STUBS) {
    for (const match of prose.matchAll(pattern)) {
      const range = { start: match.index, end: match.index + match[0].length }
      yield { file: source.path, range, message: message(match[0]), hint }
    }
  }
  const { pattern, message, hint } = STUBS.at(-1)!
  for (const range of addresses) {
    const [found] = text.slice(range.start, range.end).match(pattern) ?? []
    if (found !== undefined) yield { file: source.path, range, message: message(found), hint }
  }
}

/** The text with everything but prose blanked: no frontmatter, fences, inline code or comments. */
function proseOf(text: string, from: number): string {
  const blanks: Range[] = [
    { start: 0, end: from },
    ...fences(text).map(({ range }) => range),
    ...[...text.matchAll(COMMENTS), ...text.matchAll(CODE)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
  ].sort((a, b) => a.start - b.start)
  const keep: Range[] = []
  let at = 0
  for (const { start, end } of blanks) {
    if (start > at) keep.push({ start: at, end: start })
    at = Math.max(at, end)
  }
  return mask(text, [...keep, { start: at, end: text.length }])
}
