/** Alerts that the last build deployed and this one does not: what was lost on purpose is read here as well. */
import { readSource } from '../disk/read.ts'
import type { Compilation } from '../model.ts'

/** The names of the alerts in the output folder as the last build left it, each once; none where there is no build. */
export function deployedBefore(dir: string): readonly string[] {
  const file = readSource(dir, 'alerts.json')
  return 'text' in file ? [...new Set(namesIn(file.text))].sort() : []
}

/** The folder may hold anybody's file of that name, and an older one of ours: only names count. */
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

/** A line that names the alerts that are gone; empty where none is. */
export function goneLine(before: readonly string[], { program }: Compilation): string {
  const now = new Set(program.groups.flatMap(({ rules }) => rules.map(({ name }) => name)))
  const gone = before.filter((name) => !now.has(name))
  if (gone.length === 0) return ''
  const shown = gone
    .slice(0, SHOWN)
    .map((name) => `\`${name.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd').slice(0, 120)}\``)
  const more = gone.length > SHOWN ? ` and ${gone.length - SHOWN} more` : ''
  return `No longer deployed: ${shown.join(', ')}${more} (${gone.length === 1 ? 'an alert' : `${gone.length} alerts`} of the last build)\n`
}
