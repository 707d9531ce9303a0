/** Keeps the book readable offline, and says when a page is an old copy. */
import { all, root } from './dom.ts'

interface Answer {
  readonly cached: boolean
  /** When the copy was fetched, in milliseconds. */
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
    // A browser may refuse (in private windows): the site works without.
    workers.register(new URL('sw.js', root())).catch(() => undefined)
    const message = { kind: isSlow() ? 'near' : 'keep', url: location.href, links: linked() }
    // The reader comes first: the book is fetched once the page is idle.
    const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1))
    setTimeout(() => idle(() => void workers.ready.then(({ active }) => active?.postMessage(message))), PAUSE)
  })
}

/** Milliseconds between loading a page and fetching the book. */
const PAUSE = 2000

interface Connection {
  readonly saveData?: boolean
  readonly effectiveType?: string
}

/** Whether the connection is slow, or its owner wants to save data: then the whole book is not fetched. */
function isSlow(): boolean {
  const { saveData, effectiveType } = (navigator as { connection?: Connection }).connection ?? {}
  return saveData === true || /^(slow-)?[23]g$/.test(effectiveType ?? '')
}

const linked = (): string[] => all<HTMLAnchorElement>('main a[href]').map(({ href }) => href)

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
