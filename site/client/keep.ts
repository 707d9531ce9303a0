/**
 * Keeps the book readable offline, and says when a page is an old copy. Loaded when the page has come to rest, or at once
 * where a service worker may have answered for the network.
 */
import { badge, type Copy } from './badge.ts'
import { all, root } from './dom.ts'

interface Answer extends Copy {
  readonly cached: boolean
}

/** `look`: loads the style of what is said. */
export function keep(look: () => Promise<unknown>): void {
  const workers = navigator.serviceWorker
  workers.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data?.cached) void look().then(() => badge(data), ignore)
  })
  workers.controller?.postMessage({ kind: 'age', url: location.href })
}

/** Starts the service worker, and has it fetch the book. */
export function fetchBook(): void {
  const { serviceWorker: workers } = navigator
  // A browser may refuse (private windows): the site works without.
  workers.register(new URL('sw.js', root())).catch(ignore)
  const message = { kind: isSlow() ? 'near' : 'keep', url: location.href, links: linked() }
  void workers.ready.then(({ active }) => active?.postMessage(message))
}

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
  const loaded = [import.meta.url, ...[more, look].map((path) => new URL(path, location.href).href)]
  return [...loaded, ...all<HTMLAnchorElement>('main a[href]').map(({ href }) => href)]
}

const ignore = (): void => undefined
