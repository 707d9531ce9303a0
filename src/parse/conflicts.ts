/** A merge that was never finished: both sides stand on the page, and both sides' rules would deploy. */
import type { Diagnostic } from '../model.ts'
import { fences } from '../text/fences.ts'

const MARKS = [/^<{7}(?: [^\r\n]*)?$/m, /^={7}$/m, /^>{7}(?: [^\r\n]*)?$/m] as const

/** The first conflict of git outside of code; in code a page may be about them. */
export function conflictProblem(text: string, file: string): Diagnostic[] {
  if (!text.includes('\n>>>>>>>') || !text.includes('<<<<<<<')) return []
  let shown = text.replaceAll('\r', '\n')
  for (const { range } of fences(text))
    shown =
      shown.slice(0, range.start) +
      shown.slice(range.start, range.end).replace(/[^\n]/g, ' ') +
      shown.slice(range.end)
  let from = 0
  const found = MARKS.map((mark) => {
    const at = from < 0 ? -1 : shown.slice(from).search(mark)
    from = at < 0 ? -1 : from + at + 7
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
      message: 'A conflict of git was never resolved: what both sides have stands on this page',
      hint: 'keep one side, and take out the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`',
    },
  ]
}
