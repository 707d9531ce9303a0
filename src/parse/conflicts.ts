/** A merge that was never finished: both sides stand on the page, and both sides' rules would deploy. */
import type { Diagnostic } from '../model.ts'
import { fences } from '../text/fences.ts'

const MARKS = [/^<{7}(?: [^\r\n]*)?$/m, /^={7}$/m, /^>{7}(?: [^\r\n]*)?$/m] as const

/** The first conflict of git outside of code; in code a page may be about them. */
export function conflictProblem(text: string, file: string): Diagnostic[] {
  if (!text.includes('\n>>>>>>>') || !text.includes('<<<<<<<')) return []
  const lines = text.replaceAll('\r', '\n')
  let shown = ''
  let at = 0
  for (const { range } of fences(text)) {
    shown += lines.slice(at, range.start) + lines.slice(range.start, range.end).replace(/[^\n]/g, ' ')
    at = range.end
  }
  shown += lines.slice(at)
  let from = 0
  const found = MARKS.map((mark) => {
    const next = from < 0 ? -1 : shown.slice(from).search(mark)
    from = next < 0 ? -1 : from + next + 7
    return from - 7
  })
  if (from < 0) return []
  const start = found[0]!
  return [
    {
      file,
      range: { start, end: start + 7 },
      code: 'markdown-conflict',
      severity: 'error',
      message: 'Unresolved Git conflict: the text of both sides is on this page',
      hint: 'keep one side, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`',
    },
  ]
}
