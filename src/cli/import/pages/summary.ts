/** Messages of an import of pages: what matched, what did not, and what may belong together. */
import { count } from '../../../text/count.ts'
import { listed } from '../../../text/listed.ts'
import type { PagesPlan } from './plan.ts'

/** Most names listed; the rest is counted. */
const NAMED = 5

const named = (names: readonly string[]): string => listed(names, NAMED, String)

/** For each page that explains no alert, the alerts with similar names. */
export function candidateLines({ candidates }: PagesPlan): string {
  if (candidates.length === 0) return ''
  const lines = candidates.map(({ path, alerts }) => {
    const names = alerts.map(({ alert, likeness }) => `${alert.name} (${Math.round(likeness * 100)} %)`)
    return `  ${path}: ${names.join(', ')}\n`
  })
  return `These may belong together; where they do, list the alert under \`alerts:\` of the page:\n${lines.join('')}`
}

export function summaryOf({ placed, there: before, taken, bare, left }: PagesPlan, written: number): string {
  const matched = placed.filter(({ alerts }) => alerts.length > 0)
  const alerts = matched.reduce((sum, one) => sum + one.alerts.length, 0)
  const there = placed.length - written + before.length
  const parts = [
    ...(written > 0
      ? [`${matched.length} for ${count(alerts, 'alert')}`, `${placed.length - matched.length} for none`]
      : []),
    ...(there > 0 ? [`${there} already there`] : []),
    ...(taken.length > 0 ? [`${taken.length} not imported`] : []),
  ]
  return `Of ${count(placed.length + before.length + taken.length, 'page')}: ${parts.join(', ')}.\n${
    bare.length > 0 ? `${count(bare.length, 'alert')} that none of these pages is for: ${named(bare)}.\n` : ''
  }${left.length > 0 ? `${count(left.length, 'file')} that no page shows ${left.length === 1 ? 'was' : 'were'} not imported: ${named(left)}.\n` : ''}`
}
