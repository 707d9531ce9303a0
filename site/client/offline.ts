/** Keeps the book readable offline, and finds out when a page is an old copy. */
import type { Copy } from './badge.ts'
import { all, root } from './dom.ts'
import { later } from './later.ts'

interface Answer extends Copy {
  readonly cached: boolean
}

export function offline(): void {
  if (!('serviceWorker' in navigator) || document.documentElement.dataset.kind === 'not-found') return
  const workers = navigator.serviceWorker
  workers.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data?.cached) later().then(({ badge }) => badge(data), ignore)
  })
  workers.controller?.postMessage({ kind: 'age', url: location.href })
  // The reader comes first: worker and book are fetched when the page has come to rest.
  const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1))
  addEventListener('load', () => setTimeout(() => idle(start), PAUSE))
}

function start(): void {
  const { serviceWorker: workers } = navigator
  // A browser may refuse (private windows): the site works without.
  workers.register(new URL('sw.js', root())).catch(ignore)
  const message = { kind: isSlow() ? 'near' : 'keep', url: location.href, links: linked() }
  void workers.ready.then(({ active }) => active?.postMessage(message))
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

/** What the page leads to, and what it loads when the reader moves. */
function linked(): string[] {
  const { more = '', look = '' } = document.documentElement.dataset
  const loaded = [more, look].map((path) => new URL(path, location.href).href)
  return [...loaded, ...all<HTMLAnchorElement>('main a[href]').map(({ href }) => href)]
}

const ignore = (): void => undefined
