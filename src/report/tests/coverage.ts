/** Coverage of rules by tests, for people and for programs. */
import type { Place, Texts } from '../../model.ts'
import { safe } from '../cells.ts'
import type { Look } from '../format.ts'
import { jsonText } from '../json-text.ts'
import { locator } from '../place.ts'
import { located, penFor } from '../pretty.ts'

/** One thing that tests can show of a rule. */
export interface CoverageItem extends Place {
  readonly rule: string
  readonly kind: 'alert' | 'record' | 'outcome' | 'branch'
  readonly seen: boolean
  readonly never: string
}

const NOUNS = { alert: 'alerts', record: 'recording rules', outcome: 'outcomes', branch: 'branches' } as const

type Counts = Readonly<Record<CoverageItem['kind'], { readonly seen: number; readonly of: number }>>

function coverageCounts(items: readonly CoverageItem[]): Counts {
  const count = (kind: CoverageItem['kind']) => {
    const own = items.filter((item) => item.kind === kind)
    return { seen: own.filter(({ seen }) => seen).length, of: own.length }
  }
  return {
    alert: count('alert'),
    record: count('record'),
    outcome: count('outcome'),
    branch: count('branch'),
  }
}

export function coverageText(items: readonly CoverageItem[], texts: Texts, look: Look): string {
  const pen = penFor(texts, look)
  const { paint } = pen
  const open = items.filter((item, index) => !item.seen && isFirstToTell(items, index))
  const blocks = open.map((item) => {
    const head = `${paint('warning', 'not shown')}  ${safe(item.rule)} ${safe(item.never)}`
    return `${[head, ...located(item, pen, 'warning')].join('\n')}\n`
  })
  const counts = coverageCounts(items)
  const parts = (Object.keys(NOUNS) as CoverageItem['kind'][])
    .filter((kind) => counts[kind].of > 0)
    .map((kind) => `${counts[kind].seen} of ${counts[kind].of} ${NOUNS[kind]}`)
  return [...blocks, `The tests show ${parts.length === 0 ? 'no rule' : parts.join(', ')}\n`].join('\n')
}

/** Of a rule never seen at all, its parts are not listed. */
function isFirstToTell(items: readonly CoverageItem[], index: number): boolean {
  const { rule, file, kind } = items[index]!
  if (kind === 'alert' || kind === 'record') return true
  const whole = items.find(
    (item) => item.rule === rule && item.file === file && (item.kind === 'alert' || item.kind === 'record'),
  )
  return whole === undefined || whole.seen
}

export function coverageJson(items: readonly CoverageItem[], texts: Texts): string {
  const places = locator(texts)
  const shown = items.map(({ file, range, rule, kind, seen, never }) => {
    const { line, column } = places.region({ file, range })
    return { file, line, column, rule, kind, seen, ...(!seen && { never }) }
  })
  return jsonText({ items: shown, summary: coverageCounts(items) })
}
