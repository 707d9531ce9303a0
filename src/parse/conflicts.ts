/** A merge that was never finished: both sides are on the page, and both sides' rules would deploy. */
import type { Diagnostic } from '../model.ts'
import { fences } from '../text/fences.ts'
import { blank, replaced } from '../text/source.ts'

/** The end mark is directly below a side: after a blank line it may be a quote in a quote. */
const MARK = /^<{7}(?: [^\n]*)?$|(?<=[^\n]\n)>{7}(?: [^\n]*)?$/m

/** The first mark of a conflict outside of code; in code a page may be about them. One left over counts as well. */
export function conflictProblem(text: string, file: string): Diagnostic[] {
  if (!text.includes('>>>>>>>') && !text.includes('<<<<<<<')) return []
  const code = fences(text).map(({ range }) => range)
  const shown = replaced(text.replaceAll('\r', '\n'), code, blank)
  const start = MARK.exec(shown)?.index
  if (start === undefined) return []
  const isWhole = /^={7}$/m.test(shown)
  return [
    {
      file,
      range: { start, end: start + 7 },
      code: 'markdown-conflict',
      severity: 'error',
      message: isWhole
        ? 'Unresolved Git conflict: the text of both sides is on this page'
        : 'A Git conflict marker is left on this page',
      hint: isWhole
        ? 'keep one side, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`'
        : 'remove this line, and make sure that only one side is left',
    },
  ]
}
