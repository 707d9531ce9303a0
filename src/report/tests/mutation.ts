/** Changes of rules that the tests would not notice, for people and for programs. */
import type { Edit, Texts } from '../../model.ts'
import { safe } from '../cells.ts'
import type { Look } from '../format.ts'
import { jsonText } from '../json-text.ts'
import { locator } from '../place.ts'
import { located, penFor } from '../pretty.ts'

/** A change of a rule, and whether a test fails with it. */
export interface MutationItem {
  readonly rule: string
  readonly what: string
  readonly edit: Edit
  readonly killed: boolean
}

/** Results of changing the rules that a file tests. */
export interface MutationFile {
  readonly path: string
  /** Its tests fail unchanged, so nothing can be said. */
  readonly broken: boolean
  readonly items: readonly MutationItem[]
}

interface Counts {
  readonly mutants: number
  readonly killed: number
  readonly survived: number
}

const countsOf = (items: readonly MutationItem[]): Counts => {
  const killed = items.filter((item) => item.killed).length
  return { mutants: items.length, killed, survived: items.length - killed }
}

export function mutationText(files: readonly MutationFile[], texts: Texts, look: Look): string {
  const pen = penFor(texts, look)
  const { paint } = pen
  const blocks = files.flatMap(({ items }) =>
    items
      .filter(({ killed }) => !killed)
      .map(({ rule, what, edit }) => {
        const head = `${paint('warning', 'survived')}  ${safe(rule)}: ${safe(what)}`
        return `${[head, ...located(edit, pen, 'warning')].join('\n')}\n`
      }),
  )
  const all = countsOf(files.flatMap(({ items }) => items))
  const rows = files.map(({ path, broken, items }) => {
    const { mutants, killed, survived } = countsOf(items)
    const cells = broken ? ['', '', 'its tests fail'] : [mutants, killed, survived]
    return [safe(path), ...cells.map(String)]
  })
  const table = tableOf([['file', 'changes', 'noticed', 'survived'], ...rows])
  const share = all.mutants === 0 ? '' : ` (${Math.floor((100 * all.killed) / all.mutants)} %)`
  const summary = `The tests notice ${all.killed} of ${all.mutants} changes${share}`
  return [...blocks, `${table}\n`, `${paint(all.survived > 0 ? 'warning' : 'good', summary)}\n`].join('\n')
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '),
    )
    .join('\n')
}

export function mutationJson(files: readonly MutationFile[], texts: Texts): string {
  const places = locator(texts)
  const shown = files.map(({ path, broken, items }) => ({
    file: path,
    broken,
    ...countsOf(items),
    survivors: items
      .filter(({ killed }) => !killed)
      .map(({ rule, what, edit }) => {
        const { line, column } = places.region(edit)
        const { file, range, text } = edit
        return { rule, what, file, line, column, edit: { start: range.start, end: range.end, text } }
      }),
  }))
  const summary = countsOf(files.flatMap(({ items }) => items))
  return jsonText({ files: shown, summary })
}
