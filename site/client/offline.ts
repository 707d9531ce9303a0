/** The offline copy of the book; what makes it comes later. */
import { later } from './later.ts'

export function offline(): void {
  const { serviceWorker } = navigator
  if (!serviceWorker || document.documentElement.dataset.kind === 'not-found') return
  const keeping = (): Promise<typeof import('./keep.ts')> =>
    import(import.meta.url.replace(/site(?=\.js[^/]*$)/, 'keep'))
  if (serviceWorker.controller) keeping().then(({ keep }) => keep(later), ignore)
  // The reader comes first: worker and book are fetched when the page has come to rest.
  const idle = globalThis.requestIdleCallback ?? ((then: () => void) => setTimeout(then, 1))
  addEventListener('load', () =>
    setTimeout(() => idle(() => keeping().then(({ fetchBook }) => fetchBook(), ignore)), PAUSE),
  )
}

/** Milliseconds between loading a page and fetching the book. */
const PAUSE = 2000

const ignore = (): void => undefined
