/**
 * What few visits need comes when it is asked for: the list of the search, copying, ticks, the keys. A page is small
 * that way. The two scripts share no state: what the other one needs of this page is handed over.
 */
import { make } from './dom.ts'
import type * as More from './more.ts'

let loaded: Promise<typeof More> | undefined

/** Loads the script once; rejects if that fails, and the next call tries again. */
export function later(): Promise<typeof More> {
  const { more = 'assets/more.js', look } = document.documentElement.dataset
  loaded ??= Promise.all([
    import(new URL(more, location.href).href) as Promise<typeof More>,
    look === undefined ? undefined : styled(look),
  ]).then(
    ([script]) => script,
    (error: unknown) => {
      loaded = undefined
      throw error
    },
  )
  return loaded
}

/** Calls back once a fold is opened; where that fails, when it is opened the next time. */
export function onOpen(fold: HTMLElement, act: (more: typeof More) => unknown): void {
  const open = (): void => {
    later()
      .then(act)
      .catch(() => onOpen(fold, act))
  }
  fold.addEventListener('toggle', open, { once: true })
}

/**
 * Loads its stylesheet before the project's own, which has the last word. Without it everything works, but looks plain.
 */
function styled(address: string): Promise<unknown> {
  const link = make('link', { rel: 'stylesheet', href: address })
  const done = new Promise((resolve) => {
    link.addEventListener('load', resolve)
    link.addEventListener('error', resolve)
  })
  document.querySelector('link[rel=stylesheet]')?.after(link)
  return done
}
