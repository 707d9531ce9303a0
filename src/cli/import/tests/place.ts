/** Where a test goes in its page: below the rule that it tests, after existing tests. */
import type { Page } from '../../../model.ts'
import type { PromtoolTest } from '../../../prove/promtool/file.ts'
import type { TextEdit } from '../../../text/edits.ts'

export function placeFor(text: string, page: Page, { alerts }: PromtoolTest, fence: string): TextEdit {
  const at = placeIn(text, page, new Set(alerts.map(({ alertname }) => alertname.value)))
  const before = text.slice(0, at)
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  const inserted = `${gap}${fence}${at === text.length || before.endsWith('\n') ? '\n' : ''}`
  return {
    range: { start: at, end: at },
    text: text.includes('\r\n') ? inserted.replaceAll('\n', '\r\n') : inserted,
  }
}

/** After the block of the first of these alerts, if it is not nested; else at the end of the page. */
function placeIn(text: string, { runbook }: Page, names: ReadonlySet<string>): number {
  const holds = runbook.blocks.filter(({ groups }) =>
    groups.some(({ rules }) =>
      rules.some(({ alert, record }) => names.has((alert ?? record)?.value.value ?? '')),
    ),
  )
  const block = holds[0] ?? (names.size === 0 ? runbook.blocks[0] : undefined)
  if (block === undefined || !isAtLineStart(text, block.range.start)) return text.length
  let at = endOfLine(text, block.range.end)
  for (const { range } of runbook.tests) {
    if (range.start >= at && text.slice(at, range.start).trim() === '' && isAtLineStart(text, range.start))
      at = endOfLine(text, range.end)
  }
  return at
}

const isAtLineStart = (text: string, at: number): boolean => at === 0 || text[at - 1] === '\n'

/** End of the line where a fence ends, without its line break. */
function endOfLine(text: string, at: number): number {
  if (text[at - 1] === '\n') return text[at - 2] === '\r' ? at - 2 : at - 1
  const found = text.slice(at).search(/\r?\n/)
  return found < 0 ? text.length : at + found
}
