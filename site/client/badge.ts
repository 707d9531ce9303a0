/** Says that a page is an old copy, and how old. */

export interface Copy {
  /** When it was fetched, in milliseconds. */
  readonly time: number
  readonly commit: string
}

export function badge({ time, commit }: Copy): void {
  const element = document.querySelector<HTMLElement>('.offline')
  if (!element) return
  const when = new Date(time)
  element.textContent = `The network does not answer. This copy is ${age(Date.now() - time)} old (${when.toLocaleString()}${commit ? `, commit ${commit.slice(0, 7)}` : ''}).`
  element.hidden = false
}

function age(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000))
  if (minutes < 1) return 'less than a minute'
  if (minutes < 120) return `${minutes} minute${minutes === 1 ? '' : 's'}`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
