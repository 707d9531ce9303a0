import { dueDate } from '../text/due.ts'
import type { ProgramCheck } from './check.ts'

export const runbookReview: ProgramCheck = {
  code: 'runbook-review',
  severity: 'warning',
  summary: 'A page with a review interval was reviewed in time.',
  needsPages: true,
  *run({ pages, today }) {
    for (const { runbook, draft } of pages) {
      const { reviewed, reviewEvery } = runbook.frontmatter
      if (draft || !reviewed || !reviewEvery) continue
      const due = dueDate(reviewed.value, reviewEvery.value)
      const file = runbook.source.path
      if (due === '') {
        const isDate = dueDate(reviewed.value, '1d') !== ''
        yield {
          file,
          range: (isDate ? reviewEvery : reviewed).range,
          message: isDate
            ? `\`review_every: ${reviewEvery.value}\` is not a duration, so no review is ever due`
            : `\`reviewed: ${reviewed.value}\` is not a date, so no review is ever due`,
          hint: isDate
            ? 'write `180d`, `26w`, `6 months` or `1y`'
            : 'write the day of the last review: `2026-11-21`',
        }
      } else if (today !== undefined && dueDate(reviewed.value, '1d') > dueDate(today, '2d')) {
        yield {
          file,
          range: reviewed.range,
          message: `\`reviewed: ${reviewed.value}\` is in the future, so no review is due for a long time`,
          hint: `write the day of the last review, at most \`${today}\``,
        }
      } else if (today !== undefined && due < today) {
        yield {
          file,
          range: reviewed.range,
          message: `The review of this page was due on ${due}`,
          hint: `read it with someone who was on call, correct it, and write \`reviewed: ${today}\``,
        }
      }
    }
  },
}
