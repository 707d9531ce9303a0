/** Alerts that the last build deployed and this one does not; intended losses are listed too. */

import { readSource } from '../disk/read-source.ts'
import type { Compilation } from '../model.ts'
import { asCode, listed } from '../text/listed.ts'

/** Names of the alerts in the output folder after the last build, each once; empty without a build. */
export function deployedBefore(dir: string): readonly string[] {
  const file = readSource(dir, 'alerts.json')
  return 'text' in file ? [...new Set(namesIn(file.text))].sort() : []
}

/** The file may be anybody's, or an old one of ours: only valid names count. */
function namesIn(text: string): string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  const alerts = (value as { alerts?: unknown } | null)?.alerts
  if (!Array.isArray(alerts)) return []
  return alerts.flatMap((one: unknown) => {
    const name = (one as { alert?: unknown } | null)?.alert
    return typeof name === 'string' ? [name] : []
  })
}

const SHOWN = 10

/** A line with the names of the alerts that are gone; empty if there are none. */
export function removedAlertsLine(before: readonly string[], { program }: Compilation): string {
  const now = new Set(program.groups.flatMap(({ rules }) => rules.map(({ name }) => name)))
  const gone = before.filter((name) => !now.has(name))
  if (gone.length === 0) return ''
  const shown = listed(gone, SHOWN, (name) =>
    asCode(name.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd').slice(0, 120)),
  )
  return `No longer deployed: ${shown} (${gone.length === 1 ? 'an alert' : `${gone.length} alerts`} of the last build)\n`
}
