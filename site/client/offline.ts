/** Keeps the book readable without a network, and says when a page is an old copy. */
import { root } from './dom.ts'

interface Answer {
  readonly cached: boolean
  /** When the copy was fetched, milliseconds. */
  readonly time: number
  readonly commit: string
}

export function offline(): void {
  if (!('serviceWorker' in navigator) || document.documentElement.dataset.kind === 'not-found') return
  const workers = navigator.serviceWorker
  workers.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data?.cached) badge(data)
  })
  workers.controller?.postMessage({ kind: 'age', url: location.href })
  addEventListener('load', () => {
    // A browser may refuse (private windows): the site works without.
    workers.register(new URL('sw.js', root())).catch(() => undefined)
    const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {}
    if (!saveData) void workers.ready.then(({ active }) => active?.postMessage({ kind: 'keep' }))
  })
}

function badge({ time, commit }: Answer): void {
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
